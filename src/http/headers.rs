use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::IF_MATCH;
use actix_web::{FromRequest, HttpRequest};

use crate::error::{Error, Result};

/// The version that a client last saw of the record it changes (RFC 9110, 13.1.1).
///
/// A change without it is 428, so that nobody overwrites what they have not seen.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub i32);

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let version = request
            .headers()
            .get(IF_MATCH)
            .ok_or(Error::PreconditionRequired)
            .map(|value| {
                // A tag that is not ours matches no version.
                let tag = value.to_str().unwrap_or_default().trim();
                let version = tag
                    .strip_prefix("\"v")
                    .and_then(|rest| rest.strip_suffix('"'));
                Self(version.and_then(|digits| digits.parse().ok()).unwrap_or(-1))
            });
        ready(version)
    }
}

/// The strong entity tag of a record's version.
pub fn etag(version: i32) -> String {
    format!("\"v{version}\"")
}
