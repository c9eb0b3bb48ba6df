//! The synthesis (*documento di sintesi*, *document de synthèse*): what the person shows to others.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Bilingual, Circumstances, Holder, Issuer, LanguageEntry, NextStepEntry, ProgrammeTitle,
    Signatory, Wording,
};
use crate::fixed_texts::TextLanguage;

/// Two pages at most: what is more stands in the report, and each list says how much. It has the three parts
/// of French law (older article R6322-38 of the *Code du travail*): circumstances of the audit, competences and
/// aptitudes in view of the prospects, elements of the project with its main steps. No birth date, no factors
/// for or against, nothing of the assessor's own words: those are the report's.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct SynthesisContent {
    pub second_language: TextLanguage,
    /// The case code.
    pub number: String,
    pub version: u32,
    pub issuer: Issuer,
    pub programme: ProgrammeTitle,
    pub holder: Holder,
    pub place: String,
    pub issued_on: NaiveDate,
    /// Without who asked, and without the languages spoken.
    pub circumstances: Circumstances,
    pub competences: Vec<SynthesisCompetence>,
    pub more_competences: u32,
    pub languages: Vec<LanguageEntry>,
    pub more_languages: u32,
    pub goal: Option<SynthesisGoal>,
    pub next_steps: Vec<NextStepEntry>,
    pub more_steps: u32,
    /// The person's own.
    pub observations: Option<String>,
    /// Whether the report has more of them.
    pub observations_shortened: bool,
    pub assessors: Vec<Signatory>,
    pub approved_by: Option<Signatory>,
    pub approved_on: Option<NaiveDate>,
}

impl SynthesisContent {
    /// What two pages hold: the most entries of each list, and the most letters of each text.
    pub const MOST_COMPETENCES: usize = 8;
    pub const MOST_LANGUAGES: usize = 4;
    pub const MOST_STEPS: usize = 5;
    pub const LABEL: usize = 80;
    /// In each language.
    pub const NORMALISED: usize = 60;
    pub const GOAL: usize = 160;
    pub const STEP: usize = 110;
    pub const OBSERVATIONS: usize = 800;
}

/// Levels are those of the single scale 0 (not yet) to 5 (can teach or coordinate others).
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct SynthesisCompetence {
    pub in_own_words: String,
    /// Label of the classification.
    pub normalised: Option<Wording>,
    pub kind: Bilingual,
    pub self_level: Option<u8>,
    pub agreed_level: Option<u8>,
    /// How many pieces of evidence speak for it.
    pub evidence: u32,
}

/// None of these where there is no goal yet; why there is none is the person's own.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct SynthesisGoal {
    pub occupation: Option<String>,
    pub horizon: Option<Bilingual>,
}
