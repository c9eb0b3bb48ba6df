//! Where documents and papers become files.

use std::sync::OnceLock;
use std::thread;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};

use super::DocumentId;
use super::content;
use super::paper::Paper;
use super::render::Renderer;
use super::render::looks::Looks;
use super::samples::{Sample, SamplePaper};
use super::seal;
use crate::error::{Error, Result};
use crate::fixed_texts::TextLanguage;
use crate::organisations::OrganisationId;

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

static RENDERER: OnceLock<Renderer> = OnceLock::new();

fn renderer() -> &'static Renderer {
    RENDERER.get_or_init(|| Renderer::new(Looks::default()))
}

/// Samples by name, with a language beside the Italian.
pub type SamplesIn = fn(TextLanguage) -> Vec<(&'static str, Sample)>;

/// Takes the looks of organisations; once, before the first document. A look that does not set one of the samples,
/// or not as an archive wants it, is refused in words for those who wrote it.
pub fn take_looks(
    looks: Looks,
    samples: SamplesIn,
    at: DateTime<Utc>,
) -> std::result::Result<(), String> {
    let organisations: Vec<OrganisationId> = looks.organisations().cloned().collect();
    if organisations.is_empty() {
        return Ok(());
    }
    let renderer = Renderer::new(looks);
    for organisation in &organisations {
        for language in [TextLanguage::English, TextLanguage::Arabic] {
            for (name, sample) in samples(language) {
                let faults = renderer.faults(&sample, organisation, at);
                let faults = faults.map_err(|cause| cause.to_string())?;
                if !faults.is_empty() {
                    let (language, faults) = (language.tag(), faults.join("; "));
                    return Err(format!(
                        "the look of {organisation} does not set {name} in {language}: {faults}"
                    ));
                }
            }
        }
    }
    RENDERER
        .set(renderer)
        .map_err(|_again| "the looks of documents were taken before".to_owned())
}

/// Sets the pages of a document in the look of its organisation. `ident` and `at` go into the file, so that
/// printing again gives the same bytes.
pub fn print(
    document: &content::Document,
    organisation: Option<&OrganisationId>,
    enclosed: Option<&Enclosed>,
    ident: &str,
    at: DateTime<Utc>,
) -> Result<Printed> {
    let file = renderer()
        .render(document, organisation, enclosed, ident, at)
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
    organisation: &OrganisationId,
    at: DateTime<Utc>,
) -> Result<Vec<Printed>> {
    thread::scope(|scope| {
        let printing: Vec<_> = documents
            .iter()
            .map(|(id, document)| {
                scope.spawn(move || print(document, Some(organisation), None, id.as_str(), at))
            })
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

/// Sets the pages of a paper that is no edition; as [`print`].
pub fn draw(
    paper: &impl Paper,
    organisation: Option<&OrganisationId>,
    ident: &str,
    at: DateTime<Utc>,
) -> Result<Vec<u8>> {
    renderer()
        .draw(paper, organisation, ident, at)
        .map_err(Error::internal)
}

/// As [`draw`].
pub fn draw_sample(
    paper: &SamplePaper,
    organisation: Option<&OrganisationId>,
    ident: &str,
    at: DateTime<Utc>,
) -> Result<Vec<u8>> {
    renderer()
        .draw_sample(paper, organisation, ident, at)
        .map_err(Error::internal)
}

/// The pages of what was not approved, marked as a draft; nothing to check, to seal or to keep.
pub fn draft(
    document: &content::Document,
    organisation: Option<&OrganisationId>,
    ident: &str,
    at: DateTime<Utc>,
) -> Result<Vec<u8>> {
    renderer()
        .draft(document, organisation, ident, at)
        .map_err(Error::internal)
}
