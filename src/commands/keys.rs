use super::{Options, Outcome, say, setup};
use crate::access::Caller;
use crate::signing_keys::service as signing_keys;

/// Change the keys that the service signs and seals with.
#[derive(clap::Subcommand)]
pub enum Keys {
    /// Make a new signing key. Running instances take it within seconds, and nobody is signed out.
    Rotate(Rotate),
}

#[derive(clap::Args)]
pub struct Rotate {}

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
        let key = service
            .database
            .write_blocking(&Caller::worker("rotate_keys"), signing_keys::rotate)
            .map_err(|error| setup::plain(&error))?;
        say(&format!("Made the signing key {}.", key.id));
        Ok(())
    }
}
