//! Roles that groups give and take, and users whom nobody here added.

use bilancio::access::Role;
use bilancio::identity_providers::settings::{GroupRole, IdentityProvider};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{access, app_with, enter, link};
use crate::support::provider::Word;
use crate::support::{Answer, FakeProvider, PASSWORD, TestApp, request};

/// An organisation that is there before the service is, as settings name one.
const PLACE: &str = "0192f0c2-7c1a-7c8e-9f38-6f1f6f5c0b11";

fn mapped(provider: &mut IdentityProvider) {
    let role = |group: &str, role| GroupRole {
        group: group.to_owned(),
        organisation_id: PLACE.parse().unwrap(),
        role,
    };
    provider.group_roles = vec![
        role("operators", Role::Operator),
        role("heads", Role::Supervisor),
    ];
}

async fn app(change: impl FnOnce(&mut IdentityProvider)) -> (TestApp, FakeProvider) {
    let (app, provider) = app_with(|it| {
        mapped(it);
        change(it);
    })
    .await;
    let centre = app.organisation("centre");
    app.database.execute(&format!(
        "INSERT INTO organisations (id, name, kind, municipality, address, active, version, \
         created_at, updated_at) SELECT '{PLACE}', 'The place', kind, municipality, address, active, \
         version, created_at, updated_at FROM organisations WHERE id = '{centre}'"
    ));
    (app, provider)
}

/// Their groups, and a second factor.
fn of(groups: &'static [&'static str]) -> impl Fn(&mut Word) {
    move |it| {
        it.claims["groups"] = json!(groups);
        it.claims["amr"] = json!(["mfa"]);
    }
}

async fn roles(app: &TestApp, entered: &Answer) -> Vec<String> {
    let me = request("GET", "/v1/me").by(&access(entered));
    let me = app.send(me).await.expect(200);
    let memberships = me.body["memberships"].as_array().unwrap();
    let role = |it: &Value| it["role"].as_str().unwrap().to_owned();
    let mut roles: Vec<_> = memberships.iter().map(role).collect();
    roles.sort();
    roles
}

#[actix_web::test]
async fn groups_give_roles_and_take_those_that_they_gave() {
    let (app, provider) = app(|_| {}).await;
    link(&app, "reception", "rec-1").await;
    let entered = enter(
        &app,
        &provider,
        "rec-1",
        of(&["heads", "operators", "others"]),
    )
    .await;
    let entered = entered.expect(201);
    let all = ["operator", "reception_staff", "supervisor"];
    assert_eq!(roles(&app, &entered).await, all);
    // Acting where a group lets them act.
    let body = json!({ "organisation_id": PLACE });
    let begun = super::begin(&app).await;
    let visit = provider.visit(&begun.url, "rec-1", app.now(), of(&["operators", "heads"]));
    let mut finish = begun.body(&visit);
    finish["organisation_id"] = body["organisation_id"].clone();
    let there = super::finish(&app, finish).await.expect(201);
    let cases = || request("GET", "/v1/cases").by(&access(&there));
    app.send(cases()).await.expect(200);

    // The provider takes both: felt at the next request of the sign-in that acts in one.
    let entered = enter(&app, &provider, "rec-1", of(&[])).await.expect(201);
    assert_eq!(roles(&app, &entered).await, ["reception_staff"]);
    app.send(cases()).await.expect(401);
    // And gives one again.
    let entered = enter(&app, &provider, "rec-1", of(&["heads"]))
        .await
        .expect(201);
    assert_eq!(
        roles(&app, &entered).await,
        ["reception_staff", "supervisor"]
    );
}

#[actix_web::test]
async fn a_role_that_a_provider_gave_is_acted_in_through_it_only() {
    let (app, provider) = app(|_| {}).await;
    link(&app, "reception", "rec-1").await;
    let entered = enter(&app, &provider, "rec-1", of(&["operators"]))
        .await
        .expect(201);
    let me = request("GET", "/v1/me").by(&access(&entered));
    let me = app.send(me).await.expect(200);
    let given = me.body["memberships"].as_array().unwrap();
    let given = given.iter().find(|it| it["role"] == "operator").unwrap();
    // By password the same user has the role only that an administrator gave.
    let by_password = app.get("reception", "/v1/me").await.expect(200);
    assert_eq!(by_password.body["memberships"].as_array().unwrap().len(), 1);
    let switch = json!({ "membership_id": given["id"] });
    let switch = |token: &str| {
        let url = "/v1/sign-ins/current";
        request("PATCH", url).by(token).merge_patch(switch.clone())
    };
    let token = app.token("reception").await;
    app.send(switch(&token)).await.expect(404);
    app.send(switch(&access(&entered))).await.expect(200);
    let password = json!({ "email": "reception@example.org", "password": PASSWORD,
        "organisation_id": PLACE });
    app.send(request("POST", "/v1/sign-ins").json(password))
        .await
        .expect(401);
}

#[actix_web::test]
async fn a_role_that_an_administrator_took_stays_taken() {
    let (app, provider) = app(|_| {}).await;
    link(&app, "reception", "rec-1").await;
    let entered = enter(&app, &provider, "rec-1", of(&["operators"]))
        .await
        .expect(201);
    let me = request("GET", "/v1/me").by(&access(&entered));
    let me = app.send(me).await.expect(200);
    let given = me.body["memberships"].as_array().unwrap();
    let given = given.iter().find(|it| it["role"] == "operator").unwrap();
    let user = app.user("reception");
    let url = format!(
        "/v1/users/{user}/memberships/{}",
        given["id"].as_str().unwrap()
    );
    app.delete("admin", &url).await.expect(204);
    let entered = enter(&app, &provider, "rec-1", of(&["operators"]))
        .await
        .expect(201);
    assert_eq!(roles(&app, &entered).await, ["reception_staff"]);
}

#[actix_web::test]
async fn who_loses_the_last_role_is_refused_and_it_stays_lost() {
    let (app, provider) = app(|it| it.new_users = true).await;
    let entered = enter(&app, &provider, "new-1", newcomer(&["operators"])).await;
    let token = access(&entered.expect(201));
    enter(&app, &provider, "new-1", of(&["others"]))
        .await
        .expect(401);
    let cases = request("GET", "/v1/cases").by(&token);
    app.send(cases).await.expect(401);
    let refused = "SELECT COUNT(*) FROM activity_log WHERE outcome = 'refused' \
        AND operation = 'sign_in_through_provider'";
    assert_eq!(app.database.count(refused), 1);
}

fn newcomer(groups: &'static [&'static str]) -> impl Fn(&mut Word) {
    move |it| {
        of(groups)(it);
        it.claims["email"] = json!("New@Example.org");
        it.claims["email_verified"] = json!(true);
        it.claims["name"] = json!("Zeinab Al-Khatib");
    }
}

#[actix_web::test]
async fn somebody_unknown_becomes_a_user_where_settings_and_groups_say_so() {
    let (app, provider) = app(|it| it.new_users = true).await;
    let users = || app.database.count("SELECT COUNT(*) FROM users");
    let before = users();
    enter(&app, &provider, "new-1", newcomer(&["others"]))
        .await
        .expect(401);
    let unverified = |it: &mut Word| {
        newcomer(&["operators"])(it);
        it.claims["email_verified"] = json!(false);
    };
    enter(&app, &provider, "new-1", unverified)
        .await
        .expect(401);
    assert_eq!(users(), before);
    let entered = enter(&app, &provider, "new-1", newcomer(&["operators"]))
        .await
        .expect(201);
    let me = request("GET", "/v1/me").by(&access(&entered));
    let me = app.send(me).await.expect(200);
    assert_eq!(me.body["email"], "new@example.org");
    assert_eq!(me.body["display_name"], "Zeinab Al-Khatib");
    assert_eq!(me.body["acting_as"]["organisation_id"], PLACE);
    // The second time they are known, whatever their address is then.
    let moved = |it: &mut Word| {
        newcomer(&["operators"])(it);
        it.claims["email"] = json!("operator@example.org");
    };
    enter(&app, &provider, "new-1", moved).await.expect(201);
    assert_eq!(users(), before + 1);
    // Another one with the address of a user is nobody.
    enter(&app, &provider, "new-2", moved).await.expect(401);
    assert_eq!(users(), before + 1);
    // A disabled user is not let in, and not made again.
    app.database
        .execute("UPDATE users SET active = false WHERE email = 'new@example.org'");
    enter(&app, &provider, "new-1", newcomer(&["operators"]))
        .await
        .expect(401);
    assert_eq!(users(), before + 1);
}

#[actix_web::test]
async fn without_the_setting_nobody_unknown_becomes_a_user() {
    let (app, provider) = app(|_| {}).await;
    let before = app.database.count("SELECT COUNT(*) FROM users");
    enter(&app, &provider, "new-1", newcomer(&["operators"]))
        .await
        .expect(401);
    assert_eq!(app.database.count("SELECT COUNT(*) FROM users"), before);
}

#[actix_web::test]
async fn groups_may_count_at_the_first_sign_in_only() {
    let (app, provider) = app(|it| it.roles_follow_groups = false).await;
    link(&app, "reception", "rec-1").await;
    let entered = enter(&app, &provider, "rec-1", of(&["operators"]))
        .await
        .expect(201);
    assert_eq!(roles(&app, &entered).await, ["operator", "reception_staff"]);
    app.advance(TimeDelta::minutes(1));
    let entered = enter(&app, &provider, "rec-1", of(&["heads"]))
        .await
        .expect(201);
    assert_eq!(roles(&app, &entered).await, ["operator", "reception_staff"]);
}

#[actix_web::test]
async fn a_group_of_an_organisation_that_is_not_there_gives_nothing() {
    let (app, provider) = app_with(mapped).await;
    link(&app, "reception", "rec-1").await;
    let entered = enter(&app, &provider, "rec-1", of(&["operators"]))
        .await
        .expect(201);
    assert_eq!(roles(&app, &entered).await, ["reception_staff"]);
}

#[actix_web::test]
async fn groups_inside_of_other_claims_are_found() {
    let (app, provider) = app(|it| it.groups_claim = "realm_access.roles".to_owned()).await;
    link(&app, "reception", "rec-1").await;
    let nested = |it: &mut Word| it.claims["realm_access"] = json!({ "roles": ["operators"] });
    let entered = enter(&app, &provider, "rec-1", nested).await.expect(201);
    assert_eq!(roles(&app, &entered).await, ["operator", "reception_staff"]);
}
