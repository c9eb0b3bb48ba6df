//! What a request is told when the database does not do its part: the truth.

use serde_json::json;

use crate::support::TestApp;

#[actix_web::test]
async fn a_locked_database_is_503_and_nothing_is_changed() {
    let app = TestApp::new().await;
    app.token("admin").await;
    let lock = app.database.lock("organisations");
    let body = json!({ "name": "New", "kind": "association", "municipality": "Genova" });
    let refused = app
        .post("admin", "/v1/organisations", body.clone())
        .await
        .expect(503);
    assert_eq!(refused.header("retry-after"), "2");
    drop(lock);
    assert_eq!(
        app.database
            .count("SELECT COUNT(*) FROM organisations WHERE name = 'New'"),
        0
    );
    app.post("admin", "/v1/organisations", body)
        .await
        .expect(201);
}

#[actix_web::test]
async fn what_cannot_be_logged_does_not_happen_and_is_not_shown() {
    let app = TestApp::new().await;
    app.token("admin").await;
    app.database
        .execute("ALTER TABLE activity_log RENAME TO activity_log_away");
    let url = format!("/v1/organisations/{}", app.organisation("cpi"));
    let read = app.get("admin", &url).await.expect(503);
    assert_eq!(read.body["code"], "log_unavailable");
    app.patch("admin", &url, "\"v1\"", json!({ "name": "Other" }))
        .await
        .expect(503);
    app.database
        .execute("ALTER TABLE activity_log_away RENAME TO activity_log");
    let read = app.get("admin", &url).await.expect(200);
    assert_eq!(read.body["name"], "The cpi");
    assert_eq!(read.header("etag"), "\"v1\"");
}
