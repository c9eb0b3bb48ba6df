//! The parts of a request's time, for traces: the request itself, its wait for a connection, its
//! transaction, and its entry's way to the disk.
//!
//! Where no traces are sent, no span is made.

use actix_web::http::header::HeaderMap;
use tracing::field::Empty;
use tracing::{Level, Span};

use super::traces;

/// What tells spans from the lines of the log, which leave them out.
pub const TARGET: &str = "bilancio::span";

/// The span of a request; a part of the caller's trace where it names one (W3C `traceparent`).
pub fn request(id: &str, method: &'static str, headers: &HeaderMap) -> Span {
    let span = tracing::info_span!(
        target: TARGET,
        "request",
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = Empty,
        http.response.status_code = Empty,
        request_id = id,
    );
    if !span.is_disabled() {
        traces::continue_trace(&span, headers);
    }
    span
}

/// Says of a request's span how it was answered.
pub fn answered(span: &Span, method: &'static str, template: &'static str, status: u16) {
    if span.is_disabled() {
        return;
    }
    traces::name(span, format!("{method} {template}"));
    span.record("http.route", template);
    span.record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}

/// A part of the request that is worked for here; nothing where there is none, as for a worker.
pub fn part(name: &'static str) -> Span {
    if !tracing::span_enabled!(target: TARGET, Level::INFO) || Span::current().is_none() {
        return Span::none();
    }
    tracing::info_span!(target: TARGET, "part", otel.name = name)
}
