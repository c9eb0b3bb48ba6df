use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::{Options, Outcome, say, setup};
use crate::clock::Clock;
use crate::documents::content::Document;
use crate::documents::{Enclosed, press, samples};
use crate::error::Result;
use crate::fixed_texts::TextLanguage;
use crate::organisations::OrganisationId;

/// See what the service prints.
#[derive(Subcommand)]
pub enum Documents {
    /// Print each kind of document about an invented person, in each language beside the Italian.
    Preview(Preview),
}

#[derive(clap::Args)]
pub struct Preview {
    /// Where the files are written.
    folder: PathBuf,
    /// Only in this language.
    #[arg(long, value_enum)]
    language: Option<Beside>,
    /// In the look of this organisation, of the folder that the settings name (`documents.looks`).
    #[arg(long, value_name = "ID")]
    organisation: Option<OrganisationId>,
    /// About ten people whose names are in eight scripts, each in their language.
    #[arg(long, conflicts_with = "language")]
    people: bool,
    /// As drafts, marked as such.
    #[arg(long)]
    draft: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Beside {
    En,
    Fr,
    Es,
    Ar,
}

impl Beside {
    fn language(self) -> TextLanguage {
        match self {
            Self::En => TextLanguage::English,
            Self::Fr => TextLanguage::French,
            Self::Es => TextLanguage::Spanish,
            Self::Ar => TextLanguage::Arabic,
        }
    }
}

impl Documents {
    pub fn run(self, options: &Options) -> Outcome {
        let Self::Preview(preview) = self;
        setup::take_looks(&options.settings(None)?)?;
        std::fs::create_dir_all(&preview.folder).map_err(|cause| preview.unwritten(cause))?;
        for (name, document) in preview.samples() {
            let file = preview.folder.join(format!("{name}.pdf"));
            let pages = preview
                .print(&name, &document)
                .map_err(|cause| format!("{name} is not printed: {}", cause.code()))?;
            std::fs::write(&file, pages).map_err(|cause| preview.unwritten(cause))?;
            say(&file.display().to_string());
        }
        Ok(())
    }
}

impl Preview {
    /// What is printed, by the names of the files.
    fn samples(&self) -> Vec<(String, Document)> {
        if self.people {
            let people = (1..).zip(samples::people());
            let documents = people.flat_map(|(number, person)| {
                let named = person.documents().into_iter();
                named.map(move |(name, document)| (format!("{name}-{number:02}"), document))
            });
            return documents.collect();
        }
        let all = Beside::value_variants().to_vec();
        let languages = self.language.map_or(all, |it| vec![it]);
        let languages = languages.into_iter().map(Beside::language);
        let documents = languages.flat_map(|language| {
            let named = samples::in_language(language).into_iter();
            named.map(move |(name, document)| (format!("{name}-{}", language.tag()), document))
        });
        documents.collect()
    }

    fn print(&self, name: &str, document: &Document) -> Result<Vec<u8>> {
        let (look_of, now) = (self.organisation.as_ref(), Clock::default().now());
        if self.draft {
            return press::draft(document, look_of, name, now);
        }
        let enclosed = Enclosed {
            verify_url: "https://bilancio.example/verify/SAMPLE",
            credential: "",
            sign: &|_| Ok("0".repeat(86)),
        };
        let enclosed = document.is_certificate().then_some(&enclosed);
        press::print(document, look_of, enclosed, name, now).map(|printed| printed.file)
    }

    fn unwritten(&self, cause: std::io::Error) -> String {
        format!("{} is not written: {cause}", self.folder.display())
    }
}
