//! Entitlements: recorded by administrators, read by those who attest.

use serde_json::{Value, json};

use crate::support::TestApp;

fn entitlement() -> Value {
    json!({
        "legal_reference": "Decreto 522/2018", "public_holder": "Regione Liguria",
        "levels": ["third_party", "second_party"], "valid_from": "2026-01-01",
    })
}

#[actix_web::test]
async fn an_entitlement_reads_back_and_ends_when_the_holder_takes_it_back() {
    let app = TestApp::new().await;
    let centre = app.organisation("centre");
    let list = format!("/v1/organisations/{centre}/entitlements");
    let recorded = app.post("admin", &list, entitlement()).await.expect(201);
    let url = recorded.header("location").to_owned();
    let read = app.get("supervisor", &url).await.expect(200);
    assert_eq!(read.body, recorded.body);
    assert_eq!(read.body["levels"], json!(["second_party", "third_party"]));
    assert!(read.body["valid_to"].is_null());
    let end = json!({ "valid_to": "2026-06-30" });
    let changed = app.patch("admin", &url, "\"v1\"", end.clone()).await;
    assert_eq!(changed.expect(200).body["valid_to"], "2026-06-30");
    let stale = app.patch("admin", &url, "\"v1\"", end).await.expect(412);
    assert_eq!(stale.header("etag"), "\"v2\"");
    let nothing = app.patch("admin", &url, "\"v2\"", json!({})).await;
    assert_eq!(nothing.expect(200).body["valid_to"], "2026-06-30");
    let before = json!({ "valid_to": "2025-12-31" });
    let refused = app.patch("admin", &url, "\"v3\"", before).await.expect(422);
    assert_eq!(refused.errors(), ["/valid_to before_start"]);
    let open = json!({ "valid_to": null });
    let opened = app.patch("admin", &url, "\"v3\"", open).await.expect(200);
    assert!(opened.body["valid_to"].is_null());
    let id = url.rsplit('/').next().unwrap();
    for (action, times) in [("create", 1), ("update", 3)] {
        let named = format!(
            "SELECT COUNT(*) FROM activity_log_records WHERE action = '{action}' \
             AND parent = 'entitlement' AND parent_id = '{id}'"
        );
        assert_eq!(app.database.count(&named), times, "{action}");
    }
    let listed = app.get("second_supervisor", &list).await.expect(200);
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 1);
    for who in ["operator", "other_supervisor", "auditor", "reception"] {
        app.get(who, &list).await.expect(403);
        app.get(who, &url).await.expect(403);
        app.post(who, &list, entitlement()).await.expect(403);
    }
}

#[actix_web::test]
async fn an_entitlement_says_to_what_and_from_when() {
    let app = TestApp::new().await;
    let list = format!(
        "/v1/organisations/{}/entitlements",
        app.organisation("centre")
    );
    for (field, value, error) in [
        ("levels", json!([]), "/levels out_of_range"),
        (
            "levels",
            json!(["second_party", "second_party"]),
            "/levels out_of_range",
        ),
        ("levels", json!(["first_party"]), "/levels/0 wrong_type"),
        ("valid_to", json!("2025-12-31"), "/valid_to before_start"),
        ("legal_reference", json!(" "), "/legal_reference text_empty"),
        ("public_holder", json!(""), "/public_holder text_empty"),
    ] {
        let mut body = entitlement();
        body[field] = value;
        let refused = app.post("admin", &list, body).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
}
