//! Which pages of other sites may read answers (CORS).

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue,
};
use actix_web::middleware::Next;

/// What is published for everybody, and so for verifiers that run in a page of any site: an issuer's keys and
/// status lists (did:web asks for it), and whether a certificate stands.
fn is_public(path: &str) -> bool {
    ["/issuers/", "/verify/"]
        .iter()
        .any(|place| path.starts_with(place))
}

/// Only the configured origins, but for what is public. Access tokens travel in headers; the one cookie there is
/// holds a refresh token, and is read by the one operation that asks for more: see [`crate::token_refreshes`].
pub fn policy(origins: &[String]) -> Cors {
    let mut cors = Cors::default()
        .allowed_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allowed_headers([
            "authorization",
            "content-type",
            "if-match",
            "if-none-match",
            "idempotency-key",
            "accept-language",
            "x-request-id",
            "x-requested-with",
            "traceparent",
        ])
        .supports_credentials()
        .expose_headers([
            "etag",
            "location",
            "link",
            "x-request-id",
            "retry-after",
            "ratelimit-limit",
            "ratelimit-remaining",
            "ratelimit-reset",
        ])
        .block_on_origin_mismatch(false)
        .max_age(3600)
        .allowed_origin_fn(|_, request| is_public(request.uri.path()));
    for origin in origins {
        cors = cors.allowed_origin(origin);
    }
    cors
}

/// Opens what is public to any origin, and without credentials: nothing of who asks is in it.
pub async fn open(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let is_public = is_public(request.path());
    let mut answer = next.call(request).await?;
    if is_public {
        let headers = answer.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.remove(ACCESS_CONTROL_ALLOW_CREDENTIALS);
    }
    Ok(answer)
}
