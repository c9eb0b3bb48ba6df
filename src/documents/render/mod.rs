//! From the content of a document or a paper to PDF, with typst as a library.
//!
//! Text from people is data to the templates, never source. The same input gives the same bytes,
//! so the hash of the file proves the document.

mod export;
mod faults;
mod fonts;
pub mod looks;
mod texts;
mod world;

use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Timelike, Utc};
use qrcode::types::QrError;
use qrcode::{EcLevel, QrCode, render::svg};
use serde::Serialize;
use serde_json::Value;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::content::{Document, content_hash};
use super::paper::{Attached, Paper};
use super::samples::SamplePaper;
use super::{Enclosed, seal};
use crate::fixed_texts::TextLanguage;
use crate::organisations::OrganisationId;
use export::archival_or_plain;
use looks::{Looks, Style};
use world::{Desk, Resources, file};

const ARCHIVAL: [PdfStandard; 2] = [PdfStandard::A_3a, PdfStandard::Ua_1];

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
    looks: Looks,
}

/// What the template reads as `/content.json`.
#[derive(Serialize)]
struct View<'a, C> {
    document: &'a C,
    content_hash: String,
    verify_url: Option<&'a str>,
    draft: bool,
    /// How much smaller it is set than it would be if its pages were not counted; from none.
    squeeze: usize,
    /// The keyword that becomes the file's seal.
    seal: Option<String>,
    style: &'a Style,
    /// The one that comes first, Italian but on some papers, and the one beside it.
    languages: [TextLanguage; 2],
}

/// What is to be set, and what lies beside it.
struct Order<'a, C> {
    template: &'static str,
    content: &'a C,
    /// The language that comes first, and the one beside it.
    languages: [TextLanguage; 2],
    /// Whose look it has; the service's own if it is nobody's.
    organisation: Option<&'a OrganisationId>,
    draft: bool,
    enclosed: Option<&'a Enclosed<'a>>,
    attached: &'a [Attached],
}

impl<'a> Order<'a, Document> {
    fn document(
        document: &'a Document,
        organisation: Option<&'a OrganisationId>,
        enclosed: Option<&'a Enclosed>,
    ) -> Self {
        Self {
            template: template(document),
            content: document,
            languages: [TextLanguage::Italian, document.second_language()],
            organisation,
            draft: false,
            enclosed,
            attached: &[],
        }
    }

    fn draft(document: &'a Document, organisation: Option<&'a OrganisationId>) -> Self {
        Self {
            draft: true,
            ..Self::document(document, organisation, None)
        }
    }
}

impl<'a, P: Paper> Order<'a, P> {
    fn paper(paper: &'a P, organisation: Option<&'a OrganisationId>) -> Self {
        Self {
            template: P::TEMPLATE,
            content: paper,
            languages: [paper.language(), paper.second_language()],
            organisation,
            draft: false,
            enclosed: None,
            attached: paper.attached(),
        }
    }
}

impl<'a> Order<'a, Value> {
    fn sample(paper: &'a SamplePaper, organisation: Option<&'a OrganisationId>) -> Self {
        Self {
            template: paper.template,
            content: &paper.content,
            languages: paper.languages,
            organisation,
            draft: false,
            enclosed: None,
            attached: &paper.attached,
        }
    }
}

impl Renderer {
    pub fn new(looks: Looks) -> Self {
        Self {
            resources: OnceLock::new(),
            looks,
        }
    }

    /// The document as PDF/A-3a and PDF/UA-1, or as a plain tagged PDF when a character has no
    /// font, which those standards forbid: a person is never refused for the script of a name. Any other fault of
    /// the kind is in the log.
    ///
    /// What is enclosed is printed as a QR code and attached. `ident` (number and version) and `at` (time of issue)
    /// go into the file; both decide its bytes.
    pub fn render(
        &self,
        document: &Document,
        organisation: Option<&OrganisationId>,
        enclosed: Option<&Enclosed>,
        ident: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<u8>, RenderError> {
        self.set(
            &Order::document(document, organisation, enclosed),
            ident,
            at,
        )
    }

    /// The document across whose pages it says, in both languages, that it is a draft.
    pub fn draft(
        &self,
        document: &Document,
        organisation: Option<&OrganisationId>,
        ident: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<u8>, RenderError> {
        self.set(&Order::draft(document, organisation), ident, at)
    }

    /// A paper in the same way.
    pub fn draw(
        &self,
        paper: &impl Paper,
        organisation: Option<&OrganisationId>,
        ident: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<u8>, RenderError> {
        self.set(&Order::paper(paper, organisation), ident, at)
    }

    /// As [`Self::draw`].
    pub fn draw_sample(
        &self,
        paper: &SamplePaper,
        organisation: Option<&OrganisationId>,
        ident: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<u8>, RenderError> {
        self.set(&Order::sample(paper, organisation), ident, at)
    }

    fn set<C: Serialize>(
        &self,
        order: &Order<C>,
        ident: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<u8>, RenderError> {
        let pdf = self
            .pages(order, at)
            .and_then(|pages| archival_or_plain(&pages, order.template, ident, at));
        comemo::evict(CACHE_GENERATIONS);
        pdf
    }

    fn pages<C: Serialize>(
        &self,
        order: &Order<C>,
        at: DateTime<Utc>,
    ) -> Result<PagedDocument, RenderError> {
        let template = order.template;
        let (most_pages, tightest) = bounds(template);
        let mut squeeze = 0;
        loop {
            let set = typst::compile::<PagedDocument>(&self.desk(order, squeeze, at)?).output;
            let pages = set.map_err(|faults| RenderError::Template {
                template,
                faults: told(&faults),
            })?;
            if squeeze == tightest || pages.pages().len() <= most_pages {
                return Ok(pages);
            }
            squeeze += 1;
        }
    }

    fn desk<C: Serialize>(
        &self,
        order: &Order<C>,
        squeeze: usize,
        at: DateTime<Utc>,
    ) -> Result<Desk<'_>, RenderError> {
        let verify_url = order.enclosed.map(|it| it.verify_url);
        let look = self.looks.of(order.organisation);
        let view = View {
            document: order.content,
            content_hash: content_hash(order.content),
            verify_url,
            draft: order.draft,
            squeeze,
            seal: order.enclosed.map(|_| seal::slot()),
            style: &look.style,
            languages: order.languages,
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
        Ok(Desk {
            resources: self.resources.get_or_init(Resources::load),
            look,
            template: file(order.template),
            files,
            at,
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

/// How many pages a template has at most, and how often it can be set anew to keep to that: smaller each time, but a
/// letter at the last in its first size, for what one page cannot hold. Measuring on the page would cost each document
/// as much as setting it once more.
fn bounds(template: &str) -> (usize, usize) {
    match template {
        "/participation.typ" => (1, 3),
        "/synthesis.typ" => (2, 4),
        "/letter.typ" => (1, 3),
        _ => (usize::MAX, 0),
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

fn options(standards: &[PdfStandard], ident: &str, at: DateTime<Utc>) -> PdfOptions {
    PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("bilancio".to_owned())),
        timestamp: timestamp(at),
        standards: PdfStandards::new(standards).expect("PDF/A-3a and PDF/UA-1 go together"),
        ..PdfOptions::default()
    }
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
