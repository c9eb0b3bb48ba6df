//! From a document's content to PDF, with typst as a library.
//!
//! Text from people is data to the templates, never source. The same input gives the same bytes,
//! so the hash of the file proves the document.

mod fonts;
mod world;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Timelike, Utc};
use qrcode::types::QrError;
use qrcode::{EcLevel, QrCode, render::svg};
use serde::Serialize;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::content::Document;
use super::{Enclosed, seal};
use crate::fixed_texts::{self, TextLanguage};
use world::{Desk, Resources, file};

/// Generations of typst's cache that outlive a document; without eviction it grows for ever.
const CACHE_GENERATIONS: usize = 10;

/// No variant carries text of a document: what typst says may quote a name.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("the verification address does not fit a QR code: {0}")]
    QrCode(#[from] QrError),
    #[error("the content is not JSON: {0}")]
    Content(#[from] serde_json::Error),
    #[error("the template {template} does not set: {faults} errors")]
    Template {
        template: &'static str,
        faults: usize,
    },
    #[error("the pages of {template} do not export: {faults} errors")]
    Export {
        template: &'static str,
        faults: usize,
    },
}

/// Turns documents into PDF. Cheap to make: fonts, library and templates are loaded with the
/// first document. A document takes processor time: call it from a blocking thread.
#[derive(Default)]
pub struct Renderer {
    resources: OnceLock<Resources>,
}

/// What is printed of a document.
#[derive(Clone, Copy)]
enum Printing<'a> {
    Draft,
    Issued(Option<&'a Enclosed<'a>>),
}

/// What the template reads as `/content.json`.
#[derive(Serialize)]
struct View<'a> {
    document: &'a Document,
    content_hash: String,
    verify_url: Option<&'a str>,
    draft: bool,
    /// The keyword that becomes the file's seal.
    seal: Option<String>,
    italian: Texts,
    beside: Texts,
}

/// The fixed texts of one language.
#[derive(Serialize)]
struct Texts {
    language: TextLanguage,
    direction: &'static str,
    /// Months, `January` at `1`.
    months: BTreeMap<&'static str, String>,
    /// A day, with places for `{day}`, `{month}` and `{year}`.
    date: String,
    /// By key, without its beginning `doc-`; values stand in them as `{name}`.
    texts: BTreeMap<&'static str, String>,
}

impl Texts {
    fn of(language: TextLanguage) -> Self {
        let values = ["day", "from", "to", "planned", "page", "pages", "count"];
        let date = [("day", "{day}"), ("month", "{month}"), ("year", "{year}")];
        Self {
            language,
            direction: language.direction(),
            months: fixed_texts::all(language, "month-", &[]),
            date: fixed_texts::say_of(language, "date", &date),
            texts: fixed_texts::all(language, "doc-", &values),
        }
    }
}

impl Renderer {
    pub fn new() -> Self {
        Self::default()
    }

    /// The document as PDF/A-3a and PDF/UA-1, or as a plain tagged PDF when a character has no
    /// font, which those standards forbid: a person is never refused for the script of a name.
    ///
    /// What is enclosed is printed as a QR code and attached. `ident` (number and version) and `at` (time of issue)
    /// go into the file; both decide its bytes.
    pub fn render(
        &self,
        document: &Document,
        enclosed: Option<&Enclosed>,
        ident: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<u8>, RenderError> {
        self.print(document, Printing::Issued(enclosed), ident, at)
    }

    /// The document across whose pages it says, in both languages, that it is a draft.
    pub fn draft(
        &self,
        document: &Document,
        ident: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<u8>, RenderError> {
        self.print(document, Printing::Draft, ident, at)
    }

    fn print(
        &self,
        document: &Document,
        printing: Printing,
        ident: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<u8>, RenderError> {
        let template = template(document);
        let pdf = self.pages(document, printing, at).and_then(|pages| {
            let archival = [PdfStandard::A_3a, PdfStandard::Ua_1];
            export(&pages, &archival, ident, at)
                .or_else(|_missing_glyph| export(&pages, &[], ident, at))
                .map_err(|faults| RenderError::Export { template, faults })
        });
        comemo::evict(CACHE_GENERATIONS);
        pdf
    }

    fn pages(
        &self,
        document: &Document,
        printing: Printing,
        at: DateTime<Utc>,
    ) -> Result<PagedDocument, RenderError> {
        let template = template(document);
        let (draft, enclosed) = match printing {
            Printing::Draft => (true, None),
            Printing::Issued(enclosed) => (false, enclosed),
        };
        let verify_url = enclosed.map(|it| it.verify_url);
        let view = View {
            document,
            content_hash: document.content_hash(),
            verify_url,
            draft,
            seal: enclosed.map(|_| seal::slot()),
            italian: Texts::of(TextLanguage::Italian),
            beside: Texts::of(document.second_language()),
        };
        let desk = Desk {
            resources: self.resources.get_or_init(Resources::load),
            template: file(template),
            content: Bytes::new(serde_json::to_vec(&view)?),
            qr_code: Bytes::new(verify_url.map(qr_code).transpose()?.unwrap_or_default()),
            credential: Bytes::new(enclosed.map_or_else(Vec::new, |it| it.credential.into())),
            at,
        };
        typst::compile::<PagedDocument>(&desk)
            .output
            .map_err(|faults| RenderError::Template {
                template,
                faults: told(&faults),
            })
    }
}

fn template(document: &Document) -> &'static str {
    match document {
        Document::Certificate(_) | Document::AttendanceStatement(_) => "/participation.typ",
        Document::Report(_) => "/report.typ",
        Document::Synthesis(_) => "/synthesis.typ",
        Document::Transparency(_) => "/transparency.typ",
        Document::ReferralLetter(_) => "/letter.typ",
    }
}

fn qr_code(url: &str) -> Result<Vec<u8>, QrError> {
    let code = QrCode::with_error_correction_level(url, EcLevel::M)?;
    Ok(code
        .render::<svg::Color>()
        .quiet_zone(false)
        .build()
        .into_bytes())
}

fn export(
    pages: &PagedDocument,
    standards: &[PdfStandard],
    ident: &str,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, usize> {
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("bilancio".to_owned())),
        timestamp: timestamp(at),
        standards: PdfStandards::new(standards).expect("PDF/A-3a and PDF/UA-1 go together"),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(pages, &options).map_err(|faults| told(&faults))
}

/// Counts the faults; in tests it says them.
fn told(faults: &[SourceDiagnostic]) -> usize {
    #[cfg(test)]
    for fault in faults {
        eprintln!("{}", fault.message);
    }
    faults.len()
}

fn timestamp(at: DateTime<Utc>) -> Option<Timestamp> {
    let (day, time) = (at.date_naive(), at.time());
    Datetime::from_ymd_hms(
        day.year(),
        day.month() as u8,
        day.day() as u8,
        time.hour() as u8,
        time.minute() as u8,
        time.second() as u8,
    )
    .map(Timestamp::new_utc)
}

#[cfg(test)]
mod tests;
