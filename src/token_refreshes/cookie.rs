//! The cookie that a browser keeps its refresh token in, and who may send it.
//!
//! One operation reads it. That one asks beside for what a page of another site cannot send: a header
//! of its own, which needs leave by CORS, and an `Origin` that is known. A script that runs inside a
//! known page is no stranger: what it does, its page does.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::ORIGIN;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use chrono::TimeDelta;
use serde_json::json;

use crate::config::Settings;
use crate::error::{Error, Result};
use crate::http::cookie;
use crate::http::describe::{Describe, Description};

const NAME: &str = "__Host-bilancio-refresh";
/// The header that a page sends along; any text will do.
const PAGE: &str = "x-requested-with";

/// The `Set-Cookie` that hands a token to a browser, for as long as the token may be used.
pub fn set(token: &str, lasts: TimeDelta) -> String {
    cookie::set(NAME, token, lasts)
}

/// The `Set-Cookie` that takes the token away.
pub fn clear() -> String {
    set("", TimeDelta::zero())
}

/// What a browser says beside the body.
pub struct FromBrowser {
    pub token: Option<String>,
    /// Whether the request comes from a page that may use the cookie.
    pub trusted: bool,
}

impl FromRequest for FromBrowser {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let settings = request.app_data::<Data<Settings>>();
        ready(Ok(Self {
            token: cookie::read(request, NAME),
            trusted: settings.is_some_and(|settings| is_trusted(request, settings)),
        }))
    }
}

fn is_trusted(request: &HttpRequest, settings: &Settings) -> bool {
    let header = |name: &str| {
        let value = request.headers().get(name)?;
        value.to_str().ok()
    };
    let origin = header(ORIGIN.as_str());
    let known = origin.is_some_and(|origin| {
        origin_of(&settings.public_url) == origin
            || settings.cors_origins.iter().any(|it| it == origin)
    });
    let site = header("sec-fetch-site");
    let same_site = site.is_none_or(|site| matches!(site, "same-origin" | "same-site"));
    known && same_site && header(PAGE).is_some_and(|text| !text.is_empty())
}

/// Scheme, host and port of a URL.
fn origin_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find('/').map_or(url.len(), |at| host + at);
    &url[..end]
}

impl Describe for FromBrowser {
    fn describe(description: &mut Description) {
        description.parameters.push(json!({
            "name": "X-Requested-With", "in": "header", "required": false,
            "description": "Any text; needed where the refresh token comes in the cookie.",
            "schema": { "type": "string", "maxLength": 128 },
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_comes_before_the_path() {
        for (url, origin) in [
            ("https://b.example", "https://b.example"),
            ("https://b.example/", "https://b.example"),
            ("http://127.0.0.1:8080/api/", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(origin_of(url), origin);
        }
    }
}
