use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::service::{self, WithItems};
use super::{
    BatchItem, BatchStatus, CertificateBatch, CertificateBatchId, ItemOutcome, ItemRow,
    NumberedFile, files, worker,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::certificates::CertificateId;
use crate::db::Database;
use crate::error::Result;
use crate::error::texts::{Language, text_of_kept};
use crate::groups::GroupId;
use crate::http::file::{Download, FileKind};
use crate::http::problem::language_of;
use crate::http::turns::work_in;
use crate::http::{Begun, Item, Listed, Once, Progress, Repeatable};

/// Nothing has to be said: the hours are those recorded of each.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCertificateBatchBody {
    /// Whose certificates, of those who are or were in the group, each once. All who are in it today, and all
    /// who left it after a meeting, where nothing is said.
    case_ids: Option<Vec<CaseId>>,
}

/// Nothing has to be said: what waits is issued, as the rights of who asks allow.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchResumptionBody {}

/// The certificates of a group, and how far they came.
#[derive(Serialize, ToSchema)]
pub struct CertificateBatchBody {
    id: CertificateBatchId,
    group_id: GroupId,
    status: BatchStatus,
    asked_by: UserId,
    asked_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    total: usize,
    issued: usize,
    refused: usize,
    failed: usize,
    left_out: usize,
    waiting: usize,
    items: Vec<BatchItemBody>,
}

/// One of a group's batches; how far it came is told of it alone.
#[derive(Serialize, ToSchema)]
pub struct CertificateBatchLineBody {
    id: CertificateBatchId,
    status: BatchStatus,
    asked_by: UserId,
    asked_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

/// One person's case, and what became of it.
#[derive(Serialize, ToSchema)]
pub struct BatchItemBody {
    case_id: CaseId,
    outcome: ItemOutcome,
    certificate_id: Option<CertificateId>,
    number: Option<String>,
    /// What stood against the certificate; of one that failed, or waits to be tried again, what the service
    /// failed at; why somebody was left out.
    unmet: Vec<BatchRefusalBody>,
    /// How often the service itself failed at it; it is given up after three times.
    attempts: i32,
}

#[derive(Serialize, ToSchema)]
pub struct BatchRefusalBody {
    guard: String,
    detail: Option<&'static str>,
}

impl CertificateBatchBody {
    fn of((batch, rows): WithItems, now: NaiveDateTime, language: Language) -> Self {
        let status = batch.status(now);
        let CertificateBatch {
            id,
            organisation_id: _,
            group_id,
            asked_by,
            asked_at,
            worker: _,
            worked_until: _,
            finished_at,
        } = batch;
        let count = |outcome| rows.iter().filter(|(it, _)| it.outcome == outcome).count();
        Self {
            id,
            group_id,
            status,
            asked_by,
            asked_at: asked_at.and_utc(),
            finished_at: finished_at.map(|at| at.and_utc()),
            total: rows.len(),
            issued: count(ItemOutcome::Issued),
            refused: count(ItemOutcome::Refused),
            failed: count(ItemOutcome::Failed),
            left_out: count(ItemOutcome::LeftOut),
            waiting: count(ItemOutcome::Waiting),
            items: rows
                .into_iter()
                .map(|row| BatchItemBody::of(row, language))
                .collect(),
        }
    }
}

impl BatchItemBody {
    fn of((item, number): ItemRow, language: Language) -> Self {
        let BatchItem {
            batch_id: _,
            case_id,
            organisation_id: _,
            place: _,
            outcome,
            certificate_id,
            unmet,
            attempts,
        } = item;
        let refusal = |guard: String| BatchRefusalBody {
            detail: text_of_kept(&guard, language),
            guard,
        };
        Self {
            case_id,
            outcome,
            certificate_id,
            number,
            unmet: unmet.get().into_iter().map(refusal).collect(),
            attempts,
        }
    }
}

/// All certificates, bound to be printed.
#[derive(Clone, Copy)]
pub struct BoundPages;

impl FileKind for BoundPages {
    const KINDS: &'static [Self] = &[Self];
    const MOST: usize = 0;

    fn media_type(self) -> &'static str {
        "application/pdf"
    }
}

/// The files themselves.
#[derive(Clone, Copy)]
pub struct Archive;

impl FileKind for Archive {
    const KINDS: &'static [Self] = &[Self];
    const MOST: usize = 0;

    fn media_type(self) -> &'static str {
        "application/zip"
    }
}

fn address(id: &CertificateBatchId) -> String {
    format!("/v1/certificate-batches/{id}")
}

/// Has the batch worked on that an answer is about, be it one that is given again: what it began may have
/// been broken off since.
fn go_on(database: &Database, caller: &Caller, answer: &Repeatable<Begun<CertificateBatchBody>>) {
    let id = answer.location().and_then(|it| it.rsplit('/').next());
    if let Some(id) = id.and_then(|id| id.parse().ok()) {
        worker::start(database, caller, id);
    }
}

pub async fn ask(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    group: Path<GroupId>,
    once: Once<NewCertificateBatchBody>,
) -> Result<Repeatable<Begun<CertificateBatchBody>>> {
    let language = language_of(&request);
    let (NewCertificateBatchBody { case_ids }, once) = once.split();
    let again = caller.clone();
    let answer = once
        .write(&database, caller, move |tx| {
            let found = service::ask(tx, &group, case_ids.as_deref())?;
            let location = address(&found.0.id);
            let body = CertificateBatchBody::of(found, tx.now().naive_utc(), language);
            Ok(Begun { location, body })
        })
        .await?;
    go_on(&database, &again, &answer);
    Ok(answer)
}

pub async fn resume(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    id: Path<CertificateBatchId>,
    once: Once<BatchResumptionBody>,
) -> Result<Repeatable<Begun<CertificateBatchBody>>> {
    let language = language_of(&request);
    let (BatchResumptionBody {}, once) = once.split();
    let again = caller.clone();
    let answer = once
        .write(&database, caller, move |tx| {
            let found = service::resume(tx, &id)?;
            let location = address(&id);
            let body = CertificateBatchBody::of(found, tx.now().naive_utc(), language);
            Ok(Begun { location, body })
        })
        .await?;
    go_on(&database, &again, &answer);
    Ok(answer)
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    group: Path<GroupId>,
) -> Result<Listed<CertificateBatchLineBody>> {
    let (batches, now) = database
        .read(caller, move |tx| Ok((service::list(tx, &group)?, tx.now())))
        .await?;
    let line = |batch: CertificateBatch| CertificateBatchLineBody {
        status: batch.status(now.naive_utc()),
        id: batch.id,
        asked_by: batch.asked_by,
        asked_at: batch.asked_at.and_utc(),
        finished_at: batch.finished_at.map(|at| at.and_utc()),
    };
    Ok(Listed::whole(batches, line))
}

pub async fn read(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    id: Path<CertificateBatchId>,
) -> Result<Progress<CertificateBatchBody>> {
    let language = language_of(&request);
    let (found, now) = database
        .read(caller, move |tx| Ok((service::read(tx, &id)?, tx.now())))
        .await?;
    Ok(match found.0.finished_at {
        Some(_) => Progress::Over(format!("{}/result", address(&found.0.id))),
        None => Progress::UnderWay(CertificateBatchBody::of(found, now.naive_utc(), language)),
    })
}

pub async fn result(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    id: Path<CertificateBatchId>,
) -> Result<Item<CertificateBatchBody>> {
    let language = language_of(&request);
    let (found, now) = database
        .read(caller, move |tx| Ok((service::result(tx, &id)?, tx.now())))
        .await?;
    let body = CertificateBatchBody::of(found, now.naive_utc(), language);
    Ok(Item(body))
}

pub async fn file(
    database: Data<Database>,
    caller: Caller,
    id: Path<CertificateBatchId>,
) -> Result<Download<BoundPages>> {
    let bytes = together(database, caller, id.into_inner(), files::bound).await?;
    Ok(Download::new(
        BoundPages,
        "certificates.pdf".to_owned(),
        bytes,
    ))
}

pub async fn archive(
    database: Data<Database>,
    caller: Caller,
    id: Path<CertificateBatchId>,
) -> Result<Download<Archive>> {
    let bytes = together(database, caller, id.into_inner(), files::packed).await?;
    Ok(Download::new(Archive, "certificates.zip".to_owned(), bytes))
}

/// The files of a batch, made one outside of the transaction that reads them.
async fn together(
    database: Data<Database>,
    caller: Caller,
    id: CertificateBatchId,
    work: fn(Vec<NumberedFile>) -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    let turn = files::TURNS.take().await?;
    let files = database
        .read(caller, move |tx| service::files(tx, &id))
        .await?;
    work_in(turn, move || work(files)).await
}
