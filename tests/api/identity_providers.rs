//! Signing in through an identity provider, and what happens when its word is not what it must be.

mod confirmed;
mod forged;
mod real;
mod roles;
mod second_factor;

use bilancio::identity_providers::settings::IdentityProvider;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::provider::{Visit, Word, form};
use crate::support::{Answer, FakeProvider, PASSWORD, PROVIDER, TestApp, request, settings};

const BEGIN: &str = "/v1/identity-providers/the-authority/authentication-requests";
const SIGN_INS: &str = "/v1/identity-providers/the-authority/sign-ins";
const SIGN_INS_IN_ALL: &str = "SELECT COUNT(*) FROM sign_ins";

/// A service with a provider of its own.
async fn app_with(change: impl FnOnce(&mut IdentityProvider)) -> (TestApp, FakeProvider) {
    let provider = FakeProvider::start();
    let mut settings = settings();
    let mut of_provider = provider.settings(PROVIDER);
    change(&mut of_provider);
    settings.identity_providers = vec![of_provider];
    (TestApp::with(settings).await, provider)
}

/// Has the provider know one of the people by this name, who has said that it is theirs.
async fn link(app: &TestApp, who: &str, subject: &str) -> String {
    let url = format!("/v1/users/{}/identities", app.user(who));
    let body = json!({ "identity_provider": PROVIDER, "subject": subject });
    let id = app.post("admin", &url, body).await.expect(201).id();
    app.database.execute(&format!(
        "UPDATE external_identities SET confirmed_at = created_at WHERE id = '{id}'"
    ));
    id
}

/// A request that was begun: where its user goes, and what its client keeps.
struct Begun {
    url: String,
    secret: String,
}

impl Begun {
    fn of(answer: Answer) -> Self {
        let text = |name: &str| answer.body[name].as_str().unwrap().to_owned();
        Self {
            url: text("authorisation_url"),
            secret: text("request_secret"),
        }
    }

    fn body(&self, visit: &Visit) -> Value {
        json!({ "code": visit.code, "state": visit.state, "request_secret": self.secret })
    }
}

async fn begin(app: &TestApp) -> Begun {
    let begun = app.send(request("POST", BEGIN).json(json!({}))).await;
    Begun::of(begun.expect(201))
}

async fn finish(app: &TestApp, body: Value) -> Answer {
    app.send(request("POST", SIGN_INS).json(body)).await
}

/// The whole way in.
async fn enter(
    app: &TestApp,
    provider: &FakeProvider,
    subject: &str,
    forge: impl FnOnce(&mut Word),
) -> Answer {
    let begun = begin(app).await;
    let visit = provider.visit(&begun.url, subject, app.now(), forge);
    finish(app, begun.body(&visit)).await
}

fn access(answer: &Answer) -> String {
    answer.body["access_token"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn a_providers_word_signs_in_as_a_password_does() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "operator", "op-1").await;
    let listed = app.send(request("GET", "/v1/identity-providers")).await;
    let expected = json!([{ "id": PROVIDER, "name": "The authority" }]);
    assert_eq!(listed.expect(200).body["items"], expected);

    let entered = enter(&app, &provider, "op-1", |_| {}).await.expect(201);
    let token = access(&entered);
    let me = app
        .send(request("GET", "/v1/me").by(&token))
        .await
        .expect(200);
    assert_eq!(me.body["email"], "operator@example.org");
    app.send(request("GET", "/v1/cases").by(&token))
        .await
        .expect(200);
    let mine = app.send(request("GET", "/v1/sign-ins").by(&token)).await;
    assert_eq!(
        mine.expect(200).body["items"][0]["identity_provider"],
        PROVIDER
    );
    let refresh = json!({ "refresh_token": entered.body["refresh_token"] });
    let refreshed = app
        .send(request("POST", "/v1/token-refreshes").json(refresh))
        .await;
    refreshed.expect(201);
    let logged = "SELECT COUNT(*) FROM activity_log WHERE outcome = 'done' AND operation = ";
    for operation in ["begin_provider_sign_in", "sign_in_through_provider"] {
        assert_eq!(
            app.database.count(&format!("{logged}'{operation}'")),
            1,
            "{operation}"
        );
    }
    // Published once, believed for an hour.
    assert_eq!(provider.asked("/.well-known/openid-configuration"), 1);
    assert_eq!(provider.asked("/keys"), 1);
}

#[actix_web::test]
async fn who_showed_the_provider_long_ago_who_they_are_showed_it_long_ago_here() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "operator", "op-1").await;
    let hours = |n: i64| (app.now() - TimeDelta::hours(n)).timestamp();
    let (five, thirteen) = (hours(5), hours(13));
    let entered = enter(&app, &provider, "op-1", move |it| {
        it.claims["auth_time"] = json!(five)
    });
    let token = access(&entered.await.expect(201));
    let me = app
        .send(request("GET", "/v1/me").by(&token))
        .await
        .expect(200);
    assert_eq!(me.body["authenticated_at"], "2026-03-02T04:00:00Z");
    // Longer ago than a sign-in lasts.
    let old = enter(&app, &provider, "op-1", move |it| {
        it.claims["auth_time"] = json!(thirteen)
    });
    old.await.expect(401);
}

#[actix_web::test]
async fn in_a_browser_the_secret_is_in_a_cookie_that_no_script_reads() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "operator", "op-1").await;
    let body = json!({ "mode": "browser" });
    let begun = app
        .send(request("POST", BEGIN).json(body))
        .await
        .expect(201);
    assert!(begun.body.get("request_secret").is_none());
    let cookie = begun.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("__Host-bilancio-authentication="),
        "{cookie}"
    );
    assert!(cookie.ends_with("Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Strict"));
    let url = begun.body["authorisation_url"].as_str().unwrap();
    let visit = provider.visit(url, "op-1", app.now(), |_| {});
    let pair = cookie.split(';').next().unwrap().to_owned();
    let secret = pair.split_once('=').unwrap().1.to_owned();
    let body = json!({ "code": visit.code, "state": visit.state });
    // Without the cookie, and with its value where a program would put its own.
    finish(&app, body.clone()).await.expect(401);
    let mut told = body.clone();
    told["request_secret"] = json!(secret);
    finish(&app, told).await.expect(401);
    let call = request("POST", SIGN_INS).json(body).header("cookie", &pair);
    let entered = app.send(call).await.expect(201);
    assert!(entered.body.get("refresh_token").is_none());
    assert!(
        entered
            .header("set-cookie")
            .starts_with("__Host-bilancio-refresh=")
    );
}

#[actix_web::test]
async fn nothing_of_a_request_stands_in_the_database() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "operator", "op-1").await;
    let begun = begin(&app).await;
    let asked = form(begun.url.split_once('?').unwrap().1);
    for value in [
        &begun.secret,
        &asked["state"],
        &asked["nonce"],
        &asked["code_challenge"],
    ] {
        let found = format!(
            "SELECT COUNT(*) FROM authentication_requests WHERE secret_hash = '{value}' OR id = '{value}'"
        );
        assert_eq!(app.database.count(&found), 0);
    }
    let visit = provider.visit(&begun.url, "op-1", app.now(), |_| {});
    finish(&app, begun.body(&visit)).await.expect(201);
}

#[actix_web::test]
async fn a_provider_that_does_not_answer_is_503_and_passwords_go_on() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "operator", "op-1").await;
    provider.answer(false);
    let begun = app
        .send(request("POST", BEGIN).json(json!({})))
        .await
        .expect(503);
    assert_eq!(begun.body["code"], "identity_provider_unavailable");
    assert!(!begun.header("retry-after").is_empty());
    let password = json!({ "email": "operator@example.org", "password": PASSWORD });
    app.send(request("POST", "/v1/sign-ins").json(password))
        .await
        .expect(201);

    provider.answer(true);
    let begun = begin(&app).await;
    let visit = provider.visit(&begun.url, "op-1", app.now(), |_| {});
    provider.answer(false);
    finish(&app, begun.body(&visit)).await.expect(503);
}

#[actix_web::test]
async fn no_redirect_of_a_provider_is_followed() {
    // Below its own address this one sends everybody elsewhere.
    let (app, provider) = app_with(|it| it.issuer.push_str("/moved")).await;
    app.send(request("POST", BEGIN).json(json!({})))
        .await
        .expect(503);
    assert_eq!(provider.asked("/moved/.well-known/openid-configuration"), 1);
    assert_eq!(provider.asked("/elsewhere"), 0);
}

#[actix_web::test]
async fn new_keys_of_a_provider_are_asked_for_but_not_at_every_turn() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "operator", "op-1").await;
    enter(&app, &provider, "op-1", |_| {}).await.expect(201);
    provider.change_key("second");
    // It was asked a moment ago.
    enter(&app, &provider, "op-1", |_| {}).await.expect(401);
    assert_eq!(provider.asked("/keys"), 1);
    app.advance(TimeDelta::seconds(31));
    enter(&app, &provider, "op-1", |_| {}).await.expect(201);
    assert_eq!(provider.asked("/keys"), 2);
    // The old key is gone, and a key that nobody published costs one question in half a minute.
    for _ in 0..3 {
        let unknown = |it: &mut Word| it.header["kid"] = json!("third");
        enter(&app, &provider, "op-1", unknown).await.expect(401);
    }
    assert_eq!(provider.asked("/keys"), 2);
    app.advance(TimeDelta::hours(1));
    enter(&app, &provider, "op-1", |_| {}).await.expect(201);
    assert_eq!(provider.asked("/.well-known/openid-configuration"), 2);
}

#[actix_web::test]
async fn an_administrator_links_and_unlinks_users() {
    let (app, provider) = app_with(|_| {}).await;
    let identity = link(&app, "operator", "op-1").await;
    let url = |who: &str| format!("/v1/users/{}/identities", app.user(who));
    let listed = app.get("admin", &url("operator")).await.expect(200);
    assert_eq!(listed.body["items"][0]["subject"], "op-1");
    assert_eq!(listed.body["items"][0]["issuer"], provider.issuer);
    // Nobody is two users.
    let taken = json!({ "identity_provider": PROVIDER, "subject": "op-1" });
    let twice = app
        .post("admin", &url("colleague"), taken)
        .await
        .expect(409);
    assert_eq!(twice.body["code"], "already_exists");
    let wrong = json!({ "identity_provider": "another", "subject": "" });
    let wrong = app
        .post("admin", &url("colleague"), wrong)
        .await
        .expect(422);
    assert_eq!(
        wrong.errors(),
        [
            "/identity_provider unknown_identity_provider",
            "/subject empty"
        ]
    );
    let entered = enter(&app, &provider, "op-1", |_| {}).await.expect(201);
    app.token("operator").await;
    let one = format!("{}/{identity}", url("operator"));
    app.delete("admin", &format!("{}/{identity}", url("colleague")))
        .await
        .expect(404);
    app.delete("admin", &one).await.expect(204);
    let me = request("GET", "/v1/me").by(&access(&entered));
    app.send(me).await.expect(401);
    // What they signed in to by password is theirs still.
    app.get("operator", "/v1/me").await.expect(200);
    enter(&app, &provider, "op-1", |_| {}).await.expect(401);
    app.delete("admin", &one).await.expect(404);
}

#[actix_web::test]
async fn being_sent_to_a_provider_is_limited_by_address() {
    let mut limited = settings();
    limited.attempts.burst = 3;
    let app = TestApp::with(limited).await;
    for expected in [201, 201, 201, 429] {
        let begun = app.send(request("POST", BEGIN).json(json!({}))).await;
        begun.expect(expected);
    }
    let made_up = json!({ "code": "c", "state": "s", "request_secret": "r" });
    for expected in [401, 401, 401, 429] {
        finish(&app, made_up.clone()).await.expect(expected);
    }
}
