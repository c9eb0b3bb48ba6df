//! Where documents become files.

use std::sync::LazyLock;
use std::thread;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};

use super::DocumentId;
use super::content;
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

/// Prints several at once, each on a thread of its own: together they have no more time than one has.
pub fn print_all(
    documents: &[(DocumentId, content::Document)],
    at: DateTime<Utc>,
) -> Result<Vec<Printed>> {
    thread::scope(|scope| {
        let printing: Vec<_> = documents
            .iter()
            .map(|(id, document)| scope.spawn(move || print(document, None, id.as_str(), at)))
            .collect();
        printing
            .into_iter()
            .map(|printed| {
                let died = |_panic| Error::internal("a document's thread did not end");
                printed.join().map_err(died)?
            })
            .collect()
    })
}

/// The pages of what was not approved, marked as a draft; nothing to check, to seal or to keep.
pub fn draft(document: &content::Document, ident: &str, at: DateTime<Utc>) -> Result<Vec<u8>> {
    RENDERER.draft(document, ident, at).map_err(Error::internal)
}
