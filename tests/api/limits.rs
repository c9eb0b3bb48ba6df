//! How often somebody may ask, and how often they may be wrong.

use std::sync::Arc;

use actix_web::test::{TestRequest, init_service};
use bilancio::access::Create;
use bilancio::accounts::Email;
use bilancio::app::Service;
use bilancio::config::{Overrides, Settings};
use bilancio::limits::address::ProxyHeader;
use bilancio::limits::{self, Kind, Visitor};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, TestApp, TestCall, request, settings};

/// As they are where nobody changes them.
fn defaults() -> Settings {
    Settings::read(None, &Overrides::default()).unwrap()
}

fn sign_in(email: &str, password: &str) -> TestCall {
    request("POST", "/v1/sign-ins").json(json!({ "email": email, "password": password }))
}

async fn attempt(app: &TestApp, name: &str, password: &str) -> Answer {
    let email = format!("{name}@example.org");
    app.send(sign_in(&email, password)).await
}

/// Another instance on the same database.
fn second_instance(app: &TestApp, settings: Settings) -> Service {
    let vault = Arc::clone(&app.service.database.vault());
    let settings = Settings {
        connections: 2,
        ..settings
    };
    Service::new(settings, &app.database.target, app.clock.clone(), vault).unwrap()
}

fn visitor(settings: &Settings, address: &str) -> Visitor {
    Visitor {
        address: address.parse().unwrap(),
        allowed: settings.attempts.clone(),
    }
}

#[actix_web::test]
async fn who_floods_the_service_is_refused_and_others_are_served() {
    let mut settings = settings();
    (settings.rate_limit.burst, settings.rate_limit.per_second) = (15, 5);
    let app = TestApp::with(settings).await;
    app.token("operator").await;
    app.token("colleague").await;
    for left in (0..15).rev() {
        let served = app.get("operator", "/v1/me").await.expect(200);
        assert_eq!(served.header("ratelimit-limit"), "15");
        assert_eq!(served.header("ratelimit-remaining"), left.to_string());
    }
    let refused = app.get("operator", "/v1/me").await.expect(429);
    assert_eq!(refused.body["code"], "too_many_requests");
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(refused.header("ratelimit-remaining"), "0");
    assert_eq!(refused.header("ratelimit-reset"), "3");
    app.get("colleague", "/v1/me").await.expect(200);
    app.clock.advance(TimeDelta::seconds(1));
    app.get("operator", "/v1/me").await.expect(200);

    // Tokens that are none share the bucket of their address: a new one each time gains nothing.
    for number in 0..15 {
        let made_up = format!("made-up-{number}");
        app.send(request("GET", "/v1/me").by(&made_up)).await;
    }
    let refused = app.send(request("GET", "/v1/me").by("made-up")).await;
    refused.expect(429);
    app.send(request("GET", "/health/live")).await.expect(200);
}

#[actix_web::test]
async fn who_comes_too_often_is_in_the_log_once_a_minute() {
    let mut settings = settings();
    (settings.rate_limit.burst, settings.rate_limit.per_second) = (2, 1);
    let app = TestApp::with(settings).await;
    app.token("operator").await;
    let sign_in = "SELECT COUNT(*) FROM activity_log WHERE outcome = 'refused' \
        AND reason_code = 'too_many_requests' AND operation = 'read_me' AND sign_in_id IS NOT NULL";
    for (seconds, entries) in [(0, 1), (59, 1), (2, 2)] {
        app.clock.advance(TimeDelta::seconds(seconds));
        let mut refused = 0;
        for _ in 0..10 {
            refused += usize::from(app.get("operator", "/v1/me").await.status == 429);
        }
        assert_eq!(refused, 8);
        assert_eq!(app.database.count(sign_in), entries);
    }
}

#[actix_web::test]
async fn every_answer_tells_what_is_left() {
    let app = TestApp::new().await;
    for call in [
        request("GET", "/health/live"),
        request("GET", "/v1/me"),
        request("GET", "/nowhere"),
        request("DELETE", "/v1/cases"),
        request("OPTIONS", "/v1/cases").header("origin", "https://other.example"),
        request("POST", "/v1/sign-ins").body("text/plain", "x"),
    ] {
        let answer = app.send(call).await;
        for name in ["limit", "remaining", "reset"] {
            let value = answer.header(&format!("ratelimit-{name}")).to_owned();
            assert!(value.parse::<u64>().is_ok(), "{} {name}", answer.status);
        }
    }
}

#[actix_web::test]
async fn an_address_has_ten_turns_and_then_one_every_six_seconds_over_all_instances() {
    let app = TestApp::new().await;
    let (settings, address) = (defaults(), "203.0.113.9");
    let second = second_instance(&app, settings.clone());
    let visitor_here = visitor(&settings, address);
    let take = async |kind: Kind, number: usize, visitor: &Visitor| {
        let databases = [&app.service.database, &second.database];
        limits::take(databases[number % 2], kind, visitor).await
    };
    for number in 0..10 {
        take(Kind::TokenRefresh, number, &visitor_here)
            .await
            .unwrap();
    }
    for number in 0..2 {
        let refused = take(Kind::TokenRefresh, number, &visitor_here).await;
        assert!(
            matches!(
                refused,
                Err(bilancio::error::Error::TooManyRequests { wait: 6 })
            ),
            "{refused:?}"
        );
    }
    take(Kind::PasswordReset, 0, &visitor_here).await.unwrap();
    let other = visitor(&settings, "203.0.113.10");
    take(Kind::TokenRefresh, 0, &other).await.unwrap();
    app.clock.advance(TimeDelta::seconds(6));
    take(Kind::TokenRefresh, 1, &visitor_here).await.unwrap();
    assert!(take(Kind::TokenRefresh, 0, &visitor_here).await.is_err());

    // What has ended is forgotten, and no address stands in the database.
    assert_eq!(app.database.count("SELECT COUNT(*) FROM address_turns"), 3);
    let plain = "SELECT COUNT(*) FROM address_turns WHERE address_key LIKE '%203.0.113%'";
    assert_eq!(app.database.count(plain), 0);
    app.clock.advance(TimeDelta::minutes(2));
    take(Kind::TokenRefresh, 0, &other).await.unwrap();
    assert_eq!(app.database.count("SELECT COUNT(*) FROM address_turns"), 1);
}

#[actix_web::test]
async fn an_office_checks_the_certificates_of_a_whole_group_at_once() {
    let app = TestApp::new().await;
    let visitor = visitor(&defaults(), "203.0.113.9");
    let take = async || limits::take(&app.service.database, Kind::PublicCheck, &visitor).await;
    for _ in 0..40 {
        take().await.unwrap();
    }
    assert!(take().await.is_err());
    app.clock.advance(TimeDelta::seconds(6));
    take().await.unwrap();
    assert!(take().await.is_err());
}

#[actix_web::test]
async fn what_can_be_guessed_is_limited_by_address_whatever_a_header_says() {
    let mut settings = settings();
    (settings.attempts.burst, settings.attempts.public_checks) = (10, 10);
    let app = TestApp::with(settings).await;
    for (call, first) in [
        (
            &(|| sign_in("nobody@example.org", PASSWORD)) as &dyn Fn() -> TestCall,
            401,
        ),
        (&|| request("GET", "/verify/nothing"), 404),
        (
            &|| {
                let body = json!({ "token": "nobody's", "password": PASSWORD });
                request("POST", "/v1/password-settings").json(body)
            },
            410,
        ),
        (
            &|| {
                let body = json!({ "one_time_code": "nobody's" });
                request("POST", "/v1/private-questionnaires/openings").json(body)
            },
            404,
        ),
        (
            &|| {
                let body = json!({ "token": "nobody's" });
                request("POST", "/v1/reference-confirmations/openings").json(body)
            },
            404,
        ),
    ] {
        let mut statuses = Vec::new();
        for number in 0..20 {
            let claimed = format!("198.51.100.{number}");
            let answer = app.send(call().header("x-forwarded-for", &claimed)).await;
            if answer.status == 429 {
                assert_eq!(answer.header("retry-after"), "6");
            }
            statuses.push(answer.status);
        }
        assert_eq!(statuses, [vec![first; 10], vec![429; 10]].concat());
    }
}

#[actix_web::test]
async fn behind_a_listed_proxy_each_client_counts_for_itself() {
    let mut settings = settings();
    settings.rate_limit.burst = 2;
    settings.proxy_header = ProxyHeader::XForwardedFor;
    settings.trusted_proxies = vec!["10.0.0.0/8".to_owned().try_into().unwrap()];
    let app = TestApp::new().await;
    let service = second_instance(&app, settings);
    let handler = init_service(service.app()).await;
    let mut seen = Vec::new();
    for (peer, client) in [
        ("10.0.0.1:1000", "203.0.113.1"),
        ("10.0.0.2:1000", "203.0.113.1"),
        ("10.0.0.1:1000", "6.6.6.6, 203.0.113.1"),
        ("10.0.0.1:1000", "203.0.113.2"),
        ("192.0.2.1:1000", "203.0.113.3"),
        ("192.0.2.1:1000", "203.0.113.4"),
        ("192.0.2.1:1000", "203.0.113.5"),
    ] {
        let call = TestRequest::get()
            .uri("/v1/me")
            .peer_addr(peer.parse().unwrap());
        let call = call.insert_header(("x-forwarded-for", client)).to_request();
        let answer = actix_web::test::call_service(&handler, call).await;
        seen.push(answer.status().as_u16());
    }
    assert_eq!(seen, [401, 401, 429, 401, 401, 401, 429]);
}

/// What an answer shows, but for the request's id.
fn shown(answer: Answer) -> (u16, String, Value) {
    let wait = answer.header("retry-after").to_owned();
    let mut body = answer.body;
    body["instance"] = json!("");
    (answer.status, wait, body)
}

#[actix_web::test]
async fn an_account_waits_after_each_failure_and_nobody_sees_whether_it_exists() {
    let mut settings = settings();
    settings.attempts.waits_seconds = defaults().attempts.waits_seconds;
    let app = TestApp::with(settings).await;
    let wrong = "not the password at all";
    for (failure, wait) in [1, 3, 5, 10, 10].into_iter().enumerate() {
        let known = shown(attempt(&app, "operator", wrong).await);
        let unknown = shown(attempt(&app, "nobody", wrong).await);
        assert_eq!(known, unknown);
        assert_eq!(
            (known.0, known.1.as_str()),
            (401, wait.to_string().as_str())
        );
        // The right password is no way past the wait, and nothing tells that it was right.
        let locked = shown(attempt(&app, "operator", PASSWORD).await);
        assert_eq!(locked, known, "failure {failure}");
        app.clock.advance(TimeDelta::seconds(wait - 1));
        let early = attempt(&app, "operator", PASSWORD).await.expect(401);
        assert_eq!(early.header("retry-after"), "1");
        app.clock.advance(TimeDelta::seconds(1));
    }
    attempt(&app, "operator", PASSWORD).await.expect(201);
    // Forgotten with the success: the first failure is the first again.
    let failed = attempt(&app, "operator", wrong).await.expect(401);
    assert_eq!(failed.header("retry-after"), "1");
    let plain = "SELECT COUNT(*) FROM sign_in_failures WHERE account_key LIKE '%operator%'";
    assert_eq!(app.database.count(plain), 0);
}

#[actix_web::test]
async fn a_hundred_failures_in_a_row_close_an_account_until_tomorrow_or_a_reset() {
    let app = TestApp::new().await;
    let fail = "UPDATE sign_in_failures SET failures = 99";
    for reset in [false, true] {
        attempt(&app, "operator", "not the password at all")
            .await
            .expect(401);
        app.database.execute(fail);
        let last = attempt(&app, "operator", "not the password at all")
            .await
            .expect(401);
        // Ten o'clock in Rome: fourteen hours until midnight.
        assert_eq!(last.header("retry-after"), (14 * 3600).to_string());
        app.clock.advance(TimeDelta::hours(1));
        let closed = attempt(&app, "operator", PASSWORD).await.expect(401);
        assert_eq!(closed.header("retry-after"), (13 * 3600).to_string());
        if reset {
            let database = &app.service.database;
            let forgotten = database.tally(|tx| {
                let proof = tx.service_permit::<Create, limits::Tally>()?;
                limits::forget(tx, &proof, &Email::new("operator@example.org").unwrap())
            });
            forgotten.await.unwrap();
        } else {
            app.clock.advance(TimeDelta::hours(13));
        }
        attempt(&app, "operator", PASSWORD).await.expect(201);
        app.clock.advance(TimeDelta::hours(10));
    }
}

#[actix_web::test]
async fn many_wrong_passwords_at_once_are_one_attempt() {
    let mut settings = settings();
    settings.attempts.waits_seconds = defaults().attempts.waits_seconds;
    let app = TestApp::with(settings).await;
    let attempts = (0..6).map(|_| attempt(&app, "operator", "not the password at all"));
    for answer in futures_util::future::join_all(attempts).await {
        answer.expect(401);
    }
    assert_eq!(
        app.database
            .count("SELECT SUM(failures) FROM sign_in_failures"),
        1
    );
}

#[actix_web::test]
async fn a_password_without_measure_is_refused_before_anything_is_counted_or_hashed() {
    let app = TestApp::new().await;
    let email = "operator@example.org";
    app.send(sign_in(email, &"x".repeat(1_000_000)))
        .await
        .expect(413);
    app.send(sign_in(email, &"x".repeat(2000)))
        .await
        .expect(422);
    assert_eq!(
        app.database.count("SELECT COUNT(*) FROM sign_in_failures"),
        0
    );
}

#[actix_web::test]
async fn headers_have_a_measure() {
    let app = TestApp::new().await;
    let within = request("GET", "/health/live").header("x-filler", &"x".repeat(15_000));
    app.send(within).await.expect(200);
    let beyond = request("GET", "/health/live").header("x-filler", &"x".repeat(17_000));
    let refused = app.send(beyond).await.expect(431);
    assert_eq!(refused.body["code"], "headers_too_large");
}

#[actix_web::test]
async fn a_right_password_without_its_code_is_no_failure_and_buys_no_guesses() {
    let mut limited = settings();
    limited.attempts.waits_seconds = defaults().attempts.waits_seconds;
    let app = TestApp::with(limited).await;
    let with_code = |code: Option<String>| {
        let mut body = json!({ "email": "supervisor@example.org", "password": PASSWORD });
        if let Some(code) = code {
            body["code"] = json!(code);
        }
        request("POST", "/v1/sign-ins").json(body)
    };
    let asked = app.send(with_code(None)).await.expect(401);
    assert_eq!(asked.body["code"], "second_factor_needed");
    // The next request may come at once.
    let code = app.code("supervisor");
    app.send(with_code(Some(code))).await.expect(201);

    let failures = "SELECT SUM(failures) FROM sign_in_failures";
    for wrong in 1..=3 {
        app.advance(TimeDelta::seconds(20));
        app.send(with_code(Some("000000".to_owned())))
            .await
            .expect(401);
        app.advance(TimeDelta::seconds(20));
        let asked = app.send(with_code(None)).await.expect(401);
        assert_eq!(asked.body["code"], "second_factor_needed");
        assert_eq!(app.database.count(failures), wrong);
    }
}
