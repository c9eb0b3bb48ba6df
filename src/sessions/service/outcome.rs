use std::collections::HashSet;

use chrono::{Datelike, NaiveDateTime};

use super::plan::participant;
use super::{check_span, current, keep_former, view, warnings};
use crate::access::{Action, Permit, Transaction, Update};
use crate::cases::{Case, CaseId};
use crate::clock::day_in_italy;
use crate::error::{Checks, Error, Result};
use crate::groups::Group;
use crate::groups::service::ensure_conductor;
use crate::sessions::{
    Attendance, AttendanceStatus, NewOutcome, Participant, Session, SessionChangeKind, SessionId,
    SessionOutcome, SessionStatus, SessionView, store,
};

/// Records how a session ended, with the attendance of everybody who was expected: the person of
/// the case, or all who were in the group on that day.
///
/// Recorded again, it replaces what stood there; after the session is locked only with a reason, and
/// what stood there is kept.
pub fn record_outcome(
    tx: &mut Transaction,
    id: &SessionId,
    version: i32,
    new: NewOutcome,
) -> Result<SessionView> {
    let permit = tx.permit::<Update, Session, Session>(id)?;
    let before = current(&permit, version)?;
    let people = participants(tx, &permit)?;
    let now = tx.now().naive_utc();
    let rows = check(&before, &people, &new, now)?;
    if new.status == SessionOutcome::Held {
        ensure_conductor_active(tx, &permit, &before)?;
    }

    let reason = new.reason.clone();
    let locked = before.is_locked(now);
    let after = after(before, new, now);
    store::update(tx, &permit, &after)?;
    if let (true, Some(reason)) = (locked, reason) {
        keep_former(tx, &permit, SessionChangeKind::Amended, reason)?;
    }
    let rows: Vec<Attendance> = rows
        .into_iter()
        .map(|(case_id, status, minutes)| Attendance {
            session_id: id.clone(),
            case_id,
            organisation_id: after.organisation_id.clone(),
            status,
            minutes,
            recorded_by: tx.actor().user_id.clone(),
            recorded_at: now,
        })
        .collect();
    // An ended case takes no changes: what was recorded of it stays.
    let ended = people.iter().filter(|person| person.has_ended());
    let kept = ended.map(|person| person.case_id.clone()).collect();
    store::replace_attendance(tx, &permit, &rows, kept)?;
    for row in &rows {
        tx.touch::<Case>(&permit, Action::Update, &row.case_id);
    }
    let warnings = warnings(tx, &permit, &after)?;
    view(tx, &permit, after, warnings)
}

/// Who may be expected; for a group this takes the right to change its sessions too.
fn participants(
    tx: &mut Transaction,
    permit: &Permit<Update, Session, Session>,
) -> Result<Vec<Participant>> {
    if let Some(group) = &permit.parent().group_id {
        let group = tx.permit::<Update, Session, Group>(group)?;
        return store::participants(tx, &group);
    }
    match store::case_of(tx, permit)? {
        Some(case) => {
            case.ensure_not_ended()?;
            Ok(vec![participant(&case)])
        }
        None => Ok(Vec::new()),
    }
}

fn ensure_conductor_active(
    tx: &mut Transaction,
    permit: &Permit<Update, Session, Session>,
    session: &Session,
) -> Result<()> {
    match ensure_conductor(tx, permit, &session.conductor_id, &session.organisation_id) {
        Err(Error::Invalid(_)) => Err(Error::unmet("conductor_not_active")),
        other => other,
    }
}

fn after(before: Session, new: NewOutcome, now: NaiveDateTime) -> Session {
    Session {
        status: match new.status {
            SessionOutcome::Held => SessionStatus::Held,
            SessionOutcome::Cancelled => SessionStatus::Cancelled,
            SessionOutcome::NoShow => SessionStatus::NoShow,
        },
        held_from: new.held_from,
        held_to: new.held_to,
        shared_summary: new.shared_summary.unwrap_or(before.shared_summary),
        cancelled_reason: new.cancelled_reason,
        held_recorded_at: before.held_recorded_at.or(Some(now)),
        version: before.version + 1,
        updated_at: now,
        ..before
    }
}

type Row = (CaseId, AttendanceStatus, i32);

/// The attendance to be kept, when every rule of the outcome is met.
fn check(
    session: &Session,
    people: &[Participant],
    new: &NewOutcome,
    now: NaiveDateTime,
) -> Result<Vec<Row>> {
    let mut checks = Checks::default();
    let needs_reason = session.is_locked(now) && new.reason.is_none();
    checks.ensure(!needs_reason, "/reason", "reason_required");
    let rows = match new.status {
        SessionOutcome::Held => held(session, people, new, now, &mut checks),
        SessionOutcome::Cancelled => cancelled(new, &mut checks),
        SessionOutcome::NoShow => no_show(session, people, new, now, &mut checks),
    };
    checks.finish(|| Some(rows))
}

fn held(
    session: &Session,
    people: &[Participant],
    new: &NewOutcome,
    now: NaiveDateTime,
    checks: &mut Checks,
) -> Vec<Row> {
    let uncancelled = new.cancelled_reason.is_none();
    checks.ensure(uncancelled, "/cancelled_reason", "only_when_cancelled");
    checks.ensure(new.held_from.is_some(), "/held_from", "missing_property");
    checks.ensure(new.held_to.is_some(), "/held_to", "missing_property");
    let (Some(from), Some(to)) = (new.held_from, new.held_to) else {
        return Vec::new();
    };
    checks.ensure(from.year() >= 1900, "/held_from", "too_early");
    check_span(checks, from, to, "/held_to");
    checks.ensure(to <= now, "/held_to", "in_the_future");
    let length = i32::try_from((to - from).num_minutes()).unwrap_or(i32::MAX);

    let expected = expected(people, from);
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for (index, given) in new.attendance.iter().enumerate() {
        let at = |field: &str| format!("/attendance/{index}/{field}");
        let person = expected.iter().find(|it| it.case_id == given.case_id);
        checks.ensure(person.is_some(), &at("case_id"), "not_expected");
        let first = seen.insert(&given.case_id);
        checks.ensure(first, &at("case_id"), "already_exists");
        let early = session.kind.is_before_agreement() || !given.status.was_there();
        let agreed = person.is_none_or(|person| early || person.has_agreed());
        checks.ensure(agreed, &at("case_id"), "case_not_agreed");
        let minutes = given.status.minutes(length, given.minutes);
        if let Some(minutes) = checks.value(minutes, &at("minutes")) {
            rows.push((given.case_id.clone(), given.status, minutes));
        }
    }
    let complete = expected.iter().all(|person| seen.contains(&person.case_id));
    checks.ensure(complete, "/attendance", "attendance_missing");
    rows
}

fn cancelled(new: &NewOutcome, checks: &mut Checks) -> Vec<Row> {
    let reason = new.cancelled_reason.is_some();
    checks.ensure(reason, "/cancelled_reason", "reason_required");
    check_not_held(new, checks);
    let nobody = new.attendance.is_empty();
    checks.ensure(nobody, "/attendance", "only_when_held");
    Vec::new()
}

/// Nobody came: who is not said to be excused was absent.
fn no_show(
    session: &Session,
    people: &[Participant],
    new: &NewOutcome,
    now: NaiveDateTime,
    checks: &mut Checks,
) -> Vec<Row> {
    let begun = session.scheduled_from <= now;
    checks.ensure(begun, "/status", "in_the_future");
    let uncancelled = new.cancelled_reason.is_none();
    checks.ensure(uncancelled, "/cancelled_reason", "only_when_cancelled");
    check_not_held(new, checks);
    let expected = expected(people, session.scheduled_from);
    for (index, given) in new.attendance.iter().enumerate() {
        let at = |field: &str| format!("/attendance/{index}/{field}");
        let is_expected = expected.iter().any(|it| it.case_id == given.case_id);
        checks.ensure(is_expected, &at("case_id"), "not_expected");
        checks.ensure(!given.status.was_there(), &at("status"), "only_when_held");
        let none = given.minutes.unwrap_or_default() == 0;
        checks.ensure(none, &at("minutes"), "minutes_not_zero");
    }
    let status_of = |person: &Participant| {
        let given = new
            .attendance
            .iter()
            .find(|it| it.case_id == person.case_id);
        given.map_or(AttendanceStatus::Absent, |given| given.status)
    };
    expected
        .iter()
        .map(|person| (person.case_id.clone(), status_of(person), 0))
        .collect()
}

fn check_not_held(new: &NewOutcome, checks: &mut Checks) {
    checks.ensure(new.held_from.is_none(), "/held_from", "only_when_held");
    checks.ensure(new.held_to.is_none(), "/held_to", "only_when_held");
}

fn expected(people: &[Participant], at: NaiveDateTime) -> Vec<&Participant> {
    let day = day_in_italy(at);
    people.iter().filter(|it| it.is_expected(day)).collect()
}
