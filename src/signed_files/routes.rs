use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    NewWithdrawal, SignedFileFault, SignedFileWithdrawal, SignedFileWithdrawalId, WithdrawalView,
    service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::db::Database;
use crate::documents::DocumentId;
use crate::documents::routes::DocumentBody;
use crate::error::{Checks, Error, Result};
use crate::http::file::{Download, FileKind, Upload};
use crate::http::{Body, IfMatch, Listed, Page, Query, Versioned};
use crate::text::clean_text;

/// A document as it came back signed.
#[derive(Clone, Copy)]
pub struct SignedPdf;

impl FileKind for SignedPdf {
    const KINDS: &'static [Self] = &[Self];
    /// The issued file, a picture of a signature and a chain of certificates.
    const MOST: usize = 5 * 1024 * 1024;

    fn media_type(self) -> &'static str {
        "application/pdf"
    }
}

/// Why a signed file is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignedFileWithdrawalBody {
    reason_code: SignedFileFault,
    /// For colleagues and those who look through the register; no more of the person than is needed.
    reason: String,
}

impl TryFrom<SignedFileWithdrawalBody> for NewWithdrawal {
    type Error = Error;

    fn try_from(body: SignedFileWithdrawalBody) -> Result<Self> {
        let mut checks = Checks::default();
        let reason = checks.value(clean_text(&body.reason, 1000), "/reason");
        checks.finish(|| {
            Some(Self {
                reason_code: body.reason_code,
                reason: reason?,
            })
        })
    }
}

/// A signed file that was taken back.
#[derive(Serialize, ToSchema)]
pub struct WithdrawnSignedFileBody {
    id: SignedFileWithdrawalId,
    document_id: DocumentId,
    /// Hexadecimal SHA-256 of the file.
    file_hash: String,
    /// Whom the certificate names that it was signed with.
    subject: String,
    added_at: DateTime<Utc>,
    added_by: UserId,
    withdrawn_at: DateTime<Utc>,
    withdrawn_by: UserId,
    reason_code: SignedFileFault,
    /// Gone once the person was erased.
    reason: Option<String>,
}

impl From<WithdrawalView> for WithdrawnSignedFileBody {
    fn from(view: WithdrawalView) -> Self {
        let SignedFileWithdrawal {
            id,
            document_id,
            organisation_id: _,
            file_hash,
            signed_by,
            added_at,
            added_by,
            withdrawn_at,
            withdrawn_by,
            reason_code,
            sealed_reason: _,
        } = view.withdrawal;
        Self {
            id,
            document_id,
            file_hash,
            subject: signed_by,
            added_at: added_at.and_utc(),
            added_by,
            withdrawn_at: withdrawn_at.and_utc(),
            withdrawn_by,
            reason_code,
            reason: view.reason,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SignedFileWithdrawalsQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

pub async fn add(
    database: Data<Database>,
    caller: Caller,
    id: Path<DocumentId>,
    upload: Upload<SignedPdf>,
) -> Result<Versioned<DocumentBody>> {
    let asked = id.clone();
    let issued = database
        .lookup(caller.clone(), move |tx| service::issued_file(tx, &asked))
        .await?;
    // The file is in memory until it is kept.
    let (signed, _turn) = upload
        .received(move |bytes| service::look_through(bytes, &issued))
        .await?;
    let document = database
        .write(caller, move |tx| service::keep(tx, &id, &signed))
        .await?;
    Ok(Versioned(document.version, document.into()))
}

pub async fn withdraw(
    database: Data<Database>,
    caller: Caller,
    id: Path<DocumentId>,
    if_match: IfMatch,
    body: Body<SignedFileWithdrawalBody>,
) -> Result<Versioned<DocumentBody>> {
    let new = body.0.try_into()?;
    let document = database
        .write(caller, move |tx| {
            service::withdraw(tx, &id, if_match.0, new)
        })
        .await?;
    Ok(Versioned(document.version, document.into()))
}

pub async fn withdrawals(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    id: Path<DocumentId>,
    query: Query<SignedFileWithdrawalsQuery>,
) -> Result<Listed<WithdrawnSignedFileBody>> {
    let SignedFileWithdrawalsQuery { limit, cursor } = query.0;
    let vault = database.vault();
    let (list, bound) = ("signed_file_withdrawals", [id.as_str()]);
    let page = Page::read(&vault, list, &bound, limit, cursor.as_deref())?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| service::withdrawals(tx, &id, &wanted))
        .await?;
    let position = |row: &WithdrawalView| row.withdrawal.id.to_string();
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
    id: Path<DocumentId>,
) -> Result<Download<SignedPdf>> {
    let (document, bytes) = database
        .read(caller, move |tx| service::file(tx, &id))
        .await?;
    let name = format!("{}-{}-signed.pdf", document.kind, document.edition);
    Ok(Download::new(SignedPdf, name, bytes))
}
