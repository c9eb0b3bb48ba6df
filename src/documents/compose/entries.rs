//! What documents about a person's competences have in common: experiences, evidence, goals.

use std::cmp::Reverse;

use super::{Levels, filled, items, join, shortened};
use crate::documents::content::{
    Bilingual, CompetenceCode, CompetenceEntry, ExperienceEntry, GoalEntry, LanguageEntry,
    NextStepEntry, ReportContent, Span, TrainingEntry, Wording,
};
use crate::documents::labels::{concept, counted_text, evidence, label, language, listed};
use crate::documents::model::{
    CompetenceRow, EvidenceRow, ExperienceRow, GoalRow, LanguageRow, NextStepRow, ReportFacts,
};
use crate::fixed_texts::TextLanguage;

/// What a competence is linked to.
pub(super) fn linked<'a>(links: &'a [(String, String)], competence: &str) -> Vec<&'a str> {
    let own = links.iter().filter(|(from, _)| from == competence);
    own.map(|(_, to)| to.as_str()).collect()
}

fn place(row: &ExperienceRow) -> Option<String> {
    let short = |name: &str| shortened(name, ReportContent::NAME);
    join(
        &[Some(&short(&row.employer)), Some(&short(&row.place))],
        ", ",
    )
}

fn country(row: &ExperienceRow, second: TextLanguage) -> Option<Bilingual> {
    let code = row.country.as_deref()?;
    Some(listed("countries", code, second))
}

/// The first texts of a list, each no longer than so many letters, and how many more there are.
fn first_of(texts: Vec<String>, most: usize, letters: usize) -> (Vec<String>, u32) {
    let more = beyond(texts.len(), most);
    let shown = texts.iter().take(most);
    (shown.map(|it| shortened(it, letters)).collect(), more)
}

/// By how much there are more than are shown.
pub(super) fn beyond(all: usize, shown: usize) -> u32 {
    u32::try_from(all.saturating_sub(shown)).unwrap_or(u32::MAX)
}

fn span(row: &ExperienceRow) -> Span {
    Span {
        from: row.started.as_deref().and_then(filled),
        to: row.ended.as_deref().and_then(filled),
        ongoing: row.ongoing,
    }
}

fn years(row: &ExperienceRow) -> Option<String> {
    let Span { from, to, ongoing } = span(row);
    match (from, to) {
        (Some(from), Some(to)) if from == to => Some(from),
        (Some(from), Some(to)) => Some(format!("{from} – {to}")),
        (Some(from), None) if ongoing => Some(format!("{from} –")),
        (from, to) => from.or(to),
    }
}

fn evidence_of(row: &ExperienceRow, facts: &ReportFacts, second: TextLanguage) -> Vec<Bilingual> {
    let own = |it: &&EvidenceRow| it.experience_id.as_deref() == Some(&row.id);
    by_kind(facts.evidence.iter().filter(own), second)
}

/// Each kind with its status once, with how many there are of it: what there is most of first.
fn by_kind<'a>(
    rows: impl Iterator<Item = &'a EvidenceRow>,
    second: TextLanguage,
) -> Vec<Bilingual> {
    let mut kinds: Vec<(Bilingual, usize)> = Vec::new();
    for told in rows.map(|row| evidence(&row.kind, &row.verification, second)) {
        match kinds.iter_mut().find(|(kind, _)| *kind == told) {
            Some((_, count)) => *count += 1,
            None => kinds.push((told, 1)),
        }
    }
    kinds.sort_by_key(|(_, count)| Reverse(*count));
    let counted = |(kind, count): (Bilingual, usize)| match count {
        1 => kind,
        _ => Bilingual {
            it: format!("{count} × {}", kind.it),
            second: kind.second.map(|words| format!("{count} × {words}")),
        },
    };
    let others = kinds.split_off(kinds.len().min(ReportContent::MOST_KINDS_OF_EVIDENCE));
    let more: usize = others.iter().map(|(_, count)| count).sum();
    let more = (more > 0).then(|| counted_text("doc-chart-more", more, second));
    kinds.into_iter().map(counted).chain(more).collect()
}

pub(super) fn is_learning(row: &ExperienceRow) -> bool {
    matches!(row.kind.as_str(), "formal_education" | "training")
}

pub(super) fn course(
    row: &ExperienceRow,
    facts: &ReportFacts,
    second: TextLanguage,
) -> TrainingEntry {
    TrainingEntry {
        title: row.title.clone(),
        place: place(row),
        country: country(row, second),
        years: years(row),
        span: Some(span(row)),
        level: row
            .isced_level
            .as_deref()
            .and_then(|code| isced(code, second)),
        completed: (row.completion != "unknown")
            .then(|| listed("experience-completions", &row.completion, second)),
        recognition: row
            .recognition
            .as_deref()
            .map(|code| listed("recognitions", code, second)),
        evidence: evidence_of(row, facts, second),
    }
}

/// The words for a level of ISCED; what is of none, is unknown or was not said is left out.
fn isced(code: &str, second: TextLanguage) -> Option<Bilingual> {
    let is_level = !matches!(code, "ed9" | "unk" | "nrp");
    is_level.then(|| listed("isced-levels", code, second))
}

/// What ESCO calls a concept: in both languages by the catalogue in use, else as it was called when it was recorded.
fn esco_name(
    uri: &Option<String>,
    kept: &Option<String>,
    facts: &ReportFacts,
    second: TextLanguage,
) -> Option<Bilingual> {
    let names = uri.as_ref().and_then(|uri| facts.names.get(uri));
    let kept = kept.as_deref().unwrap_or_default().trim();
    let name = concept(names, kept, second);
    (!name.it.is_empty()).then_some(name)
}

pub(super) fn work(
    row: &ExperienceRow,
    facts: &ReportFacts,
    second: TextLanguage,
) -> ExperienceEntry {
    let (most_tasks, most_tools) = (ReportContent::MOST_TASKS, ReportContent::MOST_TOOLS);
    let (tasks, more_tasks) = first_of(items(&row.tasks), most_tasks, ReportContent::TASK);
    let (tools, more_tools) = first_of(items(&row.tools), most_tools, ReportContent::TOOL);
    ExperienceEntry {
        kind: listed("experience-kinds", &row.kind, second),
        title: row.title.clone(),
        place: place(row),
        country: country(row, second),
        hours_per_week: row.hours_per_week.and_then(|it| u32::try_from(it).ok()),
        occupation: esco_name(&row.esco_uri, &row.esco_label, facts, second).map(Wording::InBoth),
        isco_code: row.isco_code.as_deref().and_then(filled),
        years: years(row),
        span: Some(span(row)),
        tasks,
        tools,
        context: filled(&row.context).map(|words| shortened(&words, ReportContent::NOTE)),
        more_tasks,
        more_tools,
        evidence: evidence_of(row, facts, second),
    }
}

pub(super) fn competences(facts: &ReportFacts, second: TextLanguage) -> Vec<CompetenceEntry> {
    let levels = Levels::of(facts);
    let show = |row: &CompetenceRow| {
        let (self_level, agreed_level) = levels.get(row);
        let acquired = linked(&facts.acquired, &row.id);
        let supported = linked(&facts.supported, &row.id);
        let sources = facts
            .experiences
            .iter()
            .filter(|experience| acquired.contains(&experience.id.as_str()))
            .map(|experience| experience.title.clone());
        let most = ReportContent::MOST_SOURCES;
        let (acquired_in, more_sources) = first_of(sources.collect(), most, ReportContent::NAME);
        let supports = |it: &&EvidenceRow| supported.contains(&it.id.as_str());
        CompetenceEntry {
            in_own_words: row.label.clone(),
            normalised: skill_name(row, facts, second).map(Wording::InBoth),
            codes: other_codes(row),
            kind: listed("competence-kinds", &row.kind, second),
            acquired_in,
            more_sources,
            setting: setting(row, second),
            self_level,
            agreed_level,
            last_used_year: row.last_used_year,
            evidence: by_kind(facts.evidence.iter().filter(supports), second),
            transferability: filled(&row.transferability)
                .map(|note| shortened(&note, ReportContent::NOTE)),
        }
    };
    let shown = facts
        .competences
        .iter()
        .take(ReportContent::MOST_COMPETENCES);
    shown.map(show).collect()
}

pub(super) fn skill_name(
    row: &CompetenceRow,
    facts: &ReportFacts,
    second: TextLanguage,
) -> Option<Bilingual> {
    esco_name(&row.esco_uri, &row.esco_label, facts, second)
}

/// The codes of a competence outside ESCO; a repertory is called by its Italian name.
pub(super) fn other_codes(row: &CompetenceRow) -> Vec<CompetenceCode> {
    let codes = row.repertory_codes.get().into_iter();
    codes
        .map(|it| CompetenceCode {
            system: listed(
                "competence-repertories",
                it.scheme.as_str(),
                TextLanguage::Italian,
            )
            .it,
            code: it.code,
            label: it
                .label
                .map(|label| Wording::InOne(shortened(&label, ReportContent::NAME))),
        })
        .collect()
}

pub(super) fn setting(row: &CompetenceRow, second: TextLanguage) -> Option<Bilingual> {
    filled(&row.setting).map(|code| listed("learning-settings", &code, second))
}

pub(super) fn language_entry(row: &LanguageRow, second: TextLanguage) -> LanguageEntry {
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

pub(super) fn goal(row: &GoalRow, second: TextLanguage) -> GoalEntry {
    let occupation = filled(&row.goal);
    let reason = row.no_goal_reason.as_deref().and_then(filled);
    GoalEntry {
        no_goal_reason: reason.filter(|_| occupation.is_none()),
        occupation,
        horizon: horizon(row, second),
        alternatives: items(&row.alternatives),
        favourable: items(&row.favourable_factors),
        unfavourable: items(&row.unfavourable_factors),
    }
}

pub(super) fn horizon(row: &GoalRow, second: TextLanguage) -> Option<Bilingual> {
    let code = row.horizon.as_deref();
    code.map(|code| listed("goal-horizons", code, second))
}

pub(super) fn next_step(row: &NextStepRow, second: TextLanguage) -> NextStepEntry {
    NextStepEntry {
        kind: label("step", &row.kind, second),
        description: filled(&row.description).map(|words| shortened(&words, ReportContent::NOTE)),
        responsible: row.responsible.as_deref().and_then(filled),
        due_on: row.due_on,
    }
}
