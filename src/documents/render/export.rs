//! From pages to a file, archival wherever their letters allow it.

use chrono::{DateTime, Utc};
use typst::diag::{EcoVec, SourceDiagnostic, SourceResult};
use typst_layout::PagedDocument;
use typst_pdf::PdfStandard;

use super::{ARCHIVAL, RenderError, options, told};

/// PDF/A-3a and PDF/UA-1, or a plain tagged PDF. That a template is at fault, and not a letter, is in the log: it
/// must neither stop anybody's paper nor be overlooked. In tests it is refused.
pub(super) fn archival_or_plain(
    pages: &PagedDocument,
    template: &'static str,
    ident: &str,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, RenderError> {
    let plain = |faults: EcoVec<SourceDiagnostic>| {
        if !faults.iter().all(is_of_a_letter) {
            tracing::error!(template, faults = faults.len(), "a paper is not archival");
            if cfg!(test) {
                return Err(faults);
            }
        }
        export(pages, &[], ident, at)
    };
    export(pages, &ARCHIVAL, ident, at)
        .or_else(plain)
        .map_err(|faults| RenderError::Export {
            template,
            faults: told(&faults),
        })
}

fn export(
    pages: &PagedDocument,
    standards: &[PdfStandard],
    ident: &str,
    at: DateTime<Utc>,
) -> SourceResult<Vec<u8>> {
    typst_pdf::pdf(pages, &options(standards, ident, at))
}

/// Whether a fault is that of a letter: one without a font, or without a code that an archive keeps. typst tells
/// of it in words alone.
fn is_of_a_letter(fault: &SourceDiagnostic) -> bool {
    let words = ["could not be displayed with", "codepoint", "code point"];
    words.iter().any(|it| fault.message.contains(it))
}
