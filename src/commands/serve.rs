use super::{Options, Outcome, say, setup};
use crate::config::public_url;
use crate::server;

/// Serve the API.
#[derive(clap::Args)]
pub struct Serve {
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
}

impl Serve {
    pub fn run(&self, options: &Options) -> Outcome {
        let settings = options.settings(self.listen.clone())?;
        let _traces = setup::start_log_and_traces(&settings)?;
        if public_url::is_of_this_machine(&settings.public_url) {
            tracing::warn!(
                "the setting \"public_url\" is an address of this machine: certificates would name one that \
                 nobody else reaches"
            );
        }
        let target = setup::target(&settings)?;
        setup::prepare_schema(&target)?;
        setup::refuse_demo(&target)?;
        let service = setup::service(settings, &target)?;
        server::serve(service, |settings| {
            say(&format!("bilancio serves on {}.", settings.listen));
        })
    }
}
