use actix_web::HttpRequest;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{EventView, SecurityEvent, SecurityEventId, SecurityEventKind, service};
use crate::access::Caller;
use crate::db::Database;
use crate::error::Result;
use crate::http::{Listed, Page, Query};

#[derive(Serialize, ToSchema)]
pub struct SecurityEventBody {
    id: SecurityEventId,
    at: DateTime<Utc>,
    kind: SecurityEventKind,
    /// Whose doing it was; of a refused sign-in and of a changed right, whose account it is.
    user_id: Option<String>,
    user_name: Option<String>,
    /// The entry of the activity log that tells of it.
    activity_entry_id: Option<String>,
    /// Where the request came from, an IPv4 address or the /64 of an IPv6 address; none once it is erased.
    address: Option<String>,
}

impl From<EventView> for SecurityEventBody {
    fn from(view: EventView) -> Self {
        let SecurityEvent {
            id,
            organisation_id: _,
            kind,
            at,
            user_id,
            entry_id,
        } = view.event;
        Self {
            id,
            at: at.and_utc(),
            kind,
            user_id,
            user_name: view.user_name,
            activity_entry_id: entry_id,
            address: view.address,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SecurityEventsQuery {
    kind: Option<SecurityEventKind>,
    limit: Option<i64>,
    cursor: Option<String>,
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<SecurityEventsQuery>,
) -> Result<Listed<SecurityEventBody>> {
    let SecurityEventsQuery {
        kind,
        limit,
        cursor,
    } = query.0;
    let bound = [kind.map_or("", SecurityEventKind::as_str)];
    let vault = database.vault();
    let page = Page::read(&vault, "security_events", &bound, limit, cursor.as_deref())?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| service::list(tx, &wanted, kind))
        .await?;
    let position = |row: &EventView| row.event.id.to_string();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}
