//! Traces of the program's requests, and a collector that does not answer.

use std::time::{Duration, Instant};

use bilancio::telemetry::TraceSettings;

use crate::collector::{Collector, Mute};
use crate::database::TestDatabase;
use crate::service::{Home, Service, program, url};

/// When spans that do not come are given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// Far less than the same requests would take if each waited for the collector.
const PROMISE: Duration = Duration::from_secs(8);
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn start(database: &TestDatabase, settings: &TraceSettings) -> Service {
    let endpoint = &settings.otlp_endpoint;
    let mut words = vec![
        "env".to_owned(),
        format!("BILANCIO_TELEMETRY__OTLP_ENDPOINT={endpoint}"),
        "OTEL_BSP_SCHEDULE_DELAY=20".to_owned(),
    ];
    words.extend(program(&url(&database.target)));
    Service::start_as(Home::new(&database.target), words)
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_trace_tells_where_the_time_went_and_of_nobody() {
    let (database, collector) = (TestDatabase::new(), Collector::start());
    let service = start(&database, &collector.settings);
    let token = service.sign_in();
    let mut connection = service.connect();
    let headers = [
        ("Authorization", token.as_str()),
        ("traceparent", &format!("00-{TRACE}-00f067aa0ba902b7-01")),
        ("tracestate", "vendor=zznamed"),
        ("baggage", "name=zznamed"),
        ("X-Request-Id", "request-of-the-trace"),
    ];
    let read = connection.ask("GET /v1/organisations?limit=19", &headers, "");
    let read = read.unwrap();
    assert_eq!(read.status, 200);
    let organisation = read.json()["items"][0]["id"].to_string();
    let me = connection.ask("GET /v1/me", &headers[..1], "").unwrap();
    let user = me.json()["id"].to_string();
    let last = connection.ask("GET /v1/zznamed?q=zznamed", &[], "");
    assert_eq!(last.unwrap().status, 404);
    let started = Instant::now();
    while !holds(&collector.received(), b"GET unmatched") {
        assert!(started.elapsed() < PATIENCE, "no spans come");
        std::thread::yield_now();
    }
    let received = collector.received();
    for told in [
        "POST /v1/traces HTTP/1.1",
        "GET /v1/organisations",
        "POST /v1/sign-ins",
        "wait for a connection",
        "transaction",
        "wait for the log",
        "request-of-the-trace",
        "http.route",
        "http.response.status_code",
    ] {
        assert!(holds(&received, told.as_bytes()), "{told} is not told");
    }
    // The request and three parts of its time are in the caller's trace.
    let trace = u128::from_str_radix(TRACE, 16).unwrap().to_be_bytes();
    let spans = received.windows(16).filter(|it| **it == trace).count();
    assert_eq!(spans, 4);
    let token = token.trim_start_matches("Bearer ");
    let (organisation, user) = (organisation.trim_matches('"'), user.trim_matches('"'));
    for hidden in [
        "zznamed",
        "limit",
        "@crash",
        "Prova",
        "a password",
        token,
        organisation,
        user,
    ] {
        assert!(hidden.len() > 4, "{hidden} is nothing");
        assert!(!holds(&received, hidden.as_bytes()), "{hidden} is told");
    }
}

#[test]
fn a_collector_that_does_not_answer_is_nobodys_problem() {
    let (database, collector) = (TestDatabase::new(), Mute::start());
    let service = start(&database, &collector.settings);
    let mut connection = service.connect();
    let mut alive = || connection.ask("GET /health/live", &[], "").unwrap().status;
    assert_eq!(alive(), 200);
    collector.asked.recv().unwrap();
    let started = Instant::now();
    for _ in 0..20 {
        assert_eq!(alive(), 200);
    }
    assert!(started.elapsed() < PROMISE);
    drop(collector.hold);
}
