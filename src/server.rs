//! Runs the service on a socket.

use std::time::Duration;

use actix_http::HttpService;
use actix_server::Server;
use actix_service::{ServiceFactoryExt, fn_service, map_config};
use actix_web::dev::AppConfig;
use actix_web::rt::net::TcpStream;

use crate::app::Service;
use crate::config::Settings;
use crate::evidence_files::objects;
use crate::limits::slow::Watched;
use crate::signing_keys::tokens;
use crate::{activity_log, mail, rounds, telemetry};

/// Serves until told to stop; `ready` is called once connections are accepted.
pub fn serve(service: Service, ready: impl FnOnce(&Settings)) -> Result<(), String> {
    actix_web::rt::System::new().block_on(async {
        let settings = service.settings.clone();
        mail::worker::start(&service)?;
        objects::worker::start(&service).await?;
        rounds::start(&service);
        tokens::watch(service.tokens.clone(), service.database.clone());
        activity_log::sealer::start(&service);
        telemetry::page::serve(&settings.metrics.listen, &service.database)?;
        let mut server = Server::build().shutdown_timeout(20);
        if settings.workers > 0 {
            server = server.workers(settings.workers);
        }
        let stopping = server.graceful_shutdown_signal();
        let server = server
            .bind("bilancio", &settings.listen, move || {
                let stopping = stopping.clone();
                connections(service.clone(), move || {
                    let stopping = stopping.clone();
                    async move { stopping.notified().await }
                })
            })
            .map_err(|cause| format!("cannot listen on {}: {cause}", settings.listen))?
            .run();
        ready(&settings);
        server
            .await
            .map_err(|cause| format!("the service stopped: {cause}"))
    })
}

/// HTTP/1 over connections that end when their client is too slow. The framework's own server
/// watches the first head of a connection only, and takes no other connections than its own.
fn connections<F: Future<Output = ()> + 'static>(
    service: Service,
    stopping: impl Fn() -> F + 'static,
) -> impl actix_service::ServiceFactory<
    TcpStream,
    Config = (),
    Response = (),
    Error = impl std::fmt::Debug,
    InitError = (),
> {
    let patience = service.settings.patience.clone();
    let head = Duration::from_millis(patience.head_milliseconds);
    let idle = Duration::from_millis(patience.idle_milliseconds);
    let app = map_config(service.app(), |()| AppConfig::default());
    let http = HttpService::build()
        .graceful_shutdown_signal(stopping)
        .keep_alive(idle)
        .client_request_timeout(head)
        .client_disconnect_timeout(Duration::from_secs(2))
        .h1(app);
    fn_service(move |stream: TcpStream| {
        let peer = stream.peer_addr().ok();
        // A small answer is not kept back for a larger one; where this fails it is only later.
        let _slower = stream.set_nodelay(true);
        let watched = Watched::new(stream, &patience);
        std::future::ready(Ok((watched, peer)))
    })
    .and_then(http)
}
