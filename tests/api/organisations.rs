use serde_json::json;

use crate::support::{TestApp, request};

#[actix_web::test]
async fn an_organisation_reads_back_and_changes_by_merge_patch() {
    let app = TestApp::new().await;
    let body = json!({
        "name": "Sportello Migranti", "kind": "association", "municipality": "Savona",
        "email": "desk@example.org",
    });
    let added = app
        .post("admin", "/v1/organisations", body)
        .await
        .expect(201);
    let url = added.header("location").to_owned();
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body, added.body);
    assert_eq!(read.header("etag"), "\"v1\"");

    let patch = json!({ "name": "Sportello", "email": null });
    let patched = app
        .patch("admin", &url, "\"v1\"", patch.clone())
        .await
        .expect(200);
    assert_eq!(patched.body["name"], "Sportello");
    assert!(patched.body["email"].is_null());
    assert_eq!(patched.header("etag"), "\"v2\"");

    let stale = app
        .patch("admin", &url, "\"v1\"", patch.clone())
        .await
        .expect(412);
    assert_eq!(stale.header("etag"), "\"v2\"");
    let token = app.token("admin").await;
    let without = request("PATCH", &url).by(&token).merge_patch(patch.clone());
    app.send(without).await.expect(428);
    let as_json = request("PATCH", &url)
        .by(&token)
        .json(patch)
        .header("if-match", "\"v2\"");
    app.send(as_json).await.expect(415);
}

#[actix_web::test]
async fn a_list_goes_on_by_cursors_that_belong_to_it() {
    let app = TestApp::new().await;
    let mut url = "/v1/organisations?limit=3".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = app.get("operator", &url).await.expect(200);
        let items = page.body["items"].as_array().unwrap();
        seen.extend(
            items
                .iter()
                .map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        match page.body["_links"]["next"].as_str() {
            Some(next) => url = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen.len(), 7);
    seen.dedup();
    assert_eq!(seen.len(), 7);

    let first = app.get("operator", "/v1/organisations?limit=3").await;
    let next = first.body["_links"]["next"].as_str().unwrap().to_owned();
    let foreign = format!("{next}&kind=job_centre");
    assert_eq!(
        app.get("operator", &foreign).await.expect(400).body["code"],
        "cursor_not_valid"
    );
    for bad in [
        "limit=0",
        "limit=101",
        "limit=x",
        "offset=3",
        "limit=1&limit=2",
        "cursor=AAAA",
    ] {
        app.get("operator", &format!("/v1/organisations?{bad}"))
            .await
            .expect(400);
    }
}

#[actix_web::test]
async fn an_agreement_cannot_end_before_it_begins() {
    let app = TestApp::new().await;
    let url = format!(
        "/v1/organisations/{}/agreements",
        app.organisation("centre")
    );
    let body = json!({
        "partner_id": app.organisation("cas"), "kind": "protocol", "title": "Protocollo d'intesa",
        "signed_on": app.day(1), "valid_from": app.day(0), "valid_to": app.day(-1),
    });
    let refused = app.post("admin", &url, body.clone()).await.expect(422);
    assert_eq!(
        refused.errors(),
        ["/valid_to before_start", "/signed_on in_the_future"]
    );
    let mut good = body;
    good["signed_on"] = json!(app.day(-10));
    good["valid_to"] = json!(app.day(365));
    app.post("admin", &url, good).await.expect(201);
    let listed = app.get("supervisor", &url).await.expect(200);
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 1);
    // Organisations are known to all; their agreements are not.
    app.get("other_supervisor", &url).await.expect(403);
}
