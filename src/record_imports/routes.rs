use std::collections::BTreeSet;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    ImportFormat, ImportId, ImportSheet, ImportStatus, LikelyKnown, LineFault, LineOutcome,
    LineReport, RecordImport, Wishes, service, tables, template,
};
use crate::access::Caller;
use crate::beneficiaries::BeneficiaryId;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::Result;
use crate::error::texts::{Language, text_of_kept};
use crate::http::file::{Download, FileKind, Upload};
use crate::http::problem::language_of;
use crate::http::{Created, Done, IfMatch, Once, Query, Repeatable, Versioned};
use crate::profiles::ExperienceId;

impl FileKind for ImportFormat {
    const KINDS: &'static [Self] = Self::ALL;
    const MOST: usize = tables::MOST_BYTES;

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct TemplateQuery {
    /// A workbook if none is given.
    format: Option<ImportFormat>,
    /// Both if none is given, in CSV people.
    kind: Option<ImportSheet>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PreviewQuery {
    /// What the lines of a CSV file are of: people, if none is given. A workbook says it by the names of
    /// its sheets.
    kind: Option<ImportSheet>,
}

/// How the next lines are to be taken; each call says it for those that it takes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyBody {
    /// Whether lines that are not valid are left out; otherwise nothing is made while there are some.
    #[serde(default)]
    skip_invalid: bool,
    /// The numbers of lines of people to be recorded though they are like somebody; others are skipped.
    #[serde(default)]
    #[schema(max_items = 2000)]
    create_lines: BTreeSet<u32>,
}

impl From<ApplyBody> for Wishes {
    fn from(body: ApplyBody) -> Self {
        Self {
            skip_invalid: body.skip_invalid,
            create_lines: body.create_lines,
        }
    }
}

/// A file that was looked through, and how far it was taken.
#[derive(Serialize, ToSchema)]
pub struct ImportBody {
    id: ImportId,
    format: ImportFormat,
    status: ImportStatus,
    /// Lines that were taken, of all.
    done: i32,
    total: usize,
    /// Lines that break a rule.
    not_valid: usize,
    /// Lines of people who are likely recorded already, or stand in an earlier line.
    likely_known: usize,
    would_make: WouldMakeBody,
    /// All lines in the order in which they are taken; after a call that takes some, those.
    #[schema(max_items = 2000)]
    lines: Vec<ImportLineBody>,
    created_at: DateTime<Utc>,
    /// When it is let go of, unless lines are taken before.
    expires_at: DateTime<Utc>,
}

/// What valid lines of people who are not likely known, and valid lines of experiences, come to.
#[derive(Serialize, ToSchema)]
pub struct WouldMakeBody {
    beneficiaries: usize,
    cases: usize,
    experiences: usize,
}

#[derive(Serialize, ToSchema)]
pub struct ImportLineBody {
    sheet: ImportSheet,
    /// In the file, its headings included.
    line: u32,
    errors: Vec<LineErrorBody>,
    likely_known: Vec<LikelyKnownBody>,
    /// An earlier line of the file that is likely of the same person.
    like_line: Option<u32>,
    outcome: Option<LineOutcome>,
    /// Why it was skipped or refused, and in words.
    reason: Option<String>,
    message: Option<&'static str>,
    beneficiary_id: Option<BeneficiaryId>,
    case_id: Option<CaseId>,
    experience_id: Option<ExperienceId>,
}

#[derive(Serialize, ToSchema)]
pub struct LineErrorBody {
    /// By the API's name, whatever the heading is.
    column: Option<String>,
    /// RFC 6901 JSON Pointer into the body that the line would be.
    pointer: String,
    code: String,
    message: Option<&'static str>,
}

/// A record of the own centre that is likely of the same person.
#[derive(Serialize, ToSchema)]
pub struct LikelyKnownBody {
    beneficiary_id: BeneficiaryId,
    person_code: String,
    #[schema(minimum = 0, maximum = 100)]
    likeness: u8,
}

impl ImportBody {
    /// The lines from one to another are shown, and all are counted.
    fn of(import: RecordImport, shown: std::ops::Range<usize>, language: Language) -> Self {
        let RecordImport {
            id,
            organisation_id: _,
            format,
            status,
            lines_done,
            lines,
            version: _,
            created_by: _,
            created_at,
            expires_at,
        } = import;
        let lines = lines.get();
        let count = |what: &dyn Fn(&LineReport) -> bool| lines.iter().filter(|it| what(it)).count();
        let is_new =
            |it: &LineReport| it.sheet == ImportSheet::People && it.is_valid() && !it.is_doubtful();
        let would_make = WouldMakeBody {
            beneficiaries: count(&is_new),
            cases: count(&|it| is_new(it) && it.opens_case),
            experiences: count(&|it| it.sheet == ImportSheet::Experiences && it.is_valid()),
        };
        Self {
            id,
            format,
            status,
            done: lines_done,
            total: lines.len(),
            not_valid: count(&|it| !it.is_valid()),
            likely_known: count(&LineReport::is_doubtful),
            would_make,
            lines: lines
                .into_iter()
                .enumerate()
                .filter(|(place, _)| shown.contains(place))
                .map(|(_, line)| ImportLineBody::of(line, language))
                .collect(),
            created_at: created_at.and_utc(),
            expires_at: expires_at.and_utc(),
        }
    }
}

impl ImportLineBody {
    fn of(report: LineReport, language: Language) -> Self {
        let LineReport {
            sheet,
            number,
            opens_case: _,
            faults,
            likely_known,
            like_line,
            outcome,
            reason,
            beneficiary_id,
            case_id,
            experience_id,
        } = report;
        let error = |fault: LineFault| LineErrorBody {
            column: fault.column,
            pointer: fault.pointer,
            message: text_of_kept(&fault.code, language),
            code: fault.code,
        };
        let known = |it: LikelyKnown| LikelyKnownBody {
            beneficiary_id: it.beneficiary_id,
            person_code: it.person_code,
            likeness: it.likeness,
        };
        Self {
            sheet,
            line: number,
            errors: faults.into_iter().map(error).collect(),
            likely_known: likely_known.into_iter().map(known).collect(),
            like_line,
            outcome,
            message: reason
                .as_deref()
                .and_then(|code| text_of_kept(code, language)),
            reason,
            beneficiary_id,
            case_id,
            experience_id,
        }
    }
}

pub async fn download_template(
    database: Data<Database>,
    caller: Caller,
    query: Query<TemplateQuery>,
) -> Result<Download<ImportFormat>> {
    database.read(caller, service::ensure_may_import).await?;
    let format = query.0.format.unwrap_or(ImportFormat::Xlsx);
    let bytes = template::write(format, query.0.kind)?;
    Ok(Download::new(format, format!("import.{format}"), bytes))
}

pub async fn preview(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<PreviewQuery>,
    upload: Upload<ImportFormat>,
) -> Result<Created<ImportBody>> {
    let language = language_of(&request);
    let (format, kind) = (upload.kind, query.0.kind);
    database
        .lookup(caller.clone(), service::ensure_may_import)
        .await?;
    let (lines, turn) = upload
        .received(move |bytes| service::read_file(format, &bytes, kind))
        .await?;
    drop(turn);
    // Looked through where nobody waits who would write.
    let (lines, reports) = database
        .lookup(caller.clone(), move |tx| {
            let reports = service::examine(tx, &lines)?;
            Ok((lines, reports))
        })
        .await?;
    let import = database
        .write(caller, move |tx| {
            service::keep(tx, format, &lines, &reports)
        })
        .await?;
    let location = format!("/v1/imports/{}", import.id);
    let version = import.version;
    let body = ImportBody::of(import, 0..usize::MAX, language);
    Ok(Created::new(location, version, body))
}

pub async fn read(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    id: Path<ImportId>,
) -> Result<Versioned<ImportBody>> {
    let import = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    let version = import.version;
    let body = ImportBody::of(import, 0..usize::MAX, language_of(&request));
    Ok(Versioned(version, body))
}

pub async fn apply(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    id: Path<ImportId>,
    if_match: IfMatch,
    body: Once<ApplyBody>,
) -> Result<Repeatable<Versioned<ImportBody>>> {
    let language = language_of(&request);
    let (body, once) = body.split();
    let wishes = body.into();
    once.write(&database, caller, move |tx| {
        let (import, first) = service::apply(tx, &id, if_match.0, &wishes)?;
        let version = import.version;
        let end = usize::try_from(import.lines_done).unwrap_or_default();
        Ok(Versioned(
            version,
            ImportBody::of(import, first..end, language),
        ))
    })
    .await
}

pub async fn discard(
    database: Data<Database>,
    caller: Caller,
    id: Path<ImportId>,
    if_match: IfMatch,
) -> Result<Done> {
    database
        .write(caller, move |tx| service::discard(tx, &id, if_match.0))
        .await?;
    Ok(Done)
}
