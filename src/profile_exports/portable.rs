//! What leaves of a profile, and the shape of the JSON: every other form is made from it.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ExportPurpose, ProfileExportId};
use crate::assessments::AssessmentMethod;
use crate::beneficiaries::{ContactKind, DrivingLicence};
use crate::cases::ResourceOrLimitKind;
use crate::esco::Names;
use crate::evidence_files::MediaType;
use crate::organisations::OrganisationId;
use crate::plans::NextStepKind;
use crate::profiles::{
    CefrLevel, CompetenceId, CompetenceKind, EvidenceId, EvidenceKind, EvidenceTranslation,
    EvidenceVerification, ExpectationKind, ExperienceCompletion, ExperienceId, ExperienceKind,
    GoalHorizon, IscedLevel, LanguageSkillSource, LearningSetting, Legalisation, Recognition,
    RepertoryScheme, VerificationChannel,
};

mod compose;

pub use compose::compose;

/// Name and version of the shape. A reader refuses a version that it does not know; within one, members
/// are added and not changed.
pub const FORMAT: &str = "bilancio-profile/1";

/// What a profile is, and what it is not.
pub const STATEMENT: Said = Said {
    it: "Attestazione di parte prima: dichiarazioni della persona, raccolte e discusse in un bilancio di \
         competenze. Non è una validazione né una certificazione ai sensi del D.Lgs. 13/2013. Appartiene \
         alla persona.",
    en: "First-party statement: what the person declared, gathered and discussed in a skills audit. It is no \
         validation and no certification under D.Lgs. 13/2013. It belongs to the person.",
};

/// In Italian and English.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Said {
    pub it: &'static str,
    pub en: &'static str,
}

/// A profile in the four sections of the EU Skills Profile Tool for Third Country Nationals. Codes are
/// those of the code lists.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PortableProfile {
    /// `bilancio-profile/1`.
    pub format: &'static str,
    /// Of this export.
    pub id: ProfileExportId,
    pub made_at: DateTime<Utc>,
    pub purpose: ExportPurpose,
    /// Who it is for, if not the person.
    pub recipient: Option<String>,
    pub statement: Said,
    pub issuer: PortableIssuer,
    pub case_code: String,
    pub personal_information: PortablePerson,
    pub expectations: PortableExpectations,
    pub skills: PortableSkills,
    pub appraisal: PortableAppraisal,
}

impl PortableProfile {
    /// As a CV tells it: when something was done, to the month and not to the day.
    pub fn to_the_month(mut self) -> Self {
        let experiences = self.skills.experiences.iter_mut();
        for date in experiences.flat_map(|it| [&mut it.started, &mut it.ended]) {
            *date = date.as_deref().map(month_of);
        }
        self
    }
}

/// `2009-05` of `2009-05-17`.
pub fn month_of(date: &str) -> String {
    date.chars().take("2009-05".len()).collect()
}

/// The job centre.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PortableIssuer {
    /// Whose look papers have; it is told to nobody.
    #[serde(skip)]
    pub id: OrganisationId,
    pub name: String,
    pub municipality: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortablePerson {
    pub given_name: String,
    pub family_name: String,
    pub name_original_script: Option<String>,
    /// `1990`, `1990-05` or `1990-05-17`; only where the person wants it, as the next two.
    pub birth_date: Option<String>,
    pub citizenships: Vec<String>,
    pub contact: Option<PortableContact>,
    pub driving_licences: Vec<DrivingLicence>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableContact {
    pub kind: ContactKind,
    pub value: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableExpectations {
    pub expectations: Vec<PortableExpectation>,
    /// Null where none was written.
    pub professional_goal: Option<PortableGoal>,
    /// What helps or limits the person; to somebody else, only what they agreed that the report says.
    pub resources_and_limits: Vec<PortableResource>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableResource {
    pub kind: ResourceOrLimitKind,
    pub text: String,
    /// When the person agreed that the report says it.
    pub agreed_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableExpectation {
    pub kind: ExpectationKind,
    /// 1 comes first.
    pub priority: i32,
    pub description: String,
}

/// The last three are the person's own, and null in what goes to somebody else; `alternatives` are empty.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableGoal {
    pub goal: Option<String>,
    pub horizon: Option<GoalHorizon>,
    pub alternatives: String,
    pub no_goal_reason: Option<String>,
    pub favourable_factors: Option<String>,
    pub unfavourable_factors: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableSkills {
    pub experiences: Vec<PortableExperience>,
    pub languages: Vec<PortableLanguage>,
    pub competences: Vec<PortableCompetence>,
    pub evidence: Vec<PortableEvidence>,
}

impl PortableSkills {
    /// What the person can do, each name once.
    pub fn abilities(&self) -> Vec<&PortableCompetence> {
        let mut names = HashSet::new();
        let can = |it: &&PortableCompetence| it.agreed_level.or(it.self_level) != Some(0);
        let able = self.competences.iter().filter(can);
        able.filter(|it| names.insert(it.label.to_lowercase()))
            .collect()
    }
}

/// A concept of ESCO with its English name.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableConcept {
    pub uri: String,
    pub label: Option<String>,
    pub release: Option<String>,
    /// What the catalogue in use calls it: for papers alone, since forms for programs have its address.
    #[serde(skip)]
    pub names: Names,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableExperience {
    pub id: ExperienceId,
    pub kind: ExperienceKind,
    pub title: String,
    pub employer: String,
    pub country: Option<String>,
    pub place: String,
    pub started: Option<String>,
    pub ended: Option<String>,
    pub ongoing: bool,
    pub completion: ExperienceCompletion,
    pub hours_per_week: Option<i32>,
    pub setting: LearningSetting,
    pub tasks: Vec<String>,
    pub tools: Vec<String>,
    pub context: String,
    pub isced_level: Option<IscedLevel>,
    pub isco_code: Option<String>,
    pub occupation: Option<PortableConcept>,
    /// Of a title, in Italy.
    pub recognition: Option<Recognition>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableLanguage {
    pub language: String,
    pub mother_tongue: bool,
    pub listening: CefrLevel,
    pub reading: CefrLevel,
    pub spoken_interaction: CefrLevel,
    pub spoken_production: CefrLevel,
    pub writing: CefrLevel,
    pub source: LanguageSkillSource,
}

/// A code of a repertory that is not ESCO.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableCode {
    pub scheme: RepertoryScheme,
    pub code: String,
    pub label: Option<String>,
}

/// Levels are from 0 (not yet) to 5 (can teach or coordinate others); those of the final assessment where
/// it gave some.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableCompetence {
    pub id: CompetenceId,
    /// In the person's own words.
    pub label: String,
    pub kind: CompetenceKind,
    pub description: String,
    pub setting: LearningSetting,
    pub self_level: Option<i32>,
    pub agreed_level: Option<i32>,
    pub last_used_year: Option<i32>,
    pub skill: Option<PortableConcept>,
    /// What it corresponds to in the Atlante del lavoro and in repertories of regions.
    pub repertory_codes: Vec<PortableCode>,
    /// Where else it would serve.
    pub transferability: String,
    pub experience_ids: Vec<ExperienceId>,
    pub evidence_ids: Vec<EvidenceId>,
}

impl PortableCompetence {
    /// Whether operator and person agreed that the person can do it.
    pub fn is_agreed(&self) -> bool {
        self.agreed_level.is_some_and(|level| level > 0)
    }
}

/// Ratings are from 0 (not at all) to 3 (fully).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableEvidence {
    pub id: EvidenceId,
    pub experience_id: Option<ExperienceId>,
    pub kind: EvidenceKind,
    pub description: String,
    pub verification: EvidenceVerification,
    pub verification_channel: Option<VerificationChannel>,
    pub original_seen: bool,
    pub original_language: Option<String>,
    pub translation: EvidenceTranslation,
    pub legalisation: Legalisation,
    pub quality: Option<i32>,
    pub completeness: Option<i32>,
    pub exhaustiveness: Option<i32>,
    pub pertinence: Option<i32>,
    /// What is told of the file that shows it.
    pub file: Option<PortableFile>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableFile {
    pub media_type: MediaType,
    pub size_bytes: i32,
    #[schema(max_length = 64)]
    pub sha256: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableAppraisal {
    pub assessed_on: Option<NaiveDate>,
    pub methods: Vec<AssessmentMethod>,
    /// The final assessment in the operator's words; null in what goes to somebody else.
    pub summary: Option<String>,
    pub next_steps: Vec<PortableStep>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PortableStep {
    pub kind: NextStepKind,
    pub description: String,
    /// Who sees to it.
    #[serde(default)]
    pub responsible: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub done: bool,
}

#[cfg(test)]
pub mod tests;
