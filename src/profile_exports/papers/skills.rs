//! Competences, languages and evidence, with what speaks for each statement; and their table alone, to be
//! shown to others.

use serde::Serialize;

use super::{Tongues, filled, holder, issuer};
use crate::documents::content::{Bilingual, Holder, Issuer, LanguageEntry};
use crate::documents::paper::Paper;
use crate::fixed_texts::TextLanguage;
use crate::profile_exports::portable::{
    PortableCompetence, PortableEvidence, PortableLanguage, PortableProfile, PortableSkills,
};
use crate::profiles::{CefrLevel, EvidenceVerification};

#[derive(Serialize, Clone, Debug)]
pub struct SkillsTable {
    #[serde(skip)]
    tongues: Tongues,
    number: String,
    issuer: Issuer,
    holder: Holder,
    competences: Vec<CompetenceEntry>,
    evidence: Vec<EvidenceEntry>,
}

impl Paper for SkillsTable {
    const TEMPLATE: &'static str = "/skills-table.typ";

    fn language(&self) -> TextLanguage {
        self.tongues.first
    }

    fn second_language(&self) -> TextLanguage {
        self.tongues.second
    }
}

impl SkillsTable {
    pub fn new(profile: &PortableProfile, tongues: Tongues) -> Self {
        Self {
            tongues,
            number: profile.case_code.clone(),
            issuer: issuer(profile),
            holder: holder(&profile.personal_information),
            competences: competences(&profile.skills, tongues),
            evidence: evidence(&profile.skills, tongues),
        }
    }
}

/// Levels are of the single scale 0 (not yet) to 5 (can teach or coordinate others).
#[derive(Serialize, Clone, Debug)]
pub struct CompetenceEntry {
    in_own_words: String,
    description: Option<String>,
    /// Its name in ESCO.
    normalised: Option<Bilingual>,
    kind: Bilingual,
    /// Titles of the experiences.
    acquired_in: Vec<String>,
    setting: Bilingual,
    self_level: Option<i32>,
    agreed_level: Option<i32>,
    last_used_year: Option<i32>,
    evidence: Vec<Bilingual>,
}

/// One piece of evidence, with what it speaks for.
#[derive(Serialize, Clone, Debug)]
pub struct EvidenceEntry {
    kind: Bilingual,
    description: Option<String>,
    status: Bilingual,
    about: Vec<String>,
    original_seen: bool,
    /// Quality, completeness, exhaustiveness and pertinence, each from 0 to 3.
    ratings: [Option<i32>; 4],
    /// SHA-256 of the file that shows it.
    file_hash: Option<String>,
}

/// What speaks for a statement, each with its kind and status; that it was declared where nothing does.
pub fn backing<'a>(
    evidence: impl IntoIterator<Item = &'a PortableEvidence>,
    tongues: Tongues,
) -> Vec<Bilingual> {
    let told = |it: &PortableEvidence| {
        let kind = tongues.code("evidence-kinds", it.kind.as_str());
        let status = tongues.code("evidence-verifications", it.verification.as_str());
        let second = kind.second.zip(status.second);
        Bilingual {
            it: format!("{} ({})", kind.it, status.it),
            second: second.map(|(kind, status)| format!("{kind} ({status})")),
        }
    };
    let mut told: Vec<_> = evidence.into_iter().map(told).collect();
    if told.is_empty() {
        let declared = EvidenceVerification::Declared.as_str();
        told.push(tongues.code("evidence-verifications", declared));
    }
    told
}

pub fn competences(skills: &PortableSkills, tongues: Tongues) -> Vec<CompetenceEntry> {
    let competences = skills.competences.iter();
    competences
        .map(|it| competence(it, skills, tongues))
        .collect()
}

fn competence(
    it: &PortableCompetence,
    skills: &PortableSkills,
    tongues: Tongues,
) -> CompetenceEntry {
    let sources = skills.experiences.iter();
    let sources = sources.filter(|experience| it.experience_ids.contains(&experience.id));
    let evidence = skills.evidence.iter();
    let evidence = evidence.filter(|evidence| it.evidence_ids.contains(&evidence.id));
    CompetenceEntry {
        in_own_words: it.label.clone(),
        description: filled(&it.description),
        normalised: it.skill.as_ref().and_then(|skill| tongues.concept(skill)),
        kind: tongues.code("competence-kinds", it.kind.as_str()),
        acquired_in: sources.map(|experience| experience.title.clone()).collect(),
        setting: tongues.code("learning-settings", it.setting.as_str()),
        self_level: it.self_level,
        agreed_level: it.agreed_level,
        last_used_year: it.last_used_year,
        evidence: backing(evidence, tongues),
    }
}

/// Who says so is what speaks for a language.
pub fn language(it: &PortableLanguage, tongues: Tongues) -> LanguageEntry {
    LanguageEntry {
        language: tongues.code("languages", &it.language),
        mother_tongue: it.mother_tongue,
        listening: level(it.listening),
        reading: level(it.reading),
        spoken_interaction: level(it.spoken_interaction),
        spoken_production: level(it.spoken_production),
        writing: level(it.writing),
        source: Some(tongues.code("language-skill-sources", it.source.as_str())),
    }
}

fn level(level: CefrLevel) -> Option<String> {
    match level {
        CefrLevel::None => None,
        CefrLevel::PreA1 => Some("pre-A1".to_owned()),
        level => Some(level.as_str().to_uppercase()),
    }
}

pub fn evidence(skills: &PortableSkills, tongues: Tongues) -> Vec<EvidenceEntry> {
    let entry = |it: &PortableEvidence| {
        let experiences = skills.experiences.iter();
        let experiences = experiences.filter(|one| it.experience_id.as_ref() == Some(&one.id));
        let competences = skills.competences.iter();
        let competences = competences.filter(|one| one.evidence_ids.contains(&it.id));
        let about = experiences
            .map(|one| one.title.clone())
            .chain(competences.map(|one| one.label.clone()));
        EvidenceEntry {
            kind: tongues.code("evidence-kinds", it.kind.as_str()),
            description: filled(&it.description),
            status: tongues.code("evidence-verifications", it.verification.as_str()),
            about: about.collect(),
            original_seen: it.original_seen,
            ratings: [
                it.quality,
                it.completeness,
                it.exhaustiveness,
                it.pertinence,
            ],
            file_hash: it.file.as_ref().map(|file| file.sha256.clone()),
        }
    };
    skills.evidence.iter().map(entry).collect()
}
