//! Every URL of the service in one table.
//!
//! Each row gives the method, the address, the operation's id, its handler, and what it is for. The
//! table registers the routes, describes the API, and is what the access tests sweep.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, Route, web};

use crate::access::Resource;
use crate::error::Error;
use crate::http::describe::{Description, Handled};

/// One method of one URL.
pub struct Endpoint {
    pub method: &'static str,
    pub path: &'static str,
    pub operation: &'static str,
    pub summary: &'static str,
    pub route: fn() -> Route,
    pub describe: fn(&mut Description),
}

mod asks_for;
mod endpoints;

pub use endpoints::ENDPOINTS;

fn describe<H: Handled<Args>, Args>(_handler: &H, description: &mut Description) {
    H::describe(description);
}

/// Registers one resource per address with all its methods, so that another method is 405.
pub fn configure(config: &mut ServiceConfig) {
    let mut paths: Vec<&str> = Vec::new();
    for endpoint in ENDPOINTS {
        if !paths.contains(&endpoint.path) {
            paths.push(endpoint.path);
        }
    }
    for path in paths {
        let methods = || {
            ENDPOINTS
                .iter()
                .filter(move |endpoint| endpoint.path == path)
        };
        let mut resource = web::resource(path);
        for endpoint in methods() {
            resource = resource.route((endpoint.route)());
        }
        let mut allowed: Vec<_> = methods()
            .map(|endpoint| endpoint.method.to_uppercase())
            .collect();
        if allowed.iter().any(|method| method == "GET") {
            allowed.push("HEAD".to_owned());
        }
        let allowed = allowed.join(", ");
        config.service(resource.default_service(web::to(move || {
            let answer = actix_web::HttpResponse::MethodNotAllowed()
                .insert_header((actix_web::http::header::ALLOW, allowed.clone()))
                .finish();
            std::future::ready(answer)
        })));
    }
}

/// What leaves no entry in the activity log: what tells of nobody, and is asked again and again by what
/// watches over the service or shows a form; and what is no operation, as a method that an address does
/// not take.
pub const NOT_LOGGED: &[&str] = &[
    "check_life",
    "check_readiness",
    "read_status",
    "list_public_keys",
    "list_identity_providers",
    "read_catalogue",
    "list_skills",
    "read_skill",
    "list_occupations",
    "read_occupation",
    "list_code_lists",
    "read_code_list",
    "read_profile_form",
    "list_questionnaires",
    "read_questionnaire",
    "read_issuer",
    "list_issuers_public_keys",
    "read_issuers_public_key",
    "read_status_list",
    NO_OPERATION,
];

const NO_OPERATION: &str = "unknown";

/// The answer for an address that the service does not have.
pub async fn no_such_address() -> Result<actix_web::HttpResponse, Error> {
    Err(Error::NotFound(Resource::Address))
}

/// The id of the operation that a request asks for.
pub fn operation_of(request: &HttpRequest) -> &'static str {
    static OPERATIONS: LazyLock<HashMap<(String, &'static str), &'static str>> =
        LazyLock::new(|| {
            ENDPOINTS
                .iter()
                .map(|e| ((e.method.to_uppercase(), e.path), e.operation))
                .collect()
        });
    let pattern = request.match_pattern().unwrap_or_default();
    let method = match request.method().as_str() {
        "HEAD" => "GET",
        method => method,
    };
    ENDPOINTS
        .iter()
        .find(|e| e.path == pattern)
        .and_then(|e| OPERATIONS.get(&(method.to_owned(), e.path)))
        .copied()
        .unwrap_or(NO_OPERATION)
}
