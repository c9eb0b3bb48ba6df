pub mod offers;

use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    CaseTransfer, NewTransfer, RefusalReason, Snapshot, Transfer, TransferId, TransferOffer,
    TransferStatus, service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::beneficiaries::ContactKind;
use crate::cases::CaseId;
use crate::clock::day_in_italy;
use crate::db::Database;
use crate::db::types::Json;
use crate::error::{Checks, Error, Result};
use crate::http::{Created, Listed, Once, Repeatable, Versioned};
use crate::organisations::OrganisationId;
use crate::sharing::SharingAuthorisationId;
use crate::text::clean_text;

/// The day on which an answer says where things stand.
fn today(database: &Database) -> NaiveDate {
    day_in_italy(database.clock().now().naive_utc())
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransferBody {
    /// Of the person, for the job centre that is to take the case over.
    authorisation_id: SharingAuthorisationId,
    /// What the recipient is told besides, in at most 2000 characters.
    #[serde(default)]
    message: String,
}

impl TryFrom<NewTransferBody> for NewTransfer {
    type Error = Error;

    fn try_from(body: NewTransferBody) -> Result<Self> {
        let mut checks = Checks::default();
        let message = if body.message.trim().is_empty() {
            Some(String::new())
        } else {
            checks.value(clean_text(&body.message, 2000), "/message")
        };
        checks.finish(|| {
            Some(Self {
                authorisation_id: body.authorisation_id,
                message: message?,
            })
        })
    }
}

/// To withdraw takes no reason.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferWithdrawalBody {}

/// What the recipient is told of the person.
#[derive(Serialize, ToSchema)]
pub struct TransferSnapshotBody {
    given_name: String,
    family_name: String,
    name_original_script: Option<String>,
    preferred_language: String,
    interpreter_needed: bool,
    /// Only if authorised, and only a way that the person said is safe.
    contact: Option<TransferContactBody>,
    /// The first day on which the person may work; only if authorised and known, and without the
    /// kind of permit that it comes from.
    may_work_from: Option<NaiveDate>,
}

#[derive(Serialize, ToSchema)]
pub struct TransferContactBody {
    kind: ContactKind,
    value: String,
}

impl From<Snapshot> for TransferSnapshotBody {
    fn from(snapshot: Snapshot) -> Self {
        let Snapshot {
            given_name,
            family_name,
            name_original_script,
            preferred_language,
            interpreter_needed,
            contact,
            may_work_from,
        } = snapshot;
        Self {
            given_name,
            family_name,
            name_original_script,
            preferred_language,
            interpreter_needed,
            contact: contact.map(|it| TransferContactBody {
                kind: it.kind,
                value: it.value,
            }),
            may_work_from,
        }
    }
}

/// A transfer as the job centre sees it that gives the case away.
#[derive(Serialize, ToSchema)]
pub struct TransferBody {
    id: TransferId,
    case_id: CaseId,
    recipient_organisation_id: OrganisationId,
    authorisation_id: SharingAuthorisationId,
    status: TransferStatus,
    message: String,
    /// What the recipient is told; null once the offer has ended.
    snapshot: Option<TransferSnapshotBody>,
    /// The last day on which it can be accepted.
    expires_on: NaiveDate,
    refusal_reason: Option<RefusalReason>,
    /// The code of the case that the recipient opened, to refer to it.
    new_case_code: Option<String>,
    offered_by: UserId,
    offered_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
}

impl TransferBody {
    fn on(today: NaiveDate, offer: TransferOffer) -> Self {
        let status = offer.status(today);
        let Transfer {
            id,
            case_id,
            organisation_id: _,
            case_code: _,
            recipient_organisation_id,
            authorisation_id,
            status: _,
            message,
            snapshot,
            expires_on,
            refusal_reason,
            new_case_id: _,
            new_case_code,
            offered_by,
            offered_at,
            decided_by: _,
            decided_at,
            version: _,
        } = offer.transfer;
        Self {
            id,
            case_id,
            recipient_organisation_id,
            authorisation_id,
            status,
            message,
            snapshot: snapshot
                .filter(|_| status == TransferStatus::Offered)
                .map(|it: Json<Snapshot>| it.get().into()),
            expires_on,
            refusal_reason,
            new_case_code,
            offered_by,
            offered_at: offered_at.and_utc(),
            decided_at: decided_at.map(|at| at.and_utc()),
        }
    }
}

/// A transfer as one of its two cases shows it.
#[derive(Serialize, ToSchema)]
pub struct CaseTransferBody {
    id: TransferId,
    /// Whether the case came by it, and was not given away.
    incoming: bool,
    status: TransferStatus,
    /// The other job centre.
    other_organisation_id: OrganisationId,
    other_organisation_name: String,
    /// The code of the case there, once the transfer is accepted; a reference and no more.
    other_case_code: Option<String>,
    expires_on: NaiveDate,
    offered_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
}

impl CaseTransferBody {
    fn on(today: NaiveDate, row: CaseTransfer) -> Self {
        let CaseTransfer {
            offer,
            incoming,
            other_name,
        } = row;
        let status = offer.status(today);
        let transfer = offer.transfer;
        let (other_organisation_id, other_case_code) = if incoming {
            (transfer.organisation_id, Some(transfer.case_code))
        } else {
            (transfer.recipient_organisation_id, transfer.new_case_code)
        };
        Self {
            id: transfer.id,
            incoming,
            status,
            other_organisation_id,
            other_organisation_name: other_name,
            other_case_code,
            expires_on: transfer.expires_on,
            offered_at: transfer.offered_at.and_utc(),
            decided_at: transfer.decided_at.map(|at| at.and_utc()),
        }
    }
}

pub async fn offer(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    body: Once<NewTransferBody>,
) -> Result<Repeatable<Created<TransferBody>>> {
    let (body, once) = body.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let offer = service::offer(tx, &case, new)?;
        let location = format!("/v1/transfers/{}", offer.transfer.id);
        let version = offer.transfer.version;
        let body = TransferBody::on(tx.today(), offer);
        Ok(Created::new(location, version, body))
    })
    .await
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<CaseTransferBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &case))
        .await?;
    let today = today(&database);
    Ok(Listed::whole(rows, |row| CaseTransferBody::on(today, row)))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<TransferId>,
) -> Result<Versioned<TransferBody>> {
    let offer = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    let version = offer.transfer.version;
    Ok(Versioned(
        version,
        TransferBody::on(today(&database), offer),
    ))
}

pub async fn withdraw(
    database: Data<Database>,
    caller: Caller,
    id: Path<TransferId>,
    body: Once<TransferWithdrawalBody>,
) -> Result<Repeatable<Versioned<TransferBody>>> {
    let (TransferWithdrawalBody {}, once) = body.split();
    once.write(&database, caller, move |tx| {
        let offer = service::withdraw(tx, &id)?;
        let version = offer.transfer.version;
        Ok(Versioned(version, TransferBody::on(tx.today(), offer)))
    })
    .await
}
