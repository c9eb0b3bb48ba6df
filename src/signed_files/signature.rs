//! Whether a file is an issued one with a signature upon it: pure.
//!
//! Each check has the code that it is refused with.

mod additions;
mod place;
mod signer;
mod table;
mod tax_code;

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
    if !table::keeps_objects(&file[issued.len()..]) {
        return Err("file_altered");
    }
    let after = Pdf::new(file.to_vec()).map_err(|_fault| "file_not_signed")?;
    let place = place::find(&after, file, issued.len())?;
    let signed = [&file[..place.hole.start], &file[place.hole.end..]];
    let subject = signer::subject_of(&place.contents, signed)?;
    // A file that is too little to be read has nothing that could be altered.
    if let Ok(before) = Pdf::new(issued.to_vec()) {
        additions::ensure_harmless(&before, &after)?;
    }
    Ok(subject)
}
