//! What is wrong with how an organisation's look sets a sample, in words for those who wrote the look.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::Serialize;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, FileId};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;

use super::world::Desk;
use super::{ARCHIVAL, CACHE_GENERATIONS, Order, RenderError, Renderer, bounds, options};
use crate::documents::Enclosed;
use crate::documents::samples::Sample;
use crate::organisations::OrganisationId;

/// Where the service's own templates stand.
const TEMPLATES: &str = "config/templates";

impl Renderer {
    /// What typst has to say against it, each with file and line, where it knows them; a document is set as a
    /// draft, too. It may quote the sample.
    pub fn faults(
        &self,
        sample: &Sample,
        organisation: &OrganisationId,
        at: DateTime<Utc>,
    ) -> Result<Vec<String>, RenderError> {
        let enclosed = Enclosed {
            verify_url: "https://bilancio.example/verify/SAMPLE",
            credential: "",
            sign: &|_| Ok(String::new()),
        };
        let look_of = Some(organisation);
        match sample {
            Sample::Document(document) => {
                let enclosed = document.is_certificate().then_some(&enclosed);
                let faults = self.faults_of(&Order::document(document, look_of, enclosed), at)?;
                match faults.is_empty() {
                    true => self.faults_of(&Order::draft(document, look_of), at),
                    false => Ok(faults),
                }
            }
            Sample::Paper(paper) => self.faults_of(&Order::sample(paper, look_of), at),
        }
    }

    /// Of each size that the template can be set in: what nobody tries is found out on the day of the issue.
    fn faults_of<C: Serialize>(
        &self,
        order: &Order<C>,
        at: DateTime<Utc>,
    ) -> Result<Vec<String>, RenderError> {
        let (_, tightest) = bounds(order.template);
        for squeeze in 0..=tightest {
            let faults = self.faults_at(order, squeeze, at)?;
            if !faults.is_empty() {
                return Ok(faults);
            }
        }
        Ok(Vec::new())
    }

    fn faults_at<C: Serialize>(
        &self,
        order: &Order<C>,
        squeeze: usize,
        at: DateTime<Utc>,
    ) -> Result<Vec<String>, RenderError> {
        let desk = self.desk(order, squeeze, at)?;
        let set = typst::compile::<PagedDocument>(&desk).output;
        let faults = match set {
            Ok(pages) => typst_pdf::pdf(&pages, &options(&ARCHIVAL, "sample", at)).err(),
            Err(faults) => Some(faults),
        };
        comemo::evict(CACHE_GENERATIONS);
        let faults = faults.iter().flatten();
        Ok(faults.map(|fault| told(&desk, fault)).collect())
    }
}

/// `looks/01a2069b-…/letter.typ:3: unknown variable: nmae`. Of the places that typst names, from within outwards,
/// the first in a file of the look's own: where a template of the service's fails, it was called from there. A
/// fault without a place is that of the template that was set.
fn told(desk: &Desk, fault: &SourceDiagnostic) -> String {
    let called_from = fault.trace.iter().map(|call| DiagSpan::from(call.span));
    let spans = std::iter::once(fault.span).chain(called_from);
    let places: Vec<_> = spans
        .filter_map(|span| Some((span.id()?, line(desk, span))))
        .collect();
    let is_own = |id: FileId| desk.look.source(id).is_some() || desk.look.file(id).is_some();
    let own = places.iter().find(|(id, _)| is_own(*id));
    let own_main = (desk.template, None);
    let (id, line) = own.unwrap_or_else(|| match is_own(desk.template) {
        true => &own_main,
        false => places.first().unwrap_or(&own_main),
    });
    let folder = match is_own(*id) {
        true => desk.look.folder.as_path(),
        false => Path::new(TEMPLATES),
    };
    let file = folder.join(id.vpath().get_without_slash());
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}: {}", file.display(), fault.message)
}

/// From one.
fn line(desk: &Desk, span: DiagSpan) -> Option<usize> {
    let source = desk.source(span.id()?).ok()?;
    let start = desk.range(span)?.start;
    source.lines().byte_to_line(start).map(|line| line + 1)
}
