//! What an assessment report says.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::digital::{digital, instruments};
use super::entries::{
    beyond, competences, course, goal, is_learning, language_entry, next_step, work,
};
use super::participation::{period, time};
use super::{filled, holder, issuer, items, programme, second_language, shortened};
use crate::cases::{OperatorPart, ResourceOrLimit};
use crate::clock::day_in_italy;
use crate::documents::content::{
    Bilingual, Circumstances, LeftOut, ReportContent, ResourceEntry, SessionCount, Signatory,
    WalkedMeeting, Wording,
};
use crate::documents::labels::{fixed, joined, label, language, listed, operator, supervisor};
use crate::documents::model::ReportFacts;
use crate::fixed_texts::TextLanguage;
use crate::sessions::{HeldSession, Hours, SessionKind};

/// The person's own words, the sessions and the assessment; nothing of the stay permit, of the
/// reception centre, or of who referred the person, but that somebody did.
pub fn report(facts: &ReportFacts, edition: i32, today: NaiveDate) -> ReportContent {
    let header = &facts.header;
    let second = second_language(header);
    let (training, experiences): (Vec<_>, Vec<_>) =
        facts.experiences.iter().partition(|row| is_learning(row));
    let assessment = facts.assessment.as_ref();
    ReportContent {
        second_language: second,
        number: header.case_code.clone(),
        version: edition.unsigned_abs(),
        verification_code: None,
        issuer: issuer(header),
        programme: programme(header),
        holder: holder(header),
        place: header.municipality.clone(),
        issued_on: today,
        circumstances: circumstances(facts, second, today),
        starting_request: header.starting_request.as_deref().and_then(filled),
        expectations: facts
            .expectations
            .iter()
            .take(ReportContent::MOST_EXPECTATIONS)
            .filter_map(|it| filled(&shortened(it, ReportContent::NOTE)))
            .collect(),
        training: training
            .iter()
            .take(ReportContent::MOST_TRAINING)
            .map(|row| course(row, facts, second))
            .collect(),
        experiences: experiences
            .iter()
            .take(ReportContent::MOST_EXPERIENCES)
            .map(|row| work(row, facts, second))
            .collect(),
        competences: competences(facts, second),
        languages: facts
            .languages
            .iter()
            .take(ReportContent::MOST_LANGUAGES)
            .map(|row| language_entry(row, second))
            .collect(),
        literacy: literacy(&header.literacy, second),
        digital: digital(&facts.responses),
        resources_and_limits: resources_and_limits(facts, second),
        comparison: facts.comparison.clone(),
        licences: items(&header.driving_licences)
            .iter()
            .map(|code| Wording::InBoth(listed("driving-licences", code, second)))
            .collect(),
        final_assessment: assessment.and_then(|it| filled(&it.summary)),
        goals: facts.goal.iter().map(|row| goal(row, second)).collect(),
        next_steps: facts
            .next_steps
            .iter()
            .take(ReportContent::MOST_STEPS)
            .map(|row| next_step(row, second))
            .collect(),
        observations: header.observations.as_deref().and_then(filled),
        assessors: assessors(facts, second),
        mediator: mediators(facts),
        approved_by: None,
        approved_on: None,
        left_out: LeftOut {
            expectations: beyond(facts.expectations.len(), ReportContent::MOST_EXPECTATIONS),
            training: beyond(training.len(), ReportContent::MOST_TRAINING),
            experiences: beyond(experiences.len(), ReportContent::MOST_EXPERIENCES),
            competences: beyond(facts.competences.len(), ReportContent::MOST_COMPETENCES),
            languages: beyond(facts.languages.len(), ReportContent::MOST_LANGUAGES),
            steps: beyond(facts.next_steps.len(), ReportContent::MOST_STEPS),
        },
    }
}

fn literacy(code: &str, second: TextLanguage) -> Option<Bilingual> {
    (code != "unknown").then(|| listed("literacy-levels", code, second))
}

/// Those lines that the person agreed to.
fn resources_and_limits(facts: &ReportFacts, second: TextLanguage) -> Vec<ResourceEntry> {
    let lines = facts.header.resources_and_limits.get().into_iter();
    let agreed = lines.filter(|line| line.agreed_on.is_some());
    let show = |line: ResourceOrLimit| ResourceEntry {
        kind: listed("resource-or-limit-kinds", line.kind.as_str(), second),
        text: line.text,
    };
    agreed.map(show).collect()
}

/// Who works on the case, and who wrote its final assessment.
pub(super) fn assessors(facts: &ReportFacts, second: TextLanguage) -> Vec<Signatory> {
    let works = |part: &OperatorPart| OperatorPart::WORKING.contains(part);
    let operators = facts.operators.iter().filter(|(part, _)| works(part));
    let mut names: Vec<String> = operators.map(|(_, name)| name.clone()).collect();
    if let Some(assessment) = &facts.assessment
        && !names.contains(&assessment.assessor)
    {
        names.push(assessment.assessor.clone());
    }
    let role = operator(second);
    let signatory = |name| Signatory {
        name,
        role: role.clone(),
    };
    names.into_iter().map(signatory).collect()
}

/// Meetings that the person came to, those too whose minutes are no hours of the audit.
fn met(facts: &ReportFacts) -> impl Iterator<Item = &HeldSession> {
    facts.sessions.iter().filter(|session| session.minutes > 0)
}

/// Who bridged languages: the mediators of the case, and whoever else was named with a meeting that the person came
/// to.
fn mediators(facts: &ReportFacts) -> Option<String> {
    let parts = facts.operators.iter();
    let of_case = parts.filter(|(part, _)| *part == OperatorPart::Mediator);
    let of_case = of_case.map(|(_, name)| name.as_str());
    let named = met(facts).filter_map(|it| it.mediator.as_deref());
    let names: BTreeSet<&str> = of_case
        .chain(named)
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let names: Vec<&str> = names.into_iter().collect();
    (!names.is_empty()).then(|| names.join(", "))
}

pub(super) fn circumstances(
    facts: &ReportFacts,
    second: TextLanguage,
    today: NaiveDate,
) -> Circumstances {
    let hours = Hours::of(&facts.header.steps.get(), &facts.sessions);
    let spoken = met(facts).map(|session| language(&session.language, second));
    let methods = facts.assessment.as_ref().map(|it| items(&it.methods));
    let opened_on = day_in_italy(facts.header.opened_at);
    Circumstances {
        requested_by: None,
        asked_by: Some(fixed(
            match facts.header.intake_referral_id {
                Some(_) => "doc-asked-by-referred",
                None => "doc-asked-by-person",
            },
            second,
        )),
        period: period(&hours, opened_on.min(today)),
        attended: time(&hours),
        sessions: session_counts(&facts.sessions, second),
        path: path(&facts.sessions, second),
        languages: joined(spoken),
        methods: methods
            .unwrap_or_default()
            .iter()
            .map(|method| label("method", method, second))
            .collect(),
        instruments: instruments(&facts.responses, second),
    }
}

/// Attended sessions by kind, those whose minutes are the hours of the audit, in the order in which the kinds first came.
fn session_counts(sessions: &[HeldSession], second: TextLanguage) -> Vec<SessionCount> {
    let mut counts: Vec<(SessionKind, u32, u32)> = Vec::new();
    for session in sessions.iter().filter(|session| session.was_attended()) {
        let minutes = session.minutes.unsigned_abs();
        match counts.iter_mut().find(|(kind, ..)| *kind == session.kind) {
            Some((_, count, sum)) => {
                *count += 1;
                *sum += minutes;
            }
            None => counts.push((session.kind, 1, minutes)),
        }
    }
    let show = |(kind, count, minutes): (SessionKind, _, _)| SessionCount {
        kind: label("session", kind.as_str(), second),
        count,
        minutes,
    };
    counts.into_iter().map(show).collect()
}

/// The same one by one.
fn path(sessions: &[HeldSession], second: TextLanguage) -> Vec<WalkedMeeting> {
    let attended = sessions.iter().filter(|session| session.was_attended());
    let show = |session: &HeldSession| {
        Some(WalkedMeeting {
            on: day_in_italy(session.held_from?),
            kind: label("session", session.kind.as_str(), second),
            minutes: session.minutes.unsigned_abs(),
            group: session.in_group,
        })
    };
    attended.filter_map(show).collect()
}

/// The role of whoever approves.
pub fn approver(name: String, second: TextLanguage) -> Signatory {
    Signatory {
        name,
        role: supervisor(second),
    }
}
