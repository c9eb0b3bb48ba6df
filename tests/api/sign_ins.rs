//! The sign-ins that stand: seen and ended, by oneself and by an administrator, on every instance.

use serde_json::json;

use crate::support::world::NOBODY;
use crate::support::{PASSWORD, TestApp, request};

const URL: &str = "/v1/sign-ins";

async fn sign_in(app: &TestApp, who: &str) -> String {
    let body = json!({ "email": format!("{who}@example.org"), "password": PASSWORD });
    let answer = app.send(request("POST", URL).json(body)).await.expect(201);
    answer.body["access_token"].as_str().unwrap().to_owned()
}

async fn me(app: &TestApp, token: &str) -> u16 {
    app.send(request("GET", "/v1/me").by(token)).await.status
}

#[actix_web::test]
async fn one_sees_and_ends_ones_own_sign_ins_and_no_others() {
    let app = TestApp::new().await;
    let other = sign_in(&app, "operator").await;
    let list = app.get("operator", URL).await.expect(200);
    let items = list.body["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    let current: Vec<_> = items.iter().map(|it| it["current"] == true).collect();
    assert_eq!(current, [true, false]);
    assert_eq!(items[0]["acting_as"]["role"], "operator");

    let url = format!("{URL}/{}", items[1]["id"].as_str().unwrap());
    let refused = app.delete("colleague", &url).await.expect(404);
    assert_eq!(refused.body["code"], "not_found");
    assert_eq!(me(&app, &other).await, 200);
    app.delete("operator", &url).await.expect(204);
    assert_eq!(me(&app, &other).await, 401);
    app.delete("operator", &url).await.expect(204);
    app.delete("operator", &format!("{URL}/{NOBODY}"))
        .await
        .expect(404);
    let list = app.get("operator", URL).await.expect(200);
    assert_eq!(list.body["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn an_administrator_ends_all_of_a_users_sign_ins_and_nobody_else_does() {
    let app = TestApp::new().await;
    let tokens = [app.token("operator").await, sign_in(&app, "operator").await];
    let refresh_token = app.refresh_token("operator").await;
    let url = format!("/v1/users/{}/sign-ins", app.user("operator"));
    for who in ["colleague", "supervisor"] {
        app.delete(who, &url).await.expect(404);
    }
    assert_eq!(me(&app, &tokens[0]).await, 200);
    app.delete("admin", &url).await.expect(204);
    for token in &tokens {
        assert_eq!(me(&app, token).await, 401);
    }
    let body = json!({ "refresh_token": refresh_token });
    let refresh = request("POST", "/v1/token-refreshes").json(body);
    app.send(refresh).await.expect(401);
    assert_eq!(me(&app, &app.token("colleague").await).await, 200);
    let logged = "SELECT COUNT(*) FROM activity_log WHERE operation = 'end_users_sign_ins' \
        AND outcome = 'done'";
    assert_eq!(app.database.count(logged), 1);
}

#[actix_web::test]
async fn another_role_is_acted_in_from_the_next_request_on() {
    let app = TestApp::new().await;
    let roles = format!("/v1/users/{}/memberships", app.user("operator"));
    let role = json!({ "organisation_id": app.organisation("other_centre"), "role": "supervisor" });
    let given = app.post("admin", &roles, role).await.expect(201).id();
    let token = app.token("operator").await;
    let switch = |id: &str| {
        let patch = json!({ "membership_id": id });
        let call = request("PATCH", "/v1/sign-ins/current").by(&token);
        app.send(call.merge_patch(patch))
    };
    let switched = switch(&given).await.expect(200);
    assert_eq!(switched.body["acting_as"]["role"], "supervisor");
    let me = app.get("operator", "/v1/me").await.expect(200);
    assert_eq!(me.body["acting_as"]["role"], "supervisor");
    assert_eq!(
        me.body["acting_as"]["organisation_id"],
        app.organisation("other_centre")
    );
    let theirs = app.get("colleague", "/v1/me").await.expect(200);
    let theirs = theirs.body["acting_as"]["id"].as_str().unwrap().to_owned();
    switch(&theirs).await.expect(404);
    switch(NOBODY).await.expect(404);
}

#[actix_web::test]
async fn what_is_withdrawn_on_one_instance_is_felt_on_the_other_at_the_next_request() {
    let app = TestApp::new().await;
    let other = app.second_instance().await;
    let there = |token: &str| other.send(request("GET", "/v1/me").by(token));

    let out = app.token("officer").await;
    there(&out).await.expect(200);
    app.delete("officer", "/v1/sign-ins/current")
        .await
        .expect(204);
    there(&out).await.expect(401);

    let disabled = app.token("operator").await;
    there(&disabled).await.expect(200);
    let url = format!("/v1/users/{}", app.user("operator"));
    app.patch("admin", &url, "\"v1\"", json!({ "active": false }))
        .await
        .expect(200);
    there(&disabled).await.expect(401);

    let taken = app.token("supervisor").await;
    let me = there(&taken).await.expect(200);
    let role = me.body["acting_as"]["id"].as_str().unwrap().to_owned();
    let url = format!("/v1/users/{}/memberships/{role}", app.user("supervisor"));
    app.delete("admin", &url).await.expect(204);
    there(&taken).await.expect(401);
}

#[actix_web::test]
async fn a_token_used_twice_on_two_instances_ends_the_sign_in_on_both() {
    let app = TestApp::new().await;
    let other = app.second_instance().await;
    let refresh = |token: &str| {
        request("POST", "/v1/token-refreshes").json(json!({ "refresh_token": token }))
    };
    let first = app.refresh_token("operator").await;
    let second = other.send(refresh(&first)).await.expect(201);
    let token = second.body["refresh_token"].as_str().unwrap();
    let third = app.send(refresh(token)).await.expect(201);
    other.send(refresh(&first)).await.expect(401);
    let access = third.body["access_token"].as_str().unwrap();
    assert_eq!(me(&app, access).await, 401);
}
