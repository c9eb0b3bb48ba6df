use diesel::prelude::*;

use super::{Signed, SignedFile};
use crate::access::{Create, Permit, Read, Transaction};
use crate::db::schema::documents;
use crate::documents::{Document, DocumentStatus};
use crate::error::{Error, Result};

type ToSign = Permit<Create, SignedFile, Document>;

/// Keeps a signed file beside the issued one; somebody else may have been first, or the document have ended.
pub fn keep(tx: &mut Transaction, permit: &ToSign, signed: &Signed) -> Result<()> {
    let (user, now) = (tx.actor().user_id.clone(), tx.now().naive_utc());
    let kept = diesel::update(documents::table.find(&permit.parent().id))
        .filter(documents::status.eq(DocumentStatus::Issued))
        .filter(documents::signed_file_hash.is_null())
        .set((
            documents::signed_file.eq(&signed.file),
            documents::signed_file_hash.eq(&signed.hash),
            documents::signed_by.eq(&signed.subject),
            documents::signed_file_added_at.eq(now),
            documents::signed_file_added_by.eq(user),
            documents::version.eq(documents::version + 1),
        ))
        .execute(tx.connection(permit))?;
    match kept {
        1 => Ok(()),
        _ => Err(Error::Conflict("already_signed")),
    }
}

pub fn find(tx: &mut Transaction, permit: &ToSign) -> Result<Document> {
    Ok(documents::table
        .find(&permit.parent().id)
        .select(Document::as_select())
        .first(tx.connection(permit))?)
}

pub fn file(
    tx: &mut Transaction,
    permit: &Permit<Read, Document, Document>,
) -> Result<Option<Vec<u8>>> {
    Ok(documents::table
        .find(&permit.parent().id)
        .select(documents::signed_file)
        .first(tx.connection(permit))?)
}
