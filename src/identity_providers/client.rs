//! Requests to identity providers: short, small, and never led elsewhere.

use std::time::Duration;

use openidconnect::http::Method;
use openidconnect::{HttpRequest, HttpResponse, SyncHttpClient};
use ureq::Agent;

use crate::http::agent::agent;

/// From the look-up of the name to the last byte of the answer.
const LONGEST: Duration = Duration::from_secs(3);

/// Bytes of an answer.
const LARGEST: u64 = 256 * 1024;

/// A provider that did not answer, or said that it cannot.
#[derive(Debug, thiserror::Error)]
#[error("the identity provider does not answer: {0}")]
pub struct Unreachable(String);

/// Makes requests. Follows no redirect: an answer comes from the address that was asked, or not.
#[derive(Clone)]
pub struct Client(Agent);

impl Client {
    pub fn new() -> Self {
        Self(agent(LONGEST))
    }

    /// Blocks until the answer is there, three seconds at most.
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, Unreachable> {
        let unreachable = |cause: ureq::Error| Unreachable(cause.to_string());
        let answer = match *request.method() == Method::GET {
            true => self.0.run(request.map(drop)),
            false => self.0.run(request),
        };
        let (head, mut body) = answer.map_err(unreachable)?.into_parts();
        if head.status.is_server_error() {
            return Err(Unreachable(head.status.to_string()));
        }
        let body = body.with_config().limit(LARGEST).read_to_vec();
        Ok(HttpResponse::from_parts(head, body.map_err(unreachable)?))
    }
}

impl SyncHttpClient for Client {
    type Error = Unreachable;

    fn call(&self, request: HttpRequest) -> Result<HttpResponse, Unreachable> {
        self.send(request)
    }
}
