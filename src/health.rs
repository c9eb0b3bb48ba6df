//! Whether the service lives, and whether it can work.

use actix_web::body::BoxBody;
use actix_web::web::{Data, ServiceConfig, get, resource};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::db::Database;
use crate::error::Result;
use crate::evidence_files::objects::FileStore;
use crate::http::describe::{DescribeAnswer, Description};
use crate::http::{Item, Revalidated};

#[derive(Serialize, ToSchema)]
pub struct HealthBody {
    status: &'static str,
}

/// The service works. What needs the bucket for files of evidence does so only while that is reached.
#[derive(Serialize, ToSchema)]
pub struct ReadinessBody {
    status: &'static str,
    /// `ok`, or `unavailable` where it was not reached when it was last asked.
    file_store: &'static str,
}

const OK: Item<HealthBody> = Item(HealthBody { status: "ok" });

pub async fn live() -> Result<Item<HealthBody>> {
    Ok(OK)
}

pub async fn ready(
    database: Data<Database>,
    files: Data<FileStore>,
) -> Result<Item<ReadinessBody>> {
    database.ping().await?;
    let file_store = match files.is_reached() {
        true => "ok",
        false => "unavailable",
    };
    let status = "ok";
    Ok(Item(ReadinessBody { status, file_store }))
}

/// As the Italian interoperability model asks: a problem document, also when all is well.
#[derive(Serialize, ToSchema)]
pub struct StatusBody {
    r#type: &'static str,
    title: &'static str,
    status: u16,
}

pub async fn status(database: Data<Database>) -> Result<StatusBody> {
    database.ping().await?;
    Ok(StatusBody {
        r#type: "about:blank",
        title: "OK",
        status: 200,
    })
}

impl Responder for StatusBody {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .content_type("application/problem+json")
            .json(self)
    }
}

impl DescribeAnswer for StatusBody {
    fn describe(description: &mut Description) {
        let schema = description.schema::<Self>();
        let content = json!({ "application/problem+json": { "schema": schema } });
        description.answers("200", "The service works.", &[], content);
    }
}

pub fn configure(config: &mut ServiceConfig) {
    config.service(resource("/openapi.json").route(get().to(openapi)));
}

async fn openapi() -> Revalidated<Item<Value>> {
    Revalidated(Item(crate::openapi::document()))
}
