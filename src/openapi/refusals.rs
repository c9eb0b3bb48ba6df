//! What operations may be refused with, and the headers of answers.
//!
//! Each refusal is described by an error of its status: its headers and its example are those that
//! the service really answers.

use actix_web::ResponseError;
use actix_web::http::header::HeaderName;
use serde_json::{Map, Value, json};

use super::examples::sample_id;
use crate::access::{Action, Resource};
use crate::error::texts::Language;
use crate::error::{Error, Unmet};
use crate::http::problem::Problem;

/// Headers of answers, each with what it tells.
const HEADERS: &[(&str, &str)] = &[
    (
        "Cache-Control",
        "`no-store`: no cache keeps what is about a person; `no-cache` on what is about nobody.",
    ),
    (
        "Content-Disposition",
        "The name that the file is to be saved under.",
    ),
    (
        "ETag",
        "The version of the record, for `If-Match`, where records of its kind have versions; or of what \
            is about nobody, for `If-None-Match`.",
    ),
    ("Link", "The next page, where there is one (RFC 8288)."),
    ("Location", "The address of what was made."),
    (
        "RateLimit-Limit",
        "Requests that may be made in the present window.",
    ),
    (
        "RateLimit-Remaining",
        "Requests left in the present window.",
    ),
    ("RateLimit-Reset", "Seconds until the next window begins."),
    (
        "Retry-After",
        "Seconds to wait before the request is repeated.",
    ),
    ("WWW-Authenticate", "How to sign in (RFC 9110, 11.6.1)."),
];

/// What every answer has.
const ALWAYS: &[&str] = &[
    "Cache-Control",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
];

/// An error of each status that an operation may end in, and what the status means.
fn refusals() -> [(Error, &'static str); 15] {
    let resource = Resource::Case;
    let unmet = Unmet {
        guard: "privacy_notice",
    };
    [
        (Error::Malformed("body_not_json"), "Not understood."),
        (
            Error::Unauthenticated,
            "Not signed in, or a sign-in that ended.",
        ),
        (
            Error::Forbidden {
                action: Action::Update,
                resource,
            },
            "The role may not do this.",
        ),
        (Error::NotFound(resource), "No such record in reach."),
        (
            Error::Unmet(vec![unmet]),
            "The record's state does not allow it.",
        ),
        (
            Error::Gone,
            "A link or request that was used or has expired.",
        ),
        (Error::Stale { current: 2 }, "Changed meanwhile."),
        (Error::TooLarge, "The body is too large."),
        (Error::MediaType, "Another media type."),
        (Error::SlowBody, "The body did not come in time."),
        (
            Error::TooManyRequests { wait: 6 },
            "Too many requests; wait as long as Retry-After says.",
        ),
        (Error::HeadersTooLarge, "The headers are too large."),
        (
            Error::invalid("/name", "missing_property"),
            "Fields are not valid, each listed.",
        ),
        (Error::PreconditionRequired, "If-Match is missing."),
        (
            Error::Unavailable("database_unavailable"),
            "Unavailable; try again.",
        ),
    ]
}

/// The refusals by status, for the components of the description.
pub fn responses(problem: &Value) -> Value {
    let responses = refusals().into_iter().map(|(error, meaning)| {
        let example = Problem::of(&error, Language::English, sample_id("instance"));
        let content = json!({ "schema": problem, "example": example });
        let answer = error.error_response();
        let names: Vec<_> = answer.headers().keys().map(HeaderName::as_str).collect();
        let response = json!({
            "description": meaning,
            "headers": headers(&names),
            "content": { "application/problem+json": content },
        });
        (error.status().as_str().to_owned(), response)
    });
    responses.collect::<Map<_, _>>().into()
}

/// A reference to the refusal of a status.
pub fn refusal(status: &str) -> Value {
    json!({ "$ref": format!("#/components/responses/{status}") })
}

/// The headers, for the components of the description.
pub fn components() -> Value {
    let describe = |(name, meaning): &(&str, &str)| {
        let header = json!({ "description": meaning, "schema": { "type": "string" } });
        ((*name).to_owned(), header)
    };
    HEADERS.iter().map(describe).collect::<Map<_, _>>().into()
}

/// References to the headers of an answer: those named, and those that every answer has.
pub fn headers(names: &[&str]) -> Value {
    let named = |header: &&(&str, &str)| {
        let mut names = names.iter().chain(ALWAYS);
        names.any(|name| name.eq_ignore_ascii_case(header.0))
    };
    let reference = |(name, _): &(&str, &str)| {
        let reference = json!({ "$ref": format!("#/components/headers/{name}") });
        ((*name).to_owned(), reference)
    };
    HEADERS
        .iter()
        .filter(named)
        .map(reference)
        .collect::<Map<_, _>>()
        .into()
}
