use diesel::prelude::*;

use super::{SharingAuthorisation, SharingAuthorisationId};
use crate::access::{Create, List, Permit, Proof, Read, Resource, Transaction, Update};
use crate::cases::CaseId;
use crate::db::schema::{
    documents, organisations, sharing_authorisation_documents as covered,
    sharing_authorisations as table,
};
use crate::documents::{DocumentId, DocumentStatus};
use crate::error::{Error, Result};
use crate::organisations::{OrganisationId, OrganisationKind};
use crate::reached_with_its_case;

reached_with_its_case!(SharingAuthorisation, SharingAuthorisationId, table);

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, SharingAuthorisation>,
    authorisation: &SharingAuthorisation,
    documents: &[DocumentId],
) -> Result<()> {
    diesel::insert_into(table::table)
        .values(authorisation)
        .execute(tx.connection(permit))?;
    for document in documents {
        diesel::insert_into(covered::table)
            .values((
                covered::authorisation_id.eq(&authorisation.id),
                covered::document_id.eq(document),
                covered::organisation_id.eq(&authorisation.organisation_id),
            ))
            .execute(tx.connection(permit))?;
    }
    Ok(())
}

/// The newest first.
pub fn list(
    tx: &mut Transaction,
    permit: &Permit<List, SharingAuthorisation>,
) -> Result<Vec<SharingAuthorisation>> {
    Ok(table::table
        .filter(table::case_id.eq(&permit.case().id))
        .order(table::id.desc())
        .limit(500)
        .select(SharingAuthorisation::as_select())
        .load(tx.connection(permit))?)
}

/// Which documents each authorisation of the case covers.
pub fn list_covered(
    tx: &mut Transaction,
    permit: &Permit<List, SharingAuthorisation>,
) -> Result<Vec<(SharingAuthorisationId, DocumentId)>> {
    Ok(covered::table
        .inner_join(table::table)
        .filter(table::case_id.eq(&permit.case().id))
        .order(covered::document_id)
        .select((covered::authorisation_id, covered::document_id))
        .load(tx.connection(permit))?)
}

/// The documents that one authorisation covers.
pub fn covered(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &SharingAuthorisationId,
) -> Result<Vec<DocumentId>> {
    Ok(covered::table
        .filter(covered::authorisation_id.eq(id))
        .order(covered::document_id)
        .select(covered::document_id)
        .load(tx.connection(proof))?)
}

/// One authorisation of a case, for a feature that shows another permit.
pub fn find(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    id: &SharingAuthorisationId,
) -> Result<SharingAuthorisation> {
    table::table
        .find(id)
        .filter(table::case_id.eq(case))
        .select(SharingAuthorisation::as_select())
        .first(tx.connection(proof))
        .optional()?
        .ok_or(Error::NotFound(Resource::SharingAuthorisation))
}

/// Keeps an authorisation from being revoked until this transaction ends; false when it is already.
pub fn hold(tx: &mut Transaction, proof: &impl Proof, id: &SharingAuthorisationId) -> Result<bool> {
    let held = diesel::update(table::table.find(id))
        .filter(table::revoked_at.is_null())
        .set(table::recorded_at.eq(table::recorded_at))
        .execute(tx.connection(proof))?;
    Ok(held == 1)
}

/// False when it was revoked before.
pub fn revoke(
    tx: &mut Transaction,
    permit: &Permit<Update, SharingAuthorisation, SharingAuthorisation>,
) -> Result<bool> {
    let now = tx.now().naive_utc();
    let revoked = diesel::update(table::table.find(&permit.parent().id))
        .filter(table::revoked_at.is_null())
        .set(table::revoked_at.eq(now))
        .execute(tx.connection(permit))?;
    Ok(revoked == 1)
}

pub fn read_covered(
    tx: &mut Transaction,
    permit: &Permit<Read, SharingAuthorisation, SharingAuthorisation>,
) -> Result<Vec<DocumentId>> {
    covered(tx, permit, &permit.parent().id)
}

/// The kind of an active organisation.
pub fn recipient_kind(
    tx: &mut Transaction,
    permit: &Permit<Create, SharingAuthorisation>,
    id: &OrganisationId,
) -> Result<Option<OrganisationKind>> {
    Ok(organisations::table
        .find(id)
        .filter(organisations::active.eq(true))
        .select(organisations::kind)
        .first(tx.connection(permit))
        .optional()?)
}

/// The documents of the case among those asked for, each with whether it is issued.
pub fn documents_of_case(
    tx: &mut Transaction,
    permit: &Permit<Create, SharingAuthorisation>,
    ids: &[DocumentId],
) -> Result<Vec<(DocumentId, bool)>> {
    Ok(documents::table
        .filter(documents::case_id.eq(&permit.case().id))
        .filter(documents::id.eq_any(ids.to_vec()))
        .select((documents::id, documents::status.eq(DocumentStatus::Issued)))
        .load(tx.connection(permit))?)
}
