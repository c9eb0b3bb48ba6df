use super::{Options, Outcome, say, setup};
use crate::access::{Caller, Transaction};
use crate::error::Result;
use crate::signing_keys::{SigningKeyRow, rewrap, service as signing_keys};

/// Change the keys that the service signs and seals with.
#[derive(clap::Subcommand)]
pub enum Keys {
    /// Make a new signing key, or wrap everything by a new master key.
    ///
    /// Running instances take a new signing key within seconds, and nobody is signed out. For a new
    /// master key every instance, and this command, are given the new one as the master key and the
    /// old one as the other; this may be broken off and run again.
    Rotate(Rotate),
}

#[derive(clap::Args)]
pub struct Rotate {
    /// Wrap all keys that the other master key has wrapped by the master key.
    #[arg(long)]
    master: bool,
    /// Replace a signing key that somebody else may have: it verifies nothing any more, on every running
    /// instance within seconds.
    #[arg(long, conflicts_with = "master")]
    compromised: bool,
}

impl Keys {
    pub fn run(&self, options: &Options) -> Outcome {
        let Self::Rotate(rotate) = self;
        rotate.run(options)
    }
}

impl Rotate {
    fn run(&self, options: &Options) -> Outcome {
        let settings = options.settings(None)?;
        setup::start_log(&settings)?;
        let target = setup::target(&settings)?;
        setup::prepare_schema(&target)?;
        let service = setup::service(settings, &target)?;
        if self.master {
            let count = rewrap::everything(&service.database).map_err(|e| setup::plain(&e))?;
            say(&format!("Wrapped {count} keys by the master key."));
            return Ok(());
        }
        let (operation, make): (_, fn(&mut Transaction) -> Result<SigningKeyRow>) =
            match self.compromised {
                true => (
                    "replace_compromised_keys",
                    signing_keys::replace_compromised,
                ),
                false => ("rotate_keys", signing_keys::rotate),
            };
        let key = service
            .database
            .write_blocking(&Caller::worker(operation), make)
            .map_err(|error| setup::plain(&error))?;
        say(&format!("Made the signing key {}.", key.id));
        Ok(())
    }
}
