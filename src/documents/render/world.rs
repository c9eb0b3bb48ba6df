//! What a template can see: the templates, the fonts, and the files that lie on its desk (the fixed texts, the
//! content, the QR code, the credential, what is attached, a logo); nothing else.

use chrono::{DateTime, Datelike, Utc};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts;
use super::looks::Look;
use super::texts::Texts;
use crate::fixed_texts::TextLanguage;

/// The templates of `config/templates/`.
macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        [$((
            concat!("/", $name, ".typ"),
            include_str!(concat!("../../../config/templates/", $name, ".typ")),
        )),+]
    };
}

pub(super) const TEMPLATES: &[(&str, &str)] = &templates![
    "words",
    "house",
    "charts",
    "parts",
    "participation",
    "report",
    "letter",
    "skills",
    "profile",
    "cv",
    "skills-table",
    "portfolio",
    "answers",
    "synthesis",
    "transparency",
    "explained",
    "agreement",
    "notice",
    "register",
];

/// The same for all documents; about as large as the fonts, so made only when first needed.
pub(super) struct Resources {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: Vec<Source>,
    /// `/texts/it.json` and so on. They stand apart from what a document says, so that typst reads them once.
    texts: Vec<(FileId, Bytes)>,
}

impl Resources {
    pub(super) fn load() -> Self {
        let fonts = fonts::load();
        Self {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            templates: TEMPLATES
                .iter()
                .map(|(path, text)| Source::new(file(path), (*text).into()))
                .collect(),
            texts: TextLanguage::ALL.map(texts).into(),
        }
    }
}

fn texts(language: TextLanguage) -> (FileId, Bytes) {
    let texts = serde_json::to_vec(&Texts::of(language)).expect("texts are JSON");
    let path = format!("/texts/{}.json", language.tag());
    (file(&path), Bytes::new(texts))
}

pub(super) fn file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the paths of this module are valid");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One document being set: a [`World`] that reads neither disk nor network.
pub(super) struct Desk<'a> {
    pub(super) resources: &'a Resources,
    pub(super) look: &'a Look,
    pub(super) template: FileId,
    pub(super) files: Vec<(FileId, Bytes)>,
    pub(super) at: DateTime<Utc>,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.resources.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.resources.book
    }

    fn main(&self) -> FileId {
        self.template
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let mut templates = self.resources.templates.iter();
        let found = self.look.source(id);
        found
            .or_else(|| templates.find(|source| source.id() == id))
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let mut files = self.files.iter().chain(&self.resources.texts);
        let found = files.find(|(name, _)| *name == id);
        found
            .map(|(_, bytes)| bytes)
            .or_else(|| self.look.file(id))
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.resources.fonts.get(index).cloned()
    }

    /// The time of issue, never the clock: the same document has the same bytes tomorrow.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        let day = self.at.date_naive();
        Datetime::from_ymd(day.year(), day.month() as u8, day.day() as u8)
    }
}
