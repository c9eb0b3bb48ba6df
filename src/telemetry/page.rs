//! Metrics on a port of their own, for a Prometheus nearby.

use std::time::Duration;

use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};

use crate::db::Database;

/// OpenMetrics 1.0.
const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Shows the metrics at `/metrics` of an address, inside a running system, until it ends. The error is
/// one plain sentence.
pub fn serve(listen: &str, database: &Data<Database>) -> Result<(), String> {
    if listen.is_empty() {
        return Ok(());
    }
    let database = database.clone();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(database.clone())
            .service(web::resource("/metrics").route(web::get().to(show)))
    })
    .workers(1)
    .disable_signals()
    .client_request_timeout(Duration::from_secs(5))
    .bind(listen)
    .map_err(|cause| format!("metrics cannot be shown on {listen}: {cause}"))?;
    actix_web::rt::spawn(server.run());
    Ok(())
}

async fn show(database: Data<Database>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(MEDIA_TYPE)
        .body(database.metrics().text())
}
