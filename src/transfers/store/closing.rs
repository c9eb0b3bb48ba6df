//! What happens to the old case when another job centre takes it over.

use diesel::prelude::*;

use crate::access::{Permit, Transaction, Update};
use crate::cases::{Case, CaseStatus, ClosureReason};
use crate::db::schema::{case_moves, cases, group_members};
use crate::error::{Error, Result};
use crate::reference_confirmations::store as references;
use crate::transfers::TransferOffer;
use crate::transitions::CaseMoveId;

type ToClose = Permit<Update, TransferOffer, TransferOffer>;

/// The case that is offered. Once the offer is refused, PostgreSQL shows it no more.
pub fn case(tx: &mut Transaction, permit: &ToClose) -> Result<Option<Case>> {
    Ok(cases::table
        .find(&permit.parent().transfer.case_id)
        .select(Case::as_select())
        .first(tx.connection(permit))
        .optional()?)
}

/// Closes the case as it was looked at, unless somebody changed it meanwhile; the person leaves their
/// groups, and the links of references end. The move is of the supervisor who offered the case.
pub fn close(tx: &mut Transaction, permit: &ToClose, before: &Case) -> Result<()> {
    let (now, today) = (tx.now().naive_utc(), tx.today());
    let after = Case {
        status: CaseStatus::Closed,
        suspended_from: None,
        suspension_reason: None,
        suspension_review_on: None,
        closure_reason: Some(ClosureReason::MovedOrTransferred),
        follow_up_due_on: None,
        ended_at: Some(now),
        version: before.version + 1,
        updated_at: now,
        ..before.clone()
    };
    let changed = diesel::update(cases::table)
        .filter(cases::id.eq(&before.id))
        .filter(cases::version.eq(before.version))
        .set(after)
        .execute(tx.connection(permit))?;
    if changed != 1 {
        return Err(Error::Conflict("changed_meanwhile"));
    }
    diesel::insert_into(case_moves::table)
        .values((
            case_moves::id.eq(CaseMoveId::new()),
            case_moves::case_id.eq(&before.id),
            case_moves::organisation_id.eq(&before.organisation_id),
            case_moves::event.eq("transfer"),
            case_moves::from_status.eq(before.status),
            case_moves::to_status.eq(CaseStatus::Closed),
            case_moves::at.eq(now),
            case_moves::moved_by.eq(&permit.parent().transfer.offered_by),
        ))
        .execute(tx.connection(permit))?;
    diesel::update(group_members::table)
        .filter(group_members::case_id.eq(&before.id))
        .filter(group_members::left_on.is_null())
        .set(group_members::left_on.eq(today))
        .execute(tx.connection(permit))?;
    references::end_links_of(tx, permit, &before.id)
}
