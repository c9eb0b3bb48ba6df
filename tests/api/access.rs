//! Nobody gets what the policy does not give, on any endpoint.

use bilancio::api::ENDPOINTS;
use serde_json::json;

use crate::support::{TestApp, request};

/// Endpoints that answer without a sign-in; this list may only shrink or be argued for.
const PUBLIC: &[&str] = &["sign_in", "list_public_keys", "check_certificate"];

fn any_id(path: &str) -> String {
    let none = "01900000-0000-7000-8000-000000000000";
    path.split('/')
        .map(|part| if part.starts_with('{') { none } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

#[actix_web::test]
async fn every_endpoint_that_is_not_public_refuses_a_request_without_sign_in() {
    let app = TestApp::new().await;
    for endpoint in ENDPOINTS {
        if PUBLIC.contains(&endpoint.operation) {
            continue;
        }
        let method = endpoint.method.to_uppercase();
        for token in ["", "garbage", "a.b.c"] {
            let call = request(&method, &any_id(endpoint.path))
                .by(token)
                .json(json!({}));
            let answer = app.send(call).await;
            assert_eq!(answer.status, 401, "{} {}", endpoint.method, endpoint.path);
        }
    }
}

#[actix_web::test]
async fn a_method_that_an_address_does_not_take_is_405_and_names_those_it_takes() {
    let app = TestApp::new().await;
    let answer = app
        .send(request("PUT", "/v1/organisations"))
        .await
        .expect(405);
    assert_eq!(answer.header("allow"), "POST, GET");
    app.send(request("GET", "/v1/nothing-here"))
        .await
        .expect(404);
    app.send(request("GET", "/v1/organisations/not-an-id").by(&app.token("operator").await))
        .await
        .expect(404);
}

#[actix_web::test]
async fn every_operation_leaves_one_entry_in_the_log() {
    let app = TestApp::new().await;
    let entries = || app.database.count("SELECT COUNT(*) FROM activity_log");
    app.token("operator").await;
    app.token("admin").await;
    let url = format!("/v1/organisations/{}", app.organisation("cpi"));
    for (who, status) in [("operator", 200), ("admin", 200)] {
        let before = entries();
        app.get(who, &url).await.expect(status);
        assert_eq!(entries(), before + 1);
    }
    let before = entries();
    app.patch("operator", &url, "\"v1\"", json!({ "name": "Mine" }))
        .await
        .expect(403);
    assert_eq!(entries(), before + 1);
    let refused = "SELECT COUNT(*) FROM activity_log WHERE outcome = 'refused' \
        AND operation = 'change_organisation' AND reason_code = 'forbidden'";
    assert_eq!(app.database.count(refused), 1);
    app.patch("admin", &url, "\"v1\"", json!({ "name": "Theirs" }))
        .await
        .expect(200);
    assert_eq!(entries(), before + 2);
}
