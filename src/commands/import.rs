use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};

use super::{Options, Outcome, say, setup};
use crate::esco::ConceptKind;
use crate::esco::import::{self, Imported, release_of};

/// Bring in what others publish.
#[derive(clap::Subcommand)]
pub enum Import {
    /// Put a release of ESCO in the place of the one in use.
    ///
    /// Takes the official CSV files, in folders or zip files, of one release in any languages. A release
    /// with a mistake in it is refused whole, and the one in use stays. Records keep the concepts that
    /// they name, also those that the new release does not have any more.
    Esco(Esco),
}

#[derive(clap::Args)]
pub struct Esco {
    /// Folders or zip files; several where each language has its own.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The release, as 1.2.0, where the first path's name does not tell it.
    #[arg(long, value_name = "RELEASE")]
    release: Option<String>,
}

impl Import {
    pub fn run(&self, options: &Options) -> Outcome {
        match self {
            Self::Esco(esco) => esco.run(options),
        }
    }
}

impl Esco {
    fn run(&self, options: &Options) -> Outcome {
        let settings = options.settings(None)?;
        setup::start_log(&settings)?;
        let target = setup::target(&settings)?;
        let told = self.release.clone();
        let release = told.or_else(|| self.paths.iter().find_map(|path| release_of(path)));
        let release = release.ok_or("say which release this is, as in --release 1.2.0")?;
        let sources = import::read(&self.paths)?;
        let bar = ProgressBar::new(sources.iter().map(|it| it.contents.len() as u64).sum());
        let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {wide_msg}");
        bar.set_style(style.map_err(|cause| cause.to_string())?);
        let read = import::catalogue(&release, &sources, |source| {
            bar.set_message(source.file_name.clone());
            bar.inc(source.contents.len() as u64);
        });
        bar.finish_and_clear();
        let read = read.map_err(|broken| format!("nothing was imported:\n{broken}"))?;
        for row in &read.nameless {
            say(&format!("Kept without a name: {row}"));
        }
        let catalogue = read.catalogue;
        let counted = format!(
            "ESCO {release}: {} skills, {} occupations, {} relations, in {}.",
            catalogue.count(ConceptKind::is_skill),
            catalogue.count(|kind| kind == ConceptKind::Occupation),
            catalogue.relations.len(),
            catalogue.languages().join(", "),
        );
        setup::prepare_schema(&target)?;
        let service = setup::service(settings, &target)?;
        let imported = import::into(&service.database, catalogue);
        match imported.map_err(|error| setup::plain(&error))? {
            Imported::New => say(&format!("Imported {counted}")),
            Imported::Unchanged => say(&format!("Nothing changed: this is in use. {counted}")),
        }
        Ok(())
    }
}
