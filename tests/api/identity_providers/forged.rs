//! A provider's word that is wrong in one place, and answers that belong to somebody else.

use actix_web::http::header::RETRY_AFTER;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{BEGIN, Begun, SIGN_INS, SIGN_INS_IN_ALL, app_with, begin, enter, finish, link};
use crate::support::provider::{Signature, Word};
use crate::support::{FakeProvider, PROVIDER, TestApp, request, settings};

type Forge = Box<dyn Fn(&mut Word)>;

/// Each with what it falsifies.
fn forgeries(now: i64) -> Vec<(&'static str, Forge)> {
    fn claim(name: &'static str, value: Value) -> Forge {
        Box::new(move |it| it.claims[name] = value.clone())
    }
    fn without(name: &'static str) -> Forge {
        Box::new(move |it| {
            it.claims.as_object_mut().unwrap().remove(name);
        })
    }
    fn header(name: &'static str, value: Value) -> Forge {
        Box::new(move |it| it.header[name] = value.clone())
    }
    fn signed(algorithm: &'static str, signature: Signature) -> Forge {
        Box::new(move |it| {
            it.header["alg"] = json!(algorithm);
            it.signature = signature;
        })
    }
    vec![
        ("another issuer", claim("iss", json!("https://id.example"))),
        ("an issuer with a slash", {
            Box::new(|it: &mut Word| {
                let issuer = format!("{}/", it.claims["iss"].as_str().unwrap());
                it.claims["iss"] = json!(issuer);
            })
        }),
        ("no issuer", without("iss")),
        ("another audience", claim("aud", json!("another"))),
        (
            "two audiences",
            claim("aud", json!(["bilancio", "another"])),
        ),
        ("no audience", claim("aud", json!([]))),
        ("without an audience", without("aud")),
        ("another authorised party", claim("azp", json!("another"))),
        ("another nonce", claim("nonce", json!("another"))),
        ("no nonce", without("nonce")),
        ("expired", claim("exp", json!(now - 31))),
        ("no end", without("exp")),
        ("an end in text", claim("exp", json!("9999999999"))),
        ("an end beyond measure", claim("exp", json!(1e300))),
        ("made in the future", claim("iat", json!(now + 31))),
        ("made long ago", claim("iat", json!(now - 3600))),
        ("no making", without("iat")),
        ("nobody", claim("sub", json!(""))),
        ("no subject", without("sub")),
        ("a number for a subject", claim("sub", json!(7))),
        (
            "a subject beyond measure",
            claim("sub", json!("x".repeat(256))),
        ),
        (
            "authenticated in the future",
            claim("auth_time", json!(now + 31)),
        ),
        ("no authentication", without("auth_time")),
        (
            "another access token",
            claim("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")),
        ),
        ("an empty hash", claim("at_hash", json!(""))),
        ("algorithm none", signed("none", Signature::Missing)),
        ("algorithm None", signed("None", Signature::Missing)),
        ("no signature", signed("ES256", Signature::Missing)),
        (
            "the public key as a shared secret",
            signed("HS256", Signature::Shared),
        ),
        (
            "another key under the same name",
            signed("ES256", Signature::Foreign),
        ),
        ("another algorithm", signed("RS256", Signature::Own)),
        (
            "EdDSA for a curve of another kind",
            signed("EdDSA", Signature::Own),
        ),
        ("an unknown key", header("kid", json!("another"))),
        ("a path for a key", header("kid", json!("../../keys"))),
        ("a number for a key", header("kid", json!(1))),
        ("critical extensions", header("crit", json!(["x"]))),
        ("an access token's type", header("typ", json!("at+jwt"))),
        ("a nested token", header("cty", json!("JWT"))),
        ("encrypted", header("alg", json!("RSA-OAEP"))),
        (
            "another challenge",
            Box::new(|it| it.challenge = "another".to_owned()),
        ),
        ("no object", Box::new(|it| it.claims = json!("text"))),
    ]
}

#[actix_web::test]
async fn a_word_that_is_wrong_in_one_place_is_401_and_no_sign_in() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "operator", "op-1").await;
    let before = app.database.count(SIGN_INS_IN_ALL);
    for (name, forge) in forgeries(app.now().timestamp()) {
        let answer = enter(&app, &provider, "op-1", forge).await;
        assert_eq!(answer.status, 401, "{name}: {}", answer.body);
        assert_eq!(answer.body["code"], "wrong_credentials", "{name}");
    }
    assert_eq!(app.database.count(SIGN_INS_IN_ALL), before);
    let refused = "SELECT COUNT(*) FROM activity_log WHERE outcome = 'refused' \
        AND operation = 'sign_in_through_provider' AND reason_code = 'wrong_credentials'";
    let forgeries = forgeries(0).len();
    assert_eq!(
        app.database.count(refused),
        i64::try_from(forgeries).unwrap()
    );
    // What is no falsification.
    let fine: [Forge; 5] = [
        Box::new(|_| {}),
        Box::new(|it| it.claims["aud"] = json!(["bilancio"])),
        Box::new(|it| it.claims["azp"] = json!("bilancio")),
        Box::new(|it| it.claims["at_hash"] = Value::Null),
        Box::new(|it| it.claims["jku"] = json!("https://elsewhere.example")),
    ];
    for forge in fine {
        enter(&app, &provider, "op-1", forge).await.expect(201);
    }
}

/// What is missing, wrong or too late is refused before the provider is asked for anything.
#[actix_web::test]
async fn an_answer_is_taken_once_from_its_own_client_and_in_time() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "operator", "op-1").await;
    let visit_of = |begun: &Begun| provider.visit(&begun.url, "op-1", app.now(), |_| {});
    let (mine, theirs) = (begin(&app).await, begin(&app).await);
    let (my_visit, their_visit) = (visit_of(&mine), visit_of(&theirs));
    let good = mine.body(&my_visit);
    let spoilt = |name: &str, value: Value| {
        let mut body = good.clone();
        body[name] = value;
        body
    };
    for body in [
        spoilt("state", json!(their_visit.state)),
        spoilt("state", json!("")),
        spoilt("request_secret", json!(theirs.secret)),
        spoilt("request_secret", json!("made up")),
        spoilt("request_secret", Value::Null),
    ] {
        let refused = finish(&app, body).await.expect(401);
        assert!(!refused.headers.contains_key(RETRY_AFTER));
    }
    assert_eq!(provider.asked("/token"), 0);
    finish(&app, good.clone()).await.expect(201);
    let again = finish(&app, good).await.expect(410);
    assert_eq!(again.body["code"], "gone");

    // A code of another request: the provider compares the challenge.
    let injected = theirs.body(&visit_of(&begin(&app).await));
    let injected = json!({ "code": injected["code"], "state": their_visit.state,
        "request_secret": theirs.secret });
    finish(&app, injected).await.expect(401);
    // And whatever came of it, the request is used up.
    finish(&app, theirs.body(&their_visit)).await.expect(410);

    let late = begin(&app).await;
    let visit = visit_of(&late);
    app.clock.advance(TimeDelta::minutes(10));
    finish(&app, late.body(&visit)).await.expect(410);
    let unknown = request("POST", "/v1/identity-providers/another/sign-ins");
    app.send(unknown.json(late.body(&visit))).await.expect(404);
}

#[actix_web::test]
async fn an_answer_of_one_provider_is_none_of_another() {
    let (one, other) = (FakeProvider::start(), FakeProvider::start());
    let mut both = settings();
    both.identity_providers = vec![one.settings(PROVIDER), other.settings("other")];
    let app = TestApp::with(both).await;
    link(&app, "operator", "op-1").await;
    // The same name at another issuer is somebody else.
    let url = BEGIN.replace(PROVIDER, "other");
    let begun = app.send(request("POST", &url).json(json!({}))).await;
    let begun = Begun::of(begun.expect(201));
    let visit = other.visit(&begun.url, "op-1", app.now(), |_| {});
    let sign_ins = SIGN_INS.replace(PROVIDER, "other");
    let answer = app
        .send(request("POST", &sign_ins).json(begun.body(&visit)))
        .await;
    answer.expect(401);
    // Nor is a request begun with one finished with the other.
    let begun = begin(&app).await;
    let visit = one.visit(&begun.url, "op-1", app.now(), |_| {});
    let answer = app
        .send(request("POST", &sign_ins).json(begun.body(&visit)))
        .await;
    answer.expect(401);
    finish(&app, begun.body(&visit)).await.expect(201);
}

#[actix_web::test]
async fn the_issuer_beside_the_code_is_compared_and_asked_for_where_it_is_promised() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "operator", "op-1").await;
    let attempt = async |issuer: Value| {
        let begun = begin(&app).await;
        let visit = provider.visit(&begun.url, "op-1", app.now(), |_| {});
        let mut body = begun.body(&visit);
        body["iss"] = issuer;
        finish(&app, body).await.status
    };
    assert_eq!(attempt(Value::Null).await, 201);
    assert_eq!(attempt(json!(provider.issuer)).await, 201);
    assert_eq!(attempt(json!("https://id.example")).await, 401);
    provider.tell_issuer();
    app.advance(TimeDelta::hours(1));
    assert_eq!(attempt(Value::Null).await, 401);
    assert_eq!(attempt(json!(provider.issuer)).await, 201);
}

#[actix_web::test]
async fn nobody_is_known_by_their_e_mail_address() {
    let (app, provider) = app_with(|it| it.new_users = true).await;
    let claims = |it: &mut Word| {
        it.claims["email"] = json!("operator@example.org");
        it.claims["email_verified"] = json!(true);
        it.claims["groups"] = json!(["operators"]);
    };
    let before = app.database.count("SELECT COUNT(*) FROM users");
    enter(&app, &provider, "op-1", claims).await.expect(401);
    assert_eq!(app.database.count("SELECT COUNT(*) FROM users"), before);
}
