//! What a transparency document says.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::entries::{is_learning, linked, other_codes, setting, skill_name, work};
use super::report::assessors;
use super::{Levels, holder, issuer, programme, second_language};
use crate::documents::content::{
    CompetenceCode, ExperienceEntry, IdentifiedCompetence, RatedEvidence, TransparencyContent,
    Wording,
};
use crate::documents::labels::listed;
use crate::documents::model::{CompetenceRow, EvidenceRow, ExperienceRow, ReportFacts};
use crate::fixed_texts::TextLanguage;

/// The competences agreed upon, where they come from, and what speaks for them; nothing of the migration.
pub fn transparency(facts: &ReportFacts, edition: i32, today: NaiveDate) -> TransparencyContent {
    let header = &facts.header;
    let second = second_language(header);
    let levels = Levels::of(facts);
    let agreed = |row: &CompetenceRow| levels.reached(&row.id, row.agreed_level);
    let identified: Vec<_> = facts
        .competences
        .iter()
        .filter_map(|row| Some((row, agreed(row)?)))
        .collect();
    let ids: HashSet<&str> = identified.iter().map(|(row, _)| row.id.as_str()).collect();
    let (acquired, supported) = (
        linked_with(&facts.acquired, &ids),
        linked_with(&facts.supported, &ids),
    );
    let experiences: Vec<_> = facts
        .experiences
        .iter()
        .filter(|row| row.kind != "migration_context" && acquired.contains(row.id.as_str()))
        .collect();
    let shows = |row: &EvidenceRow| {
        experiences
            .iter()
            .any(|it| row.experience_id.as_deref() == Some(&it.id))
    };
    let about_migration = |row: &EvidenceRow| {
        let mut hidden = facts
            .experiences
            .iter()
            .filter(|it| it.kind == "migration_context");
        hidden.any(|it| row.experience_id.as_deref() == Some(&it.id))
    };
    let evidence: Vec<_> = facts
        .evidence
        .iter()
        .filter(|row| row.stands() && !about_migration(row))
        .filter(|row| shows(row) || supported.contains(row.id.as_str()))
        .collect();
    let identify = |(row, agreed_level): &(&CompetenceRow, u8)| {
        let acquired = linked(&facts.acquired, &row.id);
        let supported = linked(&facts.supported, &row.id);
        IdentifiedCompetence {
            in_own_words: row.label.clone(),
            code: code(row, facts, second),
            other_codes: other_codes(row),
            kind: listed("competence-kinds", &row.kind, second),
            setting: setting(row, second),
            agreed_level: *agreed_level,
            experiences: places(&experiences, |it| acquired.contains(&it.id.as_str())),
            evidence: places(&evidence, |it| supported.contains(&it.id.as_str())),
        }
    };
    TransparencyContent {
        second_language: second,
        number: header.case_code.clone(),
        version: edition.unsigned_abs(),
        issuer: issuer(header),
        programme: programme(header),
        holder: holder(header),
        place: header.municipality.clone(),
        issued_on: today,
        competences: identified.iter().map(identify).collect(),
        experiences: experiences
            .iter()
            .map(|row| experience(row, facts, second))
            .collect(),
        evidence: evidence.iter().map(|row| rated(row, second)).collect(),
        assessors: assessors(facts, second),
        approved_by: None,
        approved_on: None,
    }
}

/// What any of these competences is linked to.
fn linked_with<'a>(links: &'a [(String, String)], competences: &HashSet<&str>) -> HashSet<&'a str> {
    let theirs = links
        .iter()
        .filter(|(from, _)| competences.contains(from.as_str()));
    theirs.map(|(_, to)| to.as_str()).collect()
}

/// Where in a list those stand that are meant, from 1.
fn places<T>(list: &[T], is_meant: impl Fn(&T) -> bool) -> Vec<u32> {
    let numbered = (1..).zip(list);
    let meant = numbered.filter(|(_, it)| is_meant(it));
    meant.map(|(number, _)| number).collect()
}

fn code(row: &CompetenceRow, facts: &ReportFacts, second: TextLanguage) -> Option<CompetenceCode> {
    row.esco_uri.as_deref().map(|uri| CompetenceCode {
        system: "ESCO".to_owned(),
        code: uri.to_owned(),
        label: skill_name(row, facts, second).map(Wording::InBoth),
    })
}

/// The evidence has a list of its own. Of a course nothing but title, place and time is told; the context is the
/// report's.
fn experience(row: &ExperienceRow, facts: &ReportFacts, second: TextLanguage) -> ExperienceEntry {
    let mut entry = work(row, facts, second);
    entry.evidence.clear();
    entry.context = None;
    if is_learning(row) {
        entry.tasks.clear();
        entry.tools.clear();
        (entry.more_tasks, entry.more_tools) = (0, 0);
        (entry.hours_per_week, entry.occupation, entry.isco_code) = (None, None, None);
    }
    entry
}

fn rated(row: &EvidenceRow, second: TextLanguage) -> RatedEvidence {
    let rating = |rating: Option<i32>| rating.and_then(|rating| u8::try_from(rating).ok());
    RatedEvidence {
        kind: listed("evidence-kinds", &row.kind, second),
        verification: listed("evidence-verifications", &row.verification, second),
        original_seen: row.original_seen,
        quality: rating(row.quality),
        completeness: rating(row.completeness),
        exhaustiveness: rating(row.exhaustiveness),
        pertinence: rating(row.pertinence),
    }
}
