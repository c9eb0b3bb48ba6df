//! Refresh tokens: rotated at each use, worth nothing when stolen, and lost answers forgiven.

use bilancio::config::{Settings, SignIn};
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, TestApp, request, settings};

const URL: &str = "/v1/token-refreshes";
const ORIGIN: &str = "http://127.0.0.1:8080";

async fn refresh(app: &TestApp, token: &str) -> Answer {
    let body = json!({ "refresh_token": token });
    app.send(request("POST", URL).json(body)).await
}

/// The refresh token of an answer.
fn next(answer: &Answer) -> String {
    answer.body["refresh_token"].as_str().unwrap().to_owned()
}

async fn me(app: &TestApp, answer: &Answer) -> u16 {
    let token = answer.body["access_token"].as_str().unwrap();
    app.send(request("GET", "/v1/me").by(token)).await.status
}

fn reuses(app: &TestApp) -> (i64, i64) {
    let events = "SELECT COUNT(*) FROM activity_log JOIN activity_log_records ON entry_id = id \
        WHERE outcome = 'refused' AND reason_code = 'refresh_reuse' AND parent = 'sign_in'";
    let mails = "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'sign_in_ended' \
        AND recipient = 'operator@example.org'";
    (app.database.count(events), app.database.count(mails))
}

#[actix_web::test]
async fn each_use_gives_a_successor_and_new_access() {
    let app = TestApp::new().await;
    let first = app.refresh_token("operator").await;
    app.clock.advance(TimeDelta::minutes(30));
    let second = refresh(&app, &first).await.expect(201);
    assert_eq!(second.body["refresh_expires_in"], 3600);
    assert_eq!(second.header("cache-control"), "no-store");
    assert_eq!(me(&app, &second).await, 200);
    app.clock.advance(TimeDelta::minutes(30));
    let third = refresh(&app, &next(&second)).await.expect(201);
    assert_eq!(me(&app, &third).await, 200);
    let chain = "SELECT COUNT(*) FROM refresh_tokens a JOIN refresh_tokens b \
        ON a.successor_id = b.id AND a.sign_in_id = b.sign_in_id WHERE a.used_at IS NOT NULL";
    assert_eq!(app.database.count(chain), 2);
    let kept = format!("SELECT COUNT(*) FROM refresh_tokens WHERE token_hash = '{first}'");
    assert_eq!(app.database.count(&kept), 0, "only a hash is kept");
}

#[actix_web::test]
async fn a_used_token_that_comes_back_ends_the_sign_in_and_is_told() {
    let app = TestApp::new().await;
    let first = app.refresh_token("operator").await;
    let second = refresh(&app, &first).await.expect(201);
    let third = refresh(&app, &next(&second)).await.expect(201);
    assert_eq!(me(&app, &third).await, 200);
    refresh(&app, &first).await.expect(401);
    refresh(&app, &next(&third)).await.expect(401);
    assert_eq!(me(&app, &third).await, 401);
    assert_eq!(reuses(&app), (1, 1), "told once");
}

#[actix_web::test]
async fn a_token_that_comes_back_late_is_stolen_even_if_its_successor_was_not_used() {
    let app = TestApp::new().await;
    let first = app.refresh_token("operator").await;
    let second = refresh(&app, &first).await.expect(201);
    app.clock.advance(TimeDelta::seconds(11));
    refresh(&app, &first).await.expect(401);
    refresh(&app, &next(&second)).await.expect(401);
    assert_eq!(reuses(&app), (1, 1));
}

#[actix_web::test]
async fn a_lost_answer_is_no_theft_but_its_token_is_dead() {
    let app = TestApp::new().await;
    let first = app.refresh_token("operator").await;
    let lost = refresh(&app, &first).await.expect(201);
    app.clock.advance(TimeDelta::seconds(10));
    let again = refresh(&app, &first).await.expect(201);
    assert_eq!(reuses(&app), (0, 0));
    let further = refresh(&app, &next(&again)).await.expect(201);
    assert_eq!(me(&app, &further).await, 200);
    refresh(&app, &next(&lost)).await.expect(401);
    assert_eq!(me(&app, &further).await, 401);
    assert_eq!(reuses(&app), (1, 1));
}

#[actix_web::test]
async fn twenty_uses_of_one_token_at_once_leave_one_chain() {
    let app = TestApp::new().await;
    let first = app.refresh_token("operator").await;
    let answers = join_all((0..20).map(|_| refresh(&app, &first))).await;
    assert!(answers.iter().all(|answer| answer.status == 201));
    let fresh = "SELECT COUNT(*) FROM refresh_tokens \
        WHERE used_at IS NULL AND replaced_at IS NULL";
    assert_eq!(app.database.count(fresh), 1);
    let tokens: Vec<_> = answers.iter().map(next).collect();
    let mut alive = 0;
    for token in &tokens {
        alive += i32::from(refresh(&app, token).await.status == 201);
    }
    assert!(alive <= 1, "{alive}");
}

#[actix_web::test]
async fn a_token_idles_an_hour_at_most_and_a_sign_in_lasts_twelve() {
    let app = TestApp::new().await;
    let idle = app.refresh_token("operator").await;
    app.clock.advance(TimeDelta::minutes(60));
    refresh(&app, &idle).await.expect(401);
    assert_eq!(reuses(&app), (0, 0));
    let mut token = app.refresh_token("colleague").await;
    let mut last = json!(null);
    for _ in 0..12 {
        app.clock.advance(TimeDelta::minutes(59));
        let answer = refresh(&app, &token).await.expect(201);
        token = next(&answer);
        last = answer.body["refresh_expires_in"].clone();
    }
    assert_eq!(last, 12 * 60, "no longer than the sign-in");
    app.clock.advance(TimeDelta::minutes(12));
    refresh(&app, &token).await.expect(401);
}

#[actix_web::test]
async fn the_times_are_settings() {
    let sign_in = SignIn {
        hours: 1,
        idle_minutes: 5,
    };
    let app = TestApp::with(Settings {
        sign_in,
        ..settings()
    })
    .await;
    let token = app.refresh_token("operator").await;
    app.clock.advance(TimeDelta::minutes(5));
    refresh(&app, &token).await.expect(401);
}

#[actix_web::test]
async fn a_refresh_needs_a_sign_in_and_a_user_that_still_stand() {
    let app = TestApp::new().await;
    let out = app.refresh_token("officer").await;
    app.delete("officer", "/v1/sign-ins/current")
        .await
        .expect(204);
    refresh(&app, &out).await.expect(401);
    let disabled = app.refresh_token("operator").await;
    let url = format!("/v1/users/{}", app.user("operator"));
    app.patch("admin", &url, "\"v1\"", json!({ "active": false }))
        .await
        .expect(200);
    refresh(&app, &disabled).await.expect(401);
    for bad in [
        "",
        "nothing",
        &app.token("admin").await,
        &"x".repeat(10_000),
    ] {
        refresh(&app, bad).await.expect(401);
    }
    app.send(request("POST", URL).json(json!({})))
        .await
        .expect(401);
    assert_eq!(reuses(&app), (0, 0));
}

/// Signs the operator in as a browser does, and gives the cookie's pair.
async fn browser(app: &TestApp) -> String {
    let body = json!({
        "email": "operator@example.org", "password": PASSWORD, "mode": "browser",
    });
    let answer = app.send(request("POST", "/v1/sign-ins").json(body)).await;
    cookie(&answer.expect(201))
}

fn cookie(answer: &Answer) -> String {
    assert!(answer.body["refresh_token"].is_null());
    let whole = answer.header("set-cookie");
    for part in ["; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"] {
        assert!(whole.contains(part), "{whole}");
    }
    assert!(whole.starts_with("__Host-"), "{whole}");
    whole.split(';').next().unwrap().to_owned()
}

async fn from_page(app: &TestApp, headers: &[(&str, &str)], body: Value) -> Answer {
    let mut call = request("POST", URL).json(body);
    for (name, value) in headers {
        call = call.header(name, value);
    }
    app.send(call).await
}

#[actix_web::test]
async fn a_browser_gets_its_refresh_token_in_a_cookie_that_only_its_pages_can_use() {
    let app = TestApp::new().await;
    let pair = browser(&app).await;
    let cookie_header = ("cookie", pair.as_str());
    let (origin, page) = (("origin", ORIGIN), ("x-requested-with", "desk"));
    for headers in [
        vec![cookie_header],
        vec![cookie_header, origin],
        vec![cookie_header, page],
        vec![cookie_header, page, ("origin", "https://evil.example")],
        vec![cookie_header, page, ("origin", "null")],
        vec![
            cookie_header,
            page,
            origin,
            ("sec-fetch-site", "cross-site"),
        ],
        vec![cookie_header, page, origin, ("sec-fetch-site", "none")],
    ] {
        from_page(&app, &headers, json!({})).await.expect(403);
    }
    let twice = format!("{pair}; {pair}");
    from_page(&app, &[("cookie", &twice), page, origin], json!({}))
        .await
        .expect(401);
    let (_, token) = pair.split_once('=').unwrap();
    refresh(&app, token).await.expect(401);

    let site = ("sec-fetch-site", "same-origin");
    let headers = [cookie_header, page, origin, site];
    let answer = from_page(&app, &headers, json!({})).await.expect(201);
    let second = cookie(&answer);
    assert_ne!(pair, second);
    let access = answer.body["access_token"].as_str().unwrap();
    let out = request("DELETE", "/v1/sign-ins/current").by(access);
    let out = app.send(out).await.expect(204);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    from_page(&app, &[("cookie", &second), page, origin], json!({}))
        .await
        .expect(401);
}

#[actix_web::test]
async fn a_programs_token_is_not_taken_from_a_cookie() {
    let app = TestApp::new().await;
    let token = app.refresh_token("operator").await;
    let pair = format!("__Host-bilancio-refresh={token}");
    let headers = [
        ("cookie", pair.as_str()),
        ("origin", ORIGIN),
        ("x-requested-with", "desk"),
    ];
    from_page(&app, &headers, json!({})).await.expect(401);
    refresh(&app, &token).await.expect(201);
}
