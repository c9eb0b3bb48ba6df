//! What a move changes besides its case, in the tables of other features.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::access::{Permit, Transaction, Update};
use crate::cases::Case;
use crate::db::schema::{
    group_members, reference_requests, sessions, sharing_authorisations, working_notes,
};
use crate::error::Result;
use crate::reference_confirmations::{ReferenceStatus, store as references};
use crate::sessions::SessionStatus;

/// C6: what was recorded of the case's own sessions is changed only by an amendment from now on.
/// Group sessions belong to other cases too, and are locked seven days after they were recorded.
pub fn lock_sessions(
    tx: &mut Transaction,
    permit: &Permit<Update, Case, Case>,
    now: NaiveDateTime,
) -> Result<()> {
    diesel::update(sessions::table)
        .filter(sessions::case_id.eq(&permit.case().id))
        .filter(sessions::status.ne(SessionStatus::Planned))
        .filter(sessions::locked_at.is_null())
        .set((
            sessions::locked_at.eq(now),
            sessions::version.eq(sessions::version + 1),
        ))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// S2: nobody sees any more what the person had let them see.
pub fn revoke_sharing(
    tx: &mut Transaction,
    permit: &Permit<Update, Case, Case>,
    now: NaiveDateTime,
) -> Result<()> {
    diesel::update(sharing_authorisations::table)
        .filter(sharing_authorisations::case_id.eq(&permit.case().id))
        .filter(sharing_authorisations::revoked_at.is_null())
        .set(sharing_authorisations::revoked_at.eq(now))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// S2: the person is no longer expected in their groups.
pub fn leave_groups(
    tx: &mut Transaction,
    permit: &Permit<Update, Case, Case>,
    today: NaiveDate,
) -> Result<()> {
    diesel::update(group_members::table)
        .filter(group_members::case_id.eq(&permit.case().id))
        .filter(group_members::left_on.is_null())
        .set(group_members::left_on.eq(today))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Nobody outside is asked any more about a case that ended, also where their mail still waits.
pub fn end_references(
    tx: &mut Transaction,
    permit: &Permit<Update, Case, Case>,
    now: NaiveDateTime,
) -> Result<()> {
    let open = vec![ReferenceStatus::AwaitingApproval, ReferenceStatus::Asked];
    diesel::update(reference_requests::table)
        .filter(reference_requests::case_id.eq(&permit.case().id))
        .filter(reference_requests::status.eq_any(open))
        .set((
            reference_requests::status.eq(ReferenceStatus::Revoked),
            reference_requests::updated_at.eq(now),
            reference_requests::version.eq(reference_requests::version + 1),
        ))
        .execute(tx.connection(permit))?;
    references::end_links_of(tx, permit, &permit.case().id)
}

/// S2: what was noted for the audit's own use has no more use.
pub fn purge_notes(tx: &mut Transaction, permit: &Permit<Update, Case, Case>) -> Result<()> {
    diesel::delete(working_notes::table)
        .filter(working_notes::case_id.eq(&permit.case().id))
        .execute(tx.connection(permit))?;
    Ok(())
}
