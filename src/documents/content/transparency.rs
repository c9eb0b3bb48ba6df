//! The transparency document (*documento di trasparenza*): personal data, competences that could be validated,
//! and the experiences they come from (D.M. 30/6/2015, article 6, paragraph 1), with the evidence.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Bilingual, ExperienceEntry, Holder, Issuer, ProgrammeTitle, Signatory, Wording};
use crate::fixed_texts::TextLanguage;

/// First-party: it identifies, and validates nothing. Competences, experiences and evidence name each other by
/// their places in these lists, from 1.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct TransparencyContent {
    pub second_language: TextLanguage,
    /// The case code.
    pub number: String,
    pub version: u32,
    pub issuer: Issuer,
    pub programme: ProgrammeTitle,
    pub holder: Holder,
    pub place: String,
    pub issued_on: NaiveDate,
    /// Those that operator and person agreed upon with a level above 0.
    pub competences: Vec<IdentifiedCompetence>,
    /// Those that the competences come from.
    pub experiences: Vec<ExperienceEntry>,
    /// What speaks for these competences and experiences, and was not contradicted.
    pub evidence: Vec<RatedEvidence>,
    pub assessors: Vec<Signatory>,
    pub approved_by: Option<Signatory>,
    pub approved_on: Option<NaiveDate>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct IdentifiedCompetence {
    pub in_own_words: String,
    pub code: Option<CompetenceCode>,
    /// In the Atlante del lavoro and in repertories of regions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_codes: Vec<CompetenceCode>,
    pub kind: Bilingual,
    pub setting: Option<Bilingual>,
    pub agreed_level: u8,
    pub experiences: Vec<u32>,
    pub evidence: Vec<u32>,
}

/// What the competence is called where it could be validated.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct CompetenceCode {
    /// `ESCO`; an area of activity of the Atlante (ADA) or a region's repertory have theirs.
    pub system: String,
    pub code: String,
    /// Of ESCO in both languages, of a repertory in its own.
    pub label: Option<Wording>,
}

/// Ratings are from 0 (not at all) to 3 (fully), by the four criteria of the validation service of Liguria
/// (ALFA); none where nobody rated.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct RatedEvidence {
    pub kind: Bilingual,
    pub verification: Bilingual,
    pub original_seen: bool,
    pub quality: Option<u8>,
    pub completeness: Option<u8>,
    pub exhaustiveness: Option<u8>,
    pub pertinence: Option<u8>,
}
