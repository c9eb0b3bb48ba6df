//! Looking into the log: what was done, who has looked at whom, and what concerns security.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use bilancio::activity_log::sealer::Sealer;
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde_json::{Value, json};

use crate::support::{TestApp, World, queries, request, settings};

const ENTRIES: &str = "/v1/activity-entries";
const EVENTS: &str = "/v1/security-events";

async fn items(app: &TestApp, who: &str, url: &str) -> Vec<Value> {
    let list = app.get(who, url).await.expect(200).body;
    list["items"].as_array().unwrap().clone()
}

fn of<'a>(items: &'a [Value], operation: &str) -> Vec<&'a Value> {
    items
        .iter()
        .filter(|it| it["operation"] == operation)
        .collect()
}

#[actix_web::test]
async fn a_case_shows_who_did_what_with_it_colleagues_by_name_and_others_by_organisation() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let (case, referral) = (world.id("case_id"), world.id("referral_id"));
    let document = world.id("document_id");
    app.get("supervisor", &format!("/v1/documents/{document}"))
        .await
        .expect(200);
    app.get("officer", &format!("/v1/inbox-referrals/{referral}"))
        .await
        .expect(200);
    app.get("other_operator", &format!("/v1/cases/{case}"))
        .await
        .expect(404);
    let url = format!("/v1/cases/{case}/activity-entries?limit=100");
    let shown = items(&app, "auditor", &url).await;
    // A record of a case names the case.
    let read = of(&shown, "read_document");
    assert_eq!(read.len(), 1, "{shown:#?}");
    assert_eq!(read[0]["user_name"], "Person supervisor");
    assert_eq!(read[0]["organisation_name"], "The centre");
    let shared = of(&shown, "read_inbox_referral");
    assert_eq!(shared.len(), 1);
    assert_eq!(shared[0]["organisation_name"], "The cpi");
    assert_eq!(shared[0]["role"], "receiving_officer");
    assert_eq!(shared[0]["user_id"], Value::Null);
    assert_eq!(shared[0]["user_name"], Value::Null);
    let tried = of(&shown, "read_case");
    assert_eq!(tried[0]["outcome"], "refused");
    assert_eq!(tried[0]["organisation_name"], "The other_centre");
    // The look itself is an entry, which names the case.
    let again = items(&app, "privacy_officer", &url).await;
    assert_eq!(again[0]["operation"], "list_case_activity");
    assert_eq!(again[0]["user_name"], "Person auditor");
    for who in ["supervisor", "operator"] {
        app.get(who, &url).await.expect(403);
    }
    for who in ["admin", "other_auditor", "other_privacy_officer"] {
        app.get(who, &url).await.expect(404);
    }
}

#[actix_web::test]
async fn who_has_looked_at_a_person_is_told_by_role_organisation_and_time() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let (case, referral) = (world.id("case_id"), world.id("referral_id"));
    let person = world.id("beneficiary_id");
    app.get("operator", &format!("/v1/beneficiaries/{person}"))
        .await
        .expect(200);
    app.get("operator", &format!("/v1/cases/{case}"))
        .await
        .expect(200);
    app.get("officer", &format!("/v1/inbox-referrals/{referral}"))
        .await
        .expect(200);
    let url = format!("/v1/beneficiaries/{person}/readers");
    let shown = items(&app, "privacy_officer", &url).await;
    for (place, operation, role, organisation) in [
        (0, "read_inbox_referral", "receiving_officer", "The cpi"),
        (1, "read_case", "operator", "The centre"),
        (2, "read_beneficiary", "operator", "The centre"),
    ] {
        assert_eq!(shown[place]["operation"], operation);
        assert_eq!(shown[place]["role"], role);
        assert_eq!(shown[place]["organisation_name"], organisation);
        assert!(shown[place].get("user_id").is_none());
    }
    let again = items(&app, "privacy_officer", &url).await;
    assert_eq!(again[0]["operation"], "list_readers");
    app.get("supervisor", &url).await.expect(403);
    app.get("other_privacy_officer", &url).await.expect(404);
}

#[actix_web::test]
async fn an_organisation_sees_its_own_log_by_user_and_outcome_page_after_page() {
    let app = TestApp::new().await;
    app.post("operator", "/v1/organisations", json!({})).await;
    for _ in 0..5 {
        app.get("colleague", "/v1/me").await.expect(200);
        app.get("other_operator", "/v1/me").await.expect(200);
    }
    let url = format!("{ENTRIES}?user_id={}&limit=2", app.user("colleague"));
    let mut next = Some(url.clone());
    let mut found = Vec::new();
    while let Some(url) = next {
        let page = app.get("auditor", &url).await.expect(200).body;
        found.extend(page["items"].as_array().unwrap().clone());
        next = page["_links"]["next"].as_str().map(str::to_owned);
    }
    assert_eq!(of(&found, "read_me").len(), 5);
    assert!(found.iter().all(|it| it["user_name"] == "Person colleague"));
    assert_eq!(found[0]["touched"][0]["parent_id"], app.user("colleague"));
    let looks = items(
        &app,
        "privacy_officer",
        &format!("{ENTRIES}?user_id={}", app.user("auditor")),
    )
    .await;
    assert_eq!(looks[0]["operation"], "list_activity");
    let named = looks[0]["touched"].to_string();
    assert!(named.contains(&app.user("colleague")), "{named}");
    let all = items(&app, "auditor", &format!("{ENTRIES}?limit=100")).await;
    assert!(
        all.iter()
            .all(|it| it["user_id"] != app.user("other_operator"))
    );
    let elsewhere = format!("{ENTRIES}?user_id={}", app.user("other_operator"));
    assert!(items(&app, "auditor", &elsewhere).await.is_empty());
    app.get("operator", ENTRIES).await.expect(403);
}

#[actix_web::test]
async fn views_ask_five_questions_for_a_row_and_for_many() {
    queries::watch();
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    for url in [
        ENTRIES.to_owned(),
        EVENTS.to_owned(),
        format!("/v1/cases/{}/activity-entries", world.id("case_id")),
        format!("/v1/beneficiaries/{}/readers", world.id("beneficiary_id")),
    ] {
        app.token("auditor").await;
        let mut counts = Vec::new();
        for limit in [1, 100] {
            queries::take(&app.database.target);
            app.get("auditor", &format!("{url}?limit={limit}"))
                .await
                .expect(200);
            counts.push(queries::take(&app.database.target));
        }
        assert_eq!(counts[0].len(), counts[1].len(), "{url}");
        assert!(counts[0].len() <= 5, "{url} {:#?}", counts[0]);
    }
}

#[actix_web::test]
async fn an_export_is_a_table_with_a_signature_that_anybody_can_check() {
    let app = TestApp::new().await;
    let id = app.user("operator");
    app.database.execute(&format!(
        "UPDATE users SET display_name = '=HYPERLINK(1)' WHERE id = '{id}'"
    ));
    app.get("operator", "/v1/me").await.expect(200);
    let day = app.day(0);
    let url = format!("{ENTRIES}/file?from={day}&to={day}");
    let file = app.get("auditor", &url).await.expect(200);
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    let line = text.lines().find(|line| line.contains("read_me")).unwrap();
    assert!(line.contains(",'=HYPERLINK(1),"), "{line}");
    let (header, signature) = file.header("x-jws-signature").split_once("..").unwrap();
    let read: Value = serde_json::from_slice(&BASE64.decode(header).unwrap()).unwrap();
    let keys = app.get("auditor", "/.well-known/jwks.json").await.body;
    let keys = keys["keys"].as_array().unwrap();
    let key = keys.iter().find(|key| key["kid"] == read["kid"]).unwrap();
    let key = DecodingKey::from_ed_components(key["x"].as_str().unwrap()).unwrap();
    let signed = |bytes: &[u8]| {
        let message = format!("{header}.{}", BASE64.encode(bytes));
        crypto::verify(signature, message.as_bytes(), &key, Algorithm::EdDSA).unwrap()
    };
    assert!(signed(&file.bytes));
    assert!(!signed(text.replace("read_me", "read_it").as_bytes()));
    let none = format!("{ENTRIES}/file?from={}", app.day(1));
    let empty = app.get("auditor", &none).await.expect(200);
    assert_eq!(empty.bytes.iter().filter(|byte| **byte == b'\n').count(), 1);
    app.get("supervisor", &url).await.expect(403);
}

#[actix_web::test]
async fn what_concerns_security_is_shown_to_the_organisations_that_it_concerns() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let wrong = json!({ "email": "operator@example.org", "password": "not the right words" });
    app.send(request("POST", "/v1/sign-ins").json(wrong))
        .await
        .expect(401);
    let nobody = json!({ "email": "nobody@example.org", "password": "not the right words" });
    app.send(request("POST", "/v1/sign-ins").json(nobody))
        .await
        .expect(401);
    let used = app.refresh_token("operator").await;
    for _ in 0..2 {
        let refresh = json!({ "refresh_token": used });
        app.send(request("POST", "/v1/token-refreshes").json(refresh))
            .await;
        app.clock.advance(TimeDelta::minutes(2));
    }
    app.forget_token("operator");
    app.get("operator", ENTRIES).await.expect(403);
    let grant =
        json!({ "scope": "record", "reason_code": "substitution", "reason": "Carla is ill" });
    app.post(
        "colleague",
        &format!("/v1/cases/{case}/access-grants"),
        grant,
    )
    .await
    .expect(201);
    let role = json!({ "organisation_id": app.organisation("centre"), "role": "supervisor" });
    let roles = format!("/v1/users/{}/memberships", app.user("operator"));
    app.forget_token("admin");
    app.post("admin", &roles, role).await.expect(201);
    app.seal().await;
    app.seal().await;
    let told = items(&app, "privacy_officer", EVENTS).await;
    let shown: Vec<_> = told
        .iter()
        .map(|it| {
            (
                it["kind"].as_str().unwrap(),
                it["user_name"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("rights_changed", "Person operator"),
            ("access_grant_taken", "Person colleague"),
            ("forbidden", "Person operator"),
            ("refresh_token_reused", "Person operator"),
            ("sign_in_refused", "Person operator"),
        ]
    );
    let one = items(&app, "auditor", &format!("{EVENTS}?kind=forbidden")).await;
    assert_eq!(one.len(), 1);
    assert!(
        items(&app, "other_privacy_officer", EVENTS)
            .await
            .is_empty()
    );
    app.get("supervisor", EVENTS).await.expect(403);
}

#[actix_web::test]
async fn who_reads_of_many_people_in_an_hour_is_told_to_the_privacy_officer_once() {
    let mut settings = settings();
    settings.activity_log.people_an_hour = 2;
    let app = TestApp::with(settings).await;
    let cases: Vec<_> = (0..3).map(|_| app.case("investigation").case).collect();
    let sealer = Sealer::new(&app.service);
    let read = async |case: &String| {
        app.get("operator", &format!("/v1/cases/{case}"))
            .await
            .expect(200);
    };
    // Two people, one of them thrice, and a list of all.
    for case in [&cases[0], &cases[0], &cases[0], &cases[1]] {
        read(case).await;
    }
    app.get("operator", "/v1/cases").await.expect(200);
    assert_eq!(sealer.look_for_bulk_reading().await.unwrap(), 0);
    read(&cases[2]).await;
    assert_eq!(sealer.look_for_bulk_reading().await.unwrap(), 1);
    assert_eq!(sealer.look_for_bulk_reading().await.unwrap(), 0);
    let events = items(&app, "privacy_officer", EVENTS).await;
    assert_eq!(events[0]["kind"], "bulk_reading");
    assert_eq!(events[0]["user_id"], app.user("operator"));
    let mails = "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'bulk_reading' \
        AND recipient = 'privacy_officer@example.org' AND link = '/v1/security-events'";
    assert_eq!(app.database.count(mails), 1);
    let all = "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'bulk_reading'";
    assert_eq!(app.database.count(all), 1);
    app.advance(TimeDelta::minutes(61));
    assert_eq!(sealer.look_for_bulk_reading().await.unwrap(), 0);
    for case in &cases {
        read(case).await;
    }
    assert_eq!(sealer.look_for_bulk_reading().await.unwrap(), 1);
}

#[actix_web::test]
async fn what_is_done_for_one_organisation_is_no_event_of_the_users_other_one() {
    let app = TestApp::new().await;
    let roles = format!("/v1/users/{}/memberships", app.user("operator"));
    let role = json!({ "organisation_id": app.organisation("other_centre"), "role": "operator" });
    let given = app.post("admin", &roles, role).await.expect(201);
    let wrong = json!({ "email": "operator@example.org", "password": "not the right words" });
    let refused = || request("POST", "/v1/sign-ins").json(wrong.clone());
    app.get("operator", ENTRIES).await.expect(403);
    app.send(refused()).await.expect(401);
    app.seal().await;
    app.delete("admin", &format!("{roles}/{}", given.id()))
        .await
        .expect(204);
    app.send(refused()).await.expect(401);
    app.seal().await;
    let told = async |who: &str| -> Vec<String> {
        let events = items(&app, who, EVENTS).await;
        let kinds = events.iter().map(|it| it["kind"].as_str().unwrap());
        kinds.map(str::to_owned).collect()
    };
    let (given, refused) = ("rights_changed", "sign_in_refused");
    let own = [refused, given, refused, "forbidden", given];
    assert_eq!(told("privacy_officer").await, own);
    assert_eq!(told("other_privacy_officer").await, [given, refused, given]);
}
