use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Certificate, CertificateFilter, CertificateId, CertificateStatus, CheckAnswer, Registered,
    service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::credentials::{CredentialKey, IssuedFilter, IssuerKeyId};
use crate::db::Database;
use crate::documents::routes::DocumentBody;
use crate::documents::{DocumentId, HolderWish, ShowsBirth};
use crate::error::{Checks, Result};
use crate::http::caller::Anyone;
use crate::http::{Created, Document, Listed, Once, Page, Query, Repeatable, Versioned};
use crate::limits::{self, Visitor};
use crate::organisations::OrganisationId;
use crate::text::clean_text;

/// A certificate in the register.
#[derive(Serialize, ToSchema)]
pub struct CertificateBody {
    id: CertificateId,
    case_id: CaseId,
    document_id: DocumentId,
    number: String,
    verification_code: String,
    status: CertificateStatus,
    minutes_attended: i32,
    minutes_planned: i32,
    issued_by: UserId,
    issued_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    ended_by: Option<UserId>,
    ended_reason: Option<String>,
    replaced_by: Option<CertificateId>,
    /// How much of the birth date the person wants to be seen on it.
    shows_birth: ShowsBirth,
    /// Whether the person wants their name in its own script beside the Latin one.
    name_in_original_script: bool,
    /// Why another came in its place after it was revoked.
    replacement_reason: Option<String>,
    /// The key that its credential was signed with; null for one from before credentials, as the next.
    issuer_key_id: Option<IssuerKeyId>,
    /// False once that key was given up because somebody else may have it: the credential verifies nowhere any
    /// more, and the certificate is to be replaced.
    key_stands: Option<bool>,
}

impl From<Registered> for CertificateBody {
    fn from((certificate, key): Registered) -> Self {
        let Certificate {
            id,
            case_id,
            organisation_id: _,
            document_id,
            number,
            verification_code,
            status,
            minutes_attended,
            minutes_planned,
            issued_by,
            issued_at,
            ended_at,
            ended_by,
            ended_reason,
            replaced_by,
            version: _,
            shows_birth,
            name_in_original_script,
            replacement_reason,
        } = certificate;
        Self {
            id,
            case_id,
            document_id,
            number,
            verification_code,
            status,
            minutes_attended,
            minutes_planned,
            issued_by,
            issued_at: issued_at.and_utc(),
            ended_at: ended_at.map(|at| at.and_utc()),
            ended_by,
            ended_reason,
            replaced_by,
            shows_birth,
            name_in_original_script,
            replacement_reason,
            key_stands: key.as_ref().map(CredentialKey::stands),
            issuer_key_id: key.map(|key| key.id),
        }
    }
}

/// Why a certificate is revoked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateEndBody {
    reason: String,
}

/// Why a certificate is replaced, and how the person wants to be named on the next one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateReplacementBody {
    reason: String,
    /// As on the one before, where nothing is said; so with the name.
    shows_birth: Option<ShowsBirth>,
    name_in_original_script: Option<bool>,
}

fn stated(reason: &str) -> Result<String> {
    let mut checks = Checks::default();
    let reason = checks.value(clean_text(reason, 1000), "/reason");
    checks.finish(|| reason)
}

/// Nothing has to be said: the hours are those recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAttendanceStatementBody {
    /// How much of the birth date the person wants to be seen; nothing of it, where nothing is said.
    shows_birth: Option<ShowsBirth>,
    /// Whether the person wants their name in its own script beside the Latin one; so it is, where nothing
    /// is said.
    name_in_original_script: Option<bool>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CheckQuery {
    /// The language of the page: it, en, fr, es or ar. Any other, or none, is what the browser asks for.
    lang: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CertificatesQuery {
    status: Option<CertificateStatus>,
    /// Of issue, in Italy.
    year: Option<i32>,
    /// Whose credentials this key signed.
    issuer_key_id: Option<IssuerKeyId>,
    /// Whether the key still stands that signed the credential.
    key_stands: Option<bool>,
    limit: Option<i64>,
    cursor: Option<String>,
}

pub async fn register(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    organisation: Path<OrganisationId>,
    query: Query<CertificatesQuery>,
) -> Result<Listed<CertificateBody>> {
    let CertificatesQuery {
        status,
        year,
        issuer_key_id,
        key_stands,
        limit,
        cursor,
    } = query.0;
    let status_bound = status.map_or("", CertificateStatus::as_str);
    let (issued, bound) = IssuedFilter::new(year, issuer_key_id, key_stands)?;
    let vault = database.vault();
    let bound = [organisation.as_str(), status_bound, &bound];
    let page = Page::read(&vault, "certificates", &bound, limit, cursor.as_deref())?;
    let filter = CertificateFilter { status, issued };
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| {
            service::register(tx, &organisation, &wanted, &filter)
        })
        .await?;
    let position = |(row, _): &Registered| row.id.to_string();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<CertificateBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &case))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<CertificateId>,
) -> Result<Versioned<CertificateBody>> {
    let found = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Versioned(found.0.version, found.into()))
}

pub async fn file(
    database: Data<Database>,
    caller: Caller,
    id: Path<CertificateId>,
) -> Result<Document> {
    let (number, bytes) = database
        .read(caller, move |tx| service::file(tx, &id))
        .await?;
    Ok(Document {
        media_type: "application/pdf",
        name: format!("{number}.pdf"),
        bytes,
    })
}

pub async fn revoke(
    database: Data<Database>,
    caller: Caller,
    id: Path<CertificateId>,
    once: Once<CertificateEndBody>,
) -> Result<Repeatable<Versioned<CertificateBody>>> {
    let (body, once) = once.split();
    let reason = stated(&body.reason)?;
    once.write(&database, caller, move |tx| {
        let ended = service::revoke(tx, &id, &reason)?;
        Ok(Versioned(ended.0.version, ended.into()))
    })
    .await
}

pub async fn replace(
    database: Data<Database>,
    caller: Caller,
    id: Path<CertificateId>,
    once: Once<CertificateReplacementBody>,
) -> Result<Repeatable<Created<CertificateBody>>> {
    let (body, once) = once.split();
    let CertificateReplacementBody {
        reason,
        shows_birth,
        name_in_original_script,
    } = body;
    let reason = stated(&reason)?;
    once.write(&database, caller, move |tx| {
        let made = service::replace(tx, &id, &reason, |before| {
            before.or_as(shows_birth, name_in_original_script)
        })?;
        Ok(Created::new(
            format!("/v1/certificates/{}", made.0.id),
            made.0.version,
            made.into(),
        ))
    })
    .await
}

pub async fn state_attendance(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    once: Once<NewAttendanceStatementBody>,
) -> Result<Repeatable<Created<DocumentBody>>> {
    let (body, once) = once.split();
    let NewAttendanceStatementBody {
        shows_birth,
        name_in_original_script,
    } = body;
    let wish = HolderWish::default().or_as(shows_birth, name_in_original_script);
    once.write(&database, caller, move |tx| {
        let document = service::state_attendance(tx, &case, wish)?;
        Ok(Created::new(
            format!("/v1/documents/{}", document.id),
            document.version,
            document.into(),
        ))
    })
    .await
}

pub async fn check(
    request: HttpRequest,
    database: Data<Database>,
    visitor: Visitor,
    anyone: Anyone,
    code: Path<String>,
    query: Query<CheckQuery>,
) -> Result<CheckAnswer> {
    let turn = limits::take(&database, limits::Kind::PublicCheck, &visitor).await;
    let found = match turn {
        Ok(()) => {
            database
                .read(anyone.0, move |tx| service::check(tx, &code))
                .await
        }
        Err(error) => Err(error),
    };
    CheckAnswer::new(&request, query.0.lang.as_deref(), found)
}
