use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::{Options, Outcome, samples, say, setup};
use crate::clock::Clock;
use crate::documents::render::looks::Looks;
use crate::documents::samples::{Sample, people};
use crate::documents::{Enclosed, press};
use crate::error::Result;
use crate::fixed_texts::TextLanguage;
use crate::organisations::OrganisationId;

/// See what the service prints.
#[derive(Subcommand)]
pub enum Documents {
    /// Print each document and paper about an invented person, in each language beside the Italian.
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
        let looks = setup::looks(&options.settings(None)?)?;
        preview.check(&looks)?;
        setup::take_looks(looks)?;
        std::fs::create_dir_all(&preview.folder).map_err(|cause| preview.unwritten(cause))?;
        for (name, sample) in preview.samples() {
            let file = preview.folder.join(format!("{name}.pdf"));
            let pages = preview
                .print(&name, &sample)
                .map_err(|cause| format!("{name} is not printed: {}", cause.code()))?;
            std::fs::write(&file, pages).map_err(|cause| preview.unwritten(cause))?;
            say(&file.display().to_string());
        }
        Ok(())
    }
}

impl Preview {
    /// Whoever asks for the look of an organisation is not shown the service's in its place.
    fn check(&self, looks: &Looks) -> Outcome {
        let Some(organisation) = &self.organisation else {
            return Ok(());
        };
        let known: Vec<_> = looks.organisations().map(|it| it.as_str()).collect();
        match known.as_slice() {
            known if known.contains(&organisation.as_str()) => Ok(()),
            [] => Err(format!(
                "{organisation} has no look of its own: `documents.looks` names no folder with one"
            )),
            known => Err(format!(
                "{organisation} has no look of its own; these have: {}",
                known.join(", ")
            )),
        }
    }

    /// What is printed, by the names of the files.
    fn samples(&self) -> Vec<(String, Sample)> {
        if self.people {
            let people = (1..).zip(people());
            let named = people.flat_map(|(number, person)| {
                let samples = samples::about(&person).into_iter();
                samples.map(move |(name, sample)| (format!("{name}-{number:02}"), sample))
            });
            return named.collect();
        }
        let all = Beside::value_variants().to_vec();
        let languages = self.language.map_or(all, |it| vec![it]);
        let languages = languages.into_iter().map(Beside::language);
        let named = languages.flat_map(|language| {
            let samples = samples::all_in(language).into_iter();
            samples.map(move |(name, sample)| (format!("{name}-{}", language.tag()), sample))
        });
        named.collect()
    }

    fn print(&self, name: &str, sample: &Sample) -> Result<Vec<u8>> {
        let (look_of, now) = (self.organisation.as_ref(), Clock::default().now());
        let enclosed = Enclosed {
            verify_url: "https://bilancio.example/verify/SAMPLE",
            credential: "",
            sign: &|_| Ok("0".repeat(86)),
        };
        match sample {
            Sample::Document(document) if self.draft => press::draft(document, look_of, name, now),
            Sample::Document(document) => {
                let enclosed = document.is_certificate().then_some(&enclosed);
                press::print(document, look_of, enclosed, name, now).map(|printed| printed.file)
            }
            Sample::Paper(paper) => press::draw_sample(paper, look_of, name, now),
        }
    }

    fn unwritten(&self, cause: std::io::Error) -> String {
        format!("{} is not written: {cause}", self.folder.display())
    }
}
