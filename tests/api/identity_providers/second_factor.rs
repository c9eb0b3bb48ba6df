//! The second factor, and showing again who one is, where an identity provider vouches for somebody.

use bilancio::second_factors::totp::Secret;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Begun, access, app_with, begin, enter, link};
use crate::support::provider::{Word, form};
use crate::support::{Answer, FakeProvider, PROVIDER, TestApp, request};

const AGAIN: &str = "/v1/sign-ins/current/authentication-requests";

async fn begin_anew(app: &TestApp, token: &str) -> Begun {
    let body = json!({ "identity_provider": PROVIDER });
    let begun = app.send(request("POST", AGAIN).by(token).json(body)).await;
    Begun::of(begun.expect(201))
}

async fn show_again(app: &TestApp, token: &str, mut body: Value) -> Answer {
    body["identity_provider"] = json!(PROVIDER);
    let url = "/v1/sign-ins/current/provider-authentications";
    app.send(request("POST", url).by(token).json(body)).await
}

async fn show_code(app: &TestApp, token: &str, body: Value) -> Answer {
    let url = "/v1/sign-ins/current/authentications";
    app.send(request("POST", url).by(token).json(body)).await
}

async fn see_cases(app: &TestApp, token: &str) -> Answer {
    app.send(request("GET", "/v1/cases").by(token)).await
}

#[actix_web::test]
async fn a_second_factor_that_the_provider_saw_counts() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "supervisor", "sup-1").await;
    let shown: [fn(&mut Word); 2] = [
        |it| it.claims["acr"] = json!("SpidL2"),
        |it| it.claims["amr"] = json!(["pwd", "mfa"]),
    ];
    for claim in shown {
        let entered = enter(&app, &provider, "sup-1", claim).await.expect(201);
        see_cases(&app, &access(&entered)).await.expect(200);
    }
    let weak: [fn(&mut Word); 2] = [
        |it| it.claims["acr"] = json!("SpidL1"),
        |it| it.claims["amr"] = json!(["pwd"]),
    ];
    for claim in weak {
        let entered = enter(&app, &provider, "sup-1", claim).await.expect(201);
        see_cases(&app, &access(&entered)).await.expect(401);
    }
}

#[actix_web::test]
async fn who_has_a_second_factor_here_shows_it_before_anything_else() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "supervisor", "sup-1").await;
    let entered = enter(&app, &provider, "sup-1", |_| {}).await.expect(201);
    let token = access(&entered);
    app.send(request("GET", "/v1/me").by(&token))
        .await
        .expect(200);
    let refused = see_cases(&app, &token).await.expect(401);
    assert_eq!(refused.body["code"], "second_factor_needed");
    // Least of all may they put another one in its place.
    let offer = request("POST", "/v1/me/second-factor").by(&token);
    let refused = app.send(offer).await.expect(401);
    assert_eq!(refused.body["code"], "second_factor_needed");
    let refused = show_code(&app, &token, json!({ "code": "000000" }))
        .await
        .expect(401);
    assert_eq!(refused.body["code"], "wrong_code");
    let refused = show_code(&app, &token, json!({})).await.expect(401);
    assert_eq!(refused.body["code"], "second_factor_needed");

    let code = app.code("supervisor");
    let shown = show_code(&app, &token, json!({ "code": code }))
        .await
        .expect(201);
    assert_eq!(shown.body["methods"], "provider otp");
    see_cases(&app, &token).await.expect(200);
    // Nothing is owed any more; the password is asked for as ever.
    let missing = show_code(&app, &token, json!({ "code": code }))
        .await
        .expect(422);
    assert_eq!(missing.errors(), ["/password missing_property"]);
}

#[actix_web::test]
async fn who_has_none_and_needs_one_enrols_it() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "supervisor", "sup-1").await;
    let user = app.user("supervisor");
    app.database.execute(&format!(
        "DELETE FROM second_factors WHERE user_id = '{user}'"
    ));
    let entered = enter(&app, &provider, "sup-1", |_| {}).await.expect(201);
    let token = access(&entered);
    let refused = see_cases(&app, &token).await.expect(403);
    assert_eq!(refused.body["code"], "second_factor_required");
    let offer = request("POST", "/v1/me/second-factor").by(&token);
    app.send(offer).await.expect(201);
}

#[actix_web::test]
async fn a_code_that_is_shown_makes_no_authentication_younger() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "supervisor", "sup-1").await;
    let hour_ago = (app.now() - TimeDelta::hours(1)).timestamp();
    let old = move |it: &mut Word| it.claims["auth_time"] = json!(hour_ago);
    let entered = enter(&app, &provider, "sup-1", old).await.expect(201);
    let token = access(&entered);
    let code = app.code("supervisor");
    let shown = show_code(&app, &token, json!({ "code": code }))
        .await
        .expect(201);
    assert_eq!(shown.body["authenticated_at"], "2026-03-02T08:00:00Z");
    let offer = request("POST", "/v1/me/second-factor").by(&token);
    let refused = app.send(offer).await.expect(401);
    assert_eq!(refused.body["code"], "insufficient_user_authentication");
}

#[actix_web::test]
async fn somebody_without_a_password_shows_again_who_they_are_at_the_provider() {
    let (app, provider) = app_with(|_| {}).await;
    for (who, subject) in [("operator", "op-1"), ("colleague", "op-2")] {
        link(&app, who, subject).await;
        let user = app.user(who);
        app.database.execute(&format!(
            "UPDATE users SET password_hash = NULL WHERE id = '{user}'"
        ));
    }
    let mine = access(&enter(&app, &provider, "op-1", |_| {}).await.expect(201));
    let theirs = access(&enter(&app, &provider, "op-2", |_| {}).await.expect(201));
    app.clock.advance(TimeDelta::minutes(9));
    let begun_before = begin_anew(&app, &mine).await;
    let asked = form(begun_before.url.split_once('?').unwrap().1);
    assert_eq!(
        (asked["prompt"].as_str(), asked["max_age"].as_str()),
        ("login", "0")
    );

    app.clock.advance(TimeDelta::seconds(61));
    let offer = || request("POST", "/v1/me/second-factor").by(&mine);
    let refused = app.send(offer()).await.expect(401);
    assert_eq!(refused.body["code"], "insufficient_user_authentication");

    let minute_ago = (app.now() - TimeDelta::seconds(60)).timestamp();
    let visit = |provider: &FakeProvider, begun: &Begun, subject: &str| {
        provider.visit(&begun.url, subject, app.now(), |_| {})
    };
    // The provider asked for nothing, somebody else was there, or the answer is of another sign-in.
    let begun = begin_anew(&app, &mine).await;
    let lazy = provider.visit(&begun.url, "op-1", app.now(), |it| {
        it.claims["auth_time"] = json!(minute_ago);
    });
    show_again(&app, &mine, begun.body(&lazy)).await.expect(401);
    for subject in ["op-2", "nobody"] {
        let begun = begin_anew(&app, &mine).await;
        let other = visit(&provider, &begun, subject);
        show_again(&app, &mine, begun.body(&other))
            .await
            .expect(401);
    }
    let begun = begin_anew(&app, &mine).await;
    let right = visit(&provider, &begun, "op-1");
    show_again(&app, &theirs, begun.body(&right))
        .await
        .expect(401);
    // A request for a sign-in is none for this, nor the reverse.
    let entering = begin(&app).await;
    let entered = visit(&provider, &entering, "op-1");
    show_again(&app, &mine, entering.body(&entered))
        .await
        .expect(401);
    super::finish(&app, begun.body(&right)).await.expect(401);
    app.send(offer()).await.expect(401);

    let shown = show_again(&app, &mine, begun.body(&right))
        .await
        .expect(201);
    assert_eq!(shown.body["methods"], "provider");
    app.send(offer()).await.expect(201);
}

#[actix_web::test]
async fn who_enrols_in_a_sign_in_through_a_provider_came_by_it_still() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "operator", "op-1").await;
    let weak: fn(&mut Word) = |_| {};
    let strong: fn(&mut Word) = |it| it.claims["amr"] = json!(["mfa"]);
    for forge in [weak, strong] {
        app.database.execute("DELETE FROM second_factors");
        let entered = enter(&app, &provider, "op-1", forge).await.expect(201);
        let token = access(&entered);
        let offer = request("POST", "/v1/me/second-factor").by(&token);
        let offered = app.send(offer).await.expect(201);
        let secret = Secret::from_base32(offered.body["secret"].as_str().unwrap()).unwrap();
        let code = json!({ "code": secret.code_at(app.now()).unwrap() });
        let confirm = request("POST", "/v1/me/second-factor/confirmations").by(&token);
        app.send(confirm.json(code)).await.expect(201);
        let methods = "SELECT COUNT(*) FROM sign_ins WHERE ended_at IS NULL \
            AND identity_provider IS NOT NULL AND methods = 'provider otp'";
        assert_eq!(app.database.count(methods), 1);
    }
}
