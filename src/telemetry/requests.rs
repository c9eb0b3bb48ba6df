//! What is told of every request: a line of the technical log, a count, and a span.
//!
//! The line holds what the Italian rules of interoperability ask of a log (AgID, *Raccomandazioni di
//! implementazione*, RAC_GEN_LOG_01): time in UTC, the operation by its URI template, method, outcome,
//! the client's address, who asked, and the id of the request. Never a path, a query or a body.

use std::collections::HashSet;
use std::sync::LazyLock;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest};
use tracing::Instrument;

use super::spans;
use crate::api::ENDPOINTS;
use crate::config::Settings;
use crate::db::Database;
use crate::http::caller::{RequestId, sign_in_of};
use crate::http::problem::Refusal;
use crate::limits::gate::address_of;

/// Addresses beside those of the API's table.
const PAGES: &[&str] = &["/openapi.json", "/docs", "/docs/{file:.*}"];

/// Tells of a request once it is answered.
pub async fn tell(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let database = request.app_data::<Data<Database>>().cloned();
    let counted = database.as_ref().map(|it| it.metrics().begin_request());
    let id = RequestId::of(request.request());
    let method = method_of(request.method());
    let span = spans::request(&id, method, request.headers());
    let answer = next.call(request).instrument(span.clone()).await?;
    let took = started.elapsed();
    let (request, status) = (answer.request(), answer.status());
    let template = template_of(request);
    let refusal = request.extensions().get::<Refusal>().copied();
    let code = refusal.map(|Refusal(code)| code);
    spans::answered(&span, method, template, status.as_u16());
    if let Some(database) = &database {
        let metrics = database.metrics();
        metrics.request(method, template, class_of(status), took);
        if let Some(code) = code {
            metrics.refusal(code);
        }
    }
    drop(counted);
    let sign_in = sign_in_of(request);
    let settings = request.app_data::<Data<Settings>>();
    let client = settings.map(|settings| address_of(request, settings));
    tracing::info!(
        request_id = %id,
        method,
        uri_template = template,
        status = status.as_u16(),
        code,
        milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        client = client.map(tracing::field::display),
        sign_in_id = sign_in.as_ref().map(tracing::field::display),
        "request"
    );
    Ok(answer)
}

/// Methods are words that anybody can make up.
fn method_of(method: &Method) -> &'static str {
    const KNOWN: &[&str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let known = KNOWN.iter().find(|known| **known == method.as_str());
    known.copied().unwrap_or("other")
}

/// The address that a request asks for as the service knows it, without what was filled in.
fn template_of(request: &HttpRequest) -> &'static str {
    static TEMPLATES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let table = ENDPOINTS.iter().map(|endpoint| endpoint.path);
        table.chain(PAGES.iter().copied()).collect()
    });
    let pattern = request.match_pattern();
    let known = pattern.and_then(|pattern| TEMPLATES.get(pattern.as_str()));
    known.copied().unwrap_or("unmatched")
}

fn class_of(status: StatusCode) -> &'static str {
    match status.as_u16() {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_somebody_made_up_is_none_of_ours() {
        assert_eq!(method_of(&Method::PATCH), "PATCH");
        let made_up = Method::from_bytes(b"ZZSECRET").unwrap();
        assert_eq!(method_of(&made_up), "other");
    }
}
