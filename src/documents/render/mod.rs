//! From the content of a document or a paper to PDF, with typst as a library.
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

use super::content::{Document, content_hash};
use super::paper::{Attached, Paper};
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

/// What the template reads as `/content.json`.
#[derive(Serialize)]
struct View<'a, C> {
    document: &'a C,
    content_hash: String,
    verify_url: Option<&'a str>,
    /// The keyword that becomes the file's seal.
    seal: Option<String>,
    /// Of the language that comes first: of a paper it may be another.
    italian: Texts,
    beside: Texts,
}

/// What is to be set, and what lies beside it.
struct Order<'a, C> {
    template: &'static str,
    content: &'a C,
    /// The language that comes first, and the one beside it.
    languages: [TextLanguage; 2],
    enclosed: Option<&'a Enclosed<'a>>,
    attached: &'a [Attached],
}

impl<'a> Order<'a, Document> {
    fn document(document: &'a Document, enclosed: Option<&'a Enclosed>) -> Self {
        Self {
            template: template(document),
            content: document,
            languages: [TextLanguage::Italian, document.second_language()],
            enclosed,
            attached: &[],
        }
    }
}

impl<'a, P: Paper> Order<'a, P> {
    fn paper(paper: &'a P) -> Self {
        Self {
            template: P::TEMPLATE,
            content: paper,
            languages: [paper.language(), paper.second_language()],
            enclosed: None,
            attached: paper.attached(),
        }
    }
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
        let values = ["day", "from", "to", "planned", "page", "pages"];
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
        self.set(&Order::document(document, enclosed), ident, at)
    }

    /// A paper in the same way.
    pub fn draw(
        &self,
        paper: &impl Paper,
        ident: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<u8>, RenderError> {
        self.set(&Order::paper(paper), ident, at)
    }

    fn set<C: Serialize>(
        &self,
        order: &Order<C>,
        ident: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<u8>, RenderError> {
        let template = order.template;
        let pdf = self.pages(order, at).and_then(|pages| {
            let archival = [PdfStandard::A_3a, PdfStandard::Ua_1];
            export(&pages, &archival, ident, at)
                .or_else(|_missing_glyph| export(&pages, &[], ident, at))
                .map_err(|faults| RenderError::Export { template, faults })
        });
        comemo::evict(CACHE_GENERATIONS);
        pdf
    }

    fn pages<C: Serialize>(
        &self,
        order: &Order<C>,
        at: DateTime<Utc>,
    ) -> Result<PagedDocument, RenderError> {
        let template = order.template;
        let verify_url = order.enclosed.map(|it| it.verify_url);
        let [first, second] = order.languages;
        let view = View {
            document: order.content,
            content_hash: content_hash(order.content),
            verify_url,
            seal: order.enclosed.map(|_| seal::slot()),
            italian: Texts::of(first),
            beside: Texts::of(second),
        };
        let mut files = vec![(
            file("/content.json"),
            Bytes::new(serde_json::to_vec(&view)?),
        )];
        if let Some(Enclosed {
            verify_url,
            credential,
            ..
        }) = order.enclosed
        {
            files.push((file("/qr.svg"), Bytes::new(qr_code(verify_url)?)));
            let credential = credential.as_bytes().to_vec();
            files.push((file("/credential.jwt"), Bytes::new(credential)));
        }
        let attached = order.attached.iter();
        files.extend(attached.map(|it| (file(it.path), Bytes::new(it.bytes.clone()))));
        let desk = Desk {
            resources: self.resources.get_or_init(Resources::load),
            template: file(template),
            files,
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
