use diesel::prelude::*;

use super::{Listener, ParticipationAgreement, PrivacyNotice};
use crate::access::{Create, List, Permit, Transaction};
use crate::cases::Case;
use crate::db::schema::{beneficiaries, cases, participation_agreements, privacy_notices};
use crate::error::Result;

/// The person of the case.
pub fn find_listener<V, R>(tx: &mut Transaction, permit: &Permit<V, R, Case>) -> Result<Listener> {
    Ok(cases::table
        .find(&permit.case().id)
        .inner_join(beneficiaries::table)
        .select(Listener::as_select())
        .first(tx.connection(permit))?)
}

pub fn insert_notice(
    tx: &mut Transaction,
    permit: &Permit<Create, PrivacyNotice>,
    notice: &PrivacyNotice,
) -> Result<()> {
    diesel::insert_into(privacy_notices::table)
        .values(notice)
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn list_notices(
    tx: &mut Transaction,
    permit: &Permit<List, PrivacyNotice>,
) -> Result<Vec<PrivacyNotice>> {
    Ok(privacy_notices::table
        .filter(privacy_notices::case_id.eq(&permit.case().id))
        .order(privacy_notices::id.desc())
        .select(PrivacyNotice::as_select())
        .limit(100)
        .load(tx.connection(permit))?)
}

pub fn insert_agreement(
    tx: &mut Transaction,
    permit: &Permit<Create, ParticipationAgreement>,
    agreement: &ParticipationAgreement,
) -> Result<()> {
    diesel::insert_into(participation_agreements::table)
        .values(agreement)
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn list_agreements(
    tx: &mut Transaction,
    permit: &Permit<List, ParticipationAgreement>,
) -> Result<Vec<ParticipationAgreement>> {
    Ok(participation_agreements::table
        .filter(participation_agreements::case_id.eq(&permit.case().id))
        .order(participation_agreements::id.desc())
        .select(ParticipationAgreement::as_select())
        .limit(100)
        .load(tx.connection(permit))?)
}
