//! Runs the service on a socket.

use std::time::Duration;

use actix_web::HttpServer;

use crate::app::Service;
use crate::config::Settings;
use crate::mail;

/// Serves until told to stop; `ready` is called once connections are accepted.
pub fn serve(service: Service, ready: impl FnOnce(&Settings)) -> Result<(), String> {
    actix_web::rt::System::new().block_on(async {
        let settings = service.settings.clone();
        mail::worker::start(&service)?;
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
