use chrono::NaiveDateTime;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Signed, SignedFile, SignedFileWithdrawal};
use crate::access::{Create, Permit, Proof, Read, Transaction, Update};
use crate::accounts::UserId;
use crate::cases::{CaseId, CaseStanding};
use crate::db::schema::{cases, documents, signed_file_withdrawals};
use crate::documents::{Document, DocumentId, DocumentStatus};
use crate::error::{Error, Result};
use crate::http::Page;

pub type ToSign = Permit<Create, SignedFile, Document>;
type ToWithdraw = Permit<Update, SignedFile, Document>;

/// Keeps a signed file beside the issued one. Somebody else may have been first, perhaps with the same file; or
/// the document have ended, or have changed otherwise, since it was looked at.
pub fn keep(tx: &mut Transaction, permit: &ToSign, signed: &Signed) -> Result<()> {
    let (user, now) = (tx.actor().user_id.clone(), tx.now().naive_utc());
    let kept = diesel::update(documents::table.find(&permit.parent().id))
        .filter(documents::status.eq(DocumentStatus::Issued))
        .filter(documents::signed_file_hash.is_null())
        // The version at which it was looked whether the file was taken back.
        .filter(documents::version.eq(permit.parent().version))
        .set((
            documents::signed_file.eq(&signed.file),
            documents::signed_file_hash.eq(&signed.hash),
            documents::signed_by.eq(&signed.subject),
            documents::signed_file_added_at.eq(now),
            documents::signed_file_added_by.eq(user),
            documents::version.eq(documents::version + 1),
        ))
        .execute(tx.connection(permit))?;
    if kept == 1 {
        return Ok(());
    }
    let found = find(tx, permit, &permit.parent().id)?;
    match (found.status, found.signed_file_hash) {
        (DocumentStatus::Issued, Some(hash)) if hash == signed.hash => Ok(()),
        (DocumentStatus::Issued, Some(_)) => Err(Error::Conflict("already_signed")),
        // Who adds a file sends no tag that could be an old one.
        (DocumentStatus::Issued, None) => Err(Error::Conflict("changed_meanwhile")),
        _ => Err(Error::Conflict("document_not_in_force")),
    }
}

/// Whether a file was taken back from this document before.
pub fn was_withdrawn(tx: &mut Transaction, permit: &ToSign, hash: &str) -> Result<bool> {
    let same = signed_file_withdrawals::table
        .filter(signed_file_withdrawals::document_id.eq(&permit.parent().id))
        .filter(signed_file_withdrawals::file_hash.eq(hash));
    Ok(diesel::select(exists(same)).get_result(tx.connection(permit))?)
}

/// Takes the signed file from the version of a document that was seen, and gives it; somebody else may have
/// changed the document meanwhile.
pub fn take(tx: &mut Transaction, permit: &ToWithdraw) -> Result<Vec<u8>> {
    let seen = permit.parent();
    let file = file(tx, permit, &seen.id)?;
    let taken = diesel::update(documents::table.find(&seen.id))
        .filter(documents::version.eq(seen.version))
        .set((
            documents::signed_file.eq(None::<Vec<u8>>),
            documents::signed_file_hash.eq(None::<String>),
            documents::signed_by.eq(None::<String>),
            documents::signed_file_added_at.eq(None::<NaiveDateTime>),
            documents::signed_file_added_by.eq(None::<UserId>),
            documents::version.eq(seen.version + 1),
        ))
        .execute(tx.connection(permit))?;
    match file {
        Some(file) if taken == 1 => Ok(file),
        _ => Err(Error::Stale {
            current: find(tx, permit, &seen.id)?.version,
        }),
    }
}

/// Keeps what was taken, with its file.
pub fn insert_withdrawal(
    tx: &mut Transaction,
    permit: &ToWithdraw,
    withdrawal: &SignedFileWithdrawal,
    file: &[u8],
) -> Result<()> {
    diesel::insert_into(signed_file_withdrawals::table)
        .values((withdrawal, signed_file_withdrawals::file.eq(file)))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// What was taken back of a document, the latest first, and the case under whose person's key the reasons are.
pub fn withdrawals(
    tx: &mut Transaction,
    permit: &Permit<Read, Document, Document>,
    page: &Page,
) -> Result<Vec<(SignedFileWithdrawal, CaseStanding)>> {
    let mut query = signed_file_withdrawals::table
        .inner_join(documents::table.inner_join(cases::table))
        .filter(signed_file_withdrawals::document_id.eq(&permit.parent().id))
        .order(signed_file_withdrawals::id.desc())
        .limit(page.rows())
        .select((SignedFileWithdrawal::as_select(), CaseStanding::as_select()))
        .into_boxed();
    if let Some(after) = &page.after {
        query = query.filter(signed_file_withdrawals::id.lt(after.clone()));
    }
    Ok(query.load(tx.connection(permit))?)
}

/// The case of a document.
pub fn case_of(tx: &mut Transaction, proof: &impl Proof, id: &CaseId) -> Result<CaseStanding> {
    Ok(cases::table
        .find(id)
        .select(CaseStanding::as_select())
        .first(tx.connection(proof))?)
}

pub fn find(tx: &mut Transaction, proof: &impl Proof, id: &DocumentId) -> Result<Document> {
    Ok(documents::table
        .find(id)
        .select(Document::as_select())
        .first(tx.connection(proof))?)
}

pub fn file(tx: &mut Transaction, proof: &impl Proof, id: &DocumentId) -> Result<Option<Vec<u8>>> {
    Ok(documents::table
        .find(id)
        .select(documents::signed_file)
        .first(tx.connection(proof))?)
}
