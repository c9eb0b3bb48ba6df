//! An identity that an administrator links counts once its user says that it is theirs.

use bilancio::password_settings::Token;
use serde_json::{Value, json};

use super::{access, app_with, enter, link};
use crate::support::{Answer, PASSWORD, PROVIDER, TestApp, request};

/// As [`link`], without the user's word.
async fn link_only(app: &TestApp, who: &str, subject: &str) -> Answer {
    let url = format!("/v1/users/{}/identities", app.user(who));
    let body = json!({ "identity_provider": PROVIDER, "subject": subject });
    app.post("admin", &url, body).await.expect(201)
}

fn confirmation(app: &TestApp, who: &str, identity: &str) -> String {
    let user = app.user(who);
    format!("/v1/users/{user}/identities/{identity}/confirmation")
}

fn told(app: &TestApp) -> i64 {
    app.database.count(
        "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'identity_changed' AND link = '' \
         AND recipient = 'operator@example.org'",
    )
}

#[actix_web::test]
async fn an_administrator_who_links_themselves_to_somebody_does_not_become_them() {
    let (app, provider) = app_with(|_| {}).await;
    let linked = link_only(&app, "operator", "the administrator").await;
    assert_eq!(linked.body["confirmed_at"], Value::Null);
    assert_eq!(told(&app), 1);
    let refused = enter(&app, &provider, "the administrator", |_| {}).await;
    assert_eq!(refused.expect(401).body["code"], "wrong_credentials");
    let url = confirmation(&app, "operator", &linked.id());
    let confirm = |token: String| request("POST", &url).by(&token);
    app.send(confirm(app.token("admin").await))
        .await
        .expect(403);
    app.send(confirm(app.token("colleague").await))
        .await
        .expect(404);
    let elsewhere = confirmation(&app, "colleague", &linked.id());
    let theirs = request("POST", &elsewhere).by(&app.token("colleague").await);
    app.send(theirs).await.expect(404);
    let again = enter(&app, &provider, "the administrator", |_| {}).await;
    again.expect(401);

    // The user sees what waits, and says that it is theirs.
    let own = format!("/v1/users/{}/identities", app.user("operator"));
    let seen = app.get("operator", &own).await.expect(200);
    assert_eq!(seen.body["items"][0]["confirmed_at"], Value::Null);
    for _ in 0..2 {
        let confirmed = app.send(confirm(app.token("operator").await)).await;
        let at = &confirmed.expect(200).body["confirmed_at"];
        assert_eq!(*at, "2026-03-02T09:00:00Z");
    }
    let entered = enter(&app, &provider, "the administrator", |_| {}).await;
    entered.expect(201);
    let one = format!("{own}/{}", linked.id());
    app.delete("admin", &one).await.expect(204);
    assert_eq!(told(&app), 2);
}

#[actix_web::test]
async fn it_takes_the_users_password_to_confirm_and_the_users_privacy_officer_is_told() {
    let (app, provider) = app_with(|_| {}).await;
    link(&app, "operator", "op-1").await;
    let second = link_only(&app, "operator", "op-2").await.id();
    let entered = enter(&app, &provider, "op-1", |_| {}).await.expect(201);
    let url = confirmation(&app, "operator", &second);
    let confirm = request("POST", &url).by(&access(&entered));
    let refused = app.send(confirm).await.expect(409);
    assert_eq!(refused.body["code"], "password_needed");
    // Whoever came by the first identity and knows the password is the user.
    let again = "/v1/sign-ins/current/authentications";
    let password = json!({ "password": PASSWORD });
    let shown = request("POST", again).by(&access(&entered)).json(password);
    app.send(shown).await.expect(201);
    let confirm = request("POST", &url).by(&access(&entered));
    app.send(confirm).await.expect(200);

    let reset = format!("/v1/users/{}/password-resets", app.user("operator"));
    let reset = request("POST", &reset).by(&app.token("admin").await);
    app.send(reset).await.expect(202);
    app.seal().await;
    let events = "/v1/security-events?kind=rights_changed";
    let events = app.get("privacy_officer", events).await.expect(200);
    let events = events.body["items"].as_array().unwrap().clone();
    assert_eq!(events.len(), 3, "{events:#?}");
    assert!(
        events
            .iter()
            .all(|it| it["user_id"] == app.user("operator"))
    );
}

#[actix_web::test]
async fn who_never_had_a_password_comes_in_at_once_and_confirms_with_the_first_one() {
    let (app, provider) = app_with(|_| {}).await;
    let user = app.user("operator");
    app.database.execute(&format!(
        "UPDATE users SET password_hash = NULL WHERE id = '{user}'"
    ));
    let linked = link_only(&app, "operator", "op-1").await;
    assert_ne!(linked.body["confirmed_at"], Value::Null);
    assert_eq!(told(&app), 1);
    enter(&app, &provider, "op-1", |_| {}).await.expect(201);
    let token = "an invitation's token that nobody guesses";
    let hash = Token::given(token.to_owned()).hash();
    app.database.execute(&format!(
        "INSERT INTO password_links (id, user_id, kind, token_hash, created_at, expires_at) VALUES \
         ('{}', '{user}', 'invitation', '{hash}', '2026-03-02 09:00:00', '2026-03-03 09:00:00')",
        uuid::Uuid::now_v7()
    ));
    let setting = json!({ "token": token, "password": PASSWORD });
    let set = request("POST", "/v1/password-settings").json(setting);
    app.send(set).await.expect(204);
    enter(&app, &provider, "op-1", |_| {}).await.expect(401);
    let url = confirmation(&app, "operator", &linked.id());
    let confirm = request("POST", &url).by(&app.token("operator").await);
    app.send(confirm).await.expect(200);
    enter(&app, &provider, "op-1", |_| {}).await.expect(201);
}
