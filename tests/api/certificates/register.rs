//! What an organisation issued: the list by which a key that fell is cleaned up.

use serde_json::json;

use super::{certificate, text};
use crate::credentials::{competences, rotate};
use crate::support::{Answer, TestApp};

async fn listed(app: &TestApp, what: &str, query: &str) -> Answer {
    let centre = app.organisation("centre");
    let url = format!("/v1/organisations/{centre}/{what}?{query}");
    app.get("supervisor", &url).await.expect(200)
}

fn ids(answer: &Answer) -> Vec<&str> {
    let items = answer.body["items"].as_array().unwrap().iter();
    items.map(|it| it["id"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn what_a_fallen_key_signed_is_found_and_replaced_one_by_one() {
    let app = TestApp::new().await;
    let mut old = Vec::new();
    for _ in 0..3 {
        old.push(certificate(&app).await.1);
    }
    let attested = competences::attest(&app, &text(&old[0], "case_id")).await;
    let key = text(&old[0], "issuer_key_id");
    assert_eq!(old[0].body["key_stands"], true);
    assert_eq!(attested.body["issuer_key_id"], key.as_str());
    assert_eq!(attested.body["key_stands"], true);

    rotate(&app, json!({ "algorithm": "EdDSA", "compromised": true })).await;
    let (_, new) = certificate(&app).await;
    let fallen = listed(&app, "certificates", "key_stands=false&status=valid").await;
    assert_eq!(ids(&fallen), [old[2].id(), old[1].id(), old[0].id()]);
    for item in fallen.body["items"].as_array().unwrap() {
        assert_eq!(item["key_stands"], false);
    }
    let by_key = format!("issuer_key_id={key}");
    assert_eq!(ids(&listed(&app, "certificates", &by_key).await).len(), 3);
    let stands = listed(&app, "certificates", "key_stands=true").await;
    assert_eq!(ids(&stands), [new.id()]);
    let credentials = listed(&app, "competence-credentials", "key_stands=false").await;
    assert_eq!(ids(&credentials), [attested.id()]);
    let of_case = format!("/v1/cases/{}", text(&old[0], "case_id"));
    for list in ["certificates", "competence-credentials"] {
        let list = app.get("operator", &format!("{of_case}/{list}")).await;
        assert_eq!(list.expect(200).body["items"][0]["key_stands"], false);
    }

    for (index, id) in ids(&fallen).into_iter().enumerate() {
        let reason = json!({ "reason": "The key was stolen" });
        let url = format!("/v1/certificates/{id}/replacement");
        app.post("supervisor", &url, reason).await.expect(201);
        let left = listed(&app, "certificates", "key_stands=false&status=valid").await;
        assert_eq!(ids(&left).len(), 2 - index);
    }
    let before = listed(&app, "certificates", "status=replaced").await;
    assert_eq!(ids(&before).len(), 3);
}

#[actix_web::test]
async fn a_certificate_from_before_credentials_has_no_key() {
    let app = TestApp::new().await;
    let (url, _) = certificate(&app).await;
    app.database.execute("DELETE FROM credentials");
    let read = app.get("supervisor", &url).await.expect(200);
    assert!(read.body["issuer_key_id"].is_null() && read.body["key_stands"].is_null());
    assert_eq!(ids(&listed(&app, "certificates", "").await).len(), 1);
    for stands in ["true", "false"] {
        let none = listed(&app, "certificates", &format!("key_stands={stands}")).await;
        assert_eq!(ids(&none), [""; 0]);
    }
}

#[actix_web::test]
async fn a_year_is_one_in_italy_and_pages_go_on() {
    let app = TestApp::new().await;
    for _ in 0..3 {
        let (_, certificate) = certificate(&app).await;
        competences::attest(&app, &text(&certificate, "case_id")).await;
    }
    for table in ["certificates", "competence_credentials"] {
        // Half an hour into the new year in Genoa, and half an hour before.
        app.database.execute(&format!(
            "UPDATE {table} SET issued_at = '2025-12-31 22:30:00' WHERE id = (SELECT MIN(id) FROM {table}); \
             UPDATE {table} SET issued_at = '2025-12-31 23:30:00' WHERE id = (SELECT MAX(id) FROM {table})"
        ));
    }
    for list in ["certificates", "competence-credentials"] {
        for (year, count) in [(2025, 1), (2026, 2), (2024, 0)] {
            let found = listed(&app, list, &format!("year={year}")).await;
            assert_eq!(ids(&found).len(), count, "{list} {year}");
        }
        let mut page = listed(&app, list, "status=valid&limit=2").await;
        assert_eq!(ids(&page).len(), 2);
        let next = page.body["_links"]["next"].as_str().unwrap().to_owned();
        let foreign = next.replace("status=valid", "year=2026");
        app.get("supervisor", &foreign).await.expect(400);
        page = app.get("supervisor", &next).await.expect(200);
        assert_eq!(ids(&page).len(), 1);
        assert_eq!(page.body["_links"], json!({}));
        let centre = app.organisation("centre");
        for wrong in [
            "year=999999",
            "status=lost",
            "key_stands=perhaps",
            "issuer_key_id=1",
        ] {
            let url = format!("/v1/organisations/{centre}/{list}?{wrong}");
            app.get("supervisor", &url).await.expect(400);
        }
    }
}

#[actix_web::test]
async fn only_supervisors_read_their_own_register_and_the_log_names_the_cases() {
    let app = TestApp::new().await;
    let (_, certificate) = certificate(&app).await;
    let case = text(&certificate, "case_id");
    competences::attest(&app, &case).await;
    let centre = app.organisation("centre");
    for (list, operation) in [
        ("certificates", "list_issued_certificates"),
        (
            "competence-credentials",
            "list_issued_competence_credentials",
        ),
    ] {
        let url = format!("/v1/organisations/{centre}/{list}");
        for who in ["operator", "admin", "other_supervisor", "auditor"] {
            app.get(who, &url).await.expect(403);
        }
        app.get("second_supervisor", &url).await.expect(200);
        let named = format!(
            "SELECT COUNT(*) FROM activity_log_records JOIN activity_log ON id = entry_id \
             WHERE operation = '{operation}' AND outcome = 'done' AND parent_id = '{case}'"
        );
        assert_eq!(app.database.count(&named), 1);
    }
}
