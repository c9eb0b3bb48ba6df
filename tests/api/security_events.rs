//! What the activity log tells of security, beside what `activity_views` shows: accounts that are closed,
//! bursts, seals and keys.

use bilancio::access::{Caller, Identity};
use bilancio::access_grants::service as access_grants;
use bilancio::activity_log::sealer::Sealer;
use bilancio::error::Error;
use bilancio::signing_keys::service as signing_keys;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{TestApp, request, settings};

const EVENTS: &str = "/v1/security-events";

/// The kinds of the events that somebody is shown, the oldest first.
async fn kinds(app: &TestApp, who: &str) -> Vec<String> {
    let told = app.get(who, EVENTS).await.expect(200).body;
    let items = told["items"].as_array().unwrap();
    let kind = |item: &Value| item["kind"].as_str().unwrap().to_owned();
    items.iter().rev().map(kind).collect()
}

/// How many events of a kind those who run the service have.
fn of_desk(app: &TestApp, kind: &str) -> i64 {
    let desk = app.organisation("desk");
    app.database.count(&format!(
        "SELECT COUNT(*) FROM security_events WHERE kind = '{kind}' AND organisation_id = '{desk}'"
    ))
}

#[actix_web::test]
async fn an_account_that_is_slowed_down_and_then_closed_is_told_once_each() {
    let mut settings = settings();
    settings.attempts.waits_seconds = vec![1, 3];
    settings.attempts.failures = 4;
    let app = TestApp::with(settings).await;
    let wrong = json!({ "email": "operator@example.org", "password": "not the right words" });
    let mut answers = Vec::new();
    for _ in 0..4 {
        let sign_in = request("POST", "/v1/sign-ins").json(wrong.clone());
        let refused = app.send(sign_in).await.expect(401);
        answers.push(refused.body["code"].clone());
        app.clock.advance(TimeDelta::seconds(3));
    }
    // Closed, a further attempt changes nothing.
    let sign_in = request("POST", "/v1/sign-ins").json(wrong);
    app.send(sign_in).await.expect(401);
    assert!(answers.iter().all(|code| code == "wrong_credentials"));
    app.seal().await;
    let told = kinds(&app, "privacy_officer").await;
    assert_eq!(
        told,
        [
            "sign_in_refused",
            "account_slowed",
            "sign_in_refused",
            "account_locked",
            "sign_in_refused",
        ]
    );
}

#[actix_web::test]
async fn who_asks_again_and_again_for_what_is_forbidden_is_told_once_an_hour() {
    let mut settings = settings();
    settings.activity_log.refusals_an_hour = 2;
    let app = TestApp::with(settings).await;
    let sealer = Sealer::new(&app.service);
    let look = async |times: usize| {
        for _ in 0..times {
            app.get("operator", EVENTS).await.expect(403);
        }
        app.seal().await;
        sealer.look_for_forbidden_bursts().await.unwrap()
    };
    assert_eq!(look(2).await, 0);
    assert_eq!(look(1).await, 1);
    assert_eq!(look(3).await, 0);
    let told = kinds(&app, "auditor").await;
    assert_eq!(told.iter().filter(|it| *it == "forbidden_burst").count(), 1);
    app.advance(TimeDelta::minutes(61));
    assert_eq!(look(0).await, 0);
    assert_eq!(look(3).await, 1);
}

#[actix_web::test]
async fn a_sealed_value_that_does_not_open_is_told_to_the_organisation() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let grant =
        json!({ "scope": "record", "reason_code": "substitution", "reason": "Carla is ill" });
    let grants = format!("/v1/cases/{case}/access-grants");
    let taken = app.post("colleague", &grants, grant).await.expect(201);
    app.database
        .execute("UPDATE access_grants SET sealed_reason = 'a1.AAAA'");
    let token = app.token("privacy_officer").await;
    let sign_in = app.service.tokens.sign_in_of(&token).unwrap();
    let caller = Caller::new(Identity::SignIn(sign_in), "read_access_grant");
    let id = taken.id().parse().unwrap();
    let database = &app.service.database;
    let read = database.read(caller, move |tx| access_grants::read(tx, &id));
    assert!(matches!(read.await, Err(Error::Internal(_))));
    app.seal().await;
    let told = kinds(&app, "privacy_officer").await;
    assert_eq!(told, ["access_grant_taken", "seal_broken"]);
}

#[actix_web::test]
async fn a_forged_token_and_the_use_of_a_withdrawn_key_are_told_to_those_who_run_the_service() {
    let app = TestApp::new().await;
    let token = app.token("operator").await;
    let asleep = app.second_instance().await;
    let (signed, _) = token.rsplit_once('.').unwrap();
    let other = app.token("colleague").await;
    let (_, of_another) = other.rsplit_once('.').unwrap();
    let ask = async |token: &str| {
        app.send(request("GET", "/v1/me").by(token))
            .await
            .expect(401);
        app.seal().await;
    };
    ask(&format!("{signed}.{of_another}")).await;
    assert_eq!(of_desk(&app, "token_forged"), 1);
    // What is no token of ours at all is nothing to tell.
    ask("garbage").await;
    assert_eq!(of_desk(&app, "token_forged"), 1);

    let tokens = &app.service.tokens;
    let sign_in = tokens.sign_in_of(&token).unwrap();
    let replaced = app.service.database.write_blocking(
        &Caller::worker("replace_compromised_keys"),
        signing_keys::replace_compromised,
    );
    replaced.unwrap();
    app.clock.advance(TimeDelta::seconds(60));
    tokens.keep_current(&app.service.database).await;
    // One that was signed while the key stood is no misuse.
    ask(&token).await;
    assert_eq!(of_desk(&app, "withdrawn_key_used"), 0);
    let user = app.user("operator").parse().unwrap();
    let (misused, _) = asleep.service.tokens.make(&sign_in, &user).unwrap();
    ask(&misused).await;
    assert_eq!(of_desk(&app, "withdrawn_key_used"), 1);
    assert_eq!(of_desk(&app, "keys_changed"), 1);
    assert!(kinds(&app, "other_auditor").await.is_empty());
}
