use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::{Email, UserId};
use crate::code_lists::iso;
use crate::error::{Checks, Error, Result};
use crate::http::Day;
use crate::profiles::{EvidenceId, EvidenceVerification};
use crate::reference_confirmations::{
    NewReferenceRequest, ReferenceAnswer, ReferenceContact, ReferenceLanguage, ReferenceRequest,
    ReferenceRequestId, ReferenceRevocation, ReferenceStatement, ReferenceStatus, ReferenceView,
    ReferenceWords,
};
use crate::text::{clean_line, clean_text};

/// Who is asked.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceContactBody {
    organisation_name: String,
    contact_name: String,
    email: String,
    /// ISO 3166-1 alpha-2: where they are, or, of an authority, whose it is; of an embassy the country that
    /// sent it.
    country: String,
}

/// A request to confirm one piece of evidence.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReferenceRequestBody {
    /// Of the same case; not the person's own declaration.
    evidence_id: EvidenceId,
    contact: ReferenceContactBody,
    language: ReferenceLanguage,
    /// The person's name as they want it to be shown.
    shown_name: String,
    /// What the contact reads and confirms: what was done, when, with which tasks. Never of permit,
    /// protection, reception, needs or health.
    statement: String,
    /// When the person agreed to this contact and this text.
    agreed_on: Day,
    /// The language in which it was explained to them.
    explained_in: String,
    /// When the person authorised contact with their country of origin in writing, where it leads there and
    /// is barred otherwise.
    origin_authorised_on: Option<Day>,
}

impl TryFrom<NewReferenceRequestBody> for NewReferenceRequest {
    type Error = Error;

    fn try_from(body: NewReferenceRequestBody) -> Result<Self> {
        let mut checks = Checks::default();
        let contact = body.contact;
        let organisation = clean_line(&contact.organisation_name, 300);
        let organisation_name = checks.value(organisation, "/contact/organisation_name");
        let name = clean_line(&contact.contact_name, 200);
        let contact_name = checks.value(name, "/contact/contact_name");
        let email = checks.value(Email::new(&contact.email), "/contact/email");
        let country = checks.value(iso::country(&contact.country), "/contact/country");
        let shown_name = checks.value(clean_line(&body.shown_name, 200), "/shown_name");
        let statement = checks.value(clean_text(&body.statement, 4000), "/statement");
        let explained_in = checks.value(iso::language(&body.explained_in), "/explained_in");
        checks.finish(|| {
            Some(Self {
                evidence_id: body.evidence_id,
                contact: ReferenceContact {
                    organisation_name: organisation_name?,
                    contact_name: contact_name?,
                    email: email?.as_str().to_owned(),
                    country: country?,
                },
                language: body.language,
                statement: ReferenceStatement {
                    shown_name: shown_name?,
                    statement: statement?,
                },
                agreed_on: body.agreed_on.into(),
                explained_in: explained_in?,
                origin_authorised_on: body.origin_authorised_on.map(Into::into),
            })
        })
    }
}

/// A supervisor's word on contact with the country of origin.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceDecisionBody {
    pub approved: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceRevocationBody {
    pub reason: ReferenceRevocation,
}

/// Why an answer counts for nothing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceDismissalBody {
    pub reason: String,
}

/// What a contact answered. The words are null where the person's key was erased.
#[derive(Serialize, ToSchema)]
pub struct ReferenceAnswerBody {
    answer: ReferenceAnswer,
    answered_at: Option<DateTime<Utc>>,
    words: Option<String>,
    signatory_name: Option<String>,
    signatory_role: Option<String>,
    /// How they know the person.
    relation: Option<String>,
    /// What to consider for the evidence. With `yes` it was set; with the others a person decides, since a
    /// contact may mean the person ill. Null where the words have to tell.
    proposed_verification: Option<EvidenceVerification>,
}

/// A request that was just made, without what is kept sealed of it.
#[derive(Serialize, ToSchema)]
pub struct MadeReferenceRequestBody {
    id: ReferenceRequestId,
    evidence_id: EvidenceId,
    status: ReferenceStatus,
    language: ReferenceLanguage,
    agreed_on: NaiveDate,
    /// Whether the contact leads to the country of origin of somebody for whom that is barred.
    origin_contact: bool,
    origin_authorised_on: Option<NaiveDate>,
    asked_by: UserId,
    asked_at: DateTime<Utc>,
    /// Until when a link that stands can be used.
    link_expires_at: Option<DateTime<Utc>>,
    version: i32,
}

impl From<ReferenceView> for MadeReferenceRequestBody {
    fn from(view: ReferenceView) -> Self {
        let request = view.request;
        Self {
            id: request.id,
            evidence_id: request.evidence_id,
            status: view.status,
            language: request.language,
            agreed_on: request.agreed_on,
            origin_contact: request.origin_contact,
            origin_authorised_on: request.origin_authorised_on,
            asked_by: request.asked_by,
            asked_at: request.asked_at.and_utc(),
            link_expires_at: view.link_expires_at.map(|at| at.and_utc()),
            version: request.version,
        }
    }
}

/// A request to confirm a piece of evidence. Contact, name and statement are null where the person's key was
/// erased.
#[derive(Serialize, ToSchema)]
pub struct ReferenceRequestBody {
    id: ReferenceRequestId,
    evidence_id: EvidenceId,
    status: ReferenceStatus,
    contact: Option<ReferenceContactBody>,
    language: ReferenceLanguage,
    shown_name: Option<String>,
    statement: Option<String>,
    agreed_on: NaiveDate,
    explained_in: String,
    /// Whether the contact leads to the country of origin of somebody for whom that is barred.
    origin_contact: bool,
    origin_authorised_on: Option<NaiveDate>,
    asked_by: UserId,
    asked_at: DateTime<Utc>,
    /// The supervisor who approved or declined the contact.
    decided_by: Option<UserId>,
    decided_at: Option<DateTime<Utc>>,
    /// Until when a link that stands can be used.
    link_expires_at: Option<DateTime<Utc>>,
    /// Null also where it was taken back because the case ended.
    revocation_reason: Option<ReferenceRevocation>,
    answer: Option<ReferenceAnswerBody>,
    dismissal_reason: Option<String>,
    dismissed_by: Option<UserId>,
    dismissed_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
    version: i32,
}

impl From<ReferenceView> for ReferenceRequestBody {
    fn from(view: ReferenceView) -> Self {
        let ReferenceView {
            request,
            status,
            contact,
            statement,
            words,
            dismissal,
            link_expires_at,
        } = view;
        let ReferenceRequest {
            id,
            case_id: _,
            organisation_id: _,
            evidence_id,
            language,
            sealed_contact: _,
            sealed_statement: _,
            agreed_on,
            explained_in,
            origin_contact,
            origin_authorised_on,
            status: _,
            asked_by,
            asked_at,
            decided_by,
            decided_at,
            revocation_reason,
            answer,
            sealed_answer: _,
            answered_at,
            sealed_dismissal: _,
            dismissed_by,
            dismissed_at,
            updated_at,
            version,
        } = request;
        let (shown_name, statement) = statement.map(|it| (it.shown_name, it.statement)).unzip();
        let answered_at = answered_at.map(|at| at.and_utc());
        Self {
            id,
            evidence_id,
            status,
            contact: contact.map(Into::into),
            language,
            shown_name,
            statement,
            agreed_on,
            explained_in,
            origin_contact,
            origin_authorised_on,
            asked_by,
            asked_at: asked_at.and_utc(),
            decided_by,
            decided_at: decided_at.map(|at| at.and_utc()),
            link_expires_at: link_expires_at.map(|at| at.and_utc()),
            revocation_reason,
            answer: answer.map(|answer| ReferenceAnswerBody::new(answer, answered_at, words)),
            dismissal_reason: dismissal,
            dismissed_by,
            dismissed_at: dismissed_at.map(|at| at.and_utc()),
            updated_at: updated_at.and_utc(),
            version,
        }
    }
}

impl ReferenceAnswerBody {
    fn new(
        answer: ReferenceAnswer,
        answered_at: Option<DateTime<Utc>>,
        words: Option<ReferenceWords>,
    ) -> Self {
        let (words, signatory_name, signatory_role, relation) = match words {
            None => (None, None, None, None),
            Some(it) => (
                Some(it.words),
                Some(it.signatory_name),
                Some(it.signatory_role),
                Some(it.relation),
            ),
        };
        Self {
            answer,
            answered_at,
            words,
            signatory_name,
            signatory_role,
            relation,
            proposed_verification: answer.proposes(),
        }
    }
}

impl From<ReferenceContact> for ReferenceContactBody {
    fn from(contact: ReferenceContact) -> Self {
        let ReferenceContact {
            organisation_name,
            contact_name,
            email,
            country,
        } = contact;
        Self {
            organisation_name,
            contact_name,
            email,
            country,
        }
    }
}
