//! Queries of the referrals themselves; what sending looks up is in [`sending`], what the recipient
//! sees in [`inbox`].

pub mod inbox;
pub mod sending;

use diesel::prelude::*;

use super::{OutboundReferral, OutboundReferralId};
use crate::access::{Create, List, Permit, Proof, Transaction, Update};
use crate::db::schema::{outbound_referral_documents as attached, outbound_referrals as table};
use crate::documents::DocumentId;
use crate::error::{Error, Result};
use crate::reached_with_its_case;

reached_with_its_case!(OutboundReferral, OutboundReferralId, table);

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, OutboundReferral>,
    referral: &OutboundReferral,
    documents: &[DocumentId],
) -> Result<()> {
    diesel::insert_into(table::table)
        .values(referral)
        .execute(tx.connection(permit))?;
    for document in documents {
        diesel::insert_into(attached::table)
            .values((
                attached::referral_id.eq(&referral.id),
                attached::document_id.eq(document),
                attached::organisation_id.eq(&referral.organisation_id),
            ))
            .execute(tx.connection(permit))?;
    }
    Ok(())
}

/// The newest first.
pub fn list(
    tx: &mut Transaction,
    permit: &Permit<List, OutboundReferral>,
) -> Result<Vec<OutboundReferral>> {
    Ok(table::table
        .filter(table::case_id.eq(&permit.case().id))
        .order(table::id.desc())
        .limit(500)
        .select(OutboundReferral::as_select())
        .load(tx.connection(permit))?)
}

/// The documents of each referral of the case.
pub fn list_documents(
    tx: &mut Transaction,
    permit: &Permit<List, OutboundReferral>,
) -> Result<Vec<(OutboundReferralId, DocumentId)>> {
    Ok(attached::table
        .inner_join(table::table.on(table::id.eq(attached::referral_id)))
        .filter(table::case_id.eq(&permit.case().id))
        .order(attached::document_id)
        .select((attached::referral_id, attached::document_id))
        .load(tx.connection(permit))?)
}

/// The documents of the referral that a permit is for.
pub fn document_ids<V>(
    tx: &mut Transaction,
    permit: &Permit<V, OutboundReferral, OutboundReferral>,
) -> Result<Vec<DocumentId>> {
    Ok(attached::table
        .filter(attached::referral_id.eq(&permit.parent().id))
        .order(attached::document_id)
        .select(attached::document_id)
        .load(tx.connection(permit))?)
}

/// Replaces the record whose version is one lower: of two changes at once one is refused.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, OutboundReferral, OutboundReferral>,
    after: &OutboundReferral,
) -> Result<()> {
    replace(tx, permit, &permit.parent().id, after)
}

fn replace(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &OutboundReferralId,
    after: &OutboundReferral,
) -> Result<()> {
    let changed = diesel::update(table::table)
        .filter(table::id.eq(id))
        .filter(table::version.eq(after.version - 1))
        .set(after)
        .execute(tx.connection(proof))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed_meanwhile"))
    }
}
