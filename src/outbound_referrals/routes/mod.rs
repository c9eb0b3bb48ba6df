pub mod inbox;

use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Moved, NewOutboundReferral, OutboundReferral, OutboundReferralId, ReferralEvent, ReferralKind,
    ReferralOutcome, ReferralStatus, ReferralWarning, WorkRightSnapshot, service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::Database;
use crate::documents::DocumentId;
use crate::error::{Checks, Error, Result};
use crate::http::{Created, Listed, Once, Repeatable, Versioned};
use crate::organisations::OrganisationId;
use crate::sharing::SharingAuthorisationId;
use crate::text::clean_text;

/// Documents that one referral may share.
const DOCUMENTS: usize = 50;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOutboundReferralBody {
    kind: ReferralKind,
    recipient_organisation_id: OrganisationId,
    /// What is asked, in at most 2000 characters. The recipient reads it.
    request: String,
    authorisation_id: SharingAuthorisationId,
    #[serde(default)]
    document_ids: Vec<DocumentId>,
}

impl TryFrom<NewOutboundReferralBody> for NewOutboundReferral {
    type Error = Error;

    fn try_from(body: NewOutboundReferralBody) -> Result<Self> {
        let mut checks = Checks::default();
        let request = checks.value(clean_text(&body.request, 2000), "/request");
        let few = body.document_ids.len() <= DOCUMENTS;
        checks.ensure(few, "/document_ids", "out_of_range");
        checks.finish(|| {
            Some(Self {
                kind: body.kind,
                recipient_organisation_id: body.recipient_organisation_id,
                request: request?,
                authorisation_id: body.authorisation_id,
                document_ids: body.document_ids,
            })
        })
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralTransitionBody {
    event: ReferralEvent,
}

/// The advice on the right to work as it was when the referral was sent.
#[derive(Serialize, ToSchema)]
pub struct ReferralWorkRightBody {
    /// `full`, `limited`, `not_yet`, `none` or `to_verify`.
    result: String,
    may_work_from: Option<NaiveDate>,
    rule_id: String,
    note: String,
    evaluated_on: NaiveDate,
}

impl From<WorkRightSnapshot> for ReferralWorkRightBody {
    fn from(snapshot: WorkRightSnapshot) -> Self {
        let WorkRightSnapshot {
            result,
            may_work_from,
            rule_id,
            note,
            evaluated_on,
        } = snapshot;
        Self {
            result,
            may_work_from,
            rule_id,
            note,
            evaluated_on,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct OutboundReferralBody {
    id: OutboundReferralId,
    case_id: CaseId,
    recipient_organisation_id: OrganisationId,
    authorisation_id: SharingAuthorisationId,
    kind: ReferralKind,
    status: ReferralStatus,
    request: String,
    document_ids: Vec<DocumentId>,
    letter_id: Option<DocumentId>,
    work_right: Option<ReferralWorkRightBody>,
    warnings: Vec<ReferralWarning>,
    sent_at: Option<DateTime<Utc>>,
    answered_at: Option<DateTime<Utc>>,
    outcome: Option<ReferralOutcome>,
    reply: String,
    created_by: UserId,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<Moved> for OutboundReferralBody {
    fn from(moved: Moved) -> Self {
        let Moved {
            referral,
            document_ids,
            warnings,
        } = moved;
        let OutboundReferral {
            id,
            case_id,
            organisation_id: _,
            recipient_organisation_id,
            authorisation_id,
            letter_id,
            kind,
            request,
            status,
            work_right,
            sent_at,
            answered_at,
            outcome,
            reply,
            version: _,
            created_by,
            created_at,
            updated_at,
        } = referral;
        Self {
            id,
            case_id,
            recipient_organisation_id,
            authorisation_id,
            kind,
            status,
            request,
            document_ids,
            letter_id,
            work_right: work_right.map(|it| it.get().into()),
            warnings,
            sent_at: sent_at.map(|at| at.and_utc()),
            answered_at: answered_at.map(|at| at.and_utc()),
            outcome,
            reply,
            created_by,
            created_at: created_at.and_utc(),
            updated_at: updated_at.and_utc(),
        }
    }
}

pub async fn draft(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    body: Once<NewOutboundReferralBody>,
) -> Result<Repeatable<Created<OutboundReferralBody>>> {
    let (body, once) = body.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let drafted = service::draft(tx, &case, new)?;
        let location = format!("/v1/outbound-referrals/{}", drafted.referral.id);
        let version = drafted.referral.version;
        Ok(Created::new(location, version, drafted.into()))
    })
    .await
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<OutboundReferralBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &case))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<OutboundReferralId>,
) -> Result<Versioned<OutboundReferralBody>> {
    let read = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Versioned(read.referral.version, read.into()))
}

pub async fn transit(
    database: Data<Database>,
    caller: Caller,
    id: Path<OutboundReferralId>,
    body: Once<ReferralTransitionBody>,
) -> Result<Repeatable<Versioned<OutboundReferralBody>>> {
    let (ReferralTransitionBody { event }, once) = body.split();
    once.write(&database, caller, move |tx| {
        let moved = service::transit(tx, &id, event)?;
        Ok(Versioned(moved.referral.version, moved.into()))
    })
    .await
}
