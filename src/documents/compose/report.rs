//! What an assessment report says.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::participation::{period, time};
use super::{filled, holder, issuer, items, join, programme, second_language};
use crate::clock::day_in_italy;
use crate::documents::content::{
    Bilingual, Circumstances, CompetenceEntry, ExperienceEntry, GoalEntry, LanguageEntry,
    NextStepEntry, ReportContent, SessionCount, Signatory, TrainingEntry,
};
use crate::documents::labels::{fixed, joined, label, language, listed, operator, supervisor};
use crate::documents::model::{
    CompetenceRow, EvidenceRow, ExperienceRow, GoalRow, LanguageRow, NextStepRow, ReportFacts,
};
use crate::fixed_texts::TextLanguage;
use crate::sessions::{HeldSession, Hours, SessionKind};

/// Levels that the final assessment gave, over those of the competence itself.
#[derive(Deserialize)]
struct AssessedItem {
    competence_id: String,
    self_level: Option<i32>,
    agreed_level: Option<i32>,
}

/// The person's own words, the sessions and the assessment; nothing of the stay permit, of the
/// reception centre, or of who referred the person.
pub fn report(facts: &ReportFacts, edition: i32, today: NaiveDate) -> ReportContent {
    let header = &facts.header;
    let second = second_language(header);
    let (training, experiences): (Vec<_>, Vec<_>) = facts
        .experiences
        .iter()
        .partition(|row| matches!(row.kind.as_str(), "formal_education" | "training"));
    let assessment = facts.assessment.as_ref();
    let mut assessors = facts.operators.clone();
    if let Some(assessment) = assessment.filter(|it| !assessors.contains(&it.assessor)) {
        assessors.push(assessment.assessor.clone());
    }
    let mediators = facts
        .sessions
        .iter()
        .filter_map(|it| it.mediator.as_deref());
    let mut mediators: Vec<&str> = mediators.filter(|name| !name.trim().is_empty()).collect();
    mediators.sort_unstable();
    mediators.dedup();
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
        starting_request: None,
        expectations: facts
            .expectations
            .iter()
            .filter_map(|it| filled(it))
            .collect(),
        training: training
            .iter()
            .map(|row| course(row, facts, second))
            .collect(),
        experiences: experiences
            .iter()
            .map(|row| work(row, facts, second))
            .collect(),
        competences: competences(facts, second),
        languages: facts
            .languages
            .iter()
            .map(|row| language_entry(row, second))
            .collect(),
        licences: items(&header.driving_licences)
            .iter()
            .map(|code| listed("driving-licences", code, second).it)
            .collect(),
        final_assessment: assessment.and_then(|it| filled(&it.summary)),
        goals: facts.goal.iter().map(|row| goal(row, second)).collect(),
        next_steps: facts
            .next_steps
            .iter()
            .map(|row| next_step(row, second))
            .collect(),
        observations: header.observations.as_deref().and_then(filled),
        assessors: assessors
            .into_iter()
            .map(|name| Signatory {
                name,
                role: operator(second),
            })
            .collect(),
        mediator: (!mediators.is_empty()).then(|| mediators.join(", ")),
        approved_by: None,
        approved_on: None,
    }
}

fn circumstances(facts: &ReportFacts, second: TextLanguage, today: NaiveDate) -> Circumstances {
    let hours = Hours::of(&facts.header.steps.get(), &facts.sessions);
    let spoken = facts
        .sessions
        .iter()
        .map(|session| language(&session.language, second));
    let methods = facts.assessment.as_ref().map(|it| items(&it.methods));
    let opened_on = day_in_italy(facts.header.opened_at);
    Circumstances {
        requested_by: None,
        period: period(&hours, opened_on.min(today)),
        attended: time(&hours),
        sessions: session_counts(&facts.sessions, second),
        languages: joined(spoken),
        methods: methods
            .unwrap_or_default()
            .iter()
            .map(|method| label("method", method, second))
            .collect(),
    }
}

/// Attended sessions by kind, in the order in which the kinds first came.
fn session_counts(sessions: &[HeldSession], second: TextLanguage) -> Vec<SessionCount> {
    let mut counts: Vec<(SessionKind, u32, u32)> = Vec::new();
    for session in sessions.iter().filter(|session| session.minutes > 0) {
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

fn place(row: &ExperienceRow) -> Option<String> {
    let parts = [
        Some(row.employer.as_str()),
        Some(&row.place),
        row.country.as_deref(),
    ];
    join(&parts, ", ")
}

fn years(row: &ExperienceRow) -> Option<String> {
    let started = row.started.as_deref().and_then(filled);
    let ended = row.ended.as_deref().and_then(filled);
    match (started, ended) {
        (Some(from), Some(to)) if from == to => Some(from),
        (Some(from), Some(to)) => Some(format!("{from} – {to}")),
        (Some(from), None) if row.ongoing => Some(format!("{from} –")),
        (from, to) => from.or(to),
    }
}

fn evidence_of(row: &ExperienceRow, facts: &ReportFacts, second: TextLanguage) -> Vec<Bilingual> {
    let own = |it: &&EvidenceRow| it.experience_id.as_deref() == Some(&row.id);
    let shown = facts.evidence.iter().filter(own);
    shown.map(|row| evidence(row, second)).collect()
}

fn evidence(row: &EvidenceRow, second: TextLanguage) -> Bilingual {
    let (kind, status) = (
        listed("evidence-kinds", &row.kind, second),
        listed("evidence-verifications", &row.verification, second),
    );
    let beside = kind.second.zip(status.second);
    Bilingual {
        it: format!("{} ({})", kind.it, status.it),
        second: beside.map(|(kind, status)| format!("{kind} ({status})")),
    }
}

fn course(row: &ExperienceRow, facts: &ReportFacts, second: TextLanguage) -> TrainingEntry {
    TrainingEntry {
        title: row.title.clone(),
        place: place(row),
        years: years(row),
        level: row.isced_level.as_deref().and_then(isced),
        completed: (row.completion != "unknown")
            .then(|| listed("experience-completions", &row.completion, second)),
        evidence: evidence_of(row, facts, second),
    }
}

/// `ed3` is ISCED level 3; what is unknown or was not said is left out.
fn isced(code: &str) -> Option<Bilingual> {
    let level: u8 = code.strip_prefix("ed")?.parse().ok()?;
    (level <= 8).then(|| Bilingual {
        it: format!("ISCED {level}"),
        second: None,
    })
}

fn work(row: &ExperienceRow, facts: &ReportFacts, second: TextLanguage) -> ExperienceEntry {
    ExperienceEntry {
        kind: listed("experience-kinds", &row.kind, second),
        title: row.title.clone(),
        place: place(row),
        years: years(row),
        tasks: items(&row.tasks),
        tools: items(&row.tools),
        evidence: evidence_of(row, facts, second),
    }
}

fn competences(facts: &ReportFacts, second: TextLanguage) -> Vec<CompetenceEntry> {
    let items = facts.assessment.as_ref().map(|it| it.items.as_str());
    let assessed: Vec<AssessedItem> = items
        .and_then(|items| serde_json::from_str(items).ok())
        .unwrap_or_default();
    let assessed: HashMap<&str, &AssessedItem> = assessed
        .iter()
        .map(|item| (item.competence_id.as_str(), item))
        .collect();
    let show = |row: &CompetenceRow| {
        let item = assessed.get(row.id.as_str());
        let level = |level: Option<i32>| level.and_then(|level| u8::try_from(level).ok());
        let of = |links: &[(String, String)]| -> Vec<String> {
            let own = links.iter().filter(|(competence, _)| *competence == row.id);
            own.map(|(_, linked)| linked.clone()).collect()
        };
        let (acquired, supported) = (of(&facts.acquired), of(&facts.supported));
        CompetenceEntry {
            in_own_words: row.label.clone(),
            normalised: None,
            kind: listed("competence-kinds", &row.kind, second),
            acquired_in: facts
                .experiences
                .iter()
                .filter(|experience| acquired.contains(&experience.id))
                .map(|experience| experience.title.clone())
                .collect(),
            setting: filled(&row.setting).map(|code| listed("learning-settings", &code, second)),
            self_level: level(item.and_then(|it| it.self_level).or(row.self_level)),
            agreed_level: level(item.and_then(|it| it.agreed_level).or(row.agreed_level)),
            last_used_year: row.last_used_year,
            evidence: facts
                .evidence
                .iter()
                .filter(|evidence| supported.contains(&evidence.id))
                .map(|evidence_row| evidence(evidence_row, second))
                .collect(),
            transferability: None,
        }
    };
    facts.competences.iter().map(show).collect()
}

fn language_entry(row: &LanguageRow, second: TextLanguage) -> LanguageEntry {
    let level = |code: &str| match code {
        "pre_a1" => Some("pre-A1".to_owned()),
        "a1" | "a2" | "b1" | "b2" | "c1" | "c2" => Some(code.to_uppercase()),
        _ => None,
    };
    LanguageEntry {
        language: language(&row.language, second),
        mother_tongue: row.mother_tongue,
        listening: level(&row.listening),
        reading: level(&row.reading),
        spoken_interaction: level(&row.spoken_interaction),
        spoken_production: level(&row.spoken_production),
        writing: level(&row.writing),
        source: filled(&row.source).map(|code| listed("language-skill-sources", &code, second)),
    }
}

fn goal(row: &GoalRow, second: TextLanguage) -> GoalEntry {
    let none_yet = || {
        let reason = row.no_goal_reason.as_deref().unwrap_or_default();
        let Bilingual { it, second } = fixed("doc-no-goal", second);
        format!("{it} · {}: {reason}", second.unwrap_or_default())
    };
    GoalEntry {
        occupation: filled(&row.goal).unwrap_or_else(none_yet),
        horizon: row
            .horizon
            .as_deref()
            .map(|code| listed("goal-horizons", code, second)),
        alternatives: items(&row.alternatives),
        favourable: items(&row.favourable_factors),
        unfavourable: items(&row.unfavourable_factors),
    }
}

fn next_step(row: &NextStepRow, second: TextLanguage) -> NextStepEntry {
    NextStepEntry {
        kind: label("step", &row.kind, second),
        description: filled(&row.description),
        responsible: None,
        due_on: row.due_on,
    }
}

/// The role of whoever approves.
pub fn approver(name: String, second: TextLanguage) -> Signatory {
    Signatory {
        name,
        role: supervisor(second),
    }
}
