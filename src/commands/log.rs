use std::path::PathBuf;

use chrono::NaiveDate;

use super::{Options, Outcome, say, setup};
use crate::activity_log::check::{Report, check};
use crate::activity_log::sealer::sign_dropped;
use crate::clock::Clock;
use crate::db;

/// Check the activity log, or drop its oldest part.
#[derive(clap::Subcommand)]
pub enum Log {
    /// Find out whether sealed entries were altered, deleted, inserted, swapped or cut off.
    ///
    /// Names the first that was; exit status 1 then.
    Verify(Verify),
    /// Drop entries from before a day, in whole sealed segments; their last checkpoint stays.
    ///
    /// On PostgreSQL run it as the role that owns the schema.
    Retain(Retain),
}

#[derive(clap::Args)]
pub struct Verify {
    /// Checkpoints that were kept outside of the database: the service's printed lines, or its file.
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
}

#[derive(clap::Args)]
pub struct Retain {
    /// The first day, in UTC, whose entries stay.
    #[arg(long, value_name = "YYYY-MM-DD")]
    before: NaiveDate,
}

impl Log {
    pub fn run(&self, options: &Options) -> Outcome {
        match self {
            Self::Verify(verify) => verify.run(options),
            Self::Retain(retain) => retain.run(options),
        }
    }
}

impl Verify {
    fn run(&self, options: &Options) -> Outcome {
        let settings = options.settings(None)?;
        setup::start_log(&settings)?;
        let target = setup::target(&settings)?;
        let copy = match &self.checkpoint {
            Some(file) => std::fs::read_to_string(file)
                .map_err(|cause| format!("{} cannot be read: {cause}", file.display()))?,
            None => String::new(),
        };
        setup::prepare_schema(&target)?;
        let service = setup::service(settings, &target)?;
        let Report {
            chain,
            begins_behind,
            unsealed,
        } = actix_web::rt::System::new()
            .block_on(check(&service.database, &copy))
            .map_err(|error| setup::plain(&error))?;
        if begins_behind > 0 {
            say(&format!(
                "Places 1 to {begins_behind} were dropped by retention."
            ));
        }
        say(&format!("Entries not sealed yet: {unsealed}."));
        let whole = chain.map_err(|flaw| format!("the activity log is broken: {flaw}"))?;
        let (first, last) = (begins_behind + 1, whole.last);
        say(&if first > last {
            "No place is sealed behind that.".to_owned()
        } else {
            let open = whole.behind_checkpoint;
            format!(
                "Places {first} to {last} are as they were sealed; {open} of them are behind the \
                 last checkpoint."
            )
        });
        Ok(())
    }
}

impl Retain {
    fn run(&self, options: &Options) -> Outcome {
        let settings = options.settings(None)?;
        setup::start_log(&settings)?;
        let target = setup::target(&settings)?;
        let vault = setup::vault(&settings, &target)?;
        let clock = Clock::default();
        let dropped = db::drop_log_before(&target, self.before, clock.now(), |keys, left| {
            sign_dropped(keys, left, &clock, &vault)
        })
        .map_err(|error| setup::plain(&error))?;
        say(&match dropped {
            Some(place) => format!("Dropped the log up to place {place}."),
            None => "There is no whole segment from before that day.".to_owned(),
        });
        Ok(())
    }
}
