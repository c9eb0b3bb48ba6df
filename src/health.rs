//! Whether the service lives, and whether it can work.

use actix_web::HttpResponse;
use actix_web::web::{Data, ServiceConfig, get, resource};
use serde_json::json;

use crate::db::Database;
use crate::error::Result;

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(resource("/health/live").route(get().to(live)))
        .service(resource("/health/ready").route(get().to(ready)))
        .service(resource("/status").route(get().to(status)))
        .service(resource("/openapi.json").route(get().to(openapi)));
}

async fn live() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

async fn ready(database: Data<Database>) -> Result<HttpResponse> {
    database.ping().await?;
    Ok(HttpResponse::Ok().json(json!({ "status": "ok" })))
}

/// As the Italian interoperability model asks: a problem document, also when all is well.
async fn status(database: Data<Database>) -> Result<HttpResponse> {
    database.ping().await?;
    Ok(HttpResponse::Ok()
        .content_type("application/problem+json")
        .json(json!({ "type": "about:blank", "title": "OK", "status": 200 })))
}

async fn openapi() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-cache"))
        .json(crate::openapi::document())
}
