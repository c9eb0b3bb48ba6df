use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Caller;
use crate::beneficiaries::{Contact, ContactKind};
use crate::db::Database;
use crate::documents::DocumentId;
use crate::error::{Checks, Error, Result};
use crate::http::{Document, Listed, Once, Page, Query, Repeatable, Versioned};
use crate::organisations::OrganisationId;
use crate::outbound_referrals::service::inbox as service;
use crate::outbound_referrals::{
    InboxDetail, InboxItem, Office, OutboundReferral, OutboundReferralId, Person, ReferralKind,
    ReferralOutcome, ReferralStatus, Reply, ReplyEvent, SharedDocument,
};
use crate::text::clean_text;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct InboxReferralsQuery {
    status: Option<ReferralStatus>,
    limit: Option<i64>,
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct InboxReferralSummary {
    id: OutboundReferralId,
    kind: ReferralKind,
    status: ReferralStatus,
    sender_organisation_id: OrganisationId,
    sender_name: String,
    given_name: String,
    family_name: String,
    sent_at: Option<DateTime<Utc>>,
    expires_on: NaiveDate,
}

impl From<InboxItem> for InboxReferralSummary {
    fn from(item: InboxItem) -> Self {
        let InboxItem {
            id,
            kind,
            status,
            sender_organisation_id,
            sender_name,
            given_name,
            family_name,
            sent_at,
            expires_on,
        } = item;
        Self {
            id,
            kind,
            status,
            sender_organisation_id,
            sender_name,
            given_name,
            family_name,
            sent_at: sent_at.map(|at| at.and_utc()),
            expires_on,
        }
    }
}

/// Exactly what the person authorised to share.
#[derive(Serialize, ToSchema)]
pub struct InboxReferralBody {
    id: OutboundReferralId,
    kind: ReferralKind,
    status: ReferralStatus,
    sender: ReferralSenderBody,
    person: ReferredPersonBody,
    request: String,
    /// The first day on which the person may work; only if authorised, and never with the permit
    /// that it comes from.
    may_work_from: Option<NaiveDate>,
    letter: Option<SharedDocumentBody>,
    documents: Vec<SharedDocumentBody>,
    sent_at: Option<DateTime<Utc>>,
    /// The last day on which this is shared.
    expires_on: NaiveDate,
    answered_at: Option<DateTime<Utc>>,
    outcome: Option<ReferralOutcome>,
    reply: String,
}

#[derive(Serialize, ToSchema)]
pub struct ReferralSenderBody {
    organisation_id: OrganisationId,
    name: String,
    email: Option<String>,
    phone: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct ReferredPersonBody {
    given_name: String,
    family_name: String,
    name_original_script: Option<String>,
    preferred_language: String,
    interpreter_needed: bool,
    /// Only if authorised, and only a way that the person said is safe.
    contact: Option<ReferralContactBody>,
}

#[derive(Serialize, ToSchema)]
pub struct ReferralContactBody {
    kind: ContactKind,
    value: String,
}

#[derive(Serialize, ToSchema)]
pub struct SharedDocumentBody {
    id: DocumentId,
    kind: String,
    edition: i32,
    status: String,
    number: Option<String>,
    /// Hexadecimal SHA-256 of the file.
    file_hash: Option<String>,
}

impl From<SharedDocument> for SharedDocumentBody {
    fn from(document: SharedDocument) -> Self {
        let SharedDocument {
            id,
            kind,
            edition,
            status,
            file_hash,
            number,
        } = document;
        Self {
            id,
            kind,
            edition,
            status,
            number,
            file_hash,
        }
    }
}

impl From<Contact> for ReferralContactBody {
    fn from(contact: Contact) -> Self {
        let Contact {
            kind,
            value,
            safe_to_contact: _,
        } = contact;
        Self { kind, value }
    }
}

impl From<InboxDetail> for InboxReferralBody {
    fn from(detail: InboxDetail) -> Self {
        let InboxDetail {
            referral,
            expires_on,
            sender,
            person,
            contact,
            may_work_from,
            letter,
            documents,
        } = detail;
        let Office {
            name, email, phone, ..
        } = sender;
        let Person {
            given_name,
            family_name,
            name_original_script,
            preferred_language,
            interpreter_needed,
            ..
        } = person;
        Self {
            id: referral.id,
            kind: referral.kind,
            status: referral.status,
            sender: ReferralSenderBody {
                organisation_id: referral.organisation_id,
                name,
                email,
                phone,
            },
            person: ReferredPersonBody {
                given_name,
                family_name,
                name_original_script,
                preferred_language,
                interpreter_needed,
                contact: contact.map(Into::into),
            },
            request: referral.request,
            may_work_from,
            letter: letter.map(Into::into),
            documents: documents.into_iter().map(Into::into).collect(),
            sent_at: referral.sent_at.map(|at| at.and_utc()),
            expires_on,
            answered_at: referral.answered_at.map(|at| at.and_utc()),
            outcome: referral.outcome,
            reply: referral.reply,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralReplyBody {
    event: ReplyEvent,
    /// Asked for to reject and to complete.
    outcome: Option<ReferralOutcome>,
    #[serde(default)]
    reply: String,
}

impl TryFrom<ReferralReplyBody> for Reply {
    type Error = Error;

    fn try_from(body: ReferralReplyBody) -> Result<Self> {
        let mut checks = Checks::default();
        let told = body.outcome.is_some() || !body.event.needs_outcome();
        checks.ensure(told, "/outcome", "missing_property");
        let reply = if body.reply.trim().is_empty() {
            Some(String::new())
        } else {
            checks.value(clean_text(&body.reply, 2000), "/reply")
        };
        checks.finish(|| {
            Some(Self {
                event: body.event,
                outcome: body.outcome,
                reply: reply?,
            })
        })
    }
}

/// Where a referral stands after a reply.
#[derive(Serialize, ToSchema)]
pub struct ReferralReplied {
    id: OutboundReferralId,
    status: ReferralStatus,
    outcome: Option<ReferralOutcome>,
    reply: String,
    answered_at: Option<DateTime<Utc>>,
}

impl From<OutboundReferral> for ReferralReplied {
    fn from(referral: OutboundReferral) -> Self {
        Self {
            id: referral.id,
            status: referral.status,
            outcome: referral.outcome,
            reply: referral.reply,
            answered_at: referral.answered_at.map(|at| at.and_utc()),
        }
    }
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<InboxReferralsQuery>,
) -> Result<Listed<InboxReferralSummary>> {
    let InboxReferralsQuery {
        status,
        limit,
        cursor,
    } = query.0;
    let filter = [status.map_or("", ReferralStatus::as_str)];
    let vault = database.vault();
    let page = Page::read(&vault, "inbox_referrals", &filter, limit, cursor.as_deref())?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| service::list(tx, &wanted, status))
        .await?;
    let position = |row: &InboxItem| row.id.to_string();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<OutboundReferralId>,
) -> Result<Versioned<InboxReferralBody>> {
    let detail = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Versioned(detail.referral.version, detail.into()))
}

pub async fn read_file(
    database: Data<Database>,
    caller: Caller,
    ids: Path<(OutboundReferralId, DocumentId)>,
) -> Result<Document> {
    let (referral, document) = ids.into_inner();
    let id = document.clone();
    let (kind, bytes) = database
        .read(caller, move |tx| {
            service::read_file(tx, &referral, &document)
        })
        .await?;
    Ok(Document {
        media_type: "application/pdf",
        name: format!("{kind}-{id}.pdf"),
        bytes,
    })
}

pub async fn reply(
    database: Data<Database>,
    caller: Caller,
    id: Path<OutboundReferralId>,
    body: Once<ReferralReplyBody>,
) -> Result<Repeatable<Versioned<ReferralReplied>>> {
    let (body, once) = body.split();
    let reply = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let referral = service::reply(tx, &id, reply)?;
        Ok(Versioned(referral.version, referral.into()))
    })
    .await
}
