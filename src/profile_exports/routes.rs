use actix_web::body::BoxBody;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::forms::transparency::TransparencyStatement;
use super::portable::PortableProfile;
use super::{ExportForm, ExportPurpose, ExportRequest, PortfolioPart, TakenOut, forms, service};
use crate::access::Caller;
use crate::cases::CaseId;
use crate::code_lists::LanguageTag;
use crate::db::Database;
use crate::documents::drawing::DRAWINGS;
use crate::error::{Checks, Error, Result};
use crate::evidence_files::objects::FileStore;
use crate::http::describe::{DescribeAnswer, Description, files};
use crate::http::turns::work_in;
use crate::http::{Body, Document};
use crate::sharing::SharingAuthorisationId;
use crate::text::clean_line;

/// The most codes of a repertory that a person chooses at once.
const CODES: usize = 20;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileExportForm {
    form: ExportForm,
    purpose: ExportPurpose,
    /// The person's authorisation, where it goes to somebody else; it must cover the profile.
    authorisation_id: Option<SharingAuthorisationId>,
    /// The language of headings and codes in tables (CSV, XLSX), and of a Europass CV: English if none is
    /// given. That of a CV to be read, and `it` or `en` of the profile to be read and the portfolio: Italian if
    /// none is given. Papers are in English where not all of their texts are in a language.
    #[schema(max_length = 35)]
    lang: Option<String>,
    /// A second one beside it: in tables, in the profile to be read and in the portfolio. Papers have the
    /// person's preferred language if none is given, and English in place of one that not all texts are in.
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
    /// Of a portfolio; all that goes to who receives it if none is named. The private part is handed to the
    /// person alone.
    #[serde(default)]
    #[schema(max_items = 2)]
    parts: Vec<PortfolioPart>,
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
        let is_portfolio = body.form == ExportForm::Portfolio;
        let is_bilingual = is_portfolio || body.form == ExportForm::ProfilePdf;
        for (asked, has_it, pointer) in [
            (
                body.lang.is_some(),
                is_table || body.form.is_drawn() || body.form == ExportForm::Europass,
                "/lang",
            ),
            (body.lang2.is_some(), is_table || is_bilingual, "/lang2"),
            (!body.parts.is_empty(), is_portfolio, "/parts"),
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
        let default = if body.form.is_drawn() { "it" } else { "en" };
        let lang = LanguageTag::parse(body.lang.as_deref().unwrap_or(default));
        let lang = checks.value(lang, "/lang");
        if let Some(lang) = lang.as_ref().filter(|_| is_bilingual) {
            let first = matches!(lang.as_str(), "it" | "en");
            checks.ensure(first, "/lang", "not_in_this_form");
        }
        let lang2 = body.lang2.map(|it| LanguageTag::parse(&it));
        let lang2 = checks.optional(lang2, "/lang2");
        let parts = parts(&body.parts, body.form, body.purpose, &mut checks);
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
                parts,
            })
        })
    }
}

/// The parts of a portfolio that are asked for, or all that go to who receives it.
fn parts(
    asked: &[PortfolioPart],
    form: ExportForm,
    purpose: ExportPurpose,
    checks: &mut Checks,
) -> Vec<PortfolioPart> {
    let goes = |part: &PortfolioPart| {
        *part == PortfolioPart::Public || purpose == ExportPurpose::HandedToPerson
    };
    checks.ensure(
        asked.len() <= PortfolioPart::ALL.len(),
        "/parts",
        "too_long",
    );
    for (index, part) in asked.iter().enumerate() {
        checks.ensure(
            goes(part),
            &format!("/parts/{index}"),
            "not_for_this_purpose",
        );
    }
    let all = PortfolioPart::ALL.iter().copied();
    let asked = |part: &PortfolioPart| asked.is_empty() || asked.contains(part);
    all.filter(|part| form == ExportForm::Portfolio && goes(part) && asked(part))
        .collect()
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
            JSON-LD, an archive, or PDF.";
        description.answers("200", meaning, &["Content-Disposition"], content);
    }
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
    let turn = match request.with_files || request.form.is_drawn() {
        true => Some(DRAWINGS.take().await?),
        false => None,
    };
    // The turn goes with the read as well, which goes on when the client does not wait for it.
    let (taken, turn) = database
        .read(caller, move |tx| {
            Ok((service::take_out(tx, &case, &asked)?, turn))
        })
        .await?;
    let TakenOut {
        sources,
        files: kept,
        further,
    } = taken;
    let files = files.open_all(kept).await?;
    let made = work_in(turn, move || {
        Ok(Document {
            media_type: request.form.media_type(),
            name: request.form.file_name(&sources.header.case_code),
            bytes: forms::write(sources, files, &further, &request)?,
        })
    });
    Ok(Exported(made.await?))
}
