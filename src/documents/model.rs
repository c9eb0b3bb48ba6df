use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::content::{self, MarketComparison};
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::assessments::AssessmentItem;
use crate::cases::{CaseId, OperatorPart, ResourceOrLimit};
use crate::db::schema::documents;
use crate::db::types::Json;
use crate::esco::Names;
use crate::intake_referrals::IntakeReferralId;
use crate::organisations::OrganisationId;
use crate::profiles::RepertoryCode;
use crate::programmes::PathwayStep;
use crate::questionnaires::ResponseView;
use crate::sessions::HeldSession;
use crate::{id_type, text_enum};

id_type!(DocumentId);

text_enum! {
    DocumentKind {
        AssessmentReport = "assessment_report",
        /// What the person shows to others of the report.
        Synthesis = "synthesis",
        /// What could be validated, where it comes from, and the evidence (D.M. 30/6/2015, article 6).
        TransparencyDocument = "transparency_document",
        ParticipationCertificate = "participation_certificate",
        AttendanceStatement = "attendance_statement",
        ReferralLetter = "referral_letter",
    }
}

impl DocumentKind {
    /// What is submitted, returned, approved and issued together, by one decision.
    pub const REPORTED: [Self; 3] = [
        Self::AssessmentReport,
        Self::Synthesis,
        Self::TransparencyDocument,
    ];
}

text_enum! {
    DocumentStatus {
        /// Waits for a supervisor.
        Submitted = "submitted",
        /// Sent back with a comment; the next edition answers it.
        Returned = "returned",
        Issued = "issued",
        /// A later edition was issued.
        Superseded = "superseded",
        Revoked = "revoked",
    }
}

text_enum! {
    /// How much of the birth date a certificate shows.
    ShowsBirth {
        None = "none",
        Year = "year",
        /// As far as it is known.
        Date = "date",
    }
}

/// How the person wants to be named on what they take away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HolderWish {
    pub shows_birth: ShowsBirth,
    pub name_in_original_script: bool,
}

impl HolderWish {
    /// With what is said anew.
    pub fn or_as(self, shows_birth: Option<ShowsBirth>, in_original_script: Option<bool>) -> Self {
        Self {
            shows_birth: shows_birth.unwrap_or(self.shows_birth),
            name_in_original_script: in_original_script.unwrap_or(self.name_in_original_script),
        }
    }
}

impl Default for HolderWish {
    fn default() -> Self {
        Self {
            shows_birth: ShowsBirth::None,
            name_in_original_script: true,
        }
    }
}

/// An edition of a document, without its content and its file.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = documents)]
pub struct Document {
    pub id: DocumentId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub kind: DocumentKind,
    pub edition: i32,
    pub status: DocumentStatus,
    /// Hexadecimal SHA-256 of the canonical content; its beginning stands on the page.
    pub content_hash: String,
    /// Hexadecimal SHA-256 of the file; none before the document is issued.
    pub file_hash: Option<String>,
    pub author_id: UserId,
    pub created_at: NaiveDateTime,
    pub approved_by: Option<UserId>,
    pub issued_at: Option<NaiveDateTime>,
    /// What the supervisor who returned it asks for.
    pub review_comment: Option<String>,
    pub version: i32,
    /// Hexadecimal SHA-256 of the file that somebody signed outside, if one was added.
    pub signed_file_hash: Option<String>,
    /// The subject of the certificate that it was signed with.
    pub signed_by: Option<String>,
    pub signed_file_added_at: Option<NaiveDateTime>,
    pub signed_file_added_by: Option<UserId>,
}

impl DocumentStatus {
    /// Of what was not approved (yet): it has no file, and is read as a draft.
    pub const DRAFTS: [Self; 2] = [Self::Submitted, Self::Returned];
}

impl Protected for Document {
    const RESOURCE: Resource = Resource::Document;
}

/// The right to submit a report (create) and to return or approve it (update).
pub struct Report;

impl Protected for Report {
    const RESOURCE: Resource = Resource::Report;
}

/// What an edition consists of when it is first kept.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = documents)]
pub struct NewDocument {
    pub id: DocumentId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub kind: DocumentKind,
    pub edition: i32,
    pub status: DocumentStatus,
    pub content: Json<content::Document>,
    pub content_hash: String,
    pub file: Option<Vec<u8>>,
    pub file_hash: Option<String>,
    pub author_id: UserId,
    pub created_at: NaiveDateTime,
    pub approved_by: Option<UserId>,
    pub issued_at: Option<NaiveDateTime>,
    pub version: i32,
}

/// What is read of an edition.
pub enum Pages {
    Issued(Vec<u8>),
    /// What was not approved is drawn when it is asked for, marked as a draft, and kept nowhere.
    Draft(Box<content::Document>),
}

/// What issuing an edition fills in.
#[derive(Clone, Debug, AsChangeset)]
#[diesel(table_name = documents)]
pub struct IssuedDocument {
    pub status: DocumentStatus,
    pub content: Json<content::Document>,
    pub content_hash: String,
    pub file: Option<Vec<u8>>,
    pub file_hash: Option<String>,
    pub approved_by: Option<UserId>,
    pub issued_at: Option<NaiveDateTime>,
}

/// What a report or certificate says of the case itself, gathered from several tables.
#[derive(Clone, Debug, Queryable)]
pub struct Header {
    pub case_code: String,
    pub opened_at: NaiveDateTime,
    pub starting_request: Option<String>,
    pub observations: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub name_original_script: Option<String>,
    pub preferred_language: String,
    pub birth_on: Option<NaiveDate>,
    pub birth_precision: Option<String>,
    pub driving_licences: String,
    pub literacy: String,
    pub intake_referral_id: Option<IntakeReferralId>,
    pub resources_and_limits: Json<Vec<ResourceOrLimit>>,
    pub programme: String,
    pub funder: String,
    pub project_code: Option<String>,
    pub issuer: String,
    pub municipality: String,
    pub address: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub steps: Json<Vec<PathwayStep>>,
    pub signatory: String,
    /// What the issuer has to say on certificates by law.
    pub legal_note: Option<String>,
}

#[derive(Clone, Debug, Queryable)]
pub struct ExperienceRow {
    pub id: String,
    pub kind: String,
    pub title: String,
    pub employer: String,
    pub country: Option<String>,
    pub place: String,
    pub started: Option<String>,
    pub ended: Option<String>,
    pub ongoing: bool,
    pub completion: String,
    pub tasks: String,
    pub tools: String,
    pub context: String,
    pub isced_level: Option<String>,
    pub hours_per_week: Option<i32>,
    pub isco_code: Option<String>,
    pub esco_uri: Option<String>,
    pub esco_label: Option<String>,
    pub recognition: Option<String>,
}

#[derive(Clone, Debug, Queryable)]
pub struct EvidenceRow {
    pub id: String,
    pub experience_id: Option<String>,
    pub kind: String,
    pub verification: String,
    pub original_seen: bool,
    pub quality: Option<i32>,
    pub completeness: Option<i32>,
    pub exhaustiveness: Option<i32>,
    pub pertinence: Option<i32>,
}

impl EvidenceRow {
    /// Whether it may support what a document says.
    pub fn stands(&self) -> bool {
        self.verification != "contradicted"
    }
}

#[derive(Clone, Debug, Queryable)]
pub struct CompetenceRow {
    pub id: String,
    pub label: String,
    pub kind: String,
    pub setting: String,
    pub self_level: Option<i32>,
    pub agreed_level: Option<i32>,
    pub last_used_year: Option<i32>,
    pub esco_uri: Option<String>,
    pub esco_label: Option<String>,
    pub repertory_codes: Json<Vec<RepertoryCode>>,
    pub transferability: String,
}

#[derive(Clone, Debug, Queryable)]
pub struct LanguageRow {
    pub language: String,
    pub mother_tongue: bool,
    pub listening: String,
    pub reading: String,
    pub spoken_interaction: String,
    pub spoken_production: String,
    pub writing: String,
    pub source: String,
}

#[derive(Clone, Debug, Queryable)]
pub struct GoalRow {
    pub goal: String,
    pub horizon: Option<String>,
    pub no_goal_reason: Option<String>,
    pub alternatives: String,
    pub favourable_factors: String,
    pub unfavourable_factors: String,
}

#[derive(Clone, Debug, Queryable)]
pub struct FinalAssessment {
    pub assessor: String,
    pub methods: String,
    pub summary: String,
    pub items: Json<Vec<AssessmentItem>>,
}

#[derive(Clone, Debug, Queryable)]
pub struct NextStepRow {
    pub kind: String,
    pub description: String,
    pub responsible: Option<String>,
    pub due_on: Option<NaiveDate>,
}

/// All that an assessment report tells.
#[derive(Clone, Debug)]
pub struct ReportFacts {
    pub header: Header,
    pub sessions: Vec<HeldSession>,
    pub experiences: Vec<ExperienceRow>,
    pub evidence: Vec<EvidenceRow>,
    pub competences: Vec<CompetenceRow>,
    /// Competence and experience it was acquired in.
    pub acquired: Vec<(String, String)>,
    /// Competence and its evidence.
    pub supported: Vec<(String, String)>,
    pub languages: Vec<LanguageRow>,
    pub expectations: Vec<String>,
    pub goal: Option<GoalRow>,
    pub assessment: Option<FinalAssessment>,
    pub next_steps: Vec<NextStepRow>,
    /// Who has a part in the case, the lead first.
    pub operators: Vec<(OperatorPart, String)>,
    /// What was asked by questionnaires, with the answers that the person shows.
    pub responses: Vec<ResponseView>,
    /// None where nothing that was agreed has a name in ESCO.
    pub comparison: Option<MarketComparison>,
    /// What the catalogue in use calls the concepts of ESCO, by their addresses, as far as it knows them.
    pub names: HashMap<String, Names>,
}

impl ReportFacts {
    /// The addresses of the concepts of ESCO that competences and experiences name.
    pub fn concepts(&self) -> impl Iterator<Item = &str> {
        let skills = self.competences.iter().map(|it| &it.esco_uri);
        let occupations = self.experiences.iter().map(|it| &it.esco_uri);
        skills.chain(occupations).filter_map(Option::as_deref)
    }
}
