//! How the store is asked: by the service's own HTTP client, on threads that may wait.

use std::fmt;

use async_trait::async_trait;
use http_body_util::BodyExt;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};
use tokio::task::spawn_blocking;
use ureq::Agent;
use ureq::http::{Method, Request, request};

use crate::evidence_files::contents::MOST_BYTES;

/// The longest answer: a file with its seal.
const LONGEST_ANSWER: u64 = MOST_BYTES as u64 + 1024;

#[derive(Clone)]
pub struct Connection(pub Agent);

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connection")
    }
}

impl HttpConnector for Connection {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Connection {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let agent = self.0.clone();
        spawn_blocking(move || ask(&agent, head, &body).map_err(fault))
            .await
            .map_err(|cause| HttpError::new(HttpErrorKind::Unknown, cause))?
    }
}

fn ask(agent: &Agent, head: request::Parts, body: &[u8]) -> Result<HttpResponse, ureq::Error> {
    let answer = match head.method {
        Method::PUT | Method::POST => agent.run(Request::from_parts(head, body))?,
        _ => agent.run(Request::from_parts(head, ()))?,
    };
    let (head, body) = answer.into_parts();
    let body = body.into_with_config().limit(LONGEST_ANSWER);
    let bytes = body.read_to_vec()?;
    Ok(HttpResponse::from_parts(head, bytes.into()))
}

/// What of it may be tried again.
fn fault(error: ureq::Error) -> HttpError {
    let kind = match &error {
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => HttpErrorKind::Connect,
        ureq::Error::Io(_) => HttpErrorKind::Interrupted,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}
