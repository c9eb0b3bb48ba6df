//! What a synthesis says: the best of a case on two pages, and how much more the report has.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::entries::{beyond, horizon, language_entry, linked, next_step, skill_name};
use super::report::{assessors, circumstances};
use super::{Levels, filled, holder, issuer, programme, second_language, shortened};
use crate::documents::content::{
    Bilingual, Circumstances, Holder, NextStepEntry, SynthesisCompetence, SynthesisContent,
    SynthesisGoal, Wording,
};
use crate::documents::labels::listed;
use crate::documents::model::{CompetenceRow, GoalRow, NextStepRow, ReportFacts};
use crate::fixed_texts::TextLanguage;

/// Nothing of the migration, of the birth date, or of the assessor's own words: the person may show it to
/// anybody.
pub fn synthesis(facts: &ReportFacts, edition: i32, today: NaiveDate) -> SynthesisContent {
    let header = &facts.header;
    let second = second_language(header);
    let all = header.observations.as_deref().and_then(filled);
    let observations = all
        .as_deref()
        .map(|text| shortened(text, SynthesisContent::OBSERVATIONS));
    let is_cut = |text: &String| text.ends_with('…') && all.as_ref() != Some(text);
    let competences = competences(facts, second);
    SynthesisContent {
        second_language: second,
        number: header.case_code.clone(),
        version: edition.unsigned_abs(),
        issuer: issuer(header),
        programme: programme(header),
        holder: Holder {
            birth_date: None,
            ..holder(header)
        },
        place: header.municipality.clone(),
        issued_on: today,
        circumstances: Circumstances {
            asked_by: None,
            languages: None,
            instruments: Vec::new(),
            ..circumstances(facts, second, today)
        },
        more_competences: beyond(competences.len(), SynthesisContent::MOST_COMPETENCES),
        competences: competences
            .into_iter()
            .take(SynthesisContent::MOST_COMPETENCES)
            .collect(),
        more_languages: beyond(facts.languages.len(), SynthesisContent::MOST_LANGUAGES),
        languages: facts
            .languages
            .iter()
            .take(SynthesisContent::MOST_LANGUAGES)
            .map(|row| language_entry(row, second))
            .collect(),
        goal: facts.goal.as_ref().map(|row| goal(row, second)),
        more_steps: beyond(facts.next_steps.len(), SynthesisContent::MOST_STEPS),
        next_steps: facts
            .next_steps
            .iter()
            .take(SynthesisContent::MOST_STEPS)
            .map(|row| step(row, second))
            .collect(),
        observations_shortened: observations.as_ref().is_some_and(is_cut),
        observations,
        assessors: assessors(facts, second),
        approved_by: None,
        approved_on: None,
    }
}

/// The highest agreed levels first, and of the same level those with the most evidence.
fn competences(facts: &ReportFacts, second: TextLanguage) -> Vec<SynthesisCompetence> {
    let levels = Levels::of(facts);
    let show = |row: &CompetenceRow| {
        let (self_level, agreed_level) = levels.get(row);
        let linked = linked(&facts.supported, &row.id);
        let speaks = facts
            .evidence
            .iter()
            .filter(|it| it.stands() && linked.contains(&it.id.as_str()));
        SynthesisCompetence {
            in_own_words: shortened(&row.label, SynthesisContent::LABEL),
            normalised: skill_name(row, facts, second).map(short_name),
            kind: listed("competence-kinds", &row.kind, second),
            self_level,
            agreed_level,
            evidence: u32::try_from(speaks.count()).unwrap_or(u32::MAX),
        }
    };
    let mut all: Vec<_> = facts.competences.iter().map(show).collect();
    all.sort_by_key(|it| Reverse((it.agreed_level, it.evidence, it.self_level)));
    all
}

fn short_name(name: Bilingual) -> Wording {
    let short = |name: &str| shortened(name, SynthesisContent::NORMALISED);
    Wording::InBoth(Bilingual {
        it: short(&name.it),
        second: name.second.as_deref().map(short),
    })
}

fn goal(row: &GoalRow, second: TextLanguage) -> SynthesisGoal {
    SynthesisGoal {
        occupation: filled(&row.goal).map(|goal| shortened(&goal, SynthesisContent::GOAL)),
        horizon: horizon(row, second),
    }
}

fn step(row: &NextStepRow, second: TextLanguage) -> NextStepEntry {
    let entry = next_step(row, second);
    NextStepEntry {
        description: entry
            .description
            .map(|words| shortened(&words, SynthesisContent::STEP)),
        ..entry
    }
}
