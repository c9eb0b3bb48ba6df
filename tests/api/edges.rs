//! What stands around every operation: headers, origins, spellings of an address.

use bilancio::config::{Overrides, Settings};
use serde_json::json;

use crate::support::{TestApp, request, settings};

#[test]
fn an_address_that_no_certificate_may_name_is_refused_at_the_start() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let read = |address: &str| {
        std::fs::write(file.path(), format!("public_url = {address:?}\n")).unwrap();
        Settings::read(Some(file.path()), &Overrides::default())
    };
    for address in ["bilancio.example", "http://bilancio.example"] {
        assert!(read(address).unwrap_err().contains("\"public_url\""));
    }
    for address in ["https://bilancio.example", "http://127.0.0.1:9000"] {
        assert_eq!(read(address).unwrap().public_url, address);
    }
}

#[actix_web::test]
async fn every_answer_has_the_headers_that_keep_it_private() {
    let app = TestApp::new().await;
    let token = app.token("operator").await;
    let case = app.case("opened").case;
    let calls = [
        (200, request("GET", "/v1/me").by(&token)),
        (200, request("GET", "/health/live")),
        (401, request("GET", "/v1/me")),
        (404, request("GET", "/v1/nothing").by(&token)),
        (
            404,
            request("GET", &format!("/v1/cases/{}", uuid::Uuid::nil())).by(&token),
        ),
        (405, request("DELETE", "/v1/me").by(&token)),
        (409, {
            let body = json!({ "event": "conclude" });
            request("POST", &format!("/v1/cases/{case}/transitions"))
                .by(&token)
                .json(body)
        }),
        (
            415,
            request("POST", "/v1/cases")
                .by(&token)
                .body("text/plain", "x"),
        ),
        (
            422,
            request("POST", "/v1/cases")
                .by(&token)
                .json(json!({ "x": 1 })),
        ),
        (428, {
            let body = json!({ "needs_analysis": "x" });
            request("PATCH", &format!("/v1/cases/{case}"))
                .by(&token)
                .merge_patch(body)
        }),
    ];
    for (status, call) in calls {
        let answer = app.send(call).await.expect(status);
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            (
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'",
            ),
            ("referrer-policy", "no-referrer"),
            (
                "strict-transport-security",
                "max-age=31536000; includeSubDomains",
            ),
        ] {
            assert_eq!(answer.header(name), value, "{status} {name}");
        }
        assert!(answer.headers.get("server").is_none(), "{status}");
    }
}

#[actix_web::test]
async fn only_listed_origins_may_read_answers() {
    let mut listed = settings();
    listed.cors_origins = vec!["https://app.example".to_owned()];
    let app = TestApp::with(listed).await;
    for (origin, allowed) in [
        ("https://app.example", true),
        ("https://evil.example", false),
        ("https://app.example.evil.example", false),
        ("http://app.example", false),
        ("null", false),
    ] {
        let answer = app
            .send(request("GET", "/health/live").header("origin", origin))
            .await
            .expect(200);
        let named = answer.headers.get("access-control-allow-origin");
        assert_eq!(named.is_some(), allowed, "{origin}");
        if allowed {
            assert_eq!(answer.header("access-control-allow-origin"), origin);
        }
        assert!(answer.header("vary").to_lowercase().contains("origin"));
    }
}

#[actix_web::test]
async fn an_address_spelt_otherwise_opens_no_door() {
    let app = TestApp::new().await;
    let token = app.token("officer").await;
    let plain = app
        .send(request("GET", "/v1/cases").by(&token))
        .await
        .status;
    assert_eq!(plain, 403);
    for path in [
        "//v1/cases",
        "/v1//cases",
        "/v1/cases/",
        "/v1/%63ases",
        "/v1/..;/v1/cases",
        "/v1/%2e%2e/v1/cases",
        "/v1/./cases",
        "/v1/cases;a=1",
        "/V1/cases",
    ] {
        let status = app.send(request("GET", path).by(&token)).await.status;
        assert!([403, 404].contains(&status), "{path}: {status}");
        let status = app.send(request("GET", path)).await.status;
        assert!([401, 404].contains(&status), "{path}: {status}");
    }
}
