//! How the person wants to be named on a certificate.

use serde_json::{Value, json};

use super::quickly_approved_case;
use crate::support::{Answer, TestApp};

async fn issue(app: &TestApp, wish: Value) -> Answer {
    let case = quickly_approved_case(app);
    app.database.execute(
        "UPDATE beneficiaries SET birth_on = '1995-04-03', birth_precision = 'day', \
         name_original_script = 'أمينة ديالو', name_confirmed = true",
    );
    let mut body = wish;
    body["event"] = json!("issue_certificate");
    let url = format!("/v1/cases/{case}/transitions");
    app.post("supervisor", &url, body).await
}

async fn issued(app: &TestApp, wish: Value) -> Value {
    let done = issue(app, wish).await.expect(201).body;
    let id = done["certificate_id"].as_str().unwrap();
    let url = format!("/v1/certificates/{id}");
    app.get("supervisor", &url).await.expect(200).body
}

/// Whether the page of a certificate shows the birth date, the year alone, and the name in its own script.
fn shown(app: &TestApp, certificate: &Value) -> [bool; 3] {
    let document = certificate["document_id"].as_str().unwrap();
    ["\"1995-04-03\"", "\"1995\"", "ديالو"].map(|text| {
        app.database.count(&format!(
            "SELECT COUNT(*) FROM documents WHERE id = '{document}' AND content LIKE '%{text}%'"
        )) == 1
    })
}

#[actix_web::test]
async fn the_birth_date_is_shown_only_to_who_is_meant_to_see_it() {
    let app = TestApp::new().await;
    for (wish, kept, expected) in [
        (json!({}), ("none", true), [false, false, true]),
        (
            json!({ "shows_birth": "year" }),
            ("year", true),
            [false, true, true],
        ),
        (
            json!({ "shows_birth": "date", "name_in_original_script": false }),
            ("date", false),
            [true, false, false],
        ),
    ] {
        let certificate = issued(&app, wish).await;
        assert_eq!(certificate["shows_birth"], kept.0);
        assert_eq!(certificate["name_in_original_script"], kept.1);
        assert_eq!(shown(&app, &certificate), expected);
    }
    let refused = issue(&app, json!({ "shows_birth": "age" }))
        .await
        .expect(422);
    assert_eq!(refused.errors(), ["/shows_birth wrong_type"]);
    let case = quickly_approved_case(&app);
    let body = json!({ "event": "close", "shows_birth": "year", "name_in_original_script": true });
    let url = format!("/v1/cases/{case}/transitions");
    let refused = app.post("supervisor", &url, body).await.expect(422);
    assert_eq!(
        refused.errors(),
        [
            "/shows_birth not_for_this_event",
            "/name_in_original_script not_for_this_event"
        ]
    );
}

#[actix_web::test]
async fn a_replacement_keeps_the_persons_wish_or_takes_another() {
    let app = TestApp::new().await;
    let mut certificate = issued(&app, json!({ "shows_birth": "year" })).await;
    for (wish, expected) in [
        (json!({}), [false, true, true]),
        (
            json!({ "name_in_original_script": false }),
            [false, true, false],
        ),
        (json!({ "shows_birth": "none" }), [false, false, false]),
    ] {
        let mut body = wish;
        body["reason"] = json!("The person asked for it");
        let id = certificate["id"].as_str().unwrap();
        let url = format!("/v1/certificates/{id}/replacement");
        certificate = app.post("supervisor", &url, body).await.expect(201).body;
        assert_eq!(shown(&app, &certificate), expected);
    }
}

#[actix_web::test]
async fn a_statement_of_attendance_shows_no_birth_date_unasked() {
    let app = TestApp::new().await;
    let case = quickly_approved_case(&app);
    app.database
        .execute("UPDATE beneficiaries SET birth_on = '1995-04-03', birth_precision = 'day'");
    let url = format!("/v1/cases/{case}/attendance-statements");
    for (wish, expected) in [
        (json!({}), [false, false, false]),
        (json!({ "shows_birth": "date" }), [true, false, false]),
    ] {
        let stated = app.post("supervisor", &url, wish).await.expect(201);
        let document = json!({ "document_id": stated.id() });
        assert_eq!(shown(&app, &document), expected);
    }
}
