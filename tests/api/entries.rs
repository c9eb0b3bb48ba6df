//! One operation, one entry in the activity log, whatever it was answered.

use std::collections::BTreeSet;

use bilancio::api::{ENDPOINTS, Endpoint};
use bilancio::http::describe::Description;
use serde_json::{Value, json};

use crate::access::expectations::who_may;
use crate::access::last_comes_last;
use crate::support::bodies::{body, file, takes_a_body, takes_a_file};
use crate::support::{Answer, PEOPLE, TestApp, TestCall, World, request, settings};

/// What tells of nobody, and is asked again and again by what watches over the service or shows a form.
const NOT_LOGGED: &[&str] = &[
    "check_life",
    "check_readiness",
    "read_status",
    "list_public_keys",
    "read_issuer",
    "list_issuers_public_keys",
    "read_issuers_public_key",
    "read_status_list",
    "list_identity_providers",
    "list_code_lists",
    "read_code_list",
    "read_profile_form",
    "list_questionnaires",
    "read_questionnaire",
    "read_catalogue",
    "list_skills",
    "read_skill",
    "list_occupations",
    "read_occupation",
];

/// The statuses that the sweep must have met.
const MET: &[u16] = &[
    200, 201, 202, 204, 400, 401, 403, 404, 409, 410, 412, 415, 422, 428,
];

struct Sweep<'a> {
    app: &'a TestApp,
    number: usize,
    met: BTreeSet<u16>,
    wrong: Vec<String>,
}

impl Sweep<'_> {
    /// Sends a request and counts its entries.
    async fn send(&mut self, endpoint: &Endpoint, what: &str, call: TestCall) -> Answer {
        self.number += 1;
        let id = format!("coverage-{}", self.number);
        let answer = self.app.send(call.header("x-request-id", &id)).await;
        let operation = endpoint.operation;
        // One of another operation shows as a thousand.
        let found = self.app.database.count(&format!(
            "SELECT COALESCE(SUM(CASE WHEN operation = '{operation}' THEN 1 ELSE 1000 END), 0) \
             FROM activity_log WHERE request_id = '{id}'"
        ));
        let expected = i64::from(!NOT_LOGGED.contains(&operation));
        if found != expected {
            let status = answer.status;
            self.wrong
                .push(format!("{operation}, {what} ({status}): {found}"));
        }
        self.met.insert(answer.status);
        answer
    }
}

/// Requests that are refused before any work is done for them.
fn refused_at_once(
    world: &World,
    endpoint: &Endpoint,
    [token, ended]: [&str; 2],
) -> Vec<(&'static str, TestCall)> {
    let good = takes_a_body(endpoint).then(|| body(world, endpoint.operation));
    let call = || world.call(endpoint, good.as_ref());
    let mut calls = vec![
        ("without a token", call()),
        ("with garbage", call().by("garbage")),
        ("by a sign-in that ended", call().by(ended)),
        (
            "for what is not there",
            world.gone().call(endpoint, good.as_ref()).by(token),
        ),
    ];
    if endpoint.path.contains('{') {
        let method = endpoint.method.to_uppercase();
        let url = endpoint
            .path
            .split('/')
            .map(|part| if part.starts_with('{') { "no-id" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        calls.push(("for an id that is none", request(&method, &url).by(token)));
    }
    let Some(good) = good else {
        return calls;
    };
    let media_type = match endpoint.method {
        "Patch" => "application/merge-patch+json",
        _ => "application/json",
    };
    let mut unknown = good.clone();
    unknown["surprise"] = json!(1);
    let mut control = good;
    control["surprise\0"] = Value::Null;
    for (what, media_type, bytes, token) in [
        ("not JSON", media_type, "{".to_owned(), token),
        ("nothing", media_type, String::new(), token),
        (
            "an unknown property",
            media_type,
            unknown.to_string(),
            token,
        ),
        ("a NUL", media_type, control.to_string(), token),
        ("another media type", "text/plain", "{}".to_owned(), token),
        (
            "not JSON, by a sign-in that ended",
            media_type,
            "{".to_owned(),
            ended,
        ),
    ] {
        let call = world.call(endpoint, None).by(token);
        calls.push((what, call.body(media_type, bytes)));
    }
    calls
}

/// A change that does not say of which version.
fn without_version(world: &World, endpoint: &Endpoint) -> Option<TestCall> {
    let parameters = Description::of(endpoint).parameters;
    if !parameters.iter().any(|it| it["name"] == "If-Match") {
        return None;
    }
    let call = request(&endpoint.method.to_uppercase(), &world.url(endpoint));
    let good = takes_a_body(endpoint).then(|| body(world, endpoint.operation));
    Some(match (endpoint.method, good) {
        ("Patch", Some(body)) => call.merge_patch(body),
        (_, Some(body)) => call.json(body),
        (_, None) if takes_a_file(endpoint) => {
            let (media_type, bytes) = file(endpoint, "");
            call.bytes(media_type, bytes)
        }
        (_, None) => call,
    })
}

#[actix_web::test]
async fn every_operation_leaves_one_entry_whatever_it_is_answered() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let ended = app.token("second_supervisor").await;
    let sign_out = request("DELETE", "/v1/sign-ins/current").by(&ended);
    app.send(sign_out).await.expect(204);
    app.forget_token("second_supervisor");
    for (who, ..) in PEOPLE {
        app.token(who).await;
    }
    let mut sweep = Sweep {
        app: &app,
        number: 0,
        met: BTreeSet::new(),
        wrong: Vec::new(),
    };
    for name in NOT_LOGGED {
        assert!(ENDPOINTS.iter().any(|it| it.operation == *name), "{name}");
    }
    for endpoint in last_comes_last() {
        let token = app.token(who_may(endpoint)).await;
        for (what, call) in refused_at_once(&world, endpoint, [&token, &ended]) {
            sweep.send(endpoint, what, call).await;
        }
        if let Some(call) = without_version(&world, endpoint) {
            sweep.send(endpoint, "no version", call.by(&token)).await;
        }
        for who in ["other_analyst", who_may(endpoint)] {
            let body = takes_a_body(endpoint).then(|| body(&world, endpoint.operation));
            let token = app.token(who).await;
            let call = world.call(endpoint, body.as_ref()).by(&token);
            sweep.send(endpoint, who, call).await;
            app.forget_token("colleague");
        }
    }
    assert!(sweep.wrong.is_empty(), "\n{}", sweep.wrong.join("\n"));
    let unmet: Vec<_> = MET.iter().filter(|it| !sweep.met.contains(it)).collect();
    assert!(unmet.is_empty(), "never answered: {unmet:?}");
}

#[actix_web::test]
async fn a_request_for_no_operation_leaves_no_entry() {
    let app = TestApp::new().await;
    let token = app.token("operator").await;
    let count = || app.database.count("SELECT COUNT(*) FROM activity_log");
    let before = count();
    for (method, url, status) in [
        ("GET", "/v1/nothing-here", 404),
        ("PUT", "/v1/cases", 405),
        ("OPTIONS", "/v1/cases", 405),
        ("GET", "/openapi.json", 200),
    ] {
        app.send(request(method, url).by(&token))
            .await
            .expect(status);
    }
    assert_eq!(count(), before);
    // HEAD asks for the same as GET.
    app.send(request("HEAD", "/v1/cases").by(&token)).await;
    assert_eq!(count(), before + 1);
}

#[actix_web::test]
async fn what_is_refused_at_once_says_who_asked_and_why() {
    let app = TestApp::new().await;
    app.post("operator", "/v1/cases", json!({ "surprise": 1 }))
        .await
        .expect(422);
    let (user, centre) = (app.user("operator"), app.organisation("centre"));
    let said = format!(
        "SELECT COUNT(*) FROM activity_log WHERE operation = 'open_case' AND outcome = 'refused' \
         AND reason_code = 'invalid_fields' AND role = 'operator' AND user_id = '{user}' \
         AND organisation_id = '{centre}' AND sign_in_id IS NOT NULL"
    );
    assert_eq!(app.database.count(&said), 1);
    app.send(request("GET", "/v1/cases")).await.expect(401);
    let said = "SELECT COUNT(*) FROM activity_log WHERE operation = 'list_cases' \
        AND reason_code = 'unauthenticated' AND role = 'anonymous' AND user_id IS NULL";
    assert_eq!(app.database.count(said), 1);
    // Whose sign-in has ended is told so, whatever they sent.
    let ended = app.token("operator").await;
    let sign_out = request("DELETE", "/v1/sign-ins/current").by(&ended);
    app.send(sign_out).await.expect(204);
    let call = request("POST", "/v1/cases").by(&ended).json(json!([]));
    app.send(call).await.expect(401);
    // An operation that asks nobody who they are does not look at a token.
    let call = request("POST", "/v1/sign-ins").by(&ended).json(json!([]));
    app.send(call).await.expect(422);
}

#[actix_web::test]
async fn requests_that_are_repeated_at_once_under_one_key_leave_one_entry_each() {
    let app = TestApp::new().await;
    let admin = app.token("admin").await;
    let body = json!({ "name": "New", "kind": "association", "municipality": "Genova" });
    let ids: Vec<_> = (0..8).map(|number| format!("repeated-{number}")).collect();
    let calls = ids.iter().map(|id| {
        let call = request("POST", "/v1/organisations").by(&admin);
        let call = call.header("idempotency-key", "once");
        app.send(call.header("x-request-id", id).json(body.clone()))
    });
    for answer in futures_util::future::join_all(calls).await {
        answer.expect(201);
    }
    for id in ids {
        let entries = format!("SELECT COUNT(*) FROM activity_log WHERE request_id = '{id}'");
        assert_eq!(app.database.count(&entries), 1, "{id}");
    }
}

#[actix_web::test]
async fn what_is_refused_at_once_is_not_answered_without_its_entry() {
    let app = TestApp::new().await;
    let token = app.token("operator").await;
    app.database
        .execute("ALTER TABLE activity_log RENAME TO activity_log_away");
    for call in [
        request("GET", "/v1/cases"),
        request("POST", "/v1/cases").by(&token).json(json!([])),
        request("POST", "/v1/sign-ins").body("text/plain", "x"),
    ] {
        let refused = app.send(call).await.expect(503);
        assert_eq!(refused.body["code"], "log_unavailable");
    }
}

#[actix_web::test]
async fn who_is_nobody_and_is_refused_again_and_again_does_not_fill_the_log() {
    let mut settings = settings();
    (settings.refusals.burst, settings.refusals.per_second) = (3, 1);
    settings.trusted_proxies = vec!["0.0.0.0/32".to_owned().try_into().unwrap()];
    let app = TestApp::with(settings).await;
    let operator = app.token("operator").await;
    let asked_from = async |address: &str| {
        let call = request("GET", "/v1/cases").header("x-forwarded-for", address);
        app.send(call).await
    };
    for _ in 0..3 {
        asked_from("203.0.113.1").await.expect(401);
    }
    for _ in 0..5 {
        let waits = asked_from("203.0.113.1").await.expect(429);
        assert_eq!(waits.header("retry-after"), "1");
    }
    let entries = |reason: &str| {
        app.database.count(&format!(
            "SELECT COUNT(*) FROM activity_log WHERE reason_code = '{reason}'"
        ))
    };
    assert_eq!(entries("unauthenticated"), 3);
    assert_eq!(entries("too_many_requests"), 1);
    // Whoever signed in, and whoever signs in, is served all the same.
    let call = || request("POST", "/v1/cases").header("x-forwarded-for", "203.0.113.1");
    for _ in 0..5 {
        app.send(call().by(&operator).json(json!([])))
            .await
            .expect(422);
    }
    app.token("colleague").await;
    // So are other addresses, until all together come to ten times as much.
    for number in 0..27 {
        asked_from(&format!("203.0.113.{}", number / 3 + 2))
            .await
            .expect(401);
    }
    asked_from("203.0.113.99").await.expect(429);
    app.clock.advance(chrono::TimeDelta::seconds(1));
    asked_from("203.0.113.1").await.expect(401);
}
