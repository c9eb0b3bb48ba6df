//! Whether a file is an issued one with a signature upon it: pure.
//!
//! Each check has the code that it is refused with.

mod additions;
mod methods;
mod place;
mod signer;
mod table;
mod tax_code;
mod value;

use std::panic::catch_unwind;

use hayro_syntax::Pdf;

use crate::evidence_files::contents::check_appended;

/// Why a file is not taken.
type Fault = &'static str;

/// The subject of the certificate that an issued file was signed with (RFC 4514).
pub fn subject_of(file: &[u8], issued: &[u8]) -> Result<String, Fault> {
    if !file.starts_with(issued) {
        return Err("file_not_the_issued_one");
    }
    check_appended(&file[issued.len()..]).map_err(|fault| fault.code())?;
    // Who reads files of others takes some things for granted; a file in which they are not so is no good one.
    catch_unwind(|| read(file, issued)).unwrap_or(Err("pdf_opaque"))
}

fn read(file: &[u8], issued: &[u8]) -> Result<String, Fault> {
    let added = table::added(file, issued.len())?;
    // A file that is too little to be read has nothing that could be altered.
    let before = Pdf::new(issued.to_vec()).ok();
    if let Some(before) = &before {
        additions::ensure_same_tree(before, &added)?;
    }
    let after = Pdf::new(file.to_vec()).map_err(|_fault| "file_not_signed")?;
    let place = place::find(&after, file, issued.len())?;
    let signed = [&file[..place.hole.start], &file[place.hole.end..]];
    let subject = signer::subject_of(&place.contents, signed, place.is_pades)?;
    if let Some(before) = &before {
        additions::ensure_harmless(before, &after)?;
    }
    Ok(subject)
}
