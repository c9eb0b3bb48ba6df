//! The assessment report (*relazione di bilancio*), for the person and the job centre.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AttendedTime, Bilingual, Holder, Issuer, Period, ProgrammeTitle, Signatory};
use crate::fixed_texts::TextLanguage;

/// Empty sections are printed as "nothing recorded". Nothing comes from working notes.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct ReportContent {
    pub second_language: TextLanguage,
    /// Case code or register number.
    pub number: String,
    pub version: u32,
    pub verification_code: Option<String>,
    pub issuer: Issuer,
    pub programme: ProgrammeTitle,
    pub holder: Holder,
    pub place: String,
    pub issued_on: NaiveDate,
    pub circumstances: Circumstances,
    /// What the person asked for at the start.
    pub starting_request: Option<String>,
    pub expectations: Vec<String>,
    pub training: Vec<TrainingEntry>,
    pub experiences: Vec<ExperienceEntry>,
    pub competences: Vec<CompetenceEntry>,
    pub languages: Vec<LanguageEntry>,
    pub licences: Vec<String>,
    /// The final assessment in the assessor's words.
    pub final_assessment: Option<String>,
    pub goals: Vec<GoalEntry>,
    pub next_steps: Vec<NextStepEntry>,
    /// The person's own; the signature shows they were read.
    pub observations: Option<String>,
    pub assessors: Vec<Signatory>,
    pub mediator: Option<String>,
    pub approved_by: Option<Signatory>,
    pub approved_on: Option<NaiveDate>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Circumstances {
    pub requested_by: Option<String>,
    pub period: Period,
    pub attended: AttendedTime,
    pub sessions: Vec<SessionCount>,
    /// The same meetings one by one, in the order they were held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<WalkedMeeting>,
    /// Languages the sessions were held in, and mediation.
    pub languages: Option<Bilingual>,
    pub methods: Vec<Bilingual>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct SessionCount {
    pub kind: Bilingual,
    pub count: u32,
    pub minutes: u32,
}

/// A meeting that the person attended.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct WalkedMeeting {
    pub on: NaiveDate,
    pub kind: Bilingual,
    pub minutes: u32,
    pub group: bool,
}

/// From when to when, as far as it is known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Span {
    pub from: Option<String>,
    pub to: Option<String>,
    pub ongoing: bool,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct TrainingEntry {
    pub title: String,
    /// School and country.
    pub place: Option<String>,
    /// Years as text, for example `2009–2013`.
    pub years: Option<String>,
    #[serde(default)]
    pub span: Option<Span>,
    /// ISCED level in words.
    pub level: Option<Bilingual>,
    pub completed: Option<Bilingual>,
    /// Kind and status in words.
    pub evidence: Vec<Bilingual>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct ExperienceEntry {
    pub kind: Bilingual,
    pub title: String,
    /// Organisation and country.
    pub place: Option<String>,
    pub years: Option<String>,
    #[serde(default)]
    pub span: Option<Span>,
    pub tasks: Vec<String>,
    pub tools: Vec<String>,
    pub evidence: Vec<Bilingual>,
}

/// Levels are those of the single scale 0 (not yet) to 5 (can teach or coordinate others).
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct CompetenceEntry {
    pub in_own_words: String,
    /// Label of the classification (ESCO, ADA, repertory).
    pub normalised: Option<String>,
    pub kind: Bilingual,
    /// Titles of the linked experiences.
    pub acquired_in: Vec<String>,
    pub setting: Option<Bilingual>,
    pub self_level: Option<u8>,
    pub agreed_level: Option<u8>,
    pub last_used_year: Option<i32>,
    pub evidence: Vec<Bilingual>,
    pub transferability: Option<String>,
}

/// Levels of the CEFR, `A1` to `C2`.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct LanguageEntry {
    pub language: Bilingual,
    pub mother_tongue: bool,
    pub listening: Option<String>,
    pub reading: Option<String>,
    pub spoken_interaction: Option<String>,
    pub spoken_production: Option<String>,
    pub writing: Option<String>,
    /// Where the levels come from: self-assessment, test, certificate.
    pub source: Option<Bilingual>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct GoalEntry {
    pub occupation: String,
    pub horizon: Option<Bilingual>,
    pub alternatives: Vec<String>,
    pub favourable: Vec<String>,
    pub unfavourable: Vec<String>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct NextStepEntry {
    pub kind: Bilingual,
    pub description: Option<String>,
    pub responsible: Option<String>,
    pub due_on: Option<NaiveDate>,
}
