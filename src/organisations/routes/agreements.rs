//! Agreements between job centres and partners.

use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::Caller;
use crate::db::Database;
use crate::error::{Checks, Result};
use crate::http::{Body, Created, Day, Listed};
use crate::organisations::{
    Agreement, AgreementId, AgreementKind, NewAgreement, OrganisationId, service,
};
use crate::text::clean_line;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAgreementBody {
    partner_id: OrganisationId,
    kind: AgreementKind,
    title: String,
    signed_on: Day,
    valid_from: Day,
    valid_to: Option<Day>,
}

#[derive(Serialize, ToSchema)]
pub struct AgreementBody {
    id: AgreementId,
    organisation_id: OrganisationId,
    partner_id: OrganisationId,
    kind: AgreementKind,
    title: String,
    signed_on: NaiveDate,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    created_at: DateTime<Utc>,
}

impl From<Agreement> for AgreementBody {
    fn from(agreement: Agreement) -> Self {
        let Agreement {
            id,
            organisation_id,
            partner_id,
            kind,
            title,
            signed_on,
            valid_from,
            valid_to,
            warned_on: _,
            version: _,
            created_at,
        } = agreement;
        Self {
            id,
            organisation_id,
            partner_id,
            kind,
            title,
            signed_on,
            valid_from,
            valid_to,
            created_at: created_at.and_utc(),
        }
    }
}

pub async fn agree(
    database: Data<Database>,
    caller: Caller,
    id: Path<OrganisationId>,
    body: Body<NewAgreementBody>,
) -> Result<Created<AgreementBody>> {
    let body = body.0;
    let mut checks = Checks::default();
    let title = checks.value(clean_line(&body.title, 200), "/title");
    let new = checks.finish(|| {
        Some(NewAgreement {
            partner_id: body.partner_id,
            kind: body.kind,
            title: title?,
            signed_on: body.signed_on.into(),
            valid_from: body.valid_from.into(),
            valid_to: body.valid_to.map(Into::into),
        })
    })?;
    let agreement = database
        .write(caller, move |tx| service::agree(tx, &id, new))
        .await?;
    let location = format!("/v1/organisations/{}/agreements", agreement.organisation_id);
    Ok(Created::new(location, None, agreement.into()))
}

pub async fn list_agreements(
    database: Data<Database>,
    caller: Caller,
    id: Path<OrganisationId>,
) -> Result<Listed<AgreementBody>> {
    let rows = database
        .read(caller, move |tx| service::list_agreements(tx, &id))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}
