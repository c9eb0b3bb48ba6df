use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::{Outcome, say};
use crate::clock::Clock;
use crate::documents::{Enclosed, press, samples};
use crate::fixed_texts::TextLanguage;

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
    pub fn run(self) -> Outcome {
        let Self::Preview(Preview {
            folder,
            language,
            draft,
        }) = self;
        let written = |cause| format!("{} is not written: {cause}", folder.display());
        std::fs::create_dir_all(&folder).map_err(written)?;
        let languages = language.map_or(Beside::value_variants().to_vec(), |it| vec![it]);
        for language in languages.into_iter().map(Beside::language) {
            for (name, document) in samples::in_language(language) {
                let enclosed = Enclosed {
                    verify_url: "https://bilancio.example/verify/SAMPLE",
                    credential: "",
                    sign: &|_| Ok("0".repeat(86)),
                };
                let enclosed = document.is_certificate().then_some(&enclosed);
                let now = Clock::default().now();
                let printed = if draft {
                    press::draft(&document, None, name, now)
                } else {
                    press::print(&document, None, enclosed, name, now).map(|printed| printed.file)
                };
                let printed =
                    printed.map_err(|cause| format!("{name} is not printed: {}", cause.code()))?;
                let file = folder.join(format!("{name}-{}.pdf", language.tag()));
                std::fs::write(&file, printed).map_err(written)?;
                say(&file.display().to_string());
            }
        }
        Ok(())
    }
}
