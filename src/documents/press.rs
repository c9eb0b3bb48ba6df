//! Where documents become files.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};

use super::content;
use super::render::Renderer;
use crate::error::{Error, Result};

/// A file and its hexadecimal SHA-256.
pub struct Printed {
    pub file: Vec<u8>,
    pub file_hash: String,
}

/// Sets the pages of a document. `ident` and `at` go into the file, so that printing again gives the
/// same bytes.
pub fn print(
    document: &content::Document,
    verify_url: Option<&str>,
    ident: &str,
    at: DateTime<Utc>,
) -> Result<Printed> {
    static RENDERER: LazyLock<Renderer> = LazyLock::new(Renderer::new);
    let file = RENDERER
        .render(document, verify_url, ident, at)
        .map_err(Error::internal)?;
    let hash = digest(&SHA256, &file);
    let file_hash = hash.as_ref().iter().map(|byte| format!("{byte:02x}"));
    Ok(Printed {
        file_hash: file_hash.collect(),
        file,
    })
}
