//! Reading with a reason what is out of reach.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{TestApp, queries};

const GRANTS: &str = "/v1/access-grants";

fn grant(scope: &str, reason: &str) -> Value {
    json!({ "scope": scope, "reason_code": "substitution", "reason": reason })
}

/// A case that "colleague" does not work on, and their grant to open it.
async fn opened(app: &TestApp) -> (String, String) {
    let case = app.case("investigation").case;
    let url = format!("/v1/cases/{case}/access-grants");
    let taken = app
        .post("colleague", &url, grant("record", "Carla is ill"))
        .await
        .expect(201);
    (case, taken.id())
}

#[actix_web::test]
async fn an_operator_opens_a_record_of_the_centre_for_reading_and_for_a_day() {
    let app = TestApp::new().await;
    let ids = app.case("investigation");
    let case = format!("/v1/cases/{}", ids.case);
    let person = format!("/v1/beneficiaries/{}", ids.beneficiary);
    let readable = [
        case.clone(),
        format!("{case}/overview"),
        format!("{case}/sessions"),
        format!("{case}/competences"),
        format!("{case}/documents"),
        person.clone(),
        format!("{person}/identifiers"),
    ];
    for url in &readable {
        app.get("colleague", url).await.expect(404);
    }
    let grants = format!("{case}/access-grants");
    app.post("colleague", &grants, grant("record", "Carla is ill"))
        .await
        .expect(201);
    for url in &readable {
        app.get("colleague", url).await.expect(200);
    }
    // It puts nothing on a list, and opens nothing for writing.
    let mine = app.get("colleague", "/v1/cases").await.expect(200);
    assert_eq!(mine.body["items"], json!([]));
    let patch = json!({ "needs_analysis": "x" });
    app.patch("colleague", &case, "\"v1\"", patch)
        .await
        .expect(403);
    let step = json!({ "kind": "other", "description": "x" });
    app.post("colleague", &format!("{case}/next-steps"), step)
        .await
        .expect(403);
    // Nor for anybody else, nor anybody else's.
    app.get("other_operator", &case).await.expect(404);
    let other = app.case("investigation").case;
    let other = format!("/v1/cases/{other}");
    app.get("colleague", &other).await.expect(404);
    app.advance(TimeDelta::hours(24));
    for url in &readable {
        app.get("colleague", url).await.expect(404);
    }
}

#[actix_web::test]
async fn who_looks_for_a_person_finds_the_case_to_take_a_grant_for() {
    queries::watch();
    let app = TestApp::new().await;
    let ids = app.case("investigation");
    app.database.execute(&format!(
        "UPDATE beneficiaries SET person_code = 'Z1' WHERE id = '{}'",
        ids.beneficiary
    ));
    let search = async |who: &str| {
        let term = json!({ "person_code": "Z1" });
        let found = app.post(who, "/v1/beneficiary-searches", term).await;
        found.expect(200).body["items"].clone()
    };
    app.token("colleague").await;
    queries::take(&app.database.target);
    let found = search("colleague").await;
    let queries = queries::take(&app.database.target);
    assert!(queries.len() <= 5, "{queries:#?}");
    assert_eq!(found[0]["case_ids"], json!([ids.case]));
    assert_eq!(search("other_operator").await, json!([]));
}

#[actix_web::test]
async fn every_reading_under_a_grant_is_in_the_log_with_its_reason() {
    let app = TestApp::new().await;
    let (case, id) = opened(&app).await;
    let url = format!("/v1/cases/{case}/sessions");
    app.get("colleague", &url).await.expect(200);
    let logged = format!(
        "SELECT COUNT(*) FROM activity_log JOIN activity_log_records ON entry_id = id \
         WHERE operation = 'list_sessions' AND outcome = 'done' AND reason_code = 'substitution' \
         AND parent = 'access_grant' AND parent_id = '{id}'"
    );
    assert_eq!(app.database.count(&logged), 1);
    // Who leads the case reads it for no further reason.
    app.get("operator", &url).await.expect(200);
    let plain = "SELECT COUNT(*) FROM activity_log WHERE operation = 'list_sessions' \
        AND outcome = 'done' AND reason_code IS NULL";
    assert_eq!(app.database.count(plain), 1);
}

#[actix_web::test]
async fn the_privacy_officer_is_told_at_once_and_with_no_word_of_it() {
    let app = TestApp::new().await;
    let (_, id) = opened(&app).await;
    let told = format!(
        "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'access_granted' \
         AND recipient = 'privacy_officer@example.org' AND link = '{GRANTS}/{id}'"
    );
    assert_eq!(app.database.count(&told), 1);
    let all = "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'access_granted'";
    assert_eq!(app.database.count(all), 1);
    let url = format!("{GRANTS}/{id}");
    let read = app.get("privacy_officer", &url).await.expect(200);
    assert_eq!(read.body["reason"], "Carla is ill");
    assert_eq!(read.body["taken_by"], "Person colleague");
    for who in ["other_privacy_officer", "other_supervisor", "operator"] {
        app.get(who, &url).await.expect(404);
    }
    for who in ["auditor", "analyst", "mediator", "admin", "reception"] {
        app.get(who, &url).await.expect(404);
        app.get(who, GRANTS).await.expect(403);
    }
}

#[actix_web::test]
async fn a_stated_reason_is_sealed_and_goes_with_the_person() {
    let app = TestApp::new().await;
    let (_, id) = opened(&app).await;
    let plain = "SELECT COUNT(*) FROM access_grants WHERE reason <> '' \
        OR sealed_reason LIKE '%Carla%'";
    assert_eq!(app.database.count(plain), 0);
    app.database.execute("DELETE FROM data_keys");
    let url = format!("{GRANTS}/{id}");
    let read = app.get("privacy_officer", &url).await.expect(200);
    assert_eq!(read.body["reason"], Value::Null);
    assert_eq!(read.body["reason_code"], "substitution");
}

#[actix_web::test]
async fn a_grant_is_listed_to_its_taker_and_to_who_watches_and_ends_when_they_say() {
    let app = TestApp::new().await;
    let (case, id) = opened(&app).await;
    let listed = async |who: &str, url: &str| {
        let list = app.get(who, url).await.expect(200).body;
        list["items"].as_array().unwrap().len()
    };
    for who in ["colleague", "supervisor", "privacy_officer"] {
        assert_eq!(listed(who, GRANTS).await, 1, "{who}");
    }
    for who in ["operator", "other_supervisor", "other_privacy_officer"] {
        assert_eq!(listed(who, GRANTS).await, 0, "{who}");
    }
    let end = format!("{GRANTS}/{id}/revocation");
    app.post("operator", &end, json!({})).await.expect(404);
    let ended = app.post("privacy_officer", &end, json!({})).await;
    let ended = ended.expect(201).body;
    assert_eq!(ended["revoked_by"], app.user("privacy_officer"));
    let url = format!("/v1/cases/{case}");
    app.get("colleague", &url).await.expect(404);
    let again = app.post("supervisor", &end, json!({})).await.expect(409);
    assert_eq!(again.body["code"], "grant_ended");
    assert_eq!(
        listed("supervisor", &format!("{GRANTS}?live=true")).await,
        0
    );
    assert_eq!(listed("supervisor", GRANTS).await, 1);
    // The taker ends their own.
    let (_, id) = opened(&app).await;
    let end = format!("{GRANTS}/{id}/revocation");
    app.post("colleague", &end, json!({})).await.expect(201);
}

#[actix_web::test]
async fn no_grant_is_taken_for_what_is_open_anyway_or_closed_for_good() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let url = format!("/v1/cases/{case}/access-grants");
    for who in ["operator", "supervisor"] {
        let refused = app.post(who, &url, grant("record", "x")).await;
        assert_eq!(refused.expect(409).body["code"], "within_reach");
    }
    for who in ["operator", "colleague"] {
        let refused = app.post(who, &url, grant("working_notes", "x")).await;
        refused.expect(403);
    }
    for who in [
        "other_operator",
        "other_supervisor",
        "reception",
        "mediator",
        "admin",
    ] {
        let refused = app.post(who, &url, grant("record", "x")).await;
        refused.expect(404);
    }
    let none = "SELECT COUNT(*) FROM access_grants";
    assert_eq!(app.database.count(none), 0);
}

#[actix_web::test]
async fn reading_under_a_grant_and_listing_grants_cost_at_most_five_queries() {
    queries::watch();
    let app = TestApp::new().await;
    let (case, id) = opened(&app).await;
    let one = cost(&app, "supervisor", GRANTS).await;
    for url in [
        format!("/v1/cases/{case}"),
        format!("/v1/cases/{case}/sessions"),
        format!("{GRANTS}/{id}"),
    ] {
        let queries = cost(&app, "colleague", &url).await;
        assert!(queries.len() <= 5, "{url}: {queries:#?}");
    }
    for _ in 0..20 {
        opened(&app).await;
    }
    assert_eq!(cost(&app, "supervisor", GRANTS).await.len(), one.len());
}

async fn cost(app: &TestApp, who: &str, url: &str) -> Vec<String> {
    app.token(who).await;
    queries::take(&app.database.target);
    app.get(who, url).await.expect(200);
    queries::take(&app.database.target)
}
