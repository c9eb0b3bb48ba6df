//! Invitations, resets and changes of a password, by the mails that people get.

use bilancio::access::{Caller, Identity};
use bilancio::accounts::Email;
use bilancio::config::Mail;
use bilancio::error::Error;
use bilancio::mail::worker::Worker;
use bilancio::sign_ins::service::{self as sign_ins, Matched};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, TestApp, request, settings};

const NEW: &str = "seven blue fountains of the town";

/// Sends what is due, and gives the mails that somebody got, the oldest first.
async fn mails_to(app: &TestApp, address: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mail = Mail {
        folder: folder.path().to_owned(),
        frontend_url: "https://desk.example/".to_owned(),
        ..settings().mail
    };
    let database = app.service.database.get_ref().clone();
    let step = std::time::Duration::from_millis(400);
    let worker = Worker::new(database, &mail, "https://bilancio.example", step).unwrap();
    worker.send_due().await.unwrap();
    let mut files: Vec<_> = std::fs::read_dir(folder.path())
        .map(|files| files.map(|file| file.unwrap().path()).collect())
        .unwrap_or_default();
    files.sort();
    files
        .iter()
        .map(|file| String::from_utf8(std::fs::read(file).unwrap()).unwrap())
        .map(|text| text.replace("=\r\n", "").replace("=3D", "="))
        .filter(|text| text.contains(&format!("To: {address}\r\n")))
        .collect()
}

/// The token of the link in the mails.
fn token(mails: &[String]) -> String {
    let start = "https://desk.example/set-password#token=";
    let (_, rest) = mails
        .iter()
        .find_map(|mail| mail.split_once(start))
        .unwrap_or_else(|| panic!("no link in {mails:?}"));
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn ask(app: &TestApp, email: &str) -> Answer {
    let body = json!({ "email": email });
    app.send(request("POST", "/v1/password-resets").json(body))
        .await
        .expect(202)
}

async fn set(app: &TestApp, token: &str, password: &str) -> Answer {
    let body = json!({ "token": token, "password": password });
    app.send(request("POST", "/v1/password-settings").json(body))
        .await
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    app.send(request("POST", "/v1/sign-ins").json(body)).await
}

async fn invite(app: &TestApp, email: &str) {
    let url = format!("/v1/organisations/{}/users", app.organisation("centre"));
    let body = json!({ "email": email, "display_name": "Chiara Rossi", "role": "operator" });
    app.post("admin", &url, body).await.expect(201);
}

#[actix_web::test]
async fn a_new_user_chooses_a_password_by_the_mailed_link_once() {
    let app = TestApp::new().await;
    invite(&app, "new@example.org").await;
    sign_in(&app, "new@example.org", NEW).await.expect(401);
    let mails = mails_to(&app, "new@example.org").await;
    assert_eq!(mails.len(), 1);
    let token = token(&mails);
    assert_eq!(token.len(), 43, "256 bits");

    let refused = set(&app, &token, "too short").await.expect(422);
    assert_eq!(refused.errors(), ["/password password_too_short"]);
    for known in [
        "Password123456!",
        "Chiara Rossi 1985",
        "new@example.org",
        "Bilancio-2026-2026",
    ] {
        let refused = set(&app, &token, known).await.expect(422);
        assert_eq!(refused.errors(), ["/password password_blocked"], "{known}");
    }
    set(&app, &token, NEW).await.expect(204);
    sign_in(&app, "new@example.org", NEW).await.expect(201);
    let again = set(&app, &token, NEW).await.expect(410);
    assert_eq!(again.body["code"], "gone");
    set(&app, "made up", NEW).await.expect(410);
    assert!(!mails_to(&app, "new@example.org").await[0].contains("#token"));
}

#[actix_web::test]
async fn a_link_ends_with_its_time_and_with_a_newer_one() {
    let app = TestApp::new().await;
    invite(&app, "new@example.org").await;
    let invitation = token(&mails_to(&app, "new@example.org").await);
    app.advance(TimeDelta::hours(24));
    set(&app, &invitation, NEW).await.expect(410);

    ask(&app, "new@example.org").await;
    let first = token(&mails_to(&app, "new@example.org").await);
    ask(&app, "new@example.org").await;
    let second = token(&mails_to(&app, "new@example.org").await);
    assert_ne!(first, second);
    set(&app, &first, NEW).await.expect(410);
    app.advance(TimeDelta::minutes(30) - TimeDelta::seconds(1));
    set(&app, &second, NEW).await.expect(204);

    ask(&app, "new@example.org").await;
    let third = token(&mails_to(&app, "new@example.org").await);
    app.advance(TimeDelta::minutes(30));
    set(&app, &third, NEW).await.expect(410);
}

#[actix_web::test]
async fn asking_for_a_reset_does_not_tell_who_is_there() {
    let app = TestApp::new().await;
    let url = format!("/v1/users/{}", app.user("colleague"));
    app.patch("admin", &url, "\"v1\"", json!({ "active": false }))
        .await
        .expect(200);
    let before = app.database.count("SELECT COUNT(*) FROM activity_log");
    for email in ["operator", "nobody", "colleague"] {
        let answer = ask(&app, &format!("{email}@example.org")).await;
        assert!(answer.bytes.is_empty());
    }
    // The same is written for each of them.
    let count = |table: &str| app.database.count(&format!("SELECT COUNT(*) FROM {table}"));
    assert_eq!(count("activity_log"), before + 3);
    assert_eq!(count("outbox_mails"), 3);
    assert_eq!(count("password_links"), 0);
    assert_eq!(mails_to(&app, "operator@example.org").await.len(), 1);
    assert_eq!(count("outbox_mails WHERE failure = 'no_reader'"), 2);
    assert_eq!(count("password_links"), 1);
}

#[actix_web::test]
async fn no_token_is_in_the_database() {
    let app = TestApp::new().await;
    ask(&app, "operator@example.org").await;
    let token = token(&mails_to(&app, "operator@example.org").await);
    for (table, columns) in [
        ("outbox_mails", "id || kind || recipient || link"),
        ("password_links", "id || user_id || kind || token_hash"),
    ] {
        let found = format!("SELECT COUNT(*) FROM {table} WHERE {columns} LIKE '%{token}%'");
        assert_eq!(app.database.count(&found), 0, "{table}");
    }
    set(&app, &token, NEW).await.expect(204);
}

#[actix_web::test]
async fn a_link_sent_a_second_time_is_the_same_one() {
    let app = TestApp::new().await;
    ask(&app, "operator@example.org").await;
    let first = token(&mails_to(&app, "operator@example.org").await);
    app.database.execute(
        "UPDATE outbox_mails SET sent_at = NULL, next_attempt_at = created_at WHERE kind = 'password_reset'",
    );
    app.advance(TimeDelta::minutes(29));
    let second = token(&mails_to(&app, "operator@example.org").await);
    assert_eq!(first, second);
    app.advance(TimeDelta::minutes(29));
    set(&app, &first, NEW).await.expect(204);
}

#[actix_web::test]
async fn an_administrator_has_a_link_sent_and_never_sets_a_password() {
    let app = TestApp::new().await;
    let url = format!("/v1/users/{}", app.user("operator"));
    let refused = app
        .patch(
            "admin",
            &url,
            "\"v1\"",
            json!({ "active": true, "password": NEW }),
        )
        .await
        .expect(422);
    assert_eq!(refused.errors(), ["/password unknown_property"]);
    let resets = format!("{url}/password-resets");
    app.post("supervisor", &resets, Value::Null)
        .await
        .expect(404);
    app.post("admin", &resets, Value::Null).await.expect(202);
    let token = token(&mails_to(&app, "operator@example.org").await);
    let before = app.token("operator").await;
    set(&app, &token, NEW).await.expect(204);
    app.send(request("GET", "/v1/me").by(&before))
        .await
        .expect(401);
    sign_in(&app, "operator@example.org", PASSWORD)
        .await
        .expect(401);
    sign_in(&app, "operator@example.org", NEW).await.expect(201);
}

#[actix_web::test]
async fn a_change_of_password_needs_the_present_one_ends_other_sign_ins_and_is_told() {
    let app = TestApp::new().await;
    let here = app.token("operator").await;
    let elsewhere = sign_in(&app, "operator@example.org", PASSWORD).await;
    let elsewhere = elsewhere.expect(201).body["access_token"].clone();
    let change = |current: &str, new: &str| {
        let body = json!({ "current_password": current, "new_password": new });
        request("PUT", "/v1/me/password").by(&here).json(body)
    };
    let refused = app.send(change("not mine", NEW)).await.expect(422);
    assert_eq!(refused.errors(), ["/current_password wrong_password"]);
    let refused = app.send(change(PASSWORD, "short")).await.expect(422);
    assert_eq!(refused.errors(), ["/new_password password_too_short"]);
    let refused = app
        .send(change(PASSWORD, "Person operator"))
        .await
        .expect(422);
    assert_eq!(refused.errors(), ["/new_password password_blocked"]);
    app.send(change(PASSWORD, NEW)).await.expect(204);
    app.send(request("GET", "/v1/me").by(&here))
        .await
        .expect(200);
    app.send(request("GET", "/v1/me").by(elsewhere.as_str().unwrap()))
        .await
        .expect(401);
    sign_in(&app, "operator@example.org", PASSWORD)
        .await
        .expect(401);
    let mails = mails_to(&app, "operator@example.org").await;
    assert_eq!(mails.len(), 1);
    assert!(
        !mails[0].contains("http") && !mails[0].contains(NEW),
        "{}",
        mails[0]
    );
}

#[actix_web::test]
async fn a_password_typed_on_another_keyboard_is_the_same_to_its_last_letter() {
    let app = TestApp::new().await;
    let long = "éàüöñçšž".chars().cycle().take(128).collect::<String>();
    ask(&app, "operator@example.org").await;
    let token = token(&mails_to(&app, "operator@example.org").await);
    set(&app, &token, &long).await.expect(204);
    let decomposed = long.replace('é', "e\u{301}");
    sign_in(&app, "operator@example.org", &decomposed)
        .await
        .expect(201);
    let mut other: Vec<char> = long.chars().collect();
    other[127] = 'z';
    let other: String = other.into_iter().collect();
    sign_in(&app, "operator@example.org", &other)
        .await
        .expect(401);
}

#[actix_web::test]
async fn a_password_that_was_set_while_the_old_one_was_compared_signs_nobody_in() {
    let app = TestApp::new().await;
    let anybody = Caller::new(Identity::Anonymous, "sign_in");
    let database = &app.service.database;
    let sign_in = |matched: Option<Matched>| {
        let twelve = TimeDelta::hours(12);
        database.write_blocking(&anybody, |tx| {
            sign_ins::sign_in(tx, matched, None, None, twelve).map(|row| row.id)
        })
    };
    let compared = || {
        let email = Email::new("operator@example.org").unwrap();
        let user = database.write_blocking(&anybody, |tx| sign_ins::find_for_sign_in(tx, &email));
        user.unwrap().map(Matched::of)
    };
    sign_in(compared()).unwrap();
    let old = compared();
    app.database
        .execute("UPDATE users SET password_hash = 'another' WHERE email = 'operator@example.org'");
    assert!(matches!(sign_in(old), Err(Error::WrongCredentials)));
}

#[actix_web::test]
async fn who_comes_through_an_identity_provider_alone_gets_no_link() {
    let app = TestApp::new().await;
    let user = app.user("operator");
    let id = uuid::Uuid::now_v7();
    let linked = format!(
        "INSERT INTO external_identities (id, user_id, issuer, subject, created_at) VALUES ('{id}', \
         '{user}', 'https://id.example', 'op-1', '2026-03-02 08:00:00')"
    );
    app.database.execute(&linked);
    // Who has a password besides gets one.
    ask(&app, "operator@example.org").await;
    assert_eq!(mails_to(&app, "operator@example.org").await.len(), 1);
    app.database.execute(&format!(
        "UPDATE users SET password_hash = NULL WHERE id = '{user}'"
    ));
    ask(&app, "operator@example.org").await;
    assert_eq!(mails_to(&app, "operator@example.org").await.len(), 0);
    app.database.execute("DELETE FROM external_identities");
    ask(&app, "operator@example.org").await;
    assert_eq!(mails_to(&app, "operator@example.org").await.len(), 1);
}

#[actix_web::test]
async fn an_address_that_nobody_has_is_not_kept() {
    let app = TestApp::new().await;
    ask(&app, "stranger@example.com").await;
    let kept = "SELECT COUNT(*) FROM outbox_mails WHERE recipient LIKE '%stranger%'";
    assert_eq!(app.database.count(kept), 1);
    assert_eq!(mails_to(&app, "stranger@example.com").await.len(), 0);
    assert_eq!(app.database.count(kept), 0);
}

#[actix_web::test]
async fn a_change_that_is_refused_before_anything_is_compared_is_in_the_log() {
    let app = TestApp::new().await;
    let token = app.token("operator").await;
    let sign_out = request("DELETE", "/v1/sign-ins/current").by(&token);
    app.send(sign_out).await.expect(204);
    let body = json!({ "current_password": PASSWORD, "new_password": NEW });
    let change = request("PUT", "/v1/me/password").by(&token).json(body);
    app.send(change).await.expect(401);
    let refused = "SELECT COUNT(*) FROM activity_log WHERE operation = 'change_password' \
        AND outcome = 'refused' AND reason_code = 'unauthenticated'";
    assert_eq!(app.database.count(refused), 1);
}

#[actix_web::test]
async fn a_change_that_the_service_could_not_make_counts_as_no_wrong_password() {
    let app = TestApp::new().await;
    let token = app.token("operator").await;
    let rename = |from: &str, to: &str| {
        let statement = format!("ALTER TABLE {from} RENAME TO {to}");
        app.database.execute(&statement);
    };
    let change = |current: &str| {
        let body = json!({ "current_password": current, "new_password": NEW });
        request("PUT", "/v1/me/password").by(&token).json(body)
    };
    let failures = || app.database.count("SELECT COUNT(*) FROM sign_in_failures");
    rename("activity_log", "activity_log_away");
    app.send(change(PASSWORD)).await.expect(503);
    rename("activity_log_away", "activity_log");
    assert_eq!(failures(), 0);
    app.send(change("not the password")).await.expect(422);
    assert_eq!(failures(), 1);
}
