use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{AccessGrant, AccessGrantId, GrantReason, GrantScope, GrantView, NewGrant, service};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::config::Settings;
use crate::db::Database;
use crate::error::{Checks, Result};
use crate::http::{Created, Item, Listed, Once, Page, Query, Repeatable};
use crate::text::clean_line;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccessGrantBody {
    scope: GrantScope,
    reason_code: GrantReason,
    /// For the privacy officer; no more of the person than is needed to understand it.
    reason: String,
}

/// A grant that was just taken.
#[derive(Serialize, ToSchema)]
pub struct TakenGrantBody {
    id: AccessGrantId,
    case_id: CaseId,
    scope: GrantScope,
    reason_code: GrantReason,
    granted_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl From<AccessGrant> for TakenGrantBody {
    fn from(grant: AccessGrant) -> Self {
        Self {
            id: grant.id,
            case_id: grant.case_id,
            scope: grant.scope,
            reason_code: grant.reason_code,
            granted_at: grant.granted_at.and_utc(),
            expires_at: grant.expires_at.and_utc(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct GrantBody {
    id: AccessGrantId,
    case_id: CaseId,
    /// Stands for the person.
    case_code: String,
    user_id: UserId,
    /// The name of who took it.
    taken_by: String,
    scope: GrantScope,
    reason_code: GrantReason,
    /// Of one grant, not in lists; gone once the person was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    granted_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    revoked_by: Option<UserId>,
}

impl From<GrantView> for GrantBody {
    fn from(view: GrantView) -> Self {
        let AccessGrant {
            id,
            case_id,
            organisation_id: _,
            user_id,
            scope,
            reason_code,
            reason: _,
            sealed_reason: _,
            granted_at,
            expires_at,
            revoked_at,
            revoked_by,
        } = view.grant;
        Self {
            id,
            case_id,
            case_code: view.case_code,
            user_id,
            taken_by: view.taken_by,
            scope,
            reason_code,
            reason: view.reason,
            granted_at: granted_at.and_utc(),
            expires_at: expires_at.and_utc(),
            revoked_at: revoked_at.map(|at| at.and_utc()),
            revoked_by,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantRevocationBody {}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct GrantsQuery {
    /// Only those that stand now.
    live: Option<bool>,
    limit: Option<i64>,
    cursor: Option<String>,
}

pub async fn take(
    database: Data<Database>,
    settings: Data<Settings>,
    caller: Caller,
    id: Path<CaseId>,
    body: Once<NewAccessGrantBody>,
) -> Result<Repeatable<Created<TakenGrantBody>>> {
    let (body, once) = body.split();
    let mut checks = Checks::default();
    let reason = checks.value(clean_line(&body.reason, 500), "/reason");
    let new = checks.finish(|| {
        Some(NewGrant {
            scope: body.scope,
            reason_code: body.reason_code,
            reason: reason?,
        })
    })?;
    let lasts = settings.access_grants.lasts();
    once.write(&database, caller, move |tx| {
        let grant = service::take(tx, &id, new, lasts)?;
        let location = format!("/v1/access-grants/{}", grant.id);
        Ok(Created::new(location, None, grant.into()))
    })
    .await
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<GrantsQuery>,
) -> Result<Listed<GrantBody>> {
    let GrantsQuery {
        live,
        limit,
        cursor,
    } = query.0;
    let live = live.unwrap_or(false);
    let bound = [if live { "live" } else { "" }];
    let vault = database.vault();
    let page = Page::read(&vault, "access_grants", &bound, limit, cursor.as_deref())?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| service::list(tx, &wanted, live))
        .await?;
    let position = |row: &GrantView| row.grant.id.to_string();
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
    id: Path<AccessGrantId>,
) -> Result<Item<GrantBody>> {
    let grant = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Item(grant.into()))
}

pub async fn revoke(
    database: Data<Database>,
    caller: Caller,
    id: Path<AccessGrantId>,
    body: Once<GrantRevocationBody>,
) -> Result<Repeatable<Created<GrantBody>>> {
    let (GrantRevocationBody {}, once) = body.split();
    once.write(&database, caller, move |tx| {
        let grant = service::revoke(tx, &id)?;
        let location = format!("/v1/access-grants/{}", grant.grant.id);
        Ok(Created::new(location, None, grant.into()))
    })
    .await
}
