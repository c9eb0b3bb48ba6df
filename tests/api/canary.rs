//! What is told in confidence is in no log, metric, trace, mail or error.
//!
//! All that the service and its libraries tell is caught, at the level `trace` and on every thread. What
//! the HTTP server itself would tell of a connection is not: the tests call the application.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex, Once};

use bilancio::telemetry::{log, traces::Traces};
use serde_json::{Value, json};
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{FilterExt, dynamic_filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

use crate::support::bodies::{HIDDEN, NAMED, TAX_CODE, body, person};
use crate::support::collector::Collector;
use crate::support::{Answer, PASSWORD, TestApp, World, request};

const SECRET: &str = "zzsecret battery staple";
const CANARIES: &[&str] = &[NAMED, HIDDEN, TAX_CODE, "zzsecret", "349 157 0156"];

static LISTENING: AtomicBool = AtomicBool::new(false);
static HEARD: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static COLLECTOR: LazyLock<Collector> = LazyLock::new(Collector::start);
static TRACES: LazyLock<Traces> = LazyLock::new(|| Traces::new(&COLLECTOR.settings).unwrap());

struct Ear;

impl std::io::Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        HEARD.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn traces<S: Subscriber + for<'span> LookupSpan<'span>>() -> impl Layer<S> {
    let listening = dynamic_filter_fn(|_, _| LISTENING.load(Ordering::Relaxed));
    Layer::<S>::with_filter(TRACES.layer::<S>(), listening)
}

/// Catches what all threads tell; between the tests that listen, nothing is written.
fn listen() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let listening = dynamic_filter_fn(|_, _| LISTENING.load(Ordering::Relaxed));
        let lines = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(|| Ear);
        let trace = log::filter("trace").unwrap();
        tracing_subscriber::registry()
            .with(lines.with_filter(trace.and(listening)))
            .with(traces())
            .init();
    });
    LISTENING.store(true, Ordering::Relaxed);
}

/// The lines of the log, and what the collector of traces was sent.
fn heard() -> [String; 2] {
    LISTENING.store(false, Ordering::Relaxed);
    TRACES.flush();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    [text(&HEARD.lock().unwrap()), text(&COLLECTOR.received())]
}

/// Requests that are refused, each with something in it that is nobody's business.
async fn refused(app: &TestApp, world: &World) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (email, password) in [
        ("operator@example.org", SECRET),
        ("zzsecret@example.org", SECRET),
    ] {
        let body = json!({ "email": email, "password": password });
        answers.push(app.send(request("POST", "/v1/sign-ins").json(body)).await);
    }
    let bad = |field: &str, value: Value| {
        let mut body = person();
        body[field] = value;
        body
    };
    let people = "/v1/beneficiaries";
    for body in [
        bad("given_name", json!(format!("{NAMED}\u{202e}"))),
        bad("preferred_language", json!(HIDDEN)),
        bad("citizenships", json!([HIDDEN])),
        bad("birth_date", json!(HIDDEN)),
        bad("sex_registered", json!(HIDDEN)),
        bad("contacts", json!([{ "kind": HIDDEN, "value": NAMED }])),
    ] {
        answers.push(app.post("operator", people, body).await);
    }
    let person = format!("{people}/{}", world.id("beneficiary_id"));
    let identifiers = format!("{person}/identifiers");
    for value in [TAX_CODE, &format!("{TAX_CODE}X")] {
        let body = json!({ "kind": "cf", "value": value });
        answers.push(app.post("operator", &identifiers, body).await);
    }
    let case = format!("/v1/cases/{}", world.id("case_id"));
    let step = json!({ "kind": HIDDEN, "description": HIDDEN });
    answers.push(
        app.post("operator", &format!("{case}/next-steps"), step)
            .await,
    );
    let note = format!(
        "/v1/sessions/{}/working-notes/{}",
        world.id("session_id"),
        world.id("case_id")
    );
    answers.push(app.put("colleague", &note, json!({ "text": HIDDEN })).await);
    answers.push(app.put("operator", &note, json!({ "text": HIDDEN })).await);
    answers.push(
        app.get("operator", &format!("/v1/cases?status={HIDDEN}"))
            .await,
    );
    answers.push(app.get("operator", &format!("/v1/cases?{HIDDEN}=1")).await);
    answers.push(
        app.get("operator", &format!("/v1/cases?cursor={HIDDEN}"))
            .await,
    );
    answers.push(app.get("operator", &format!("/v1/{HIDDEN}")).await);
    answers.push(app.get("operator", &format!("/v1/cases/{HIDDEN}")).await);
    answers.push(app.get("operator", &format!("/verify/{HIDDEN}")).await);
    answers
}

#[actix_web::test]
async fn what_is_told_in_confidence_is_in_no_log_metric_trace_mail_or_error() {
    listen();
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let change = json!({ "current_password": PASSWORD, "new_password": SECRET });
    app.put("colleague", "/v1/me/password", change)
        .await
        .expect(204);
    let sign_in = json!({ "email": "colleague@example.org", "password": SECRET });
    let signed_in = app
        .send(request("POST", "/v1/sign-ins").json(sign_in))
        .await;
    let token = signed_in.expect(201).body["access_token"].clone();
    let terms = body(&world, "search_beneficiaries");
    app.post("operator", "/v1/beneficiary-searches", terms)
        .await
        .expect(200);
    assert_eq!(body(&world, "add_identifier")["value"], TAX_CODE);
    let answers = refused(&app, &world).await;
    let [log, traces] = heard();
    let metrics = app.service.database.metrics().text();

    for answer in &answers {
        let shown = String::from_utf8_lossy(&answer.bytes);
        assert!(
            (400..500).contains(&answer.status),
            "{} {shown}",
            answer.status
        );
        for canary in CANARIES {
            assert!(!shown.contains(canary), "{canary} in {shown}");
        }
    }
    for (heard, word) in [
        (&log, "uri_template=\"/v1/beneficiary-searches\""),
        (&metrics, "template=\"/v1/beneficiary-searches\""),
        (&traces, "POST /v1/beneficiary-searches"),
    ] {
        assert!(heard.contains(word), "{word} was not heard");
        for canary in CANARIES.iter().copied().chain([token.as_str().unwrap()]) {
            let line = heard.lines().find(|line| line.contains(canary));
            assert_eq!(line, None, "{canary}");
        }
    }
    assert!(app.database.count("SELECT COUNT(*) FROM activity_log") > 20);
    assert!(app.database.count("SELECT COUNT(*) FROM outbox_mails") > 0);
    for (table, columns) in [
        (
            "activity_log",
            "request_id || operation || outcome || COALESCE(reason_code, '')",
        ),
        (
            "activity_log_records",
            "action || resource || parent || parent_id",
        ),
        ("security_events", "kind || COALESCE(user_id, '')"),
        (
            "outbox_mails",
            "kind || recipient || link || COALESCE(failure, '')",
        ),
    ] {
        for canary in CANARIES {
            let query = format!("SELECT COUNT(*) FROM {table} WHERE {columns} LIKE '%{canary}%'");
            assert_eq!(app.database.count(&query), 0, "{canary} in {table}");
        }
    }
}
