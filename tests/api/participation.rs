use serde_json::{Value, json};

use crate::support::{CaseIds, TestApp};

fn notice(app: &TestApp) -> Value {
    json!({
        "text_version": "2026-01", "text_language": "it", "explained_in": "fr",
        "interpreter": "staff_mediator", "delivered_on": app.day(0),
    })
}

fn agreement(app: &TestApp) -> Value {
    json!({
        "text_version": "2026-01", "text_language": "en", "explained_in": "fr",
        "interpreter": "none", "rhythm": "Two meetings a week, in the morning",
        "signed_on": app.day(0),
    })
}

fn set_birth(app: &TestApp, ids: &CaseIds, day: &str, precision: &str) {
    app.database.execute(&format!(
        "UPDATE beneficiaries SET birth_on = '{day}', birth_precision = '{precision}' \
         WHERE id = '{}'",
        ids.beneficiary
    ));
}

#[actix_web::test]
async fn a_delivered_notice_and_a_signed_agreement_are_recorded() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("opened").case);
    for (name, body) in [
        ("privacy-notices", notice(&app)),
        ("participation-agreements", agreement(&app)),
    ] {
        let url = format!("{case}/{name}");
        let recorded = app.post("operator", &url, body.clone()).await.expect(201);
        for (field, value) in body.as_object().unwrap() {
            assert_eq!(&recorded.body[field], value);
        }
        assert_eq!(recorded.body["recorded_by"], app.user("operator"));
        let listed = app.get("supervisor", &url).await.expect(200);
        assert_eq!(listed.body["items"], json!([recorded.body]));
        for who in ["colleague", "other_operator", "reception", "admin"] {
            app.get(who, &url).await.expect(404);
            app.post(who, &url, body.clone()).await.expect(404);
        }
    }
}

#[actix_web::test]
async fn who_needs_an_interpreter_has_one_or_hears_their_own_language() {
    let app = TestApp::new().await;
    let ids = app.case("opened");
    app.database.execute(&format!(
        "UPDATE beneficiaries SET interpreter_needed = true WHERE id = '{}'",
        ids.beneficiary
    ));
    let url = format!("/v1/cases/{}/privacy-notices", ids.case);
    let mut body = notice(&app);
    body["interpreter"] = json!("none");
    app.post("operator", &url, body.clone()).await.expect(201);
    body["explained_in"] = json!("it");
    let refused = app.post("operator", &url, body.clone()).await.expect(422);
    assert_eq!(refused.errors(), ["/interpreter interpreter_needed"]);
    body["interpreter"] = json!("external");
    app.post("operator", &url, body).await.expect(201);
}

#[actix_web::test]
async fn who_may_be_a_minor_signs_with_a_guardian() {
    let app = TestApp::new().await;
    let ids = app.case("preliminary");
    let url = format!("/v1/cases/{}/participation-agreements", ids.case);
    // Eighteen years old only if born before March: in doubt a minor.
    set_birth(&app, &ids, "2008-01-01", "year");
    let refused = app
        .post("operator", &url, agreement(&app))
        .await
        .expect(422);
    assert_eq!(refused.errors(), ["/guardian_signed_on guardian_needed"]);
    let mut with_guardian = agreement(&app);
    with_guardian["guardian_signed_on"] = json!(app.day(-1));
    app.post("operator", &url, with_guardian).await.expect(201);
    set_birth(&app, &ids, "2008-03-02", "day");
    app.post("operator", &url, agreement(&app))
        .await
        .expect(201);
    let mut day_before = agreement(&app);
    day_before["signed_on"] = json!(app.day(-1));
    app.post("operator", &url, day_before).await.expect(422);
}

#[actix_web::test]
async fn an_ended_case_takes_no_records_and_bad_input_is_refused() {
    let app = TestApp::new().await;
    let ended = app.case("withdrawn").case;
    for (name, body) in [
        ("privacy-notices", notice(&app)),
        ("participation-agreements", agreement(&app)),
    ] {
        let url = format!("/v1/cases/{ended}/{name}");
        let refused = app.post("operator", &url, body).await.expect(409);
        assert_eq!(refused.body["code"], "case_ended");
    }
    let url = format!(
        "/v1/cases/{}/participation-agreements",
        app.case("opened").case
    );
    for (field, value, error) in [
        (
            "text_language",
            json!("ar"),
            "/text_language text_not_reviewed",
        ),
        ("text_language", json!("IT"), "/text_language unknown_code"),
        (
            "explained_in",
            json!("français"),
            "/explained_in unknown_code",
        ),
        ("text_version", json!(" "), "/text_version text_empty"),
        ("interpreter", json!("neighbour"), "/interpreter wrong_type"),
        ("rhythm", json!("x".repeat(501)), "/rhythm text_too_long"),
        ("signed_on", json!(app.day(1)), "/signed_on in_the_future"),
        ("signed_on", json!("1899-12-31"), "/signed_on out_of_range"),
        (
            "guardian_signed_on",
            json!(app.day(1)),
            "/guardian_signed_on in_the_future",
        ),
        ("citizenship", json!("GN"), "/citizenship unknown_property"),
    ] {
        let mut body = agreement(&app);
        body["guardian_signed_on"] = json!(app.day(0));
        body[field] = value;
        let refused = app.post("operator", &url, body).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
}
