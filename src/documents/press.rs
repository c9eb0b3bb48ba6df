//! Where documents and papers become files.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};

use super::content;
use super::paper::Paper;
use super::render::Renderer;
use super::seal;
use crate::error::{Error, Result};

/// A file and its hexadecimal SHA-256.
pub struct Printed {
    pub file: Vec<u8>,
    pub file_hash: String,
}

/// What goes with a document that anybody can check.
pub struct Enclosed<'a> {
    /// Where it is checked.
    pub verify_url: &'a str,
    /// A signed credential, attached to the file.
    pub credential: &'a str,
    /// Signs the seal of the file.
    pub sign: &'a dyn Fn(&[u8]) -> Result<String>,
}

static RENDERER: LazyLock<Renderer> = LazyLock::new(Renderer::new);

/// Sets the pages of a document. `ident` and `at` go into the file, so that printing again gives the
/// same bytes.
pub fn print(
    document: &content::Document,
    enclosed: Option<&Enclosed>,
    ident: &str,
    at: DateTime<Utc>,
) -> Result<Printed> {
    let file = RENDERER
        .render(document, enclosed, ident, at)
        .map_err(Error::internal)?;
    let file = match enclosed {
        None => file,
        Some(enclosed) => seal::seal(file, enclosed.sign)?
            .ok_or_else(|| Error::internal("the file has no place for its seal"))?,
    };
    let hash = digest(&SHA256, &file);
    let file_hash = hash.as_ref().iter().map(|byte| format!("{byte:02x}"));
    Ok(Printed {
        file_hash: file_hash.collect(),
        file,
    })
}

/// Sets the pages of a paper that is no edition; `ident` and `at` as in [`print`].
pub fn draw(paper: &impl Paper, ident: &str, at: DateTime<Utc>) -> Result<Vec<u8>> {
    RENDERER.draw(paper, ident, at).map_err(Error::internal)
}
