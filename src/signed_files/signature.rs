//! Whether a file is an issued one with a signature upon it: pure.
//!
//! Each check has the code that it is refused with.

mod additions;
mod fields;
mod methods;
mod place;
mod revisions;
mod signer;
mod tax_code;
mod titles;
mod value;
mod view;

use std::panic::catch_unwind;

use hayro_syntax::Pdf;

use self::additions::ensure_harmless;
use self::fields::Form;
use self::revisions::{Added, trailer_of};
use self::view::View;
use crate::evidence_files::contents::check_appended;

/// Why a file is not taken.
type Fault = &'static str;

/// The subject of the certificate that an issued file was signed with (RFC 4514).
pub fn subject_of(file: &[u8], issued: &[u8]) -> Result<String, Fault> {
    if !file.starts_with(issued) {
        return Err("file_not_the_issued_one");
    }
    check_appended(&file[issued.len()..]).map_err(|fault| fault.code())?;
    // Who reads files takes some things for granted; a file in which they are not so is no good one.
    catch_unwind(|| read(file, issued)).unwrap_or(Err("pdf_opaque"))
}

fn read(file: &[u8], issued: &[u8]) -> Result<String, Fault> {
    let added = Added::of(file, issued.len())?;
    let before = Pdf::new(issued.to_vec()).map_err(|_fault| "pdf_opaque")?;
    let view = View {
        issued: &before,
        added: &added,
        trailer: trailer_of(issued).ok_or("pdf_opaque")?,
    };
    let form = Form::of(&view)?;
    ensure_harmless(&view, &form)?;
    let place = place::find(&view, form, file, issued.len())?;
    let signed = [&file[..place.hole.start], &file[place.hole.end..]];
    signer::subject_of(&place.contents, signed, place.is_pades)
}
