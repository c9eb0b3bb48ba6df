use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::resources_and_limits::ResourceOrLimitBody;
use crate::accounts::UserId;
use crate::beneficiaries::BeneficiaryId;
use crate::cases::routes::assignments::CaseAssignmentBody;
use crate::cases::{
    Case, CaseId, CasePerson, CaseProgramme, CaseStatus, CaseView, ClosureReason, ListedCase,
    NewCase, PlanSummary,
};
use crate::error::{Checks, Error, Result};
use crate::http::{Change, Day};
use crate::intake_referrals::IntakeReferralId;
use crate::programmes::{PathwayTemplateId, ProgrammeId};
use crate::text_enum;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCaseBody {
    /// A UUIDv7 that the client made.
    id: Option<CaseId>,
    beneficiary_id: BeneficiaryId,
    programme_id: ProgrammeId,
    /// Who leads the case, if not who opens it; only supervisors may say so.
    lead_operator_id: Option<UserId>,
}

impl TryFrom<NewCaseBody> for NewCase {
    type Error = Error;

    fn try_from(body: NewCaseBody) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure(body.id.as_ref().is_none_or(is_v7), "/id", "wrong_form");
        checks.finish(|| {
            Some(Self {
                id: body.id,
                beneficiary_id: body.beneficiary_id,
                programme_id: body.programme_id,
                lead_operator_id: body.lead_operator_id,
                intake_referral_id: None,
            })
        })
    }
}

fn is_v7(id: &CaseId) -> bool {
    uuid::Uuid::try_parse(id.as_str()).is_ok_and(|id| id.get_version_num() == 7)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CasesQuery {
    pub status: Option<CaseStatus>,
    pub programme_id: Option<ProgrammeId>,
    /// Only people to be asked how they fare on this day or before.
    #[param(value_type = Option<NaiveDate>)]
    pub follow_up_due_by: Option<Day>,
    /// `none`: only running cases whose lead operator cannot act any more, to be given to others.
    #[param(inline)]
    pub lead: Option<LeadFilter>,
    pub limit: Option<i64>,
    pub cursor: Option<String>,
}

text_enum! {
    LeadFilter { None = "none" }
}

/// A merge patch of what is written in a case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CasePatch {
    /// What the person came for, in their words (*domanda iniziale*); the report says it.
    #[serde(default)]
    pub starting_request: Change<String>,
    #[serde(default)]
    pub needs_analysis: Change<String>,
    #[serde(default)]
    pub synthesis_given_on: Change<Day>,
    /// ISO 639-1 or 639-3.
    #[serde(default)]
    pub synthesis_language: Change<String>,
    #[serde(default)]
    pub observations: Change<String>,
    #[serde(default)]
    pub without_observations: Change<bool>,
    #[serde(default)]
    pub without_next_steps: Change<bool>,
    /// All of them, in place of those before.
    #[serde(default)]
    pub resources_and_limits: Change<Vec<ResourceOrLimitBody>>,
}

#[derive(Serialize, ToSchema)]
pub struct CasePersonBody {
    beneficiary_id: BeneficiaryId,
    person_code: String,
    given_name: String,
    family_name: String,
    name_original_script: Option<String>,
}

impl From<CasePerson> for CasePersonBody {
    fn from(person: CasePerson) -> Self {
        let CasePerson {
            id,
            person_code,
            given_name,
            family_name,
            name_original_script,
        } = person;
        Self {
            beneficiary_id: id,
            person_code,
            given_name,
            family_name,
            name_original_script,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct CaseProgrammeBody {
    programme_id: ProgrammeId,
    code: String,
    title: String,
}

impl From<CaseProgramme> for CaseProgrammeBody {
    fn from(programme: CaseProgramme) -> Self {
        let CaseProgramme { id, code, title } = programme;
        Self {
            programme_id: id,
            code,
            title,
        }
    }
}

/// What a list shows of a case.
#[derive(Serialize, ToSchema)]
pub struct ListedCaseBody {
    id: CaseId,
    case_code: String,
    status: CaseStatus,
    follow_up_due_on: Option<NaiveDate>,
    person: CasePersonBody,
    programme: CaseProgrammeBody,
    assignments: Vec<CaseAssignmentBody>,
    opened_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
}

impl From<ListedCase> for ListedCaseBody {
    fn from(row: ListedCase) -> Self {
        let summary = row.summary;
        Self {
            id: summary.id,
            case_code: summary.case_code,
            status: summary.status,
            follow_up_due_on: summary.follow_up_due_on,
            person: row.person.into(),
            programme: row.programme.into(),
            assignments: row.assignments.into_iter().map(Into::into).collect(),
            opened_at: summary.opened_at.and_utc(),
            ended_at: summary.ended_at.map(|at| at.and_utc()),
            updated_at: summary.updated_at.and_utc(),
        }
    }
}

/// A rule that a supervisor has lifted for one case.
#[derive(Serialize, ToSchema)]
pub struct CaseWaiverBody {
    reason: String,
    waived_by: UserId,
}

fn waiver(reason: Option<String>, by: Option<UserId>) -> Option<CaseWaiverBody> {
    let (reason, waived_by) = reason.zip(by)?;
    Some(CaseWaiverBody { reason, waived_by })
}

#[derive(Serialize, ToSchema)]
pub struct PlanSummaryBody {
    next_steps: i64,
    open_next_steps: i64,
    follow_ups: i64,
    last_contact_on: Option<NaiveDate>,
}

impl From<PlanSummary> for PlanSummaryBody {
    fn from(plan: PlanSummary) -> Self {
        let PlanSummary {
            next_steps,
            open_next_steps,
            follow_ups,
            last_contact_on,
        } = plan;
        Self {
            next_steps,
            open_next_steps,
            follow_ups,
            last_contact_on,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct CaseBody {
    id: CaseId,
    case_code: String,
    status: CaseStatus,
    /// Where a suspended case goes on from.
    suspended_from: Option<CaseStatus>,
    suspension_reason: Option<String>,
    suspension_review_on: Option<NaiveDate>,
    closure_reason: Option<ClosureReason>,
    person: CasePersonBody,
    programme: CaseProgrammeBody,
    pathway_template_id: PathwayTemplateId,
    intake_referral_id: Option<IntakeReferralId>,
    assignments: Vec<CaseAssignmentBody>,
    /// What the person came for, in their words.
    starting_request: Option<String>,
    needs_analysis: String,
    steps_waiver: Option<CaseWaiverBody>,
    attendance_waiver: Option<CaseWaiverBody>,
    synthesis_given_on: Option<NaiveDate>,
    synthesis_language: Option<String>,
    observations: Option<String>,
    without_observations: bool,
    without_next_steps: bool,
    resources_and_limits: Vec<ResourceOrLimitBody>,
    plan: PlanSummaryBody,
    /// When the person is to be asked next how they fare.
    follow_up_due_on: Option<NaiveDate>,
    opened_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    created_by: UserId,
    updated_at: DateTime<Utc>,
}

fn all<T: Into<B>, B>(of: Vec<T>) -> Vec<B> {
    of.into_iter().map(Into::into).collect()
}

impl From<CaseView> for CaseBody {
    fn from(view: CaseView) -> Self {
        let Case {
            id,
            organisation_id: _,
            case_code,
            beneficiary_id: _,
            programme_id: _,
            pathway_template_id,
            intake_referral_id,
            status,
            suspended_from,
            suspension_reason,
            suspension_review_on,
            closure_reason,
            starting_request,
            needs_analysis,
            waived_steps_reason,
            waived_steps_by,
            attendance_waiver_reason,
            attendance_waiver_by,
            synthesis_given_on,
            synthesis_language,
            observations,
            without_observations,
            without_next_steps,
            follow_up_due_on,
            opened_at,
            started_at,
            ended_at,
            version: _,
            created_by,
            updated_at,
            key_holder_id: _,
            resources_and_limits,
        } = view.case;
        Self {
            id,
            case_code,
            status,
            suspended_from,
            suspension_reason,
            suspension_review_on,
            closure_reason,
            person: view.person.into(),
            programme: view.programme.into(),
            pathway_template_id,
            intake_referral_id,
            assignments: all(view.assignments),
            starting_request,
            needs_analysis,
            steps_waiver: waiver(waived_steps_reason, waived_steps_by),
            attendance_waiver: waiver(attendance_waiver_reason, attendance_waiver_by),
            synthesis_given_on,
            synthesis_language,
            observations,
            without_observations,
            without_next_steps,
            resources_and_limits: all(resources_and_limits.get()),
            plan: view.plan.into(),
            follow_up_due_on,
            opened_at: opened_at.and_utc(),
            started_at: started_at.map(|at| at.and_utc()),
            ended_at: ended_at.map(|at| at.and_utc()),
            created_by,
            updated_at: updated_at.and_utc(),
        }
    }
}
