//! The files of many certificates as one.

use std::sync::Arc;
use std::time::Duration;

use krilla::pdf::{Pdf, PdfDocument};

use super::NumberedFile;
use crate::archive::{Member, archive};
use crate::error::{Error, Result};
use crate::http::turns::Turns;

/// One batch is in memory at a time; the next one waits for its turn.
pub static TURNS: Turns = Turns::new(1, Duration::from_secs(2));

/// All pages in one PDF, to be printed. It carries neither seal nor credential: what is checked is each
/// certificate's own file.
pub fn bound(files: Vec<NumberedFile>) -> Result<Vec<u8>> {
    let mut bound = krilla::Document::new();
    for (_, file) in files {
        let pdf = Pdf::new(file).map_err(|_fault| Error::internal("a certificate is no PDF"))?;
        let pages: Vec<usize> = (0..pdf.pages().len()).collect();
        bound.embed_pdf_pages(&PdfDocument::new(Arc::new(pdf)), &pages);
    }
    bound
        .finish()
        .map_err(|_fault| Error::internal("certificates could not be bound"))
}

/// Each file under its number.
pub fn packed(files: Vec<NumberedFile>) -> Result<Vec<u8>> {
    archive(files.into_iter().map(|(number, bytes)| Member {
        path: format!("{number}.pdf"),
        bytes,
        packs: false,
    }))
}
