//! Traces by OpenTelemetry: spans of requests, sent in batches to a collector (OTLP over HTTP).
//!
//! They are sent by a thread of their own, from a queue that has an end. A collector that is slow or gone
//! costs spans, never a request.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::http::header::HeaderMap;
use opentelemetry::KeyValue;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::level_filters::LevelFilter;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;
use ureq::Agent;

use super::{TraceSettings, spans};
use crate::http::agent::agent;

/// How long a collector has for its answer, and the last spans have to be sent.
const LONGEST: Duration = Duration::from_secs(3);
/// Bytes of a collector's answer.
const LARGEST: u64 = 64 * 1024;

/// The way of the spans to the collector; none where the settings name no collector. Its end sends what is
/// left.
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    pub fn new(settings: &TraceSettings) -> Result<Self, String> {
        if settings.otlp_endpoint.is_empty() {
            return Ok(Self::none());
        }
        let endpoint = settings.otlp_endpoint.trim_end_matches('/');
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Client(agent(LONGEST)))
            .with_protocol(Protocol::HttpBinary)
            .with_timeout(LONGEST)
            .with_endpoint(format!("{endpoint}/v1/traces"))
            .build()
            .map_err(|cause| format!("no traces can be sent: {cause}"))?;
        let service = Resource::builder()
            .with_service_name("bilancio")
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(service)
            .build();
        Ok(Self(Some(provider)))
    }

    /// For commands that answer no requests.
    pub fn none() -> Self {
        Self(None)
    }

    /// Takes the spans of [`spans`], and nothing else: no line of the log becomes a part of a trace.
    pub fn layer<S>(&self) -> Option<impl Layer<S> + use<S>>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let tracer = self.0.as_ref()?.tracer("bilancio");
        let ours = filter_fn(|it| it.is_span() && it.target() == spans::TARGET);
        let layer = tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_context_activation(false);
        Some(layer.with_filter(ours.with_max_level_hint(LevelFilter::INFO)))
    }

    /// Sends what is waiting, and returns when it was sent or could not be.
    pub fn flush(&self) {
        if let Some(provider) = &self.0 {
            // The exporter has told the log.
            let _not_sent = provider.force_flush();
        }
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        if let Some(provider) = &self.0 {
            // What could not be sent by now is lost, and the program ends.
            let _not_sent = provider.shutdown_with_timeout(LONGEST);
        }
    }
}

/// Makes a request's span a part of the trace that its `traceparent` names. The rest of the caller's
/// context (`tracestate`, `baggage`) can hold anything, and is left where it is.
pub fn continue_trace(span: &Span, headers: &HeaderMap) {
    let context = TraceContextPropagator::new().extract(&Parent(headers));
    // A span that is in no trace has no parent to be given.
    let _untraced = span.set_parent(context);
}

/// Names a span that has begun: what a request asks for is known when it was routed.
pub fn name(span: &Span, name: String) {
    span.context().span().update_name(name);
}

struct Parent<'a>(&'a HeaderMap);

impl Extractor for Parent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let value = self.0.get(key).filter(|_| key == "traceparent")?;
        value.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        vec!["traceparent"]
    }
}

/// Sends a batch on the exporter's thread, which has nothing else to do.
#[derive(Debug)]
struct Client(Agent);

impl Client {
    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, ureq::Error> {
        let (head, body) = request.into_parts();
        let request = Request::from_parts(head, body.to_vec());
        let (head, mut body) = self.0.run(request)?.into_parts();
        let body = body.with_config().limit(LARGEST).read_to_vec()?;
        Ok(Response::from_parts(head, body.into()))
    }
}

type Sent<'a> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'a>>;

impl HttpClient for Client {
    fn send_bytes<'client, 'sent>(&'client self, request: Request<Bytes>) -> Sent<'sent>
    where
        'client: 'sent,
        Self: 'sent,
    {
        let answer = self.send(request);
        match &answer {
            Ok(answer) if answer.status().is_success() => {}
            Ok(answer) => {
                tracing::warn!(status = answer.status().as_u16(), "spans were not taken");
            }
            Err(cause) => tracing::warn!(%cause, "spans were not sent"),
        }
        Box::pin(std::future::ready(answer.map_err(Into::into)))
    }
}
