use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::content;
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::schema::documents;
use crate::db::types::Json;
use crate::organisations::OrganisationId;
use crate::programmes::PathwayStep;
use crate::sessions::HeldSession;
use crate::{id_type, text_enum};

id_type!(DocumentId);

text_enum! {
    DocumentKind {
        AssessmentReport = "assessment_report",
        ParticipationCertificate = "participation_certificate",
        AttendanceStatement = "attendance_statement",
        ReferralLetter = "referral_letter",
    }
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
    pub observations: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub name_original_script: Option<String>,
    pub preferred_language: String,
    pub birth_on: Option<NaiveDate>,
    pub birth_precision: Option<String>,
    pub driving_licences: String,
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
    pub isced_level: Option<String>,
}

#[derive(Clone, Debug, Queryable)]
pub struct EvidenceRow {
    pub id: String,
    pub experience_id: Option<String>,
    pub kind: String,
    pub verification: String,
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
    pub items: String,
}

#[derive(Clone, Debug, Queryable)]
pub struct NextStepRow {
    pub kind: String,
    pub description: String,
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
    /// Names of the case's operators, the lead first.
    pub operators: Vec<String>,
}
