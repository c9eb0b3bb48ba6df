use super::compose::{group_register, individual_register};
use super::meeting::Meeting;
use super::model::GroupFacts;
use super::participant::Participant;
use super::{PersonRow, RegisterNames, RegisterRequest, store};
use crate::access::{Action, List, Transaction};
use crate::cases::{Case, CaseId};
use crate::clock::day_in_italy;
use crate::documents::content::RegisterContent;
use crate::documents::service as documents;
use crate::error::{Error, Result};
use crate::groups::{Group, GroupId, GroupMember};
use crate::sessions::Session;

/// The most meetings of one register, and the most lines of people in them, which is what drawing takes time for: a
/// longer period is asked for in parts.
const MEETINGS: usize = 60;
const LINES: usize = 1_500;

/// The register of a group. Everybody who stands in it is named in the log.
pub fn of_group(
    tx: &mut Transaction,
    group: &GroupId,
    request: &RegisterRequest,
) -> Result<RegisterContent> {
    let permit = tx.permit::<List, Session, Group>(group)?;
    let facts = GroupFacts {
        group: permit.parent().clone(),
        head: store::group_head(tx, &permit)?,
        meetings: store::meetings_of_group(tx, &permit)?,
    };
    let members = store::members(tx, &permit)?;
    // What was cut off would be missing from hours by which funders check.
    ensure_at_most(store::MOST_ROWS, facts.meetings.len().max(members.len()))?;
    let people = Participant::of_members(members);
    let (register, cases) = group_register(facts, &people, request, tx.today());
    ensure_short(&register)?;
    for case in &cases {
        tx.touch::<Case>(&permit, Action::Read, case);
    }
    Ok(register)
}

/// The register of a person: their own meetings, and those of their groups while they were in them.
pub fn of_case(
    tx: &mut Transaction,
    case: &CaseId,
    request: &RegisterRequest,
) -> Result<RegisterContent> {
    let permit = tx.permit::<List, Session, Case>(case)?;
    let head = documents::head(tx, &permit, case)?;
    let rows = store::meetings_of_case(tx, &permit)?;
    ensure_at_most(store::MOST_ROWS, rows.len())?;
    let theirs = rows.into_iter().filter(|(row, member, attendance)| {
        let from = row.session.held_from.unwrap_or(row.session.scheduled_from);
        let in_group = |it: &GroupMember| it.is_in_group(day_in_italy(from));
        row.session.case_id.is_some()
            || attendance.is_some()
            || member.as_ref().is_some_and(in_group)
    });
    let (meetings, attendance): (Vec<_>, Vec<_>) =
        theirs.map(|(row, _, attendance)| (row, attendance)).unzip();
    let person = PersonRow {
        case_id: case.clone(),
        case_code: head.case_code.clone(),
        status: permit.case().status,
        given_name: match request.names {
            RegisterNames::Names => head.holder.name.clone(),
            RegisterNames::Codes => String::new(),
        },
        family_name: String::new(),
    };
    let person = Participant::alone(person, attendance.into_iter().flatten());
    let register = individual_register(head, Meeting::all(meetings), person, request, tx.today());
    ensure_short(&register)?;
    Ok(register)
}

fn ensure_short(register: &RegisterContent) -> Result<()> {
    let lines = register.meetings.iter().map(|it| it.attendance.len());
    ensure_at_most(LINES, lines.sum())?;
    ensure_at_most(MEETINGS, register.meetings.len())
}

fn ensure_at_most(most: usize, count: usize) -> Result<()> {
    if count > most {
        return Err(Error::invalid("/from", "register_too_long"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::samples;

    #[test]
    fn a_register_is_no_longer_than_what_is_drawn_in_time() {
        let register = |meetings: usize, people: usize| {
            let [(_, mut register), _] = samples::registers();
            let mut meeting = register.meetings[0].clone();
            meeting.attendance = vec![meeting.attendance[0].clone(); people];
            register.meetings = vec![meeting; meetings];
            ensure_short(&register)
        };
        assert!(register(60, 25).is_ok() && register(30, 50).is_ok());
        for (meetings, people) in [(61, 1), (60, 26), (31, 50)] {
            let refused = register(meetings, people).expect_err("too long");
            assert_eq!(refused.code(), "invalid_fields", "{meetings} {people}");
        }
    }
}
