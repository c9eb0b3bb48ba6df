//! What the person did, knows and can do.

use super::{Cell, Table, concept, lines, table};
use crate::profile_exports::portable::{
    PortableCode, PortableCompetence, PortableEvidence, PortableExperience, PortableLanguage,
    PortableProfile,
};
use crate::profile_exports::words::Words;

pub fn experiences(profile: &PortableProfile, words: &Words) -> Table {
    let numbered = (1..).zip(&profile.skills.experiences);
    let rows = numbered.map(|(number, it): (usize, &PortableExperience)| {
        let country = it.country.as_ref().map(|it| words.code("countries", it));
        let level = it
            .isced_level
            .map(|it| words.code("isced-levels", it.as_str()));
        vec![
            number.into(),
            words.code("experience-kinds", it.kind.as_str()).into(),
            Cell::from(&it.title),
            Cell::from(&it.employer),
            country.into(),
            Cell::from(&it.place),
            it.started.as_ref().into(),
            it.ended.as_ref().into(),
            words.yes_or_no(it.ongoing).into(),
            words
                .code("experience-completions", it.completion.as_str())
                .into(),
            it.hours_per_week.into(),
            words.code("learning-settings", it.setting.as_str()).into(),
            lines(&it.tasks),
            lines(&it.tools),
            Cell::from(&it.context),
            level.into(),
            it.isco_code.as_ref().into(),
            concept(&it.occupation),
            it.recognition
                .map(|it| words.code("recognitions", it.as_str()))
                .into(),
        ]
    });
    let columns = [
        "number",
        "kind",
        "title",
        "employer",
        "country",
        "place",
        "started",
        "ended",
        "ongoing",
        "completion",
        "hours_per_week",
        "setting",
        "tasks",
        "tools",
        "context",
        "isced_level",
        "isco_code",
        "occupation",
        "recognition",
    ];
    table("experiences", words, &columns, rows)
}

pub fn languages(profile: &PortableProfile, words: &Words) -> Table {
    let rows = profile
        .skills
        .languages
        .iter()
        .map(|it: &PortableLanguage| {
            let levels = [
                it.listening,
                it.reading,
                it.spoken_interaction,
                it.spoken_production,
                it.writing,
            ];
            let mut row = vec![
                words.code("languages", &it.language).into(),
                words.yes_or_no(it.mother_tongue).into(),
            ];
            row.extend(levels.map(|level| words.code("cefr-levels", level.as_str()).into()));
            let source = words.code("language-skill-sources", it.source.as_str());
            row.push(source.into());
            row
        });
    let columns = [
        "language",
        "mother_tongue",
        "listening",
        "reading",
        "spoken_interaction",
        "spoken_production",
        "writing",
        "source",
    ];
    table("languages", words, &columns, rows)
}

/// The titles of the experiences that have one of these ids.
fn titles<'a>(
    profile: &'a PortableProfile,
    is_named: impl Fn(&PortableExperience) -> bool + 'a,
) -> impl Iterator<Item = &'a str> {
    let named = profile.skills.experiences.iter();
    named
        .filter(move |it| is_named(it))
        .map(|it| it.title.as_str())
}

/// Each piece of evidence in words: kind and verification.
fn shown(it: &PortableEvidence, words: &Words) -> String {
    let kind = words.code("evidence-kinds", it.kind.as_str());
    let verification = words.code("evidence-verifications", it.verification.as_str());
    format!("{kind} ({verification})")
}

/// `Atlante del lavoro (ADA) ADA.05.03.12: sewing`.
fn repertory(it: &PortableCode, words: &Words) -> String {
    let scheme = words.code("competence-repertories", it.scheme.as_str());
    match &it.label {
        Some(label) => format!("{scheme} {}: {label}", it.code),
        None => format!("{scheme} {}", it.code),
    }
}

pub fn competences(profile: &PortableProfile, words: &Words) -> Table {
    let rows = profile.skills.competences.iter();
    let rows = rows.map(|it: &PortableCompetence| {
        let evidence = profile.skills.evidence.iter();
        let evidence = evidence.filter(|one| it.evidence_ids.contains(&one.id));
        vec![
            Cell::from(&it.label),
            words.code("competence-kinds", it.kind.as_str()).into(),
            Cell::from(&it.description),
            words.code("learning-settings", it.setting.as_str()).into(),
            it.self_level.into(),
            it.agreed_level.into(),
            it.last_used_year.into(),
            concept(&it.skill),
            lines(it.repertory_codes.iter().map(|it| repertory(it, words))),
            Cell::from(&it.transferability),
            lines(titles(profile, |one| it.experience_ids.contains(&one.id))),
            lines(evidence.map(|it| shown(it, words))),
        ]
    });
    let columns = [
        "competence",
        "kind",
        "description",
        "setting",
        "self_level",
        "agreed_level",
        "last_used_year",
        "skill",
        "repertory_codes",
        "transferability",
        "acquired_in",
        "evidence",
    ];
    table("competences", words, &columns, rows)
}

pub fn evidence(profile: &PortableProfile, words: &Words) -> Table {
    let rows = profile.skills.evidence.iter().map(|it| {
        let language = it.original_language.as_ref();
        vec![
            words.code("evidence-kinds", it.kind.as_str()).into(),
            Cell::from(&it.description),
            lines(titles(profile, |one| {
                it.experience_id.as_ref() == Some(&one.id)
            })),
            words
                .code("evidence-verifications", it.verification.as_str())
                .into(),
            words.yes_or_no(it.original_seen).into(),
            language.map(|it| words.code("languages", it)).into(),
            it.quality.into(),
            it.completeness.into(),
            it.exhaustiveness.into(),
            it.pertinence.into(),
            it.file.as_ref().map(|file| &file.sha256).into(),
        ]
    });
    let columns = [
        "kind",
        "description",
        "supports",
        "verification",
        "original_seen",
        "original_language",
        "quality",
        "completeness",
        "exhaustiveness",
        "pertinence",
        "sha256",
    ];
    table("evidence", words, &columns, rows)
}
