use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::beneficiaries::{BeneficiaryId, Person};
use crate::cases::{CaseId, CaseStatus};
use crate::db::schema::intake_referrals;
use crate::organisations::OrganisationId;
use crate::programmes::ProgrammeId;
use crate::{id_type, text_enum};

id_type!(IntakeReferralId);

text_enum! {
    IntakeStatus {
        Sent = "sent",
        Received = "received",
        Accepted = "accepted",
        Declined = "declined",
        Withdrawn = "withdrawn",
        Expired = "expired",
    }
}

text_enum! {
    DeclineReason {
        NotEligible = "not_eligible",
        WrongService = "wrong_service",
        NoCapacity = "no_capacity",
        PersonNotWilling = "person_not_willing",
        Unreachable = "unreachable",
        Duplicate = "duplicate",
        OutOfTerritory = "out_of_territory",
    }
}

text_enum! {
    /// All that the sender of a referral learns of what became of it.
    Milestone {
        Sent = "sent",
        Received = "received",
        Accepted = "accepted",
        Declined = "declined",
        Started = "started",
        Finished = "finished",
        EndedEarly = "ended_early",
        Withdrawn = "withdrawn",
        Expired = "expired",
    }
}

/// A person told of to a job centre, seen from the side that sends.
#[derive(Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = intake_referrals)]
#[diesel(treat_none_as_null = true)]
pub struct IntakeReferral {
    pub id: IntakeReferralId,
    /// The job centre that receives it.
    pub organisation_id: OrganisationId,
    pub sender_organisation_id: OrganisationId,
    pub sender_user_id: UserId,
    pub programme_id: Option<ProgrammeId>,
    pub status: IntakeStatus,
    /// Either name may be empty, not both.
    pub given_name: String,
    pub family_name: String,
    pub birth_year: Option<i32>,
    pub preferred_language: Option<String>,
    pub contact: String,
    pub reason: String,
    pub expectations: String,
    pub urgent: bool,
    /// In ISO 639 the language that the consent to refer was asked in, and the day it was given.
    pub consent_language: String,
    pub consent_on: NaiveDate,
    pub consent_withdrawn_on: Option<NaiveDate>,
    pub contacted_on: Option<NaiveDate>,
    pub decline_reason: Option<DeclineReason>,
    pub decline_advice: Option<String>,
    pub case_id: Option<CaseId>,
    pub sent_at: NaiveDateTime,
    pub received_at: Option<NaiveDateTime>,
    pub decided_at: Option<NaiveDateTime>,
    pub decided_by: Option<UserId>,
    pub version: i32,
    pub updated_at: NaiveDateTime,
}

impl Protected for IntakeReferral {
    const RESOURCE: Resource = Resource::IntakeReferral;
}

impl IntakeReferral {
    pub fn names(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim()
            .to_owned()
    }
}

/// Who waits for a place in a programme.
#[derive(Clone)]
pub struct WaitingList {
    pub capacity: Option<i32>,
    pub running: i64,
    pub waiting: Vec<IntakeReferral>,
}

text_enum! {
    /// What the job centre does with a referral.
    IntakeEvent { Receive = "receive", Decline = "decline", Accept = "accept" }
}

/// The same record, seen from the side that receives.
#[derive(Clone)]
pub struct ReceivedReferral(pub IntakeReferral);

impl Protected for ReceivedReferral {
    const RESOURCE: Resource = Resource::ReceivedReferral;
}

/// What the sender is shown: what they sent, and a milestone while the consent stands.
pub struct SentReferral {
    pub referral: IntakeReferral,
    pub milestone: Option<Milestone>,
}

impl SentReferral {
    pub fn new(referral: IntakeReferral, case: Option<CaseStatus>) -> Self {
        let milestone = referral
            .consent_withdrawn_on
            .is_none()
            .then(|| milestone(referral.status, case));
        Self {
            referral,
            milestone,
        }
    }
}

fn milestone(status: IntakeStatus, case: Option<CaseStatus>) -> Milestone {
    use CaseStatus as C;
    match (status, case) {
        (IntakeStatus::Sent, _) => Milestone::Sent,
        (IntakeStatus::Received, _) => Milestone::Received,
        (IntakeStatus::Declined, _) => Milestone::Declined,
        (IntakeStatus::Withdrawn, _) => Milestone::Withdrawn,
        (IntakeStatus::Expired, _) => Milestone::Expired,
        (IntakeStatus::Accepted, Some(C::Withdrawn)) => Milestone::EndedEarly,
        (IntakeStatus::Accepted, Some(C::Completed | C::FollowUp | C::Closed)) => {
            Milestone::Finished
        }
        (IntakeStatus::Accepted, None | Some(C::Opened | C::Preliminary)) => Milestone::Accepted,
        (IntakeStatus::Accepted, Some(_)) => Milestone::Started,
    }
}

#[derive(Clone)]
pub struct NewIntakeReferral {
    pub id: Option<IntakeReferralId>,
    pub organisation_id: OrganisationId,
    pub programme_id: Option<ProgrammeId>,
    pub given_name: String,
    pub family_name: String,
    pub birth_year: Option<i32>,
    pub preferred_language: Option<String>,
    pub contact: String,
    pub reason: String,
    pub expectations: String,
    pub urgent: bool,
    pub consent_language: String,
    pub consent_on: NaiveDate,
}

/// What the sender may still change before the referral is received.
pub struct ReferralChange {
    pub birth_year: Option<Option<i32>>,
    pub preferred_language: Option<Option<String>>,
    pub contact: Option<String>,
    pub reason: Option<String>,
    pub expectations: Option<String>,
    pub urgent: Option<bool>,
}

/// What the receiver does with a referral.
pub enum Decision {
    Receive,
    Decline {
        reason: DeclineReason,
        advice: String,
    },
    Accept(Box<Acceptance>),
}

pub struct Acceptance {
    /// When the person was spoken with.
    pub contacted_on: Option<NaiveDate>,
    pub programme_id: ProgrammeId,
    pub whom: Whom,
    pub eligibility: Vec<EligibilityAnswer>,
    pub duplicates_weighed: bool,
}

/// The record that the case is opened for.
pub enum Whom {
    Known(BeneficiaryId),
    New(Box<Person>),
}

pub struct EligibilityAnswer {
    pub check_code: String,
    pub satisfied: bool,
    pub evidence: String,
    /// Why somebody is taken on who does not satisfy a mandatory check; a supervisor's to give.
    pub override_reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_learns_no_more_than_a_milestone() {
        use CaseStatus as C;
        let seen = |case| milestone(IntakeStatus::Accepted, Some(case));
        assert_eq!(seen(C::Opened), Milestone::Accepted);
        for running in [C::Agreed, C::ReportSubmitted, C::ReportApproved] {
            assert_eq!(seen(running), Milestone::Started);
        }
        // With or without a certificate: finished is finished.
        assert_eq!(seen(C::Completed), Milestone::Finished);
        assert_eq!(seen(C::FollowUp), Milestone::Finished);
        assert_eq!(seen(C::Withdrawn), Milestone::EndedEarly);
    }
}
