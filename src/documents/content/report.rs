//! The assessment report (*relazione di bilancio*), for the person and the job centre.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    AttendedTime, Bilingual, CompetenceCode, Holder, Issuer, Period, ProgrammeTitle, Signatory,
    Wording,
};
use crate::fixed_texts::TextLanguage;

/// Empty sections are printed as "nothing recorded". Nothing comes from working notes.
///
/// What can be recorded is more than pages can be set of within a request: of each list the first are printed,
/// and it is told how many more there are.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct ReportContent {
    pub second_language: TextLanguage,
    /// Case code or register number.
    pub number: String,
    pub version: u32,
    /// Only in editions of before: what is checked in public are certificates.
    pub verification_code: Option<String>,
    pub issuer: Issuer,
    pub programme: ProgrammeTitle,
    pub holder: Holder,
    pub place: String,
    pub issued_on: NaiveDate,
    pub circumstances: Circumstances,
    /// What the person came for, in their words.
    pub starting_request: Option<String>,
    pub expectations: Vec<String>,
    pub training: Vec<TrainingEntry>,
    pub experiences: Vec<ExperienceEntry>,
    pub competences: Vec<CompetenceEntry>,
    pub languages: Vec<LanguageEntry>,
    /// What the person can read and write.
    #[serde(default)]
    pub literacy: Option<Bilingual>,
    #[serde(default)]
    pub digital: Option<DigitalEntry>,
    pub licences: Vec<Wording>,
    /// Those that the person agreed to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources_and_limits: Vec<ResourceEntry>,
    #[serde(default)]
    pub comparison: Option<MarketComparison>,
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
    #[serde(default, skip_serializing_if = "LeftOut::is_nothing")]
    pub left_out: LeftOut,
}

impl ReportContent {
    /// The most entries of each list, and the most letters of their texts.
    pub const MOST_EXPECTATIONS: usize = 12;
    pub const MOST_TRAINING: usize = 20;
    pub const MOST_EXPERIENCES: usize = 40;
    pub const MOST_COMPETENCES: usize = 80;
    pub const MOST_LANGUAGES: usize = 20;
    pub const MOST_STEPS: usize = 30;
    pub const MOST_TASKS: usize = 8;
    pub const MOST_TOOLS: usize = 6;
    pub const MOST_SOURCES: usize = 4;
    pub const MOST_KINDS_OF_EVIDENCE: usize = 6;
    pub const TASK: usize = 100;
    pub const TOOL: usize = 60;
    pub const NAME: usize = 80;
    pub const NOTE: usize = 500;
}

/// How many entries of a list are not printed.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq)]
pub struct LeftOut {
    pub expectations: u32,
    pub training: u32,
    pub experiences: u32,
    pub competences: u32,
    pub languages: u32,
    pub steps: u32,
}

impl LeftOut {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// What helps or limits the person, in their words.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct ResourceEntry {
    pub kind: Bilingual,
    pub text: String,
}

/// What the person answered to the self-assessment by the areas of DigComp.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct DigitalEntry {
    pub answered_on: NaiveDate,
    /// In the order of the areas.
    pub areas: Vec<DigitalArea>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct DigitalArea {
    /// 1 to 5, as DigComp numbers them.
    pub area: u8,
    /// 0 not yet, then DigComp's levels in pairs: 1 foundation to 4 highly specialised; none where too little
    /// was answered.
    pub level: Option<u8>,
}

/// What occupations ask for of what the person can do, by ESCO: a help to talk, no promise of work.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct MarketComparison {
    /// Of ESCO.
    pub release: String,
    /// Agreed competences that have a name in ESCO, and the others.
    pub counted: u32,
    pub uncounted: u32,
    /// The nearest first.
    pub occupations: Vec<ComparedOccupation>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct ComparedOccupation {
    pub name: Bilingual,
    /// Unit group of ISCO-08.
    pub isco_code: String,
    /// How many essential skills it has, and how many of them the person has.
    pub essential: u32,
    pub had: u32,
    /// The first of those that the person has not.
    pub missing: Vec<Bilingual>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Circumstances {
    /// Only in editions of before; see `asked_by`.
    pub requested_by: Option<String>,
    /// The same in both languages; whoever sent the person is not named.
    #[serde(default)]
    pub asked_by: Option<Bilingual>,
    pub period: Period,
    pub attended: AttendedTime,
    pub sessions: Vec<SessionCount>,
    /// The same meetings one by one, in the order they were held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<WalkedMeeting>,
    /// Languages the sessions were held in, and mediation.
    pub languages: Option<Bilingual>,
    pub methods: Vec<Bilingual>,
    /// Questionnaires and worksheets that were used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instruments: Vec<Bilingual>,
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
    /// School and place.
    pub place: Option<String>,
    #[serde(default)]
    pub country: Option<Bilingual>,
    /// Years as text, for example `2009–2013`.
    pub years: Option<String>,
    #[serde(default)]
    pub span: Option<Span>,
    /// ISCED level in words.
    pub level: Option<Bilingual>,
    pub completed: Option<Bilingual>,
    /// Whether the title can be recognised in Italy.
    #[serde(default)]
    pub recognition: Option<Bilingual>,
    /// Kind and status in words.
    pub evidence: Vec<Bilingual>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct ExperienceEntry {
    pub kind: Bilingual,
    pub title: String,
    /// Organisation and place.
    pub place: Option<String>,
    #[serde(default)]
    pub country: Option<Bilingual>,
    #[serde(default)]
    pub hours_per_week: Option<u32>,
    /// What ESCO calls the occupation.
    #[serde(default)]
    pub occupation: Option<Wording>,
    /// Of ISCO-08.
    #[serde(default)]
    pub isco_code: Option<String>,
    pub years: Option<String>,
    #[serde(default)]
    pub span: Option<Span>,
    pub tasks: Vec<String>,
    pub tools: Vec<String>,
    /// How and with whom, in the person's words.
    #[serde(default)]
    pub context: Option<String>,
    /// Tasks and tools that are not printed.
    #[serde(default, skip_serializing_if = "is_none")]
    pub more_tasks: u32,
    #[serde(default, skip_serializing_if = "is_none")]
    pub more_tools: u32,
    pub evidence: Vec<Bilingual>,
}

/// Levels are those of the single scale 0 (not yet) to 5 (can teach or coordinate others).
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct CompetenceEntry {
    pub in_own_words: String,
    /// What ESCO calls it.
    pub normalised: Option<Wording>,
    /// In the Atlante del lavoro and in repertories of regions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CompetenceCode>,
    pub kind: Bilingual,
    /// Titles of the linked experiences.
    pub acquired_in: Vec<String>,
    #[serde(default, skip_serializing_if = "is_none")]
    pub more_sources: u32,
    pub setting: Option<Bilingual>,
    pub self_level: Option<u8>,
    pub agreed_level: Option<u8>,
    pub last_used_year: Option<i32>,
    /// Each kind with its status, and how many there are of it.
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

/// No occupation where there is no goal yet; editions of before have it said in place of one.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct GoalEntry {
    pub occupation: Option<String>,
    /// Why there is no goal yet, in the person's words.
    #[serde(default)]
    pub no_goal_reason: Option<String>,
    pub horizon: Option<Bilingual>,
    pub alternatives: Vec<String>,
    pub favourable: Vec<String>,
    pub unfavourable: Vec<String>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct NextStepEntry {
    pub kind: Bilingual,
    pub description: Option<String>,
    /// Who sees to it.
    pub responsible: Option<String>,
    pub due_on: Option<NaiveDate>,
}

/// For what is kept only where there is something.
fn is_none(count: &u32) -> bool {
    *count == 0
}
