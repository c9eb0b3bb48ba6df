mod notes;
mod outcome;
mod plan;

pub use notes::{read_notes, write_note};
pub use outcome::record_outcome;
pub use plan::{plan_for_case, plan_for_group, update};

use chrono::NaiveDateTime;

use super::{
    Attendance, FormerSession, HeldSession, Session, SessionChange, SessionChangeId,
    SessionChangeKind, SessionId, SessionView, SessionWarning, store,
};
use crate::access::{Action, List, Permit, Proof, Read, Transaction, Update};
use crate::cases::{Case, CaseId};
use crate::clock::day_in_italy;
use crate::db::types::Json;
use crate::error::{Checks, Error, Result};
use crate::groups::{Group, GroupId};

/// The sessions of a person, the latest first: their own, and those of their groups while they are
/// in them, each with their attendance.
pub fn list_of_case(
    tx: &mut Transaction,
    case: &CaseId,
) -> Result<Vec<(Session, Option<Attendance>)>> {
    let permit = tx.permit::<List, Session, Case>(case)?;
    let mut rows = store::list_of_case(tx, &permit)?;
    let of_groups = store::list_of_groups_of_case(tx, &permit)?;
    rows.extend(
        of_groups
            .into_iter()
            .filter(|(session, member, attendance)| {
                let from = session.held_from.unwrap_or(session.scheduled_from);
                attendance.is_some() || member.is_in_group(day_in_italy(from))
            })
            .map(|(session, _, attendance)| (session, attendance)),
    );
    rows.sort_by(|(a, _), (b, _)| (b.scheduled_from, &b.id).cmp(&(a.scheduled_from, &a.id)));
    Ok(rows)
}

pub fn list_of_group(tx: &mut Transaction, group: &GroupId) -> Result<Vec<Session>> {
    let permit = tx.permit::<List, Session, Group>(group)?;
    store::list_of_group(tx, &permit)
}

/// One session with everybody's attendance and its history.
pub fn read(tx: &mut Transaction, id: &SessionId) -> Result<SessionView> {
    let permit = tx.permit::<Read, Session, Session>(id)?;
    let session = permit.parent().clone();
    let view = view(tx, &permit, session, Vec::new())?;
    for row in &view.attendance {
        tx.touch::<Case>(&permit, Action::Read, &row.case_id);
    }
    Ok(view)
}

/// The held sessions in which a case's attendance was recorded, for a feature that holds a permit of
/// it: what its [`Hours`] are made of. One query.
pub fn held(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<Vec<HeldSession>> {
    store::held(tx, proof, case)
}

fn view<V>(
    tx: &mut Transaction,
    permit: &Permit<V, Session, Session>,
    session: Session,
    warnings: Vec<SessionWarning>,
) -> Result<SessionView> {
    Ok(SessionView {
        locked: session.is_locked(tx.now().naive_utc()),
        attendance: store::attendance(tx, permit)?,
        changes: store::changes(tx, permit)?,
        session,
        warnings,
    })
}

fn warnings(
    tx: &mut Transaction,
    proof: &impl Proof,
    session: &Session,
) -> Result<Vec<SessionWarning>> {
    let double = store::is_double_booked(tx, proof, session)?;
    Ok(double
        .then_some(SessionWarning::ConductorDoubleBooked)
        .into_iter()
        .collect())
}

/// The session that a permit is for, if it is still the version that the client saw.
fn current(permit: &Permit<Update, Session, Session>, version: i32) -> Result<Session> {
    let session = permit.parent().clone();
    if session.version == version {
        Ok(session)
    } else {
        Err(Error::Stale {
            current: session.version,
        })
    }
}

/// Keeps what stands in a session before it is changed, with the reason for the change.
fn keep_former(
    tx: &mut Transaction,
    permit: &Permit<Update, Session, Session>,
    kind: SessionChangeKind,
    reason: String,
) -> Result<()> {
    let before = permit.parent().clone();
    let attendance = store::attendance(tx, permit)?;
    let change = SessionChange {
        id: SessionChangeId::new(),
        session_id: before.id.clone(),
        organisation_id: before.organisation_id.clone(),
        kind,
        reason,
        before: Json::new(&FormerSession::of(&before, &attendance)),
        at: tx.now().naive_utc(),
        changed_by: tx.actor().user_id.clone(),
    };
    store::insert_change(tx, permit, &change)
}

/// The rules of any span of a session: in order, and at most eight hours.
fn check_span(checks: &mut Checks, from: NaiveDateTime, to: NaiveDateTime, end: &str) {
    checks.ensure(from < to, end, "before_start");
    checks.ensure(to - from <= Session::LONGEST, end, "out_of_range");
}
