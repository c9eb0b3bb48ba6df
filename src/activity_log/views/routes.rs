use actix_web::body::BoxBody;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, Responder};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{EntryView, Filter, Look, csv, service};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::activity_log::{Entry, LoggedEntry, Touched};
use crate::beneficiaries::BeneficiaryId;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::Result;
use crate::http::describe::{DescribeAnswer, Description};
use crate::http::{Day, Document, Listed, Page, Query};
use crate::signing_keys::tokens::Tokens;

#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoggedOutcome {
    Done,
    Refused,
}

impl LoggedOutcome {
    fn of(word: &str) -> Self {
        match word {
            "done" => Self::Done,
            _ => Self::Refused,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

/// A right that an operation asked for: `action` on the `resource`s under one `parent`.
#[derive(Serialize, ToSchema)]
pub struct TouchedBody {
    action: String,
    resource: String,
    parent: String,
    parent_id: String,
}

#[derive(Serialize, ToSchema)]
pub struct ActivityEntryBody {
    id: String,
    at: DateTime<Utc>,
    request_id: String,
    user_id: Option<String>,
    /// Of a colleague; none once they have left the service.
    user_name: Option<String>,
    role: String,
    operation: String,
    outcome: LoggedOutcome,
    /// Why it was refused; of a reading under an access grant, the grant's reason; of a profile taken out,
    /// what for.
    reason_code: Option<String>,
    touched: Vec<TouchedBody>,
}

impl From<EntryView> for ActivityEntryBody {
    fn from(view: EntryView) -> Self {
        let LoggedEntry {
            entry,
            touched,
            address: _,
        } = view.logged;
        let Entry {
            id,
            at,
            request_id,
            user_id,
            sign_in_id: _,
            role,
            organisation_id: _,
            operation,
            outcome,
            reason_code,
            address_hash: _,
        } = entry;
        let touched = touched.into_iter().map(|one| {
            let Touched {
                entry_id: _,
                action,
                resource,
                parent,
                parent_id,
            } = one;
            TouchedBody {
                action,
                resource,
                parent,
                parent_id,
            }
        });
        Self {
            id,
            at: at.and_utc(),
            request_id,
            user_id,
            user_name: view.user_name,
            role,
            operation,
            outcome: LoggedOutcome::of(&outcome),
            reason_code,
            touched: touched.collect(),
        }
    }
}

/// An operation on a case, of whichever organisation.
#[derive(Serialize, ToSchema)]
pub struct CaseActivityBody {
    id: String,
    at: DateTime<Utc>,
    /// Of a colleague only.
    user_id: Option<String>,
    user_name: Option<String>,
    role: String,
    organisation_name: Option<String>,
    operation: String,
    outcome: LoggedOutcome,
    reason_code: Option<String>,
}

impl From<Look> for CaseActivityBody {
    fn from(look: Look) -> Self {
        let Look {
            id,
            at,
            user_id,
            role,
            organisation_id: _,
            operation,
            outcome,
            reason_code,
            user_name,
            organisation_name,
        } = look;
        Self {
            id,
            at: at.and_utc(),
            user_id: user_id.filter(|_| user_name.is_some()),
            user_name,
            role,
            organisation_name,
            operation,
            outcome: LoggedOutcome::of(&outcome),
            reason_code,
        }
    }
}

/// That somebody has looked at a person, or tried to.
#[derive(Serialize, ToSchema)]
pub struct ReaderBody {
    at: DateTime<Utc>,
    role: String,
    organisation_name: Option<String>,
    operation: String,
    outcome: LoggedOutcome,
    reason_code: Option<String>,
}

impl From<Look> for ReaderBody {
    fn from(look: Look) -> Self {
        Self {
            at: look.at.and_utc(),
            role: look.role,
            organisation_name: look.organisation_name,
            operation: look.operation,
            outcome: LoggedOutcome::of(&look.outcome),
            reason_code: look.reason_code,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ActivityQuery {
    /// Only what this user did.
    user_id: Option<UserId>,
    outcome: Option<LoggedOutcome>,
    limit: Option<i64>,
    cursor: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ActivityPageQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ActivityExportQuery {
    /// The first day, in Italy; 30 days ago when left out.
    #[param(value_type = Option<NaiveDate>)]
    from: Option<Day>,
    /// The last day, in Italy; today when left out.
    #[param(value_type = Option<NaiveDate>)]
    to: Option<Day>,
    /// Only what this user did.
    user_id: Option<UserId>,
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<ActivityQuery>,
) -> Result<Listed<ActivityEntryBody>> {
    let asked = query.0;
    let filter = Filter {
        user_id: asked.user_id.map(Into::into),
        outcome: asked.outcome.map(|outcome| outcome.as_str().to_owned()),
        ..Filter::default()
    };
    let bound = [
        filter.user_id.as_deref().unwrap_or_default(),
        filter.outcome.as_deref().unwrap_or_default(),
    ];
    let (vault, cursor) = (database.vault(), asked.cursor.as_deref());
    let page = Page::read(&vault, "activity_entries", &bound, asked.limit, cursor)?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| service::list(tx, &wanted, &filter))
        .await?;
    let position = |row: &EntryView| row.logged.entry.id.clone();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}

pub async fn list_of_case(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    query: Query<ActivityPageQuery>,
) -> Result<Listed<CaseActivityBody>> {
    let (vault, cursor) = (database.vault(), query.0.cursor.as_deref());
    let page = Page::read(
        &vault,
        "case_activity",
        &[case.as_str()],
        query.0.limit,
        cursor,
    )?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| service::list_of_case(tx, &case, &wanted))
        .await?;
    let position = |row: &Look| row.id.clone();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}

pub async fn list_readers(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    person: Path<BeneficiaryId>,
    query: Query<ActivityPageQuery>,
) -> Result<Listed<ReaderBody>> {
    let (vault, cursor) = (database.vault(), query.0.cursor.as_deref());
    let page = Page::read(&vault, "readers", &[person.as_str()], query.0.limit, cursor)?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| {
            service::list_readers(tx, &person, &wanted)
        })
        .await?;
    let position = |row: &Look| row.id.clone();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}

/// A table with a signature beside it.
pub struct Signed {
    table: Vec<u8>,
    signature: String,
}

impl Responder for Signed {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let document = Document {
            media_type: "text/csv; charset=utf-8; header=present",
            name: "activity.csv".to_owned(),
            bytes: self.table,
        };
        let mut answer = document.respond_to(request);
        if let Ok(signature) = self.signature.try_into() {
            let name = actix_web::http::header::HeaderName::from_static("x-jws-signature");
            answer.headers_mut().insert(name, signature);
        }
        answer
    }
}

impl DescribeAnswer for Signed {
    fn describe(description: &mut Description) {
        let csv = json!({ "text/csv": { "schema": { "type": "string", "format": "binary" } } });
        let meaning = "The table; `X-JWS-Signature` is a signature over its bytes (RFC 7515, \
            appendix F) by a key of `/.well-known/jwks.json`.";
        let headers = ["Content-Disposition", "X-JWS-Signature"];
        description.answers("200", meaning, &headers, csv);
    }
}

pub async fn export(
    database: Data<Database>,
    tokens: Data<Tokens>,
    caller: Caller,
    query: Query<ActivityExportQuery>,
) -> Result<Signed> {
    let filter = Filter {
        user_id: query.0.user_id.map(Into::into),
        outcome: None,
        from: query.0.from.map(Into::into),
        to: query.0.to.map(Into::into),
    };
    let entries = database
        .read(caller, move |tx| service::export(tx, &filter))
        .await?;
    let table = csv::table(&entries);
    tokens.keep_current(&database).await;
    let signature = tokens.sign_beside("activity-export", &table)?;
    Ok(Signed { table, signature })
}
