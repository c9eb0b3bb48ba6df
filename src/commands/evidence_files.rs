use indicatif::ProgressBar;

use super::{Options, Outcome, say, setup};
use crate::evidence_files::objects::worker::ensure_usable;
use crate::evidence_files::objects::{Keeping, moves};

/// Look after files of evidence.
#[derive(clap::Subcommand)]
pub enum EvidenceFiles {
    /// Move all files to the bucket, or from there to the database.
    ///
    /// The service goes on meanwhile, with the same settings of the bucket; set where new files go first.
    /// This may be broken off and run again. Files that the bucket has nothing of are left as they are, and
    /// named at the end.
    Move(Move),
}

#[derive(clap::Args)]
pub struct Move {
    /// Where all files are to be.
    #[arg(long, value_name = "STORE")]
    to: Keeping,
}

impl EvidenceFiles {
    pub fn run(&self, options: &Options) -> Outcome {
        let Self::Move(files) = self;
        files.run(options)
    }
}

impl Move {
    fn run(&self, options: &Options) -> Outcome {
        let settings = options.settings(None)?;
        setup::start_log(&settings)?;
        let target = setup::target(&settings)?;
        setup::prepare_schema(&target)?;
        let service = setup::service(settings, &target)?;
        let bucket = service.files.bucket();
        let bucket = bucket.ok_or("the setting \"evidence_files.bucket\" names none")?;
        let bar = ProgressBar::new_spinner();
        let moved = actix_web::rt::System::new().block_on(async {
            ensure_usable(bucket).await?;
            moves::move_all(&service.database, bucket, self.to, |count| {
                bar.set_message(format!("{count} files moved"));
                bar.tick();
            })
            .await
            .map_err(|error| setup::plain(&error))
        })?;
        bar.finish_and_clear();
        say(&format!("Moved {} files.", moved.files));
        if moved.missing.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = moved.missing.iter().map(ToString::to_string).collect();
        Err(format!(
            "the bucket has nothing of {} files: {}",
            ids.len(),
            ids.join(", ")
        ))
    }
}
