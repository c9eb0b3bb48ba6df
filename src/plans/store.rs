use chrono::NaiveDate;
use diesel::prelude::*;

use super::{FollowUp, NextStep, NextStepId};
use crate::access::{Create, Delete, List, Permit, Transaction, Update};
use crate::cases::Case;
use crate::db::schema::{cases, follow_ups, next_steps};
use crate::error::{Error, Result};

/// Holds the case until the end of the transaction if it was not said that there are no next steps;
/// so nobody says that while a step is being added.
pub fn hold_planned_case(tx: &mut Transaction, permit: &Permit<Create, NextStep>) -> Result<bool> {
    let held = diesel::update(cases::table)
        .filter(cases::id.eq(&permit.case().id))
        .filter(cases::without_next_steps.eq(false))
        .set(cases::without_next_steps.eq(false))
        .execute(tx.connection(permit))?;
    Ok(held == 1)
}

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, NextStep>,
    step: &NextStep,
) -> Result<()> {
    diesel::insert_into(next_steps::table)
        .values(step)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// The next steps of a case, the newest first.
pub fn list(tx: &mut Transaction, permit: &Permit<List, NextStep>) -> Result<Vec<NextStep>> {
    Ok(next_steps::table
        .filter(next_steps::case_id.eq(&permit.case().id))
        .order(next_steps::id.desc())
        .select(NextStep::as_select())
        .limit(500)
        .load(tx.connection(permit))?)
}

/// A next step of the case.
pub fn find<V>(
    tx: &mut Transaction,
    permit: &Permit<V, NextStep, Case>,
    id: &NextStepId,
) -> Result<Option<NextStep>> {
    Ok(next_steps::table
        .find(id)
        .filter(next_steps::case_id.eq(&permit.case().id))
        .select(NextStep::as_select())
        .first(tx.connection(permit))
        .optional()?)
}

/// Replaces the record whose version is one lower.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, NextStep>,
    step: &NextStep,
) -> Result<()> {
    let changed = diesel::update(next_steps::table)
        .filter(next_steps::id.eq(&step.id))
        .filter(next_steps::case_id.eq(&permit.case().id))
        .filter(next_steps::version.eq(step.version - 1))
        .set(step)
        .execute(tx.connection(permit))?;
    ensure_changed(changed, step.version)
}

pub fn delete(
    tx: &mut Transaction,
    permit: &Permit<Delete, NextStep>,
    step: &NextStep,
) -> Result<()> {
    let deleted = diesel::delete(next_steps::table)
        .filter(next_steps::id.eq(&step.id))
        .filter(next_steps::case_id.eq(&permit.case().id))
        .filter(next_steps::version.eq(step.version))
        .execute(tx.connection(permit))?;
    ensure_changed(deleted, step.version + 1)
}

fn ensure_changed(rows: usize, current: i32) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::Stale { current })
    }
}

/// Whoever was reached need not be asked again.
pub fn end_due_follow_up(tx: &mut Transaction, permit: &Permit<Create, FollowUp>) -> Result<()> {
    diesel::update(cases::table)
        .filter(cases::id.eq(&permit.case().id))
        .filter(cases::follow_up_due_on.is_not_null())
        .set((
            cases::follow_up_due_on.eq(None::<NaiveDate>),
            cases::version.eq(cases::version + 1),
        ))
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn insert_follow_up(
    tx: &mut Transaction,
    permit: &Permit<Create, FollowUp>,
    follow_up: &FollowUp,
) -> Result<()> {
    diesel::insert_into(follow_ups::table)
        .values(follow_up)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// The follow-up contacts of a case, the newest first.
pub fn list_follow_ups(
    tx: &mut Transaction,
    permit: &Permit<List, FollowUp>,
) -> Result<Vec<FollowUp>> {
    Ok(follow_ups::table
        .filter(follow_ups::case_id.eq(&permit.case().id))
        .order(follow_ups::id.desc())
        .select(FollowUp::as_select())
        .limit(500)
        .load(tx.connection(permit))?)
}
