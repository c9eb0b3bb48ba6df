use super::signature;
use super::{Signed, SignedFile, store};
use crate::access::{Create, Permit, Read, Transaction};
use crate::documents::{Document, DocumentId, DocumentStatus, service as documents};
use crate::error::{Error, Result};
use crate::evidence_files::contents::hash;

type ToSign = Permit<Create, SignedFile, Document>;

/// The issued file that a signed one must begin with, for who may add it.
pub fn issued_file(tx: &mut Transaction, id: &DocumentId) -> Result<Vec<u8>> {
    let permit = in_force(tx, id)?;
    documents::file_of(tx, &permit, id)
}

/// Looks a file through, outside of any transaction.
pub fn look_through(file: Vec<u8>, issued: &[u8]) -> Result<Signed> {
    let subject = signature::subject_of(&file, issued).map_err(|code| Error::invalid("", code))?;
    Ok(Signed {
        hash: hash(&file),
        subject,
        file,
    })
}

/// Keeps the signed file of a document that is in force. One that has another is refused; the same again is
/// left as it is.
pub fn keep(tx: &mut Transaction, id: &DocumentId, signed: &Signed) -> Result<Document> {
    let permit = in_force(tx, id)?;
    if permit.parent().signed_file_hash.as_deref() != Some(signed.hash.as_str()) {
        store::keep(tx, &permit, signed)?;
    }
    store::find(tx, &permit)
}

/// A document that takes a signed file. Refused to whoever works on its case, who could not have issued it.
fn in_force(tx: &mut Transaction, id: &DocumentId) -> Result<ToSign> {
    let permit = tx.permit::<Create, SignedFile, Document>(id)?;
    if documents::is_involved(tx, &permit, &permit.parent().case_id)? {
        return Err(Error::unmet("four_eyes"));
    }
    match permit.parent().status {
        DocumentStatus::Issued => Ok(permit),
        DocumentStatus::Submitted | DocumentStatus::Returned => {
            Err(Error::Conflict("not_issued_yet"))
        }
        DocumentStatus::Superseded | DocumentStatus::Revoked => {
            Err(Error::Conflict("document_not_in_force"))
        }
    }
}

/// The signed file of a document, and what it is.
pub fn file(tx: &mut Transaction, id: &DocumentId) -> Result<(Document, Vec<u8>)> {
    let permit = tx.permit::<Read, Document, Document>(id)?;
    let file = store::file(tx, &permit)?.ok_or(Error::Conflict("not_signed"))?;
    Ok((permit.parent().clone(), file))
}
