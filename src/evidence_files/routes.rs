use std::sync::Arc;

use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::contents::MOST_BYTES;
use super::objects::{Bucket, FileStore};
use super::{
    EvidenceFile, EvidenceFileId, EvidenceKey, MediaType, ObjectName, OpenFile, Sealed, service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::Result;
use crate::http::file::{Download, FileKind, Upload};
use crate::http::{Done, IfMatch, Versioned};
use crate::profiles::EvidenceId;
use crate::profiles::routes::EvidenceBody;

impl FileKind for MediaType {
    const KINDS: &'static [Self] = Self::ALL;
    const MOST: usize = MOST_BYTES;

    fn media_type(self) -> &'static str {
        self.as_str()
    }
}

/// The file of a piece of evidence. Images are kept without what cameras and programs write into them.
#[derive(Serialize, ToSchema)]
pub struct EvidenceFileBody {
    media_type: MediaType,
    size_bytes: i32,
    /// Of an image.
    width_pixels: Option<i32>,
    height_pixels: Option<i32>,
    /// Hexadecimal SHA-256 of the file as it came.
    #[schema(max_length = 64)]
    received_sha256: String,
    /// Hexadecimal SHA-256 of the file as it is kept and answered.
    #[schema(max_length = 64)]
    sha256: String,
    uploaded_by: UserId,
    uploaded_at: DateTime<Utc>,
}

impl From<EvidenceFile> for EvidenceFileBody {
    fn from(file: EvidenceFile) -> Self {
        let EvidenceFile {
            id: _,
            evidence_id: _,
            case_id: _,
            organisation_id: _,
            media_type,
            size_bytes,
            width_pixels,
            height_pixels,
            received_hash,
            kept_hash,
            uploaded_by,
            uploaded_at,
        } = file;
        Self {
            media_type,
            size_bytes,
            width_pixels,
            height_pixels,
            received_sha256: received_hash,
            sha256: kept_hash,
            uploaded_by,
            uploaded_at: uploaded_at.and_utc(),
        }
    }
}

pub async fn replace(
    database: Data<Database>,
    files: Data<FileStore>,
    caller: Caller,
    path: Path<(CaseId, EvidenceId)>,
    if_match: IfMatch,
    upload: Upload<MediaType>,
) -> Result<Versioned<EvidenceBody>> {
    let key = key(path);
    let asked = key.clone();
    database
        .lookup(caller.clone(), move |tx| {
            service::ensure_may_replace(tx, &asked)
        })
        .await?;
    let kind = upload.kind;
    // The file is in memory until it is kept.
    let (looked, _turn) = upload
        .received(move |bytes| service::look_through(kind, bytes))
        .await?;
    let looked = Arc::new(looked);
    let put = match files.bucket_for_new() {
        None => None,
        Some(bucket) => {
            let (asked, seen) = (key.clone(), Arc::clone(&looked));
            let sealed = database.prepare(caller.clone(), move |tx| {
                service::seal(tx, &asked, if_match.0, &seen)
            });
            put(bucket, sealed.await?).await?
        }
    };
    let entry = database
        .write(caller, move |tx| {
            service::replace(tx, &key, if_match.0, &looked, put.as_ref())
        })
        .await?;
    Ok(Versioned(entry.version, entry.into()))
}

/// Puts what was sealed into the bucket, and says for which file and where.
async fn put(
    bucket: &Bucket,
    sealed: Option<Sealed>,
) -> Result<Option<(EvidenceFileId, ObjectName)>> {
    let Some(Sealed {
        file_id,
        object,
        bytes,
    }) = sealed
    else {
        return Ok(None);
    };
    bucket.put(&object, bytes).await?;
    Ok(Some((file_id, object)))
}

pub async fn read(
    database: Data<Database>,
    files: Data<FileStore>,
    caller: Caller,
    path: Path<(CaseId, EvidenceId)>,
) -> Result<Download<MediaType>> {
    let key = key(path);
    let kept = database
        .read(caller, move |tx| service::read(tx, &key))
        .await?;
    let OpenFile { file, bytes } = files.open(kept).await?;
    let name = format!("evidence-{}.{}", file.evidence_id, file.media_type.ending());
    Ok(Download::new(file.media_type, name, bytes))
}

pub async fn remove(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, EvidenceId)>,
    if_match: IfMatch,
) -> Result<Done> {
    let key = key(path);
    database
        .write(caller, move |tx| service::remove(tx, &key, if_match.0))
        .await?;
    Ok(Done)
}

fn key(path: Path<(CaseId, EvidenceId)>) -> EvidenceKey {
    let (case_id, evidence_id) = path.into_inner();
    EvidenceKey {
        case_id,
        evidence_id,
    }
}
