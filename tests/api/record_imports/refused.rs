//! Files that are not taken, and who takes none.

use std::io::{Cursor, Write};

use bilancio::record_imports::service::MOST_OPEN;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{CSV, XLSX, apply, many, preview, preview_of};
use crate::support::{TestApp, request};

fn bomb() -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"] {
        archive
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(&vec![b' '; 10 * 1024 * 1024]).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[actix_web::test]
async fn files_that_are_broken_too_large_or_something_else_are_refused_and_not_kept() {
    let app = TestApp::new().await;
    for (media_type, bytes, status, error) in [
        ("application/pdf", b"%PDF-1.7".to_vec(), 415, ""),
        ("application/json", b"{}".to_vec(), 415, ""),
        (CSV, vec![b'x'; 5 * 1024 * 1024 + 1], 413, ""),
        (CSV, Vec::new(), 422, " no_lines"),
        (CSV, b"given_name\n".to_vec(), 422, ""),
        (CSV, b"given_name\nJos\xe9\n".to_vec(), 422, " csv_not_utf8"),
        (CSV, b"PK\x03\x04".to_vec(), 422, " file_of_another_type"),
        (CSV, many(2001).into_bytes(), 422, " too_many_lines"),
        (
            XLSX,
            b"given_name\nAmina\n".to_vec(),
            422,
            " file_of_another_type",
        ),
        (
            XLSX,
            b"PK\x03\x04 and nothing".to_vec(),
            422,
            " file_damaged",
        ),
        (XLSX, bomb(), 422, " file_unpacks_too_large"),
    ] {
        let refused = preview(&app, "operator", media_type, bytes)
            .await
            .expect(status);
        if !error.is_empty() {
            assert_eq!(refused.errors(), [error]);
        }
    }
    let refused = preview_of(&app, "operator", "?kind=people", XLSX, bomb())
        .await
        .expect(422);
    assert_eq!(refused.errors(), ["/kind not_in_this_form"]);
    preview_of(&app, "operator", "?kind=cases", CSV, many(1))
        .await
        .expect(400);
    assert_eq!(app.database.count("SELECT COUNT(*) FROM record_imports"), 0);
}

#[actix_web::test]
async fn what_was_read_of_a_file_is_its_senders_alone() {
    let app = TestApp::new().await;
    let shown = preview(&app, "operator", CSV, many(1)).await.expect(201);
    let url = format!("/v1/imports/{}", shown.id());
    for who in [
        "colleague",
        "supervisor",
        "other_operator",
        "other_supervisor",
    ] {
        app.get(who, &url).await.expect(404);
        apply(&app, who, &shown, json!({})).await.expect(404);
        let call = request("DELETE", &url).by(&app.token(who).await);
        app.send(call.header("if-match", "\"v1\""))
            .await
            .expect(404);
    }
    for who in [
        "reception",
        "mediator",
        "analyst",
        "officer",
        "auditor",
        "admin",
    ] {
        preview(&app, who, CSV, many(1)).await.expect(403);
        app.get(who, "/v1/imports/template").await.expect(403);
    }
    let token = app.token("operator").await;
    let call = || {
        request("POST", &format!("{url}/apply"))
            .by(&token)
            .json(json!({}))
    };
    app.send(call()).await.expect(428);
    app.send(call().header("if-match", "\"v2\""))
        .await
        .expect(412);
    app.send(request("DELETE", &url).by(&token))
        .await
        .expect(428);
    let discard = |tag: &str| request("DELETE", &url).by(&token).header("if-match", tag);
    app.send(discard("\"v2\"")).await.expect(412);
    app.send(discard("\"v1\"")).await.expect(204);
    app.get("operator", &url).await.expect(404);
}

#[actix_web::test]
async fn nobody_has_more_than_some_imports_under_way() {
    let app = TestApp::new().await;
    for _ in 0..MOST_OPEN {
        preview(&app, "operator", CSV, many(1)).await.expect(201);
    }
    let refused = preview(&app, "operator", CSV, many(1)).await.expect(409);
    assert_eq!(refused.body["code"], "too_many_imports");
    preview(&app, "colleague", CSV, many(1)).await.expect(201);
}
