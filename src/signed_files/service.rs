use super::{
    NewWithdrawal, Signed, SignedFile, SignedFileWithdrawal, SignedFileWithdrawalId,
    WithdrawalView, signature, store,
};
use crate::access::{Create, Proof, Read, Transaction, Update};
use crate::beneficiaries::service as beneficiaries;
use crate::documents::{Document, DocumentId, DocumentStatus, service as documents};
use crate::error::{Error, Result};
use crate::evidence_files::contents::hash;
use crate::http::Page;

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
/// left as it is. A file that was taken back does not come back: who repeats a request does not undo what
/// somebody decided meanwhile.
pub fn keep(tx: &mut Transaction, id: &DocumentId, signed: &Signed) -> Result<Document> {
    let permit = in_force(tx, id)?;
    if permit.parent().signed_file_hash.as_deref() != Some(signed.hash.as_str()) {
        if store::was_withdrawn(tx, &permit, &signed.hash)? {
            return Err(Error::Conflict("signed_file_withdrawn"));
        }
        store::keep(tx, &permit, signed)?;
    }
    store::find(tx, &permit, id)
}

/// A document that takes a signed file. Refused to whoever works on its case, who could not have issued it.
fn in_force(tx: &mut Transaction, id: &DocumentId) -> Result<store::ToSign> {
    let permit = tx.permit::<Create, SignedFile, Document>(id)?;
    ensure_four_eyes(tx, &permit, permit.parent())?;
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

fn ensure_four_eyes(tx: &mut Transaction, proof: &impl Proof, document: &Document) -> Result<()> {
    match documents::is_involved(tx, proof, &document.case_id)? {
        true => Err(Error::unmet("four_eyes")),
        false => Ok(()),
    }
}

/// Takes the signed file of a document back for good: it is no longer given out, and no public check knows it.
/// Another one may be added where the document is in force.
///
/// Also of a document that was superseded or revoked, whose check goes on to answer. Refused to whoever works
/// on its case, and where the document is no longer the one that was seen.
pub fn withdraw(
    tx: &mut Transaction,
    id: &DocumentId,
    version: i32,
    new: NewWithdrawal,
) -> Result<Document> {
    let permit = tx.permit::<Update, SignedFile, Document>(id)?;
    let document = permit.parent().clone();
    if document.version != version {
        return Err(Error::Stale {
            current: document.version,
        });
    }
    ensure_four_eyes(tx, &permit, &document)?;
    let (Some(file_hash), Some(signed_by), Some(added_at), Some(added_by)) = (
        document.signed_file_hash,
        document.signed_by,
        document.signed_file_added_at,
        document.signed_file_added_by,
    ) else {
        return Err(Error::Conflict("not_signed"));
    };
    // First: of two who do it at once the second one waits here, and is told that it was changed.
    let file = store::take(tx, &permit)?;
    let case = store::case_of(tx, &permit, &document.case_id)?;
    let key = beneficiaries::data_key(tx, &permit, case.key_holder(), &document.organisation_id)?;
    let mut withdrawal = SignedFileWithdrawal {
        id: SignedFileWithdrawalId::new(),
        document_id: document.id,
        organisation_id: document.organisation_id,
        file_hash,
        signed_by,
        added_at,
        added_by,
        withdrawn_at: tx.now().naive_utc(),
        withdrawn_by: tx.actor().user_id.clone(),
        reason_code: new.reason_code,
        sealed_reason: String::new(),
    };
    withdrawal.sealed_reason = key.seal(withdrawal.place(), &new.reason);
    store::insert_withdrawal(tx, &permit, &withdrawal, &file)?;
    tx.say_purpose(new.reason_code.to_string());
    store::find(tx, &permit, id)
}

/// The signed files of a document that were taken back, the latest first, each with the reason.
pub fn withdrawals(
    tx: &mut Transaction,
    id: &DocumentId,
    page: &Page,
) -> Result<Vec<WithdrawalView>> {
    let permit = tx.permit::<Read, Document, Document>(id)?;
    let rows = store::withdrawals(tx, &permit, page)?;
    let Some((_, case)) = rows.first() else {
        return Ok(Vec::new());
    };
    let holder = case.key_holder();
    let key = beneficiaries::known_data_key(tx, &permit, holder, &case.organisation_id)?;
    let shown = rows.into_iter().map(|(withdrawal, _)| {
        let open = key.as_ref().map(|key| {
            let (place, sealed) = (withdrawal.place(), &withdrawal.sealed_reason);
            key.open_since(place, sealed, withdrawal.withdrawn_at)
        });
        let reason = open.transpose().map_err(Error::internal)?.flatten();
        Ok(WithdrawalView { withdrawal, reason })
    });
    shown.collect()
}

/// The signed file of a document, and what it is.
pub fn file(tx: &mut Transaction, id: &DocumentId) -> Result<(Document, Vec<u8>)> {
    let permit = tx.permit::<Read, Document, Document>(id)?;
    let file = store::file(tx, &permit, id)?.ok_or(Error::Conflict("not_signed"))?;
    Ok((permit.parent().clone(), file))
}
