use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::drawing::{drafted, previewed};
use super::{Document, DocumentId, DocumentKind, DocumentStatus, Pages, service};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::{Checks, Result};
use crate::http::{self, Listed, Query, Versioned};

/// An edition of a document of a case.
#[derive(Serialize, ToSchema)]
pub struct DocumentBody {
    id: DocumentId,
    case_id: CaseId,
    kind: DocumentKind,
    edition: i32,
    status: DocumentStatus,
    /// Hexadecimal SHA-256 of the canonical content; its beginning stands on the page.
    content_hash: String,
    /// Hexadecimal SHA-256 of the file, from the issue on; a draft's is nowhere.
    file_hash: Option<String>,
    author_id: UserId,
    created_at: DateTime<Utc>,
    approved_by: Option<UserId>,
    issued_at: Option<DateTime<Utc>>,
    /// What the supervisor who returned it asks for.
    review_comment: Option<String>,
    signed: Option<SignatureBody>,
}

/// That somebody signed the issued file outside. The signature is whole and was made with the key of its
/// certificate; whether that is one to be trusted was not checked against any list.
#[derive(Serialize, ToSchema)]
pub struct SignatureBody {
    /// When the signed file was added.
    at: DateTime<Utc>,
    by: UserId,
    /// Whom the certificate names that it was signed with.
    subject: String,
    /// Hexadecimal SHA-256 of the signed file.
    file_hash: String,
}

impl SignatureBody {
    fn of(document: &Document) -> Option<Self> {
        Some(Self {
            at: document.signed_file_added_at?.and_utc(),
            by: document.signed_file_added_by.clone()?,
            subject: document.signed_by.clone()?,
            file_hash: document.signed_file_hash.clone()?,
        })
    }
}

impl From<Document> for DocumentBody {
    fn from(document: Document) -> Self {
        let signed = SignatureBody::of(&document);
        let Document {
            id,
            case_id,
            organisation_id: _,
            kind,
            edition,
            status,
            content_hash,
            file_hash,
            author_id,
            created_at,
            approved_by,
            issued_at,
            review_comment,
            version: _,
            signed_file_hash: _,
            signed_by: _,
            signed_file_added_at: _,
            signed_file_added_by: _,
        } = document;
        Self {
            id,
            case_id,
            kind,
            edition,
            status,
            content_hash,
            file_hash,
            author_id,
            created_at: created_at.and_utc(),
            approved_by,
            issued_at: issued_at.map(|at| at.and_utc()),
            review_comment,
            signed,
        }
    }
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<DocumentBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &case))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DraftQuery {
    /// `synthesis`, which it is without this, `assessment_report` or `transparency_document`.
    #[param(inline)]
    kind: Option<DocumentKind>,
}

impl DraftQuery {
    fn kind(self) -> Result<DocumentKind> {
        let kind = self.kind.unwrap_or(DocumentKind::Synthesis);
        let mut checks = Checks::default();
        let reported = DocumentKind::REPORTED.contains(&kind);
        checks.ensure(reported, "/kind", "unknown_code");
        checks.finish(|| Some(kind))
    }
}

pub async fn draft(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    query: Query<DraftQuery>,
) -> Result<http::Document> {
    let kind = query.0.kind()?;
    let (content, own, today) = database
        .read(caller, move |tx| {
            let content = service::draft(tx, &case, kind)?;
            Ok((content, tx.actor().organisation_id.clone(), tx.today()))
        })
        .await?;
    Ok(http::Document {
        media_type: "application/pdf",
        name: format!("{kind}-draft.pdf"),
        bytes: previewed(content, own, today).await?,
    })
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<DocumentId>,
) -> Result<Versioned<DocumentBody>> {
    let document = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Versioned(document.version, document.into()))
}

pub async fn file(
    database: Data<Database>,
    caller: Caller,
    id: Path<DocumentId>,
) -> Result<http::Document> {
    let (document, pages) = database
        .read(caller, move |tx| service::file(tx, &id))
        .await?;
    let name = format!("{}-{}", document.kind, document.edition);
    let (name, bytes) = match pages {
        Pages::Issued(file) => (format!("{name}.pdf"), file),
        Pages::Draft(content) => (
            format!("{name}-draft.pdf"),
            drafted(&document, *content).await?,
        ),
    };
    Ok(http::Document {
        media_type: "application/pdf",
        name,
        bytes,
    })
}
