use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::ReplyEvent;
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::assessments::AssessmentItem;
use crate::beneficiaries::work_right::Evaluation;
use crate::beneficiaries::{BeneficiaryId, Contact};
use crate::cases::{Case, CaseId};
use crate::db::schema::outbound_referrals;
use crate::db::types::Json;
use crate::documents::DocumentId;
use crate::organisations::{OrganisationId, OrganisationKind};
use crate::sharing::SharingAuthorisationId;
use crate::{id_type, text_enum};

id_type!(OutboundReferralId);

text_enum! {
    /// What kind of service the person is referred to.
    ReferralKind {
        /// An employment centre (*centro per l'impiego*).
        Cpi = "cpi",
        /// Identification, validation and certification of competences.
        IvcService = "ivc_service",
        DiplomaRecognition = "diploma_recognition",
        Training = "training",
        LanguageCourse = "language_course",
        Internship = "internship",
        Employer = "employer",
        SelfEmploymentSupport = "self_employment_support",
        Microcredit = "microcredit",
        Legal = "legal",
        Social = "social",
        Health = "health",
        Housing = "housing",
        Other = "other",
    }
}

text_enum! {
    ReferralStatus {
        Draft = "draft",
        Sent = "sent",
        Acknowledged = "acknowledged",
        Accepted = "accepted",
        Rejected = "rejected",
        Completed = "completed",
        NoReply = "no_reply",
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// What came of a referral, as the recipient tells it.
    ReferralOutcome {
        /// The declaration of availability (DID) was made.
        AvailabilityDeclared = "availability_declared",
        /// The *patto di servizio personalizzato* was signed.
        ServiceAgreementSigned = "service_agreement_signed",
        ValidationStarted = "validation_started",
        RecognitionStarted = "recognition_started",
        CourseStarted = "course_started",
        InternshipStarted = "internship_started",
        Hired = "hired",
        SupportGiven = "support_given",
        PersonDidNotCome = "person_did_not_come",
        NotEligible = "not_eligible",
        NoPlaces = "no_places",
        WrongService = "wrong_service",
        Other = "other",
    }
}

text_enum! {
    /// What the sender should look at, though it does not stand in the way.
    ReferralWarning {
        WorkRightNotYet = "work_right_not_yet",
        WorkRightNone = "work_right_none",
        WorkRightToVerify = "work_right_to_verify",
        /// The recipient has no address for mail: nobody was told.
        RecipientWithoutEmail = "recipient_without_email",
    }
}

impl ReferralKind {
    /// Whether work follows from it, so that the right to work must be looked at before sending.
    pub fn leads_to_work(self) -> bool {
        matches!(self, Self::Cpi | Self::Employer | Self::Internship)
    }

    /// Whether organisations of a kind receive such referrals.
    pub fn goes_to(self, kind: OrganisationKind) -> bool {
        use OrganisationKind as Kind;
        match self {
            Self::Cpi => kind == Kind::EmploymentCentre,
            Self::Employer => kind == Kind::Employer,
            Self::Internship => crate::sharing::receives_referrals(kind),
            _ => kind != Kind::Employer && crate::sharing::receives_referrals(kind),
        }
    }
}

impl ReferralStatus {
    /// What the recipient can see, while the authorisation is live.
    pub const SHARED: &[Self] = &[
        Self::Sent,
        Self::Acknowledged,
        Self::Accepted,
        Self::Rejected,
        Self::Completed,
        Self::NoReply,
    ];
}

/// The advice on the right to work as it was when the referral was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkRightSnapshot {
    /// `full`, `limited`, `not_yet`, `none` or `to_verify`.
    pub result: String,
    /// The first day on which the person may work without limits, where that is known.
    pub may_work_from: Option<NaiveDate>,
    pub rule_id: String,
    pub note: String,
    pub evaluated_on: NaiveDate,
}

impl WorkRightSnapshot {
    pub fn of(evaluation: Evaluation, on: NaiveDate) -> Self {
        Self {
            result: evaluation.result.code().to_owned(),
            may_work_from: evaluation.result.free_from(on),
            rule_id: evaluation.rule_id,
            note: evaluation.note,
            evaluated_on: on,
        }
    }

    pub fn warning(&self) -> Option<ReferralWarning> {
        match self.result.as_str() {
            "not_yet" => Some(ReferralWarning::WorkRightNotYet),
            "none" => Some(ReferralWarning::WorkRightNone),
            "to_verify" => Some(ReferralWarning::WorkRightToVerify),
            _ => None,
        }
    }

    /// Whether the person may not work now, by the rules.
    pub fn is_missing(&self) -> bool {
        matches!(self.result.as_str(), "not_yet" | "none")
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = outbound_referrals)]
#[diesel(treat_none_as_null = true)]
pub struct OutboundReferral {
    pub id: OutboundReferralId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub recipient_organisation_id: OrganisationId,
    pub authorisation_id: SharingAuthorisationId,
    pub letter_id: Option<DocumentId>,
    pub kind: ReferralKind,
    /// What is asked, in the operator's words.
    pub request: String,
    pub status: ReferralStatus,
    pub work_right: Option<Json<WorkRightSnapshot>>,
    pub sent_at: Option<NaiveDateTime>,
    pub answered_at: Option<NaiveDateTime>,
    pub outcome: Option<ReferralOutcome>,
    pub reply: String,
    pub version: i32,
    pub created_by: UserId,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl Protected for OutboundReferral {
    const RESOURCE: Resource = Resource::OutboundReferral;
}

impl OutboundReferral {
    /// How long a recipient has to reply, as the letter asks: the time in which the network's
    /// services make a first contact.
    pub const TO_REPLY: TimeDelta = TimeDelta::days(30);

    pub fn reply_is_due(&self, now: NaiveDateTime) -> bool {
        self.sent_at.is_none_or(|sent| sent + Self::TO_REPLY <= now)
    }
}

#[derive(Clone, Debug)]
pub struct NewOutboundReferral {
    pub kind: ReferralKind,
    pub recipient_organisation_id: OrganisationId,
    pub request: String,
    pub authorisation_id: SharingAuthorisationId,
    pub document_ids: Vec<DocumentId>,
}

/// A referral after an operation, with its documents.
#[derive(Clone, Debug)]
pub struct Moved {
    pub referral: OutboundReferral,
    pub document_ids: Vec<DocumentId>,
    pub warnings: Vec<ReferralWarning>,
}

impl Moved {
    pub fn new(referral: OutboundReferral, document_ids: Vec<DocumentId>) -> Self {
        let snapshot = referral.work_right.as_ref().map(Json::get);
        let warning = snapshot.and_then(|snapshot| snapshot.warning());
        Self {
            referral,
            document_ids,
            warnings: warning.into_iter().collect(),
        }
    }
}

/// A referral as its recipient sees it.
#[derive(Clone, Debug)]
pub struct InboxReferral {
    pub referral: OutboundReferral,
    pub includes_contact: bool,
    pub includes_work_right: bool,
    /// The last day on which the recipient sees it.
    pub expires_on: NaiveDate,
    /// Whether the recipient's agreement with the sender has ended, and none is in force.
    pub lapsed: bool,
}

impl Protected for InboxReferral {
    const RESOURCE: Resource = Resource::InboxReferral;
}

/// What the recipient answers.
#[derive(Clone, Debug)]
pub struct Reply {
    pub event: ReplyEvent,
    pub outcome: Option<ReferralOutcome>,
    pub reply: String,
}

/// A document as a referral lists it.
#[derive(Clone, Debug, Queryable)]
pub struct SharedDocument {
    pub id: DocumentId,
    pub kind: String,
    pub edition: i32,
    pub status: String,
    pub file_hash: Option<String>,
    /// The number of a certificate.
    pub number: Option<String>,
}

/// The person as far as a referral tells.
#[derive(Clone, Debug, Queryable)]
pub struct Person {
    pub given_name: String,
    pub family_name: String,
    pub name_original_script: Option<String>,
    pub preferred_language: String,
    pub interpreter_needed: bool,
    pub municipality: Option<String>,
    contacts: Json<Vec<Contact>>,
}

impl Person {
    pub fn name(&self) -> String {
        let words = [self.given_name.as_str(), self.family_name.as_str()];
        words.join(" ").trim().to_owned()
    }

    /// See [`Contact::first_safe`].
    pub fn safe_contact(&self) -> Option<Contact> {
        Contact::first_safe(self.contacts.get())
    }
}

/// What the sending of a referral looks at: the case with its person, programme and organisations.
#[derive(Clone, Debug)]
pub struct SendingCase {
    pub case: Case,
    pub beneficiary_id: BeneficiaryId,
    pub person: Person,
    pub programme_title: String,
    pub project_code: Option<String>,
    pub funder: String,
    pub work_right_blocks: bool,
    pub sender: Office,
    pub recipient: Office,
    /// The name of who sends.
    pub signatory: String,
    pub goal: Option<String>,
    pub competences: Vec<RecordedCompetence>,
    /// What the final assessment found.
    pub assessed: Vec<AssessmentItem>,
}

/// A competence as it stands in the profile.
#[derive(Clone, Debug, Queryable)]
pub struct RecordedCompetence {
    pub id: String,
    pub label: String,
    pub agreed_level: Option<i32>,
}

/// An organisation as a letter names it.
#[derive(Clone, Debug, Queryable)]
pub struct Office {
    pub name: String,
    pub kind: OrganisationKind,
    pub municipality: String,
    pub address: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub active: bool,
}

/// A line of the recipient's list.
#[derive(Clone, Debug, Queryable)]
pub struct InboxItem {
    pub id: OutboundReferralId,
    pub kind: ReferralKind,
    pub status: ReferralStatus,
    pub sender_organisation_id: OrganisationId,
    pub sender_name: String,
    pub given_name: String,
    pub family_name: String,
    pub sent_at: Option<NaiveDateTime>,
    pub expires_on: NaiveDate,
}

/// What the recipient reads.
#[derive(Clone, Debug)]
pub struct InboxDetail {
    pub referral: OutboundReferral,
    pub expires_on: NaiveDate,
    pub sender: Office,
    pub person: Person,
    /// None where the person did not authorise it, or has no safe way.
    pub contact: Option<Contact>,
    /// None where the person did not authorise it, or it is not known.
    pub may_work_from: Option<NaiveDate>,
    pub letter: Option<SharedDocument>,
    pub documents: Vec<SharedDocument>,
}
