use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};

use super::{Outcome, say};
use crate::clock::Clock;
use crate::documents::paper::Paper;
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
        let Self::Preview(Preview { folder, language }) = self;
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
                let printed = press::print(&document, enclosed, name, Clock::default().now())
                    .map_err(|cause| format!("{name} is not printed: {}", cause.code()))?;
                let file = folder.join(format!("{name}-{}.pdf", language.tag()));
                std::fs::write(&file, printed.file).map_err(written)?;
                say(&file.display().to_string());
            }
            let (agreement, notice) = samples::explained_in(language);
            let tag = language.tag();
            draw(
                &folder,
                &format!("participation_agreement-{tag}"),
                &agreement,
            )?;
            draw(&folder, &format!("privacy_notice-{tag}"), &notice)?;
        }
        for (name, register) in samples::registers() {
            draw(&folder, name, &register)?;
        }
        Ok(())
    }
}

fn draw(folder: &Path, name: &str, paper: &impl Paper) -> Outcome {
    let file = folder.join(format!("{name}.pdf"));
    let drawn = press::draw(paper, name, Clock::default().now())
        .map_err(|cause| format!("{name} is not drawn: {}", cause.code()))?;
    std::fs::write(&file, drawn)
        .map_err(|cause| format!("{} is not written: {cause}", file.display()))?;
    say(&file.display().to_string());
    Ok(())
}
