//! From what is recorded of sessions to a register; pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::RegisterRequest;
use super::meeting::{Meeting, count};
use super::model::GroupFacts;
use super::participant::Participant;
use crate::cases::CaseId;
use crate::documents::content::{GroupEntry, Issuer, ProgrammeTitle, RegisterContent};
use crate::documents::{Head, labels};
use crate::fixed_texts::TextLanguage::English;

fn chosen(meetings: Vec<Meeting>, request: &RegisterRequest) -> Vec<Meeting> {
    let mut meetings = meetings;
    meetings.retain(|meeting| request.has(meeting.day()));
    meetings
}

fn held_minutes(meetings: &[Meeting]) -> (u32, u32) {
    let held = || meetings.iter().filter(|it| it.is_held() && it.counts());
    let minutes = held().map(|it| {
        let (from, to) = it.span();
        (to - from).num_minutes().unsigned_abs()
    });
    (
        count(held().count()),
        u32::try_from(minutes.sum::<u64>()).unwrap_or(u32::MAX),
    )
}

/// The register of a group, and the cases that stand in it.
pub fn group_register(
    facts: GroupFacts,
    people: &[Participant],
    request: &RegisterRequest,
    today: NaiveDate,
) -> (RegisterContent, Vec<CaseId>) {
    let meetings = chosen(Meeting::all(facts.meetings), request);
    let stands = |person: &Participant| meetings.iter().any(|it| person.stands_in(it));
    let people: Vec<&Participant> = people.iter().filter(|it| stands(it)).collect();
    let entry = |meeting: &Meeting| {
        let there = people
            .iter()
            .zip(1..)
            .filter(|(person, _)| person.stands_in(meeting));
        meeting.entry(
            there
                .map(|(person, number)| person.at(meeting, number))
                .collect(),
        )
    };
    let (held, held_minutes) = held_minutes(&meetings);
    let group = facts.group;
    let register = RegisterContent {
        number: group.label.clone(),
        issuer: Issuer::from(&facts.head.centre),
        programme: ProgrammeTitle::from(&facts.head.programme),
        group: Some(GroupEntry {
            language: labels::language(&group.language, English),
            label: group.label,
            conductor: facts.head.conductor.unwrap_or_default(),
            mediator: group.mediator,
        }),
        from: request.from,
        to: request.to,
        people: people
            .iter()
            .map(|it| it.entry(&meetings, request.names))
            .collect(),
        meetings: meetings.iter().map(entry).collect(),
        held,
        held_minutes,
        planned_minutes: None,
        responsible: labels::supervisor(English),
        place: facts.head.centre.municipality,
        printed_on: today,
    };
    let cases: BTreeSet<CaseId> = people.iter().map(|it| it.case_id().clone()).collect();
    (register, cases.into_iter().collect())
}

/// The register of a person. What the pathway takes is told of the whole alone.
pub fn individual_register(
    head: Head,
    meetings: Vec<Meeting>,
    person: Participant,
    request: &RegisterRequest,
    today: NaiveDate,
) -> RegisterContent {
    let meetings = chosen(meetings, request);
    let entry = |meeting: &Meeting| {
        let there = person.stands_in(meeting);
        meeting.entry(there.then(|| person.at(meeting, 1)).into_iter().collect())
    };
    let planned: u32 = head
        .steps
        .iter()
        .map(|step| step.planned_minutes.unsigned_abs())
        .sum();
    let (held, held_minutes) = held_minutes(&meetings);
    RegisterContent {
        number: head.case_code,
        issuer: head.issuer,
        programme: head.programme,
        group: None,
        from: request.from,
        to: request.to,
        people: vec![person.entry(&meetings, request.names)],
        meetings: meetings.iter().map(entry).collect(),
        held,
        held_minutes,
        planned_minutes: Some(planned).filter(|it| *it > 0 && request.is_whole()),
        responsible: labels::supervisor(English),
        place: head.place,
        printed_on: today,
    }
}
