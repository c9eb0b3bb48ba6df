//! What an issuer says of itself on its certificates: the prefix of their numbers, and what the law asks for.

use serde_json::{Value, json};

use super::{certificate, issue, quickly_approved_case, text};
use crate::documents::sha256;
use crate::support::{Answer, TestApp};

async fn set(app: &TestApp, patch: Value) -> Answer {
    let centre = format!("/v1/organisations/{}", app.organisation("centre"));
    app.read_and_patch("admin", &centre, patch).await
}

#[actix_web::test]
async fn what_the_law_has_an_issuer_say_stands_on_what_is_issued_from_then_on() {
    const NOTE: &str = "Il presente certificato non può essere prodotto agli organi della pubblica \
        amministrazione o ai privati gestori di pubblici servizi.";
    let app = TestApp::new().await;
    let (url, before) = certificate(&app).await;
    let set_to = set(&app, json!({ "legal_note": NOTE })).await.expect(200);
    assert_eq!(set_to.body["legal_note"], NOTE);
    let case = quickly_approved_case(&app);
    issue(&app, "supervisor", &case).await.unwrap();
    let statements = format!("/v1/cases/{case}/attendance-statements");
    app.post("supervisor", &statements, json!({}))
        .await
        .expect(201);
    let says = |kind: &str| {
        app.database.count(&format!(
            "SELECT COUNT(*) FROM documents WHERE kind = '{kind}' \
             AND content LIKE '%\"legal_note\":{{\"it\":\"{NOTE}\",\"second\":null}}%'"
        ))
    };
    assert_eq!(says("participation_certificate"), 1);
    assert_eq!(says("attendance_statement"), 1);
    let file = app
        .get("supervisor", &format!("{url}/file"))
        .await
        .expect(200);
    let document = format!("/v1/documents/{}", text(&before, "document_id"));
    let document = app.get("supervisor", &document).await.expect(200);
    assert_eq!(document.body["file_hash"], sha256(&file.bytes));

    let long = set(&app, json!({ "legal_note": "x".repeat(601) })).await;
    assert_eq!(long.expect(422).errors(), ["/legal_note text_too_long"]);
    let none = set(&app, json!({ "legal_note": null })).await.expect(200);
    assert!(none.body["legal_note"].is_null());
}

#[actix_web::test]
async fn a_prefix_of_numbers_is_given_once() {
    let app = TestApp::new().await;
    let added = json!({ "name": "Job Centre", "kind": "job_centre", "municipality": "Savona" });
    let added = app
        .post("admin", "/v1/organisations", added)
        .await
        .expect(201);
    let url = added.header("location").to_owned();
    let give = async |prefix: Value| {
        let patch = json!({ "certificate_prefix": prefix });
        app.read_and_patch("admin", &url, patch).await
    };
    for (wrong, error) in [("jcs", "wrong_form"), ("JCG", "already_exists")] {
        let refused = give(json!(wrong)).await.expect(422);
        assert_eq!(refused.errors(), [format!("/certificate_prefix {error}")]);
    }
    let given = give(json!("JCS")).await.expect(200);
    assert_eq!(given.body["certificate_prefix"], "JCS");
    give(json!("JCS")).await.expect(200);
    for other in [json!("JCX"), Value::Null] {
        let refused = give(other).await.expect(422);
        assert_eq!(refused.errors(), ["/certificate_prefix given_once"]);
    }
    let read = app.get("admin", &url).await.expect(200);
    assert_eq!(read.body["certificate_prefix"], "JCS");
}
