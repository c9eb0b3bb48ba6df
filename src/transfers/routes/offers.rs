//! The recipient's side.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{TransferSnapshotBody, today};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::beneficiaries::BeneficiaryId;
use crate::cases::CaseId;
use crate::db::Database;
use crate::db::types::Json;
use crate::documents::DocumentId;
use crate::error::Result;
use crate::http::{Document, Listed, Once, Page, Query, Repeatable, Versioned};
use crate::organisations::OrganisationId;
use crate::outbound_referrals::routes::inbox::SharedDocumentBody;
use crate::programmes::ProgrammeId;
use crate::transfers::service::offers::{self as service, OfferDetail};
use crate::transfers::{
    Acceptance, RefusalReason, Sender, Transfer, TransferId, TransferOffer, TransferStatus,
};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct TransferOffersQuery {
    pub status: Option<TransferStatus>,
    pub limit: Option<i64>,
    pub cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct TransferOfferSummary {
    id: TransferId,
    status: TransferStatus,
    sender_organisation_id: OrganisationId,
    sender_name: String,
    /// The code of the case that is offered.
    sender_case_code: String,
    /// The person's names; null once the offer has ended.
    given_name: Option<String>,
    family_name: Option<String>,
    offered_at: DateTime<Utc>,
    expires_on: NaiveDate,
}

impl TransferOfferSummary {
    fn on(today: NaiveDate, (offer, sender_name): (TransferOffer, String)) -> Self {
        let status = offer.status(today);
        let transfer = offer.transfer;
        let snapshot = transfer.snapshot.as_ref().map(Json::get);
        let (given_name, family_name) = snapshot.map(|it| (it.given_name, it.family_name)).unzip();
        Self {
            id: transfer.id,
            status,
            sender_organisation_id: transfer.organisation_id,
            sender_name,
            sender_case_code: transfer.case_code,
            given_name,
            family_name,
            offered_at: transfer.offered_at.and_utc(),
            expires_on: transfer.expires_on,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct TransferSenderBody {
    organisation_id: OrganisationId,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    /// The code of the case that is offered, to refer to it.
    case_code: String,
}

/// An offer as the job centre sees it that the case is offered to.
#[derive(Serialize, ToSchema)]
pub struct TransferOfferBody {
    id: TransferId,
    status: TransferStatus,
    sender: TransferSenderBody,
    /// Empty once the offer is refused.
    message: String,
    /// What the person lets be told; null once the offer has ended.
    snapshot: Option<TransferSnapshotBody>,
    /// What the person lets be read, while the authorisation is live.
    documents: Vec<SharedDocumentBody>,
    /// The last day on which it can be accepted.
    expires_on: NaiveDate,
    refusal_reason: Option<RefusalReason>,
    /// The case that was opened here.
    case_id: Option<CaseId>,
    offered_at: DateTime<Utc>,
    decided_by: Option<UserId>,
    decided_at: Option<DateTime<Utc>>,
}

impl TransferOfferBody {
    fn on(today: NaiveDate, detail: OfferDetail) -> Self {
        let OfferDetail {
            offer,
            sender,
            documents,
        } = detail;
        let status = offer.status(today);
        let told = [TransferStatus::Offered, TransferStatus::Accepted].contains(&status);
        let Sender { name, email, phone } = sender;
        let Transfer {
            id,
            case_id: _,
            organisation_id,
            case_code,
            recipient_organisation_id: _,
            authorisation_id: _,
            status: _,
            message,
            snapshot,
            expires_on,
            refusal_reason,
            new_case_id,
            new_case_code: _,
            offered_by: _,
            offered_at,
            decided_by,
            decided_at,
            version: _,
        } = offer.transfer;
        Self {
            id,
            status,
            sender: TransferSenderBody {
                organisation_id,
                name,
                email,
                phone,
                case_code,
            },
            message: if told { message } else { String::new() },
            snapshot: snapshot.map(|it| it.get().into()),
            documents: documents.into_iter().map(Into::into).collect(),
            expires_on,
            refusal_reason,
            case_id: new_case_id,
            offered_at: offered_at.and_utc(),
            decided_by,
            decided_at: decided_at.map(|at| at.and_utc()),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferAcceptanceBody {
    /// In which of one's own programmes the case goes on.
    programme_id: ProgrammeId,
    /// Who leads the new case, if not who accepts.
    lead_operator_id: Option<UserId>,
    /// The person's record here, where there is one; else a new one is made of the snapshot.
    beneficiary_id: Option<BeneficiaryId>,
    /// That likely duplicates were looked at, and none is this person.
    #[serde(default)]
    duplicates_weighed: bool,
}

impl From<TransferAcceptanceBody> for Acceptance {
    fn from(body: TransferAcceptanceBody) -> Self {
        Self {
            programme_id: body.programme_id,
            lead_operator_id: body.lead_operator_id,
            beneficiary_id: body.beneficiary_id,
            duplicates_weighed: body.duplicates_weighed,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferRefusalBody {
    reason: RefusalReason,
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<TransferOffersQuery>,
) -> Result<Listed<TransferOfferSummary>> {
    let TransferOffersQuery {
        status,
        limit,
        cursor,
    } = query.0;
    let filter = [status.map_or("", TransferStatus::as_str)];
    let (vault, today) = (database.vault(), today(&database));
    let page = Page::read(&vault, "transfer_offers", &filter, limit, cursor.as_deref())?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| service::list(tx, &wanted, status))
        .await?;
    let position = |row: &(TransferOffer, String)| row.0.transfer.id.to_string();
    let show = |row| TransferOfferSummary::on(today, row);
    Ok(Listed::page(rows, &page, &vault, &request, position, show))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<TransferId>,
) -> Result<Versioned<TransferOfferBody>> {
    let detail = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    let version = detail.offer.transfer.version;
    Ok(Versioned(
        version,
        TransferOfferBody::on(today(&database), detail),
    ))
}

pub async fn read_file(
    database: Data<Database>,
    caller: Caller,
    ids: Path<(TransferId, DocumentId)>,
) -> Result<Document> {
    let (transfer, document) = ids.into_inner();
    let id = document.clone();
    let (kind, bytes) = database
        .read(caller, move |tx| {
            service::read_file(tx, &transfer, &document)
        })
        .await?;
    Ok(Document {
        media_type: "application/pdf",
        name: format!("{kind}-{id}.pdf"),
        bytes,
    })
}

pub async fn accept(
    database: Data<Database>,
    caller: Caller,
    id: Path<TransferId>,
    body: Once<TransferAcceptanceBody>,
) -> Result<Repeatable<Versioned<TransferOfferBody>>> {
    let (body, once) = body.split();
    once.write(&database, caller, move |tx| {
        let detail = service::accept(tx, &id, body.into())?;
        let version = detail.offer.transfer.version;
        Ok(Versioned(
            version,
            TransferOfferBody::on(tx.today(), detail),
        ))
    })
    .await
}

pub async fn refuse(
    database: Data<Database>,
    caller: Caller,
    id: Path<TransferId>,
    body: Once<TransferRefusalBody>,
) -> Result<Repeatable<Versioned<TransferOfferBody>>> {
    let (body, once) = body.split();
    once.write(&database, caller, move |tx| {
        let detail = service::refuse(tx, &id, body.reason)?;
        let version = detail.offer.transfer.version;
        Ok(Versioned(
            version,
            TransferOfferBody::on(tx.today(), detail),
        ))
    })
    .await
}
