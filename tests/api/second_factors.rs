//! Second factors: enrolled by their users, asked for at every sign-in, and each code taken once.

use bilancio::password_settings::Token;
use bilancio::second_factors::totp::Secret;
use chrono::TimeDelta;
use serde_json::json;

use crate::support::{Answer, PASSWORD, TestApp, request};

async fn sign_in(app: &TestApp, who: &str, code: Option<&str>) -> Answer {
    let email = format!("{who}@example.org");
    let body = json!({ "email": email, "password": PASSWORD, "code": code });
    app.send(request("POST", "/v1/sign-ins").json(body)).await
}

fn token(answer: Answer) -> String {
    let answer = answer.expect(201);
    answer.body["access_token"].as_str().unwrap().to_owned()
}

/// Sets somebody's password again, as by the link that was mailed.
async fn choose_password(app: &TestApp, who: &str) {
    let (id, user) = (uuid::Uuid::now_v7(), app.user(who));
    let token = "the token of a link that nobody guesses";
    let hash = Token::given(token.to_owned()).hash();
    app.database.execute(&format!(
        "INSERT INTO password_links (id, user_id, kind, token_hash, created_at, expires_at) VALUES \
         ('{id}', '{user}', 'password_reset', '{hash}', '2026-03-02 08:00:00', '2026-03-03 08:00:00')"
    ));
    let setting = |password: &str| {
        let body = json!({ "token": token, "password": password });
        request("POST", "/v1/password-settings").json(body)
    };
    let refused = app.send(setting("qmwz-4fg")).await.expect(422);
    assert_eq!(refused.errors(), ["/password password_too_short"]);
    app.send(setting(PASSWORD)).await.expect(204);
}

/// Enrols an app with a token, and gives its secret and the recovery codes.
async fn enrol(app: &TestApp, token: &str) -> (Secret, Vec<String>) {
    let offered = app
        .send(request("POST", "/v1/me/second-factor").by(token))
        .await
        .expect(201);
    let secret = offered.body["secret"].as_str().unwrap();
    let uri = offered.body["otpauth_uri"].as_str().unwrap();
    assert!(uri.contains(secret), "{uri}");
    let secret = Secret::from_base32(secret).unwrap();
    let body = json!({ "code": secret.code_at(app.now()).unwrap() });
    let confirm = request("POST", "/v1/me/second-factor/confirmations").by(token);
    let confirmed = app.send(confirm.json(body)).await.expect(201);
    let codes = confirmed.body["recovery_codes"].as_array().unwrap().iter();
    let codes = codes.map(|code| code.as_str().unwrap().to_owned());
    (secret, codes.collect())
}

#[actix_web::test]
async fn a_code_is_asked_for_after_the_right_password_only_and_taken_once() {
    let app = TestApp::new().await;
    let wrong = json!({ "email": "supervisor@example.org", "password": "not the password" });
    let refused = app.send(request("POST", "/v1/sign-ins").json(wrong)).await;
    assert_eq!(refused.expect(401).body["code"], "wrong_credentials");
    let refused = sign_in(&app, "supervisor", None).await.expect(401);
    assert_eq!(refused.body["code"], "second_factor_needed");

    let code = app.code("supervisor");
    sign_in(&app, "supervisor", Some(&code)).await.expect(201);
    for wrong in [code.as_str(), "", "12345", "no-such-code", "١٢٣٤٥٦"] {
        let refused = sign_in(&app, "supervisor", Some(wrong)).await.expect(401);
        assert_eq!(refused.body["code"], "wrong_code", "{wrong:?}");
    }
    let next = app.code("supervisor");
    sign_in(&app, "supervisor", Some(&next)).await.expect(201);
    // Older than the one that was taken last.
    sign_in(&app, "supervisor", Some(&code)).await.expect(401);
    let late = app.code("supervisor");
    app.clock.advance(TimeDelta::seconds(90));
    sign_in(&app, "supervisor", Some(&late)).await.expect(401);
}

#[actix_web::test]
async fn one_of_ten_sign_ins_at_once_with_one_code_succeeds() {
    let app = TestApp::new().await;
    let code = app.code("supervisor");
    let tries = (0..10).map(|_| sign_in(&app, "supervisor", Some(&code)));
    let answers = futures_util::future::join_all(tries).await;
    let signed_in = answers.iter().filter(|it| it.status == 201).count();
    assert_eq!(signed_in, 1);
}

#[actix_web::test]
async fn who_must_have_a_second_factor_can_do_nothing_before_enrolling_one() {
    let app = TestApp::new().await;
    let remove = format!("/v1/users/{}/second-factor", app.user("supervisor"));
    let before = app.token("supervisor").await;
    app.delete("admin", &remove).await.expect(204);
    let told = || {
        let query = "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'second_factor_changed' \
            AND recipient = 'supervisor@example.org'";
        app.database.count(query)
    };
    assert_eq!(told(), 1);
    app.send(request("GET", "/v1/me").by(&before))
        .await
        .expect(401);
    app.delete("operator", &remove).await.expect(404);

    // Eight characters were enough for this password.
    sign_in(&app, "supervisor", None).await.expect(401);
    let asked = "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'password_reset' \
        AND recipient = 'supervisor@example.org'";
    assert_eq!(app.database.count(asked), 1);
    choose_password(&app, "supervisor").await;
    let token = token(sign_in(&app, "supervisor", None).await);
    let me = app.send(request("GET", "/v1/me").by(&token)).await;
    let me = me.expect(200).body;
    assert_eq!(
        (&me["second_factor"], &me["second_factor_required"]),
        (&json!(false), &json!(true))
    );
    for url in ["/v1/cases", "/v1/organisations", "/v1/programmes"] {
        let refused = app.send(request("GET", url).by(&token)).await.expect(403);
        assert_eq!(refused.body["code"], "second_factor_required", "{url}");
    }
    enrol(&app, &token).await;
    assert_eq!(told(), 2);
    app.send(request("GET", "/v1/cases").by(&token))
        .await
        .expect(200);
    sign_in(&app, "supervisor", None).await.expect(401);
}

#[actix_web::test]
async fn a_new_secret_counts_from_its_first_code() {
    let app = TestApp::new().await;
    let token = token(sign_in(&app, "operator", None).await);
    let confirm = |code: &str| {
        let call = request("POST", "/v1/me/second-factor/confirmations").by(&token);
        call.json(json!({ "code": code }))
    };
    let refused = app.send(confirm("123456")).await.expect(409);
    assert_eq!(refused.body["code"], "second_factor_not_offered");
    app.send(request("POST", "/v1/me/second-factor").by(&token))
        .await
        .expect(201);
    let refused = app.send(confirm("no code")).await.expect(422);
    assert_eq!(refused.errors(), ["/code wrong_code"]);
    sign_in(&app, "operator", None).await.expect(201);

    let (first, _) = enrol(&app, &token).await;
    sign_in(&app, "operator", None).await.expect(401);
    app.clock.advance(TimeDelta::seconds(60));
    let code = first.code_at(app.now()).unwrap();
    sign_in(&app, "operator", Some(&code)).await.expect(201);
    let (second, _) = enrol(&app, &token).await;
    app.clock.advance(TimeDelta::seconds(60));
    let code = first.code_at(app.now()).unwrap();
    sign_in(&app, "operator", Some(&code)).await.expect(401);
    let code = second.code_at(app.now()).unwrap();
    sign_in(&app, "operator", Some(&code)).await.expect(201);
}

#[actix_web::test]
async fn ten_recovery_codes_are_good_for_one_sign_in_each() {
    let app = TestApp::new().await;
    let (secret, codes) = enrol(&app, &token(sign_in(&app, "operator", None).await)).await;
    assert_eq!(codes.len(), 10);
    let typed = codes[3].to_uppercase().replace('-', " ");
    sign_in(&app, "operator", Some(&typed)).await.expect(201);
    sign_in(&app, "operator", Some(&codes[3])).await.expect(401);
    sign_in(&app, "operator", Some(&codes[4])).await.expect(201);
    sign_in(&app, "colleague", Some(&codes[5]))
        .await
        .expect(201);
    let left = app.database.count("SELECT COUNT(*) FROM recovery_codes");
    assert_eq!(left, 8, "a code without a second factor is not looked at");
    let secret = secret.base32();
    for (table, columns) in [
        (
            "second_factors",
            "COALESCE(sealed_secret, '') || COALESCE(offered_secret, '')",
        ),
        ("recovery_codes", "code_hash"),
    ] {
        for told in [&secret, &codes[0]] {
            let query = format!("SELECT COUNT(*) FROM {table} WHERE {columns} LIKE '%{told}%'");
            assert_eq!(app.database.count(&query), 0, "{table}");
        }
    }
}

#[actix_web::test]
async fn eight_characters_are_enough_beside_a_second_factor() {
    let app = TestApp::new().await;
    let change = |new: &str| json!({ "current_password": PASSWORD, "new_password": new });
    let url = "/v1/me/password";
    let short = "qmwz-4fg";
    let refused = app.put("operator", url, change(short)).await.expect(422);
    assert_eq!(refused.errors(), ["/new_password password_too_short"]);
    app.put("supervisor", url, change(short)).await.expect(204);
}

#[actix_web::test]
async fn enrolling_ends_the_other_sign_ins_and_makes_this_one_no_younger() {
    let app = TestApp::new().await;
    let other = token(sign_in(&app, "operator", None).await);
    let mine = token(sign_in(&app, "operator", None).await);
    app.clock.advance(TimeDelta::minutes(4));
    enrol(&app, &mine).await;
    let me = |token: &str| request("GET", "/v1/me").by(token);
    app.send(me(&other)).await.expect(401);
    let seen = app.send(me(&mine)).await.expect(200);
    assert_eq!(seen.body["authenticated_at"], "2026-03-02T09:00:00Z");
}

#[actix_web::test]
async fn a_second_factor_gives_way_to_another_only_where_it_was_shown() {
    let app = TestApp::new().await;
    let mine = token(sign_in(&app, "operator", None).await);
    enrol(&app, &mine).await;
    // As a sign-in from before that was left standing.
    app.database
        .execute("UPDATE sign_ins SET methods = 'pwd' WHERE ended_at IS NULL");
    let confirm = request("POST", "/v1/me/second-factor/confirmations").by(&mine);
    for call in [
        request("POST", "/v1/me/second-factor").by(&mine),
        confirm.json(json!({ "code": "123456" })),
    ] {
        let refused = app.send(call).await.expect(401);
        assert_eq!(refused.body["code"], "second_factor_needed");
    }
}
