//! Papers: what is drawn when somebody asks for it, and is no edition of a document. They have no number, no
//! seal and no public check, and nothing of them is kept.

use serde::Serialize;

use crate::fixed_texts::TextLanguage;

/// The content of a paper, which its template reads as the content of a document.
pub trait Paper: Serialize {
    /// The file of `config/templates/` that sets it: `/letter.typ`.
    const TEMPLATE: &'static str;

    /// The language that comes first.
    fn language(&self) -> TextLanguage {
        TextLanguage::Italian
    }

    /// The language beside it; the same for a paper of one language.
    fn second_language(&self) -> TextLanguage;

    /// Files that the template attaches to the PDF.
    fn attached(&self) -> &[Attached] {
        &[]
    }
}

/// A file that a template may attach.
#[derive(Clone, Debug, PartialEq)]
pub struct Attached {
    /// By which the template names it: `/europass.xml`.
    pub path: &'static str,
    pub bytes: Vec<u8>,
}
