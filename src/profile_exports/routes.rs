use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::{Semaphore, SemaphorePermit};
use utoipa::ToSchema;

use super::forms::transparency::TransparencyStatement;
use super::portable::{PortableProfile, compose};
use super::{ExportForm, ExportPurpose, ExportRequest, forms, service};
use crate::access::Caller;
use crate::cases::CaseId;
use crate::code_lists::LanguageTag;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::evidence_files::objects::FileStore;
use crate::http::describe::{DescribeAnswer, Description, files};
use crate::http::{Body, Document};
use crate::sharing::SharingAuthorisationId;
use crate::text::clean_line;

/// The most codes of a repertory that a person chooses at once.
const CODES: usize = 20;

/// Archives with files that are read and made at once: each has its files in memory.
static WITH_FILES: Semaphore = Semaphore::const_new(2);

/// How long one waits for its turn.
const WAIT: Duration = Duration::from_secs(3);

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileExportForm {
    form: ExportForm,
    purpose: ExportPurpose,
    /// The person's authorisation, where it goes to somebody else; it must cover the profile.
    authorisation_id: Option<SharingAuthorisationId>,
    /// The language of headings and codes in tables (CSV, XLSX), and of a Europass CV; English if none is
    /// given.
    #[schema(max_length = 35)]
    lang: Option<String>,
    /// A second one beside it, in tables.
    #[schema(max_length = 35)]
    lang2: Option<String>,
    /// As the person wants it, as the next two; this and the next where it is handed to the person.
    #[serde(default)]
    includes_birth_date: bool,
    #[serde(default)]
    includes_citizenships: bool,
    /// The first way to reach the person that they said is safe, in Europass the first e-mail address;
    /// the European Learning Model has none.
    #[serde(default)]
    includes_contact: bool,
    /// The files of evidence as well: in a dossier that is handed to the person.
    #[serde(default)]
    with_files: bool,
    /// What the person chose from the repertory of the region: in a dossier or for the transparency document.
    #[serde(default)]
    #[schema(max_items = 20)]
    repertory_codes: Vec<String>,
}

impl TryFrom<ProfileExportForm> for ExportRequest {
    type Error = Error;

    fn try_from(body: ProfileExportForm) -> Result<Self> {
        let mut checks = Checks::default();
        let to_person = body.purpose == ExportPurpose::HandedToPerson;
        let fits = !to_person || body.authorisation_id.is_none();
        checks.ensure(fits, "/authorisation_id", "not_for_this_purpose");
        for (asked, pointer) in [
            (body.includes_birth_date, "/includes_birth_date"),
            (body.includes_citizenships, "/includes_citizenships"),
        ] {
            checks.ensure(to_person || !asked, pointer, "not_for_this_purpose");
        }
        let is_table = matches!(body.form, ExportForm::Csv | ExportForm::Xlsx);
        let is_dossier = body.form == ExportForm::Dossier;
        for (asked, has_it, pointer) in [
            (
                body.lang.is_some(),
                is_table || body.form == ExportForm::Europass,
                "/lang",
            ),
            (body.lang2.is_some(), is_table, "/lang2"),
            (
                body.includes_contact,
                body.form != ExportForm::Elm,
                "/includes_contact",
            ),
            (body.with_files, is_dossier, "/with_files"),
            (
                !body.repertory_codes.is_empty(),
                is_dossier || body.form == ExportForm::Transparency,
                "/repertory_codes",
            ),
        ] {
            checks.ensure(has_it || !asked, pointer, "not_in_this_form");
        }
        let few = body.repertory_codes.len() <= CODES;
        checks.ensure(few, "/repertory_codes", "too_long");
        let numbered = body.repertory_codes.iter().enumerate().take(CODES);
        let repertory_codes = numbered
            .filter_map(|(index, code)| {
                checks.value(clean_line(code, 64), &format!("/repertory_codes/{index}"))
            })
            .collect();
        let lang = match body.lang {
            Some(lang) => checks.value(LanguageTag::parse(&lang), "/lang"),
            None => Some(LanguageTag::english()),
        };
        let lang2 = body.lang2.map(|it| LanguageTag::parse(&it));
        let lang2 = checks.optional(lang2, "/lang2");
        checks.finish(|| {
            Some(Self {
                form: body.form,
                purpose: body.purpose,
                authorisation_id: body.authorisation_id,
                lang: lang?,
                lang2,
                includes_birth_date: body.includes_birth_date,
                includes_citizenships: body.includes_citizenships,
                includes_contact: body.includes_contact,
                with_files: body.with_files,
                repertory_codes,
            })
        })
    }
}

/// A profile as a file.
pub struct Exported(Document);

impl Responder for Exported {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        self.0.respond_to(request)
    }
}

impl DescribeAnswer for Exported {
    fn describe(description: &mut Description) {
        let shapes = [
            description.schema::<PortableProfile>(),
            description.schema::<TransparencyStatement>(),
        ];
        let mut content = files(ExportForm::ALL.iter().map(|form| form.media_type()));
        content["application/json"] = json!({ "schema": { "oneOf": shapes } });
        let meaning = "The file, by its form: JSON, XML, an archive of tables, a workbook, Europass XML, \
            JSON-LD, or an archive.";
        description.answers("200", meaning, &["Content-Disposition"], content);
    }
}

async fn turn(turns: &'static Semaphore, wait: Duration) -> Result<SemaphorePermit<'static>> {
    tokio::time::timeout(wait, turns.acquire())
        .await
        .map_err(|_elapsed| Error::Unavailable("too_busy"))?
        .map_err(Error::internal)
}

pub async fn export(
    database: Data<Database>,
    files: Data<FileStore>,
    caller: Caller,
    case: Path<CaseId>,
    body: Body<ProfileExportForm>,
) -> Result<Exported> {
    let request: ExportRequest = body.0.try_into()?;
    let asked = request.clone();
    let turn = match request.with_files {
        true => Some(turn(&WITH_FILES, WAIT).await?),
        false => None,
    };
    // The turn goes with the work, which goes on when the client does not wait for it.
    let (taken, turn) = database
        .read(caller, move |tx| {
            Ok((service::take_out(tx, &case, &asked)?, turn))
        })
        .await?;
    let files = files.open_all(taken.files).await?;
    let made = web::block(move || {
        let _turn = turn;
        let profile = compose(taken.sources, &request);
        let bytes = forms::write(&profile, files, &request)?;
        Ok::<_, Error>(Document {
            media_type: request.form.media_type(),
            name: request.form.file_name(&profile.case_code),
            bytes,
        })
    });
    Ok(Exported(made.await.map_err(Error::internal)??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn what_waits_too_long_for_its_turn_is_refused() {
        static TURNS: Semaphore = Semaphore::const_new(1);
        let wait = Duration::from_millis(20);
        let first = turn(&TURNS, wait).await.expect("a free turn");
        let refused = turn(&TURNS, wait).await.map(|_| ());
        assert!(matches!(refused, Err(Error::Unavailable("too_busy"))));
        drop(first);
        drop(turn(&TURNS, wait).await.expect("the turn given back"));
    }
}
