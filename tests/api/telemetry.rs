//! What the service tells those who keep it running: counts, by its own words.

use std::collections::{BTreeMap, BTreeSet};

use bilancio::access::{Caller, Update};
use bilancio::activity_log::sealer::Sealer;
use bilancio::activity_log::security::SecurityEventKind;
use bilancio::api::ENDPOINTS;
use bilancio::mail::worker::Worker;
use bilancio::mail::{MailKind, OutboxMail, service as mail};
use serde_json::json;

use crate::support::{TestApp, World, request, settings};

/// The samples of an app's metrics: name and labels as they are written, with their value.
fn samples(app: &TestApp) -> BTreeMap<String, f64> {
    let text = app.service.database.metrics().text();
    assert!(text.ends_with("# EOF\n"));
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, value) = line.rsplit_once(' ').unwrap();
            (name.to_owned(), value.parse().unwrap())
        })
        .collect()
}

fn sample(app: &TestApp, name: &str) -> f64 {
    let samples = samples(app);
    *samples
        .get(name)
        .unwrap_or_else(|| panic!("no {name} in {samples:#?}"))
}

/// The labels of a sample: names with values. No value of ours has a comma or a quotation mark.
fn labels(sample: &str) -> Vec<(&str, &str)> {
    let inside = sample.split_once('{').map_or("", |(_, rest)| rest);
    let inside = inside.strip_suffix('}').unwrap_or(inside);
    let pairs = inside.split(',').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap();
            (name, value.trim_matches('"'))
        })
        .collect()
}

#[actix_web::test]
async fn requests_are_counted_by_method_template_and_class() {
    let app = TestApp::new().await;
    let centre = app.organisation("centre");
    app.get("operator", &format!("/v1/organisations/{centre}"))
        .await
        .expect(200);
    for status in [401, 404] {
        let url = format!("/v1/{status}");
        let request = request("GET", &url);
        app.send(request).await.expect(404);
    }
    app.send(request("GET", "/v1/me")).await.expect(401);
    app.send(request("PROPFIND", "/v1/me")).await.expect(405);
    app.send(request("GET", "/openapi.json")).await.expect(200);
    let count = |labels: &str| {
        let name = format!("bilancio_http_requests_total{{{labels}}}");
        sample(&app, &name)
    };
    let read = r#"method="GET",template="/v1/organisations/{organisation_id}""#;
    assert_eq!(count(&format!(r#"{read},status="2xx""#)), 1.0);
    let duration = "bilancio_http_request_duration_seconds";
    assert_eq!(sample(&app, &format!("{duration}_count{{{read}}}")), 1.0);
    for (labels, times) in [
        (r#"method="POST",template="/v1/sign-ins",status="2xx""#, 1.0),
        (r#"method="GET",template="unmatched",status="4xx""#, 2.0),
        (r#"method="GET",template="/v1/me",status="4xx""#, 1.0),
        (r#"method="other",template="/v1/me",status="4xx""#, 1.0),
        (r#"method="GET",template="/openapi.json",status="2xx""#, 1.0),
    ] {
        assert_eq!(count(labels), times, "{labels}");
    }
    let refused = |code: &str| sample(&app, &format!("bilancio_refusals_total{{code=\"{code}\"}}"));
    assert_eq!(refused("not_found"), 2.0);
    assert_eq!(refused("unauthenticated"), 1.0);
    assert_eq!(refused("method_not_allowed"), 1.0);
    assert_eq!(sample(&app, "bilancio_http_requests_in_flight"), 0.0);
    let token = r#"bilancio_signatures_total{kind="at+jwt"}"#;
    assert_eq!(sample(&app, token), 1.0);
}

#[actix_web::test]
async fn labels_hold_words_of_the_program_and_no_ids() {
    let app = TestApp::new().await;
    World::new(&app).await;
    for path in ["/v1/ZZHIDDEN", "/docs/ZZHIDDEN", "/v1/cases?ZZHIDDEN=1"] {
        app.get("operator", path).await;
    }
    app.seal().await;
    let table: BTreeSet<&str> = ENDPOINTS.iter().map(|endpoint| endpoint.path).collect();
    let pages = ["/openapi.json", "/docs", "/docs/{file:.*}", "unmatched"];
    let methods = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other",
    ];
    let events = SecurityEventKind::ALL;
    let kinds: Vec<&str> = events.iter().map(|kind| kind.as_str()).collect();
    let signed = ["at+jwt", "log-checkpoint+jwt", "activity-export"];
    let is_code = |value: &str| value.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let samples = samples(&app);
    assert!(samples.len() > 500, "only {} samples", samples.len());
    for name in samples.keys() {
        for (label, value) in labels(name) {
            let known = match label {
                "method" => methods.contains(&value),
                "template" => table.contains(value) || pages.contains(&value),
                "status" => ["1xx", "2xx", "3xx", "4xx", "5xx"].contains(&value),
                "le" => value == "+Inf" || value.parse::<f64>().is_ok(),
                "kind" => kinds.contains(&value) || signed.contains(&value),
                "queue" => ["read", "write", "all", "log"].contains(&value),
                "outcome" | "code" => is_code(value),
                "version" => value == env!("CARGO_PKG_VERSION"),
                "database" => ["sqlite", "postgresql"].contains(&value),
                _ => false,
            };
            assert!(known, "{label}={value} in {name}");
        }
    }
}

#[actix_web::test]
async fn the_log_tells_how_far_it_is() {
    let app = TestApp::new().await;
    let before = sample(&app, "bilancio_log_batch_entries_sum");
    for _ in 0..3 {
        app.get("operator", "/v1/me").await.expect(200);
    }
    assert_eq!(sample(&app, "bilancio_log_batch_entries_sum"), before + 3.0);
    assert_eq!(sample(&app, "bilancio_log_entries_waiting"), 0.0);
    assert_eq!(sample(&app, "bilancio_log_batches_failed_total"), 0.0);
    let mut sealer = Sealer::new(&app.service);
    sealer.look().await.unwrap();
    let entries = app.database.count("SELECT COUNT(*) FROM activity_log");
    let sealed = "bilancio_log_sealed_sequence";
    assert_eq!(sample(&app, sealed), entries as f64);
    let at = sample(&app, "bilancio_log_sealed_timestamp_seconds");
    assert_eq!(at, app.now().timestamp() as f64);

    app.get("operator", "/v1/me").await.expect(200);
    assert_eq!(sample(&app, sealed), entries as f64);
    sealer.look().await.unwrap();
    assert_eq!(sample(&app, sealed), (entries + 1) as f64);
}

#[actix_web::test]
async fn an_unwritten_log_and_a_queue_for_the_database_are_counted() {
    let app = TestApp::new().await;
    app.token("operator").await;
    app.database
        .execute("ALTER TABLE activity_log RENAME TO activity_log_away");
    app.get("operator", "/v1/me").await.expect(503);
    assert_eq!(sample(&app, "bilancio_log_batches_failed_total"), 1.0);
    assert_eq!(sample(&app, "bilancio_log_entries_waiting"), 0.0);
    for (name, value) in samples(&app) {
        if name.starts_with("bilancio_connections_") {
            assert_eq!(value, 0.0, "{name}");
        }
    }
    let all = samples(&app);
    let queues = all.keys().filter(|it| it.contains("connections_in_use"));
    assert_eq!(queues.count(), 2);
}

#[actix_web::test]
async fn security_events_are_counted_once_each() {
    let app = TestApp::new().await;
    let event = |kind: SecurityEventKind| {
        let kind = kind.as_str();
        sample(
            &app,
            &format!("bilancio_security_events_total{{kind=\"{kind}\"}}"),
        )
    };
    assert_eq!(event(SecurityEventKind::Forbidden), 0.0);
    app.get("operator", "/v1/activity-entries")
        .await
        .expect(403);
    let wrong = json!({ "email": "operator@example.org", "password": "wrong password wrong" });
    app.send(request("POST", "/v1/sign-ins").json(wrong))
        .await
        .expect(401);
    let first = app.refresh_token("colleague").await;
    let refresh = async |token: &str| {
        let body = json!({ "refresh_token": token });
        let request = request("POST", "/v1/token-refreshes").json(body);
        app.send(request).await
    };
    let second = refresh(&first).await.expect(201).body["refresh_token"].clone();
    refresh(second.as_str().unwrap()).await.expect(201);
    refresh(&first).await.expect(401);
    let mut sealer = Sealer::new(&app.service);
    sealer.look().await.unwrap();
    sealer.look().await.unwrap();
    assert_eq!(event(SecurityEventKind::Forbidden), 1.0);
    assert_eq!(event(SecurityEventKind::SignInRefused), 1.0);
    assert_eq!(event(SecurityEventKind::RefreshTokenReused), 1.0);
    for kind in SecurityEventKind::ALL {
        let kind = kind.as_str();
        let noted = format!("SELECT COUNT(*) FROM security_events WHERE kind = '{kind}'");
        let counted = format!("bilancio_security_events_total{{kind=\"{kind}\"}}");
        let noted = app.database.count(&noted);
        assert_eq!(sample(&app, &counted), noted as f64, "{kind}");
    }
}

#[actix_web::test]
async fn mails_are_counted_by_what_became_of_them() {
    let app = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    let database = app.service.database.get_ref().clone();
    for recipient in ["desk@cpi.example", "no address"] {
        database
            .write_blocking(&Caller::worker("enqueue"), |tx| {
                let permit = tx.service_permit::<Update, OutboxMail>()?;
                let link = "/v1/inbox-referrals/x";
                mail::enqueue(tx, &permit, MailKind::ReferralReceived, recipient, link)
            })
            .unwrap();
    }
    let mut settings = settings().mail;
    settings.folder = folder.path().to_owned();
    let step = std::time::Duration::from_secs(1);
    let worker = Worker::new(database, &settings, "https://bilancio.example", step).unwrap();
    assert_eq!(worker.send_due().await.unwrap(), 2);
    assert_eq!(sample(&app, "bilancio_mails_waiting"), 2.0);
    for outcome in ["sent", "address_not_valid"] {
        let name = format!("bilancio_mail_attempts_total{{outcome=\"{outcome}\"}}");
        assert_eq!(sample(&app, &name), 1.0);
    }
    assert_eq!(worker.send_due().await.unwrap(), 0);
    assert_eq!(sample(&app, "bilancio_mails_waiting"), 0.0);
}
