use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::schema::{reference_links, reference_requests};
use crate::organisations::OrganisationId;
use crate::profiles::{EvidenceId, EvidenceVerification};
use crate::{id_type, text_enum};

id_type!(ReferenceRequestId);
id_type!(ReferenceLinkId);

text_enum! {
    ReferenceStatus {
        /// Contact with the country of origin, which a supervisor has to approve.
        AwaitingApproval = "awaiting_approval",
        Asked = "asked",
        /// Derived, never kept: nobody answered in time.
        Expired = "expired",
        Answered = "answered",
        /// The answer counts for nothing.
        Dismissed = "dismissed",
        /// A supervisor did not approve it.
        Declined = "declined",
        Revoked = "revoked",
    }
}

text_enum! {
    /// Whether what the statement says is so.
    ReferenceAnswer { Yes = "yes", Partly = "partly", No = "no", CannotSay = "cannot_say" }
}

impl ReferenceAnswer {
    /// Whether an operator may write by this answer what they found.
    pub fn supports(self, found: EvidenceVerification) -> bool {
        let confirms = matches!(self, Self::Yes | Self::Partly);
        confirms || found != EvidenceVerification::VerifiedByIssuer
    }

    /// What the operator is to consider for the evidence; none where they have to read what was written.
    pub fn proposes(self) -> Option<EvidenceVerification> {
        match self {
            Self::Yes => Some(EvidenceVerification::VerifiedByIssuer),
            Self::Partly => None,
            Self::No => Some(EvidenceVerification::Contradicted),
            Self::CannotSay => Some(EvidenceVerification::NotVerifiable),
        }
    }
}

text_enum! {
    /// Why a request is taken back.
    ReferenceRevocation {
        /// The person does not agree any more, and owes no reason.
        PersonWithdrew = "person_withdrew",
        WrongContact = "wrong_contact",
        NotNeeded = "not_needed",
    }
}

text_enum! {
    /// The languages that contacts are written to in.
    ReferenceLanguage { It = "it", En = "en", Fr = "fr", Es = "es", Ar = "ar" }
}

/// How long a link can be used after it was made.
pub const LINK_LIFETIME: TimeDelta = TimeDelta::days(30);

/// Who is asked. Kept sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReferenceContact {
    pub organisation_name: String,
    pub contact_name: String,
    pub email: String,
    /// Where they are, or, of an authority, whose it is: that of an embassy is the country that sent it.
    pub country: String,
}

/// What the contact reads. Kept sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReferenceStatement {
    /// The person's name as they want it to be shown.
    pub shown_name: String,
    pub statement: String,
}

/// What the contact writes beside their answer. Kept sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReferenceWords {
    /// Empty where they add nothing.
    pub words: String,
    pub signatory_name: String,
    pub signatory_role: String,
    /// How they know the person; empty where they do not say.
    pub relation: String,
}

/// Somebody is asked to confirm a piece of evidence. Of each there is one open request at most.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reference_requests)]
#[diesel(treat_none_as_null = true)]
pub struct ReferenceRequest {
    pub id: ReferenceRequestId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub evidence_id: EvidenceId,
    pub language: ReferenceLanguage,
    /// A [`ReferenceContact`] under the person's data key.
    pub sealed_contact: String,
    /// A [`ReferenceStatement`], likewise.
    pub sealed_statement: String,
    /// When the person agreed to this contact and this text.
    pub agreed_on: NaiveDate,
    /// The language in which it was explained to them.
    pub explained_in: String,
    /// Whether the contact leads to the country of origin of somebody for whom that is barred.
    pub origin_contact: bool,
    /// When the person signed that they want it all the same.
    pub origin_authorised_on: Option<NaiveDate>,
    pub status: ReferenceStatus,
    pub asked_by: UserId,
    pub asked_at: NaiveDateTime,
    /// The supervisor who approved or declined the contact.
    pub decided_by: Option<UserId>,
    pub decided_at: Option<NaiveDateTime>,
    /// None also where the case ended.
    pub revocation_reason: Option<ReferenceRevocation>,
    pub answer: Option<ReferenceAnswer>,
    /// [`ReferenceWords`], likewise.
    pub sealed_answer: Option<String>,
    pub answered_at: Option<NaiveDateTime>,
    /// Why the answer counts for nothing, likewise.
    pub sealed_dismissal: Option<String>,
    pub dismissed_by: Option<UserId>,
    pub dismissed_at: Option<NaiveDateTime>,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

impl ReferenceRequest {
    /// The status on a time, by the end of the link that did not end otherwise.
    pub fn status_at(
        &self,
        now: NaiveDateTime,
        link_expires_at: Option<NaiveDateTime>,
    ) -> ReferenceStatus {
        let stands = link_expires_at.is_some_and(|end| end > now);
        match self.status {
            ReferenceStatus::Asked if !stands => ReferenceStatus::Expired,
            status => status,
        }
    }

    /// Whether a contact with the country of origin about this evidence was authorised and approved.
    pub fn lifts_the_bar(&self) -> bool {
        let stands = !matches!(
            self.status,
            ReferenceStatus::AwaitingApproval
                | ReferenceStatus::Declined
                | ReferenceStatus::Revoked
        );
        self.origin_contact && stands
    }
}

impl Protected for ReferenceRequest {
    const RESOURCE: Resource = Resource::ReferenceRequest;
}

/// A supervisor's word on contact with the country of origin.
pub struct ReferenceApproval;

impl Protected for ReferenceApproval {
    const RESOURCE: Resource = Resource::ReferenceApproval;
}

/// A request, to whoever has its link.
pub struct ReferenceConfirmation;

impl Protected for ReferenceConfirmation {
    const RESOURCE: Resource = Resource::ReferenceConfirmation;
}

/// A request to be made, checked and cleaned.
#[derive(Clone, Debug)]
pub struct NewReferenceRequest {
    pub evidence_id: EvidenceId,
    pub contact: ReferenceContact,
    pub language: ReferenceLanguage,
    pub statement: ReferenceStatement,
    pub agreed_on: NaiveDate,
    pub explained_in: String,
    pub origin_authorised_on: Option<NaiveDate>,
}

/// What a contact answers, checked and cleaned.
#[derive(Clone, Debug)]
pub struct NewReferenceAnswer {
    pub answer: ReferenceAnswer,
    pub words: ReferenceWords,
}

/// A request as the staff see it. What is sealed is none where the person's key was erased.
#[derive(Clone, Debug)]
pub struct ReferenceView {
    pub request: ReferenceRequest,
    /// On the time of reading.
    pub status: ReferenceStatus,
    pub contact: Option<ReferenceContact>,
    pub statement: Option<ReferenceStatement>,
    pub words: Option<ReferenceWords>,
    pub dismissal: Option<String>,
    /// Until when a link that stands can be used.
    pub link_expires_at: Option<NaiveDateTime>,
}

/// The link by which a request is answered. Its id is that of the mail which carries it.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = reference_links)]
pub struct ReferenceLink {
    pub id: ReferenceLinkId,
    pub request_id: ReferenceRequestId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub token_hash: String,
    pub created_by: UserId,
    pub created_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    /// When it was used up or revoked, or another took its place.
    pub ended_at: Option<NaiveDateTime>,
}
