use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::beneficiaries::BeneficiaryId;
use crate::db::schema::cases;
use crate::error::{Error, Result};
use crate::intake_referrals::IntakeReferralId;
use crate::organisations::OrganisationId;
use crate::programmes::{PathwayTemplateId, ProgrammeId};
use crate::{id_type, text_enum};

id_type!(CaseId);

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

text_enum! {
    /// What an operator is to a case.
    OperatorPart { Lead = "lead", Co = "co" }
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
    pub opened_at: NaiveDateTime,
    pub started_at: Option<NaiveDateTime>,
    pub ended_at: Option<NaiveDateTime>,
    pub version: i32,
    pub created_by: UserId,
    pub updated_at: NaiveDateTime,
}

impl Protected for Case {
    const RESOURCE: Resource = Resource::Case;
}

impl Case {
    /// Refuses changes to a case that has ended or rests.
    pub fn ensure_open(&self) -> Result<()> {
        match self.status {
            CaseStatus::Closed | CaseStatus::Withdrawn => Err(Error::Conflict("case_ended")),
            CaseStatus::Suspended => Err(Error::Conflict("case_suspended")),
            _ => Ok(()),
        }
    }
}
