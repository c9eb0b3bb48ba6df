//! The certificate as a European Digital Credential, against the shapes by a checker that others wrote.

use serde_json::{Value, json};

use super::{issued, revoke};
use crate::documents::CANARY;
use crate::profile_exports::elm::Checker;
use crate::support::TestApp;

/// The context that the document names is published elsewhere; its terms that are used, as they are there.
fn with_context(mut document: Value) -> Value {
    document["@context"] = serde_json::from_str(include_str!("edc-context.json")).unwrap();
    document
}

#[actix_web::test]
async fn what_is_uploaded_to_be_sealed_says_what_the_credential_says() {
    let app = TestApp::new().await;
    let certificate = issued(&app).await;
    let url = format!("{}/european-digital-credential", certificate.url);
    let refused = app.get("supervisor", &url).await.expect(409);
    assert_eq!(refused.unmet(), ["issuers_tax_code"]);
    let centre = format!("/v1/organisations/{}", app.organisation("centre"));
    let patch = json!({ "tax_code": "00856930102" });
    app.read_and_patch("admin", &centre, patch)
        .await
        .expect(200);

    let given = app.get("operator", &url).await.expect(200);
    assert_eq!(given.header("content-type"), "application/ld+json");
    assert!(
        given
            .header("content-disposition")
            .contains("JCG-2026-000001.jsonld")
    );
    let document: Value = serde_json::from_slice(&given.bytes).unwrap();
    assert_eq!(document["identifier"][0]["notation"], "JCG-2026-000001");
    let subject = &document["credentialSubject"];
    assert_eq!(subject["fullName"]["und"], "Amina Diallo");
    let claim = &subject["hasClaim"][0];
    assert_eq!(subject["hasClaim"].as_array().unwrap().len(), 1);
    assert_eq!(claim["type"], "LearningActivity");
    assert_eq!(claim["workload"], "PT3H0M");
    assert!(document["proof"].is_null());
    let said = document.to_string();
    for never in [
        CANARY,
        "sew",
        "\"GN\"",
        "1995",
        "13/2013",
        "LearningAchievement",
    ] {
        assert!(!said.contains(never), "{never}");
    }
    app.get("other_supervisor", &url).await.expect(404);
    revoke(&app, &certificate).await;
    let refused = app.get("supervisor", &url).await.expect(409);
    assert_eq!(refused.body["code"], "certificate_not_valid");

    let Some(checker) = Checker::find() else {
        return;
    };
    let document = with_context(document);
    assert_eq!(checker.faults(&document), None);
    for (pointer, member, value) in [
        ("", "issuer", Value::Null),
        ("", "credentialProfiles", Value::Null),
        ("", "issued", json!("yesterday")),
        ("/issuer", "eidasLegalIdentifier", Value::Null),
        ("/credentialSubject", "hasClaim", json!([])),
        ("/credentialSubject/hasClaim/0", "title", Value::Null),
        (
            "/credentialSubject/hasClaim/0",
            "workload",
            json!("three hours"),
        ),
        (
            "/credentialSubject/hasClaim/0/awardedBy",
            "awardingBody",
            Value::Null,
        ),
        (
            "/displayParameter/individualDisplay/0/displayDetail/0",
            "image",
            Value::Null,
        ),
    ] {
        let mut altered = document.clone();
        let members = altered.pointer_mut(pointer).unwrap();
        match value {
            Value::Null => members.as_object_mut().unwrap().remove(member),
            value => members
                .as_object_mut()
                .unwrap()
                .insert(member.to_owned(), value),
        };
        assert!(checker.faults(&altered).is_some(), "{pointer} {member}");
    }
}
