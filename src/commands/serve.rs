use std::time::Duration;

use actix_web::HttpServer;

use super::{Options, Outcome, say, setup};
use crate::app::Service;
use crate::config::Settings;

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
        setup::start_log(&settings)?;
        let target = setup::target(&settings)?;
        setup::prepare_schema(&target)?;
        let service = setup::service(settings, &target)?;
        serve(service, |settings| {
            say(&format!("bilancio serves on {}.", settings.listen));
        })
    }
}

/// Serves until told to stop; `ready` is called once connections are accepted.
pub fn serve(service: Service, ready: impl FnOnce(&Settings)) -> Outcome {
    actix_web::rt::System::new().block_on(async {
        let settings = service.settings.clone();
        crate::mail::worker::start(&service)?;
        let factory = service.clone();
        let mut server = HttpServer::new(move || factory.app())
            .client_request_timeout(Duration::from_secs(5))
            .client_disconnect_timeout(Duration::from_secs(2))
            .shutdown_timeout(20);
        if settings.workers > 0 {
            server = server.workers(settings.workers);
        }
        let server = server
            .bind(&settings.listen)
            .map_err(|cause| format!("cannot listen on {}: {cause}", settings.listen))?
            .run();
        ready(&settings);
        server
            .await
            .map_err(|cause| format!("the service stopped: {cause}"))
    })
}
