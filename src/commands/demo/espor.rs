//! Ten people in a group that has met seven times of nine.

use chrono::TimeDelta;

use super::desk::Desk;
use super::endings;
use super::network::Network;
use super::people::GROUP;
use super::roster::{COLLEAGUE, MEDIATOR};
use super::steps::{agree, held, move_on, open, plan};
use crate::access::Transaction;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::error::Result;
use crate::groups::{GroupId, NewGroup, NewMember, service as groups};
use crate::programmes::ProgrammeId;
use crate::sessions::{
    AttendanceStatus, NewAttendance, NewSession, SessionKind, service as sessions,
};
use crate::transitions::CaseEvent;

const MEETINGS: i64 = 9;
const MET: i64 = 7;
/// The meetings of who stops coming.
const RARELY: i64 = 2;

pub fn add(desk: &Desk, network: &Network, programme: &ProgrammeId) -> Result<()> {
    let mediator = desk.of(MEDIATOR, |tx| Ok(tx.actor().user_id.clone()))?;
    let cases = desk.of(COLLEAGUE, |tx| {
        let group = make_group(tx, programme)?;
        let cases = gather(tx, programme, &group)?;
        for meeting in 1..=MEETINGS {
            meet(tx, (&group, &cases), &mediator, meeting)?;
        }
        Ok(cases)
    })?;
    endings::add(desk, network, &cases)
}

fn make_group(tx: &mut Transaction, programme: &ProgrammeId) -> Result<GroupId> {
    let new = NewGroup {
        programme_id: programme.clone(),
        label: "Gruppo del martedì".to_owned(),
        language: "it".to_owned(),
        conductor_id: tx.actor().user_id.clone(),
        mediator: Some("Luce Serena".to_owned()),
        capacity: 12,
    };
    Ok(groups::open(tx, new)?.0.id)
}

/// Everybody's first interview and agreement; then they join.
fn gather(tx: &mut Transaction, programme: &ProgrammeId, group: &GroupId) -> Result<Vec<CaseId>> {
    let mut cases = Vec::new();
    for who in &GROUP {
        let case = open(tx, programme, who)?;
        agree(tx, &case, who.language, 60)?;
        let joins = NewMember {
            joined_on: tx.today() - TimeDelta::days(60),
            left_on: None,
            over_capacity: false,
        };
        let version = groups::read(tx, group)?.0.version;
        groups::set_member(tx, group, &case, version, joins)?;
        move_on(tx, &case, CaseEvent::BeginInvestigation)?;
        cases.push(case);
    }
    Ok(cases)
}

/// A meeting of three hours, a week after the one before; what lies ahead is planned only.
fn meet(
    tx: &mut Transaction,
    (group, cases): (&GroupId, &[CaseId]),
    mediator: &UserId,
    meeting: i64,
) -> Result<()> {
    let step = i32::try_from(meeting + 1).ok();
    let in_days = 7 * (meeting - MET) - 3;
    let plan = plan(tx, SessionKind::Group, step, "it", in_days);
    let plan = NewSession {
        scheduled_from: plan.scheduled_to - TimeDelta::hours(3),
        mediator_id: Some(mediator.clone()),
        ..plan
    };
    let attendance = cases
        .iter()
        .enumerate()
        .map(|(place, case)| attendance(place, case, meeting))
        .collect();
    let outcome = held(
        &plan,
        attendance,
        "Abbiamo raccontato che cosa sappiamo fare.",
    );
    let session = sessions::plan_for_group(tx, group, plan)?.session;
    if meeting <= MET {
        sessions::record_outcome(tx, &session.id, session.version, outcome)?;
    }
    Ok(())
}

/// Somebody comes late once, somebody excuses themselves, and the last one stops coming.
fn attendance(place: usize, case: &CaseId, meeting: i64) -> NewAttendance {
    let (status, minutes) = match (place, meeting) {
        (9, _) if meeting > RARELY => (AttendanceStatus::Absent, None),
        (3, 4) => (AttendanceStatus::Late, Some(150)),
        (5, 3) => (AttendanceStatus::AbsentJustified, None),
        _ => (AttendanceStatus::Present, None),
    };
    NewAttendance {
        case_id: case.clone(),
        status,
        minutes,
    }
}
