use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::lifecycle::CaseEvent;
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::beneficiaries::partial_date::Precision;
use crate::cases::{CaseId, CaseStatus, ClosureReason};
use crate::certificates::CertificateId;
use crate::checklists::ProfileWarning;
use crate::db::schema::case_moves;
use crate::db::types::Json;
use crate::documents::HolderWish;
use crate::organisations::OrganisationId;
use crate::programmes::PathwayStep;
use crate::{id_type, text_enum};

id_type!(CaseMoveId);

text_enum! {
    /// Why a case rests; a code and no text, so that nothing about health gets written down.
    SuspensionReason {
        HealthOrFamily = "health_or_family",
        Work = "work",
        Training = "training",
        Moving = "moving",
        NoInterpreter = "no_interpreter",
        Unreachable = "unreachable",
        Other = "other",
    }
}

text_enum! {
    /// A rule of the pathway that a supervisor may waive for one case.
    WaiverKind {
        /// Mandatory steps that were not held.
        Steps = "steps",
        /// Attendance below the programme's minimum.
        Attendance = "attendance",
    }
}

/// A waiver that stands.
#[derive(Clone, Debug)]
pub struct Waiver {
    pub kind: WaiverKind,
    pub reason: String,
    pub waived_by: UserId,
}

impl Protected for Waiver {
    const RESOURCE: Resource = Resource::Waiver;
}

/// A move that somebody asks for.
#[derive(Clone, Debug)]
pub struct NewMove {
    pub event: CaseEvent,
    /// Why, or the comment that a report is returned with.
    pub reason: Option<String>,
    pub suspension: Option<Suspension>,
    pub closure_reason: Option<ClosureReason>,
    /// How the person wants to be named on the certificate that is issued.
    pub wish: HolderWish,
}

#[derive(Clone, Debug)]
pub struct Suspension {
    pub reason: SuspensionReason,
    /// The day by which somebody looks at the case again.
    pub review_on: NaiveDate,
}

/// A move that was made.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = case_moves)]
pub struct CaseMove {
    pub id: CaseMoveId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub event: CaseEvent,
    pub from_status: Option<CaseStatus>,
    pub to_status: CaseStatus,
    pub reason: Option<String>,
    pub at: NaiveDateTime,
    pub moved_by: UserId,
}

/// A move with what came of it.
#[derive(Clone, Debug)]
pub struct MoveDone {
    pub made: CaseMove,
    pub case_version: i32,
    pub certificate_id: Option<CertificateId>,
    /// Of the profile that a report rests on.
    pub warnings: Vec<ProfileWarning>,
}

/// A move of the past, as the history shows it. The first one, the opening, is no [`CaseEvent`].
#[derive(Clone, Debug, Queryable)]
pub struct PastMove {
    pub id: CaseMoveId,
    pub event: String,
    pub from_status: Option<CaseStatus>,
    pub to_status: CaseStatus,
    pub reason: Option<String>,
    pub at: NaiveDateTime,
    pub moved_by: UserId,
    pub moved_by_name: String,
}

/// A way out of the present state, with the guards that this actor does not meet.
#[derive(Clone, Debug)]
pub struct Offer {
    pub event: CaseEvent,
    pub unmet: Vec<&'static str>,
    /// Of the profile that a report rests on.
    pub warnings: Vec<ProfileWarning>,
}

/// What the guards need to know, from the tables of several features.
#[derive(Debug, Queryable)]
pub struct CaseView {
    pub programme: ProgrammeRules,
    pub person: PersonView,
    pub preparation: Preparation,
    pub profile: ProfileView,
    pub conclusion: Conclusion,
    pub actor: ActorView,
    /// The job centre has a prefix for its certificates' numbers.
    pub issuer_numbered: bool,
}

#[derive(Debug, Queryable)]
pub struct ProgrammeRules {
    pub minimum_attendance_percent: i32,
    pub certificate_rule: String,
    pub ends_on: Option<NaiveDate>,
    /// Of the edition that the case follows.
    pub steps: Json<Vec<PathwayStep>>,
}

#[derive(Debug, Queryable)]
pub struct PersonView {
    pub name_confirmed: bool,
    pub interpreter_needed: bool,
    pub birth_on: Option<NaiveDate>,
    pub birth_precision: Option<Precision>,
}

#[derive(Debug, Queryable)]
pub struct Preparation {
    pub notice_delivered: bool,
    pub notice_understood: bool,
    pub interpreter_recorded: bool,
    pub agreement_signed: bool,
    pub guardian_signed: bool,
    pub group_joined: bool,
}

#[derive(Debug, Queryable)]
pub struct ProfileView {
    pub experience_recorded: bool,
    pub competence_linked: bool,
    pub final_assessment: bool,
    pub goal_discussed: bool,
    pub evidence_contradicted: bool,
}

#[derive(Debug, Queryable)]
pub struct Conclusion {
    pub session_unrecorded: bool,
    pub certificate_valid: bool,
    pub next_step: bool,
    pub referral_made: bool,
    pub referral_open: bool,
    pub follow_up_reached: bool,
    pub follow_up_attempts: Option<i64>,
}

/// What the acting user is to the case.
#[derive(Debug, Queryable)]
pub struct ActorView {
    pub leads: bool,
    pub works_on_it: bool,
    /// For somebody who works or worked on it, on some day of that time.
    pub stood_in: bool,
    pub worked_on_it: bool,
    /// Wrote the final assessment.
    pub assessed: bool,
    /// Submitted a report on it.
    pub reported: bool,
}

/// A past session of one of the person's groups without a word on their attendance.
#[derive(Clone, Debug, Queryable)]
pub struct UnrecordedSession {
    pub scheduled_from: NaiveDateTime,
    pub joined_on: NaiveDate,
    pub left_on: Option<NaiveDate>,
}
