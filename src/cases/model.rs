use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::ResourceOrLimit;
use crate::access::{Protected, Resource, Role};
use crate::accounts::UserId;
use crate::beneficiaries::BeneficiaryId;
use crate::db::schema::{beneficiaries, case_operators, cases, past_assignments, programmes};
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::intake_referrals::IntakeReferralId;
use crate::organisations::OrganisationId;
use crate::programmes::{PathwayTemplateId, ProgrammeId};
use crate::{id_type, text_enum};

id_type!(CaseId);
id_type!(PastAssignmentId);

text_enum! {
    /// Where a case stands; `lifecycle` says how it moves.
    CaseStatus {
        Opened = "opened",
        Preliminary = "preliminary",
        Agreed = "agreed",
        Investigation = "investigation",
        Conclusion = "conclusion",
        ReportSubmitted = "report_submitted",
        ReportApproved = "report_approved",
        Completed = "completed",
        FollowUp = "follow_up",
        Closed = "closed",
        Suspended = "suspended",
        Withdrawn = "withdrawn",
    }
}

impl CaseStatus {
    /// Refuses a change to a case that is closed or was withdrawn.
    pub fn ensure_not_ended(self) -> Result<()> {
        match self {
            Self::Closed | Self::Withdrawn => Err(Error::Conflict("case_ended")),
            _ => Ok(()),
        }
    }

    /// Refuses a change to a case on which nobody works now: ended, or suspended.
    pub fn ensure_open(self) -> Result<()> {
        self.ensure_not_ended()?;
        match self {
            Self::Suspended => Err(Error::Conflict("case_suspended")),
            _ => Ok(()),
        }
    }
}

text_enum! {
    /// What somebody is to a case.
    OperatorPart {
        Lead = "lead",
        Co = "co",
        /// Bridges languages; has no reach to the case by that.
        Mediator = "mediator",
    }
}

impl OperatorPart {
    /// The parts of those who work on the case themselves, and so have it in their caseload.
    pub const WORKING: &[Self] = &[Self::Lead, Self::Co];

    /// The roles, one of which somebody with this part must have at the case's job centre.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Lead | Self::Co => &[Role::Operator, Role::Supervisor],
            Self::Mediator => &[Role::Mediator],
        }
    }
}

text_enum! {
    /// What a supervisor should look at, though it does not stand in the way.
    AssignmentWarning {
        /// Somebody works on more running cases than the job centre has set as the limit.
        CaseloadAboveLimit = "caseload_above_limit",
    }
}

text_enum! {
    ClosureReason {
        Completed = "completed",
        WithdrawnByPerson = "withdrawn_by_person",
        Unreachable = "unreachable",
        MovedOrTransferred = "moved_or_transferred",
        FoundWork = "found_work",
        LostEligibility = "lost_eligibility",
        HealthOrFamily = "health_or_family",
        ProgrammeEnded = "programme_ended",
        Duplicate = "duplicate",
        Deceased = "deceased",
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = cases)]
#[diesel(treat_none_as_null = true)]
pub struct Case {
    pub id: CaseId,
    pub organisation_id: OrganisationId,
    /// What stands for the person where the name should not: `2026-000123`.
    pub case_code: String,
    pub beneficiary_id: BeneficiaryId,
    pub programme_id: ProgrammeId,
    /// The edition of the pathway that this case follows, whatever the programme takes later.
    pub pathway_template_id: PathwayTemplateId,
    pub intake_referral_id: Option<IntakeReferralId>,
    pub status: CaseStatus,
    /// Where a suspended case goes on from.
    pub suspended_from: Option<CaseStatus>,
    pub suspension_reason: Option<String>,
    pub suspension_review_on: Option<NaiveDate>,
    pub closure_reason: Option<ClosureReason>,
    /// What the person came for, in their words.
    pub starting_request: Option<String>,
    pub needs_analysis: String,
    pub waived_steps_reason: Option<String>,
    pub waived_steps_by: Option<UserId>,
    pub attendance_waiver_reason: Option<String>,
    pub attendance_waiver_by: Option<UserId>,
    pub synthesis_given_on: Option<NaiveDate>,
    pub synthesis_language: Option<String>,
    /// What the person says to the synthesis; `without_observations` when nothing, asked for.
    pub observations: Option<String>,
    pub without_observations: bool,
    pub without_next_steps: bool,
    /// When the person is to be asked next how they fare.
    pub follow_up_due_on: Option<NaiveDate>,
    pub opened_at: NaiveDateTime,
    pub started_at: Option<NaiveDateTime>,
    pub ended_at: Option<NaiveDateTime>,
    pub version: i32,
    pub created_by: UserId,
    pub updated_at: NaiveDateTime,
    /// Under whose data key its notes are sealed, where a merge gave the case another person.
    pub key_holder_id: Option<BeneficiaryId>,
    pub resources_and_limits: Json<Vec<ResourceOrLimit>>,
}

/// Of a case what may be asked by who holds a code that opens a part of it: where it stands, and under whose
/// data key its secrets are.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct CaseStanding {
    pub id: CaseId,
    pub organisation_id: OrganisationId,
    pub beneficiary_id: BeneficiaryId,
    pub key_holder_id: Option<BeneficiaryId>,
    pub status: CaseStatus,
}

impl CaseStanding {
    /// As [`Case::key_holder`].
    pub fn key_holder(&self) -> &BeneficiaryId {
        self.key_holder_id.as_ref().unwrap_or(&self.beneficiary_id)
    }
}

impl From<&Case> for CaseStanding {
    fn from(case: &Case) -> Self {
        Self {
            id: case.id.clone(),
            organisation_id: case.organisation_id.clone(),
            beneficiary_id: case.beneficiary_id.clone(),
            key_holder_id: case.key_holder_id.clone(),
            status: case.status,
        }
    }
}

impl Protected for Case {
    const RESOURCE: Resource = Resource::Case;
}

impl Case {
    /// Under whose data key what is told in confidence is sealed, whoever the record stands under now.
    pub fn key_holder(&self) -> &BeneficiaryId {
        self.key_holder_id.as_ref().unwrap_or(&self.beneficiary_id)
    }

    /// [`CaseStatus::ensure_not_ended`] of its status.
    pub fn ensure_not_ended(&self) -> Result<()> {
        self.status.ensure_not_ended()
    }

    /// [`CaseStatus::ensure_open`] of its status.
    pub fn ensure_open(&self) -> Result<()> {
        self.status.ensure_open()
    }

    /// Whether the case has come as far as a state; never so for one that was withdrawn. A suspended
    /// case stands where it will go on from.
    pub fn has_reached(&self, status: CaseStatus) -> bool {
        let present = self.suspended_from.unwrap_or(self.status);
        present != CaseStatus::Withdrawn && present >= status
    }
}

/// A case to be opened in the acting user's organisation.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Made by a client that wrote the case down before it could send it.
    pub id: Option<CaseId>,
    pub beneficiary_id: BeneficiaryId,
    pub programme_id: ProgrammeId,
    /// Who leads it, if not the acting user; only a supervisor says so.
    pub lead_operator_id: Option<UserId>,
    /// The referral that it is opened for.
    pub intake_referral_id: Option<IntakeReferralId>,
}

/// What the opening of a case looks at in its programme.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = programmes)]
pub struct Opening {
    pub pathway_template_id: PathwayTemplateId,
    /// How many cases may run at the same time.
    pub capacity: Option<i32>,
    pub active: bool,
    pub ends_on: Option<NaiveDate>,
}

/// One operator's part in a case.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = case_operators)]
pub struct Assignment {
    pub case_id: CaseId,
    pub user_id: UserId,
    pub organisation_id: OrganisationId,
    pub part: OperatorPart,
    pub assigned_at: NaiveDateTime,
}

impl Protected for Assignment {
    const RESOURCE: Resource = Resource::Assignment;
}

/// A part in a case that somebody no longer has.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = past_assignments)]
pub struct PastAssignment {
    pub id: PastAssignmentId,
    pub case_id: CaseId,
    pub user_id: UserId,
    pub organisation_id: OrganisationId,
    pub part: OperatorPart,
    pub assigned_at: NaiveDateTime,
    pub ended_at: NaiveDateTime,
}

impl Assignment {
    pub fn ended(self, ended_at: NaiveDateTime) -> PastAssignment {
        PastAssignment {
            id: PastAssignmentId::new(),
            case_id: self.case_id,
            user_id: self.user_id,
            organisation_id: self.organisation_id,
            part: self.part,
            assigned_at: self.assigned_at,
            ended_at,
        }
    }
}

/// An assignment as every screen shows it.
#[derive(Clone, Debug)]
pub struct Assigned {
    pub assignment: Assignment,
    pub display_name: String,
    /// Whether the user can still act here: neither disabled nor without the role.
    pub active: bool,
    pub stand_in: Option<PresentStandIn>,
}

/// Who has a colleague's caseload today.
#[derive(Clone, Debug)]
pub struct PresentStandIn {
    pub user_id: UserId,
    pub display_name: String,
    pub to_on: NaiveDate,
}

/// Who works on a case, with the case's version.
#[derive(Clone, Debug)]
pub struct Assignments {
    pub version: i32,
    pub assigned: Vec<Assigned>,
    pub warnings: Vec<AssignmentWarning>,
}

/// Somebody to whom a case can be given.
#[derive(Clone, Debug, Queryable)]
pub struct Candidate {
    pub user_id: UserId,
    pub display_name: String,
    /// Running cases that they work on.
    pub cases: Option<i64>,
    /// The last day of their absence, if somebody stands in for them today.
    pub absent_until: Option<NaiveDate>,
}

/// What went from one user to another.
#[derive(Clone, Debug)]
pub struct HandedOver {
    pub case_ids: Vec<CaseId>,
    /// Planned sessions that have another conductor or mediator now.
    pub sessions: usize,
    pub groups: usize,
    pub warnings: Vec<AssignmentWarning>,
}

/// The person of a case, as screens show them.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = beneficiaries)]
pub struct CasePerson {
    pub id: BeneficiaryId,
    pub person_code: String,
    pub given_name: String,
    pub family_name: String,
    pub name_original_script: Option<String>,
}

/// The programme of a case, as screens show it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = programmes)]
pub struct CaseProgramme {
    pub id: ProgrammeId,
    pub code: String,
    pub title: String,
}

/// What a list shows of the case itself.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct CaseSummary {
    pub id: CaseId,
    pub case_code: String,
    pub status: CaseStatus,
    pub follow_up_due_on: Option<NaiveDate>,
    pub opened_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
    pub updated_at: NaiveDateTime,
}

/// How much of a plan there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanSummary {
    pub next_steps: i64,
    pub open_next_steps: i64,
    pub follow_ups: i64,
    pub last_contact_on: Option<NaiveDate>,
}

/// A case with what a screen shows around it.
#[derive(Clone, Debug)]
pub struct CaseView {
    pub case: Case,
    pub person: CasePerson,
    pub programme: CaseProgramme,
    pub plan: PlanSummary,
    pub assignments: Vec<Assigned>,
}

/// A row of a list of cases.
#[derive(Clone, Debug)]
pub struct ListedCase {
    pub summary: CaseSummary,
    pub person: CasePerson,
    pub programme: CaseProgramme,
    pub assignments: Vec<Assigned>,
}

/// Which cases to list.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    pub status: Option<CaseStatus>,
    pub programme_id: Option<ProgrammeId>,
    /// People to be asked how they fare on this day or before.
    pub follow_up_due_by: Option<NaiveDate>,
    /// Running cases whose lead cannot act any more.
    pub without_lead: bool,
}

/// Refuses a day on which nothing of a case can have happened yet.
pub fn ensure_past(day: NaiveDate, today: NaiveDate) -> std::result::Result<(), &'static str> {
    if day > today {
        Err("in_the_future")
    } else {
        Ok(())
    }
}
