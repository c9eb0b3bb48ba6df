use chrono::TimeDelta;
use serde_json::json;

use bilancio::config::{Passwords, Settings};

use crate::support::{PASSWORD, PEOPLE, TestApp, request, settings};

#[actix_web::test]
async fn a_user_signs_in_and_is_told_who_they_are() {
    let app = TestApp::new().await;
    let me = app.get("operator", "/v1/me").await.expect(200);
    assert_eq!(me.body["email"], "operator@example.org");
    assert_eq!(me.body["acting_as"]["role"], "operator");
    assert_eq!(
        me.body["acting_as"]["organisation_id"],
        app.organisation("centre")
    );
    assert_eq!(me.header("cache-control"), "no-store");
    assert!(!me.header("x-request-id").is_empty());
}

#[actix_web::test]
async fn wrong_password_unknown_and_disabled_user_look_the_same() {
    let app = TestApp::new().await;
    let admin = "/v1/users/".to_owned() + &app.user("colleague");
    let patch = json!({ "active": false });
    app.patch("admin", &admin, "\"v1\"", patch)
        .await
        .expect(200);
    let mut seen = Vec::new();
    for (email, password) in [
        ("operator@example.org", "not the password at all"),
        ("nobody@example.org", PASSWORD),
        ("colleague@example.org", PASSWORD),
    ] {
        let body = json!({ "email": email, "password": password });
        let mut answer = app
            .send(request("POST", "/v1/sign-ins").json(body))
            .await
            .expect(401);
        answer.body["instance"] = json!("");
        seen.push(answer.body);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[1], seen[2]);
    assert_eq!(seen[0]["code"], "wrong_credentials");
}

#[actix_web::test]
async fn a_hash_of_less_cost_than_the_settings_ask_for_is_replaced_at_the_next_sign_in() {
    let dear = Passwords {
        memory_kib: 20_480,
        passes: 3,
        lanes: 1,
    };
    let app = TestApp::with(Settings {
        passwords: dear,
        ..settings()
    })
    .await;
    let kept = |cost: &str| {
        app.database.count(&format!(
            "SELECT COUNT(*) FROM users WHERE email = 'operator@example.org' \
             AND password_hash LIKE '$argon2id$v=19${cost}$%'"
        ))
    };
    assert_eq!(kept("m=19456,t=2,p=1"), 1);
    let wrong = json!({ "email": "operator@example.org", "password": "not the password" });
    app.send(request("POST", "/v1/sign-ins").json(wrong))
        .await
        .expect(401);
    assert_eq!(kept("m=19456,t=2,p=1"), 1);
    app.token("operator").await;
    assert_eq!(kept("m=20480,t=3,p=1"), 1);
    let body = json!({ "email": "operator@example.org", "password": PASSWORD });
    app.send(request("POST", "/v1/sign-ins").json(body))
        .await
        .expect(201);
}

#[actix_web::test]
async fn a_right_withdrawn_is_felt_on_the_next_request() {
    let app = TestApp::new().await;
    let token = app.token("operator").await;
    let me = || request("GET", "/v1/me").by(&token);
    app.send(me()).await.expect(200);
    let refresh = json!({ "refresh_token": app.refresh_token("operator").await });
    let url = format!("/v1/users/{}", app.user("operator"));
    let answer = app
        .patch("admin", &url, "\"v1\"", json!({ "active": false }))
        .await
        .expect(200);
    app.send(me()).await.expect(401);
    let tag = answer.header("etag").to_owned();
    app.patch("admin", &url, &tag, json!({ "active": true }))
        .await
        .expect(200);
    // Who is enabled again signs in anew.
    app.send(me()).await.expect(401);
    app.send(request("POST", "/v1/token-refreshes").json(refresh))
        .await
        .expect(401);
    app.forget_token("operator");
    let token = app.token("operator").await;
    let me = || request("GET", "/v1/me").by(&token);
    app.send(me()).await.expect(200);
    app.send(request("DELETE", "/v1/sign-ins/current").by(&token))
        .await
        .expect(204);
    app.send(me()).await.expect(401);
}

#[actix_web::test]
async fn a_token_ends_after_ten_minutes_and_a_leeway() {
    let app = TestApp::new().await;
    let token = app.token("operator").await;
    let me = || request("GET", "/v1/me").by(&token);
    app.clock.advance(TimeDelta::seconds(629));
    app.send(me()).await.expect(200);
    app.clock.advance(TimeDelta::seconds(2));
    app.send(me()).await.expect(401);
}

#[actix_web::test]
async fn a_token_that_is_not_ours_is_refused() {
    let app = TestApp::new().await;
    let token = app.token("operator").await;
    let parts: Vec<_> = token.split('.').collect();
    let other = TestApp::new().await.token("operator").await;
    for bad in [
        String::new(),
        "garbage".to_owned(),
        other,
        format!("{}.{}.", parts[0], parts[1]),
        format!("{token}.{}", parts[2]),
        // {"alg":"none","typ":"at+jwt"}
        format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{}.", parts[1]),
        // {"alg":"HS256","typ":"at+jwt"}
        format!(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.{}.{}",
            parts[1], parts[2]
        ),
    ] {
        app.send(request("GET", "/v1/me").by(&bad))
            .await
            .expect(401);
    }
    app.send(request("GET", &format!("/v1/me?access_token={token}")))
        .await
        .expect(401);
}

#[actix_web::test]
async fn an_administrator_adds_a_user_once() {
    let app = TestApp::new().await;
    let url = format!("/v1/organisations/{}/users", app.organisation("centre"));
    let body = json!({
        "email": "New@Example.org", "display_name": "Ñandú O'Brien", "role": "operator",
    });
    app.post("admin", &url, body.clone()).await.expect(201);
    let again = app.post("admin", &url, body).await.expect(422);
    assert_eq!(again.errors(), ["/email email_taken"]);
    let bad = json!({ "email": "x", "display_name": "\u{202e}evil", "role": "worker" });
    let refused = app.post("admin", &url, bad).await.expect(422);
    assert_eq!(refused.errors().len(), 3, "{:?}", refused.errors());
}

#[actix_web::test]
async fn nobody_but_an_administrator_manages_users() {
    let app = TestApp::new().await;
    let url = format!("/v1/organisations/{}/users", app.organisation("centre"));
    let body = json!({
        "email": "new@example.org", "display_name": "New", "role": "administrator",
    });
    app.post("supervisor", &url, body.clone()).await.expect(403);
    app.post("operator", &url, body.clone()).await.expect(403);
    let roles = format!("/v1/users/{}/memberships", app.user("operator"));
    let role = json!({ "organisation_id": app.organisation("centre"), "role": "supervisor" });
    app.post("operator", &roles, role.clone()).await.expect(404);
    app.post("admin", &roles, role).await.expect(201);
}

#[actix_web::test]
async fn a_person_with_two_organisations_chooses_one_at_sign_in() {
    let app = TestApp::new().await;
    let roles = format!("/v1/users/{}/memberships", app.user("operator"));
    let role = json!({ "organisation_id": app.organisation("other_centre"), "role": "supervisor" });
    let given = app.post("admin", &roles, role).await.expect(201);
    let body = json!({
        "email": "operator@example.org", "password": PASSWORD,
        "organisation_id": app.organisation("other_centre"),
    });
    let answer = app
        .send(request("POST", "/v1/sign-ins").json(body.clone()))
        .await
        .expect(201);
    let token = answer.body["access_token"].as_str().unwrap().to_owned();
    let me = app
        .send(request("GET", "/v1/me").by(&token))
        .await
        .expect(200);
    assert_eq!(me.body["acting_as"]["role"], "supervisor");
    assert_eq!(me.body["memberships"].as_array().unwrap().len(), 2);

    let url = format!("{roles}/{}", given.id());
    app.delete("admin", &url).await.expect(204);
    app.send(request("GET", "/v1/me").by(&token))
        .await
        .expect(401);
    app.send(request("POST", "/v1/sign-ins").json(body))
        .await
        .expect(401);
}

#[actix_web::test]
async fn the_public_keys_are_shown_without_their_private_halves() {
    let app = TestApp::new().await;
    let keys = app
        .send(request("GET", "/.well-known/jwks.json"))
        .await
        .expect(200);
    let key = &keys.body["keys"][0];
    assert_eq!(key["crv"], "Ed25519");
    assert!(key["kid"].is_string() && key["x"].is_string() && key["d"].is_null());
}

#[actix_web::test]
async fn an_administrator_gives_themselves_no_role() {
    let app = TestApp::new().await;
    let url = format!("/v1/users/{}/memberships", app.user("admin"));
    let role = json!({ "organisation_id": app.organisation("centre"), "role": "supervisor" });
    let refused = app.post("admin", &url, role).await.expect(409);
    assert_eq!(refused.body["code"], "not_oneself");
    let logged = "SELECT COUNT(*) FROM activity_log WHERE operation = 'give_role' \
        AND outcome = 'refused' AND reason_code = 'not_oneself'";
    assert_eq!(app.database.count(logged), 1);
}

#[actix_web::test]
async fn a_role_that_was_taken_away_is_given_back_and_no_sign_in_with_it() {
    let app = TestApp::new().await;
    let roles = format!("/v1/users/{}/memberships", app.user("operator"));
    let role = json!({ "organisation_id": app.organisation("other_centre"), "role": "operator" });
    let given = app.post("admin", &roles, role.clone()).await.expect(201);
    let twice = app.post("admin", &roles, role.clone()).await.expect(409);
    assert_eq!(twice.body["code"], "already_exists");
    let body = json!({
        "email": "operator@example.org", "password": PASSWORD,
        "organisation_id": app.organisation("other_centre"),
    });
    let sign_in = || request("POST", "/v1/sign-ins").json(body.clone());
    let before = app.send(sign_in()).await.expect(201);
    let token = before.body["access_token"].as_str().unwrap();
    let one = format!("{roles}/{}", given.id());
    app.delete("admin", &one).await.expect(204);
    app.send(sign_in()).await.expect(401);
    // As if a provider had given it: from now on it is the administrator's.
    app.database.execute(&format!(
        "UPDATE memberships SET identity_provider = 'elsewhere' WHERE id = '{}'",
        given.id()
    ));
    let back = app.post("admin", &roles, role.clone()).await.expect(201);
    assert_eq!(back.id(), given.id());
    app.post("admin", &roles, role).await.expect(409);
    app.send(request("GET", "/v1/me").by(token))
        .await
        .expect(401);
    app.send(sign_in()).await.expect(201);
}

#[actix_web::test]
async fn the_people_of_an_organisation_come_page_by_page() {
    let app = TestApp::new().await;
    let url = format!("/v1/organisations/{}/users", app.organisation("centre"));
    let mut next = Some(format!("{url}?limit=3"));
    let mut found = Vec::new();
    while let Some(url) = next {
        let page = app.get("supervisor", &url).await.expect(200).body;
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 3);
        found.extend(
            items
                .iter()
                .map(|it| it["user_id"].as_str().unwrap().to_owned()),
        );
        next = page["_links"]["next"].as_str().map(str::to_owned);
    }
    let there = PEOPLE.iter().filter(|it| it.1 == "centre");
    let mut expected: Vec<_> = there.map(|it| app.user(it.0)).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}
