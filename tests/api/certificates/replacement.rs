//! What comes in the place of a certificate, and what stands against it.

use bilancio::db::Target;
use serde_json::{Value, json};

use super::{certificate, text};
use crate::credentials::competences;
use crate::credentials::rotate;
use crate::support::{Answer, TestApp, request};

async fn replace(app: &TestApp, url: &str) -> Answer {
    let reason = json!({ "reason": "The name was misspelt" });
    app.post("supervisor", &format!("{url}/replacement"), reason)
        .await
}

async fn revoke(app: &TestApp, url: &str) {
    let reason = json!({ "reason": "Given to the wrong person" });
    let url = format!("{url}/revocation");
    app.post("supervisor", &url, reason).await.expect(200);
}

fn withdraw(app: &TestApp, certificate: &Answer) {
    app.database.execute(&format!(
        "UPDATE cases SET status = 'withdrawn' WHERE id = '{}'",
        text(certificate, "case_id")
    ));
}

async fn checked(app: &TestApp, certificate: &Answer) -> Value {
    let url = format!("/verify/{}", text(certificate, "verification_code"));
    app.send(request("GET", &url)).await.expect(200).body
}

#[actix_web::test]
async fn a_replacement_asks_what_an_issue_asks() {
    let app = TestApp::new().await;
    let (url, before) = certificate(&app).await;
    let supervisor = app.user("supervisor");
    let operator = app.user("operator");
    for (breaks, mends, guard) in [
        (
            "UPDATE beneficiaries SET name_confirmed = false".to_owned(),
            "UPDATE beneficiaries SET name_confirmed = true".to_owned(),
            "name_confirmed",
        ),
        (
            "UPDATE attendances SET minutes = minutes / 2".to_owned(),
            "UPDATE attendances SET minutes = minutes * 2".to_owned(),
            "attendance_sufficient",
        ),
        (
            "UPDATE sessions SET status = 'planned' WHERE kind = 'intake_interview'".to_owned(),
            "UPDATE sessions SET status = 'held'".to_owned(),
            "attendance_recorded",
        ),
        (
            "UPDATE programmes SET certificate_rule = 'always_statement'".to_owned(),
            "UPDATE programmes SET certificate_rule = 'attendance'".to_owned(),
            "certificate_foreseen",
        ),
        (
            "UPDATE organisations SET certificate_prefix = NULL WHERE name = 'The centre'"
                .to_owned(),
            "UPDATE organisations SET certificate_prefix = 'JCG' WHERE name = 'The centre'"
                .to_owned(),
            "issuer_numbered",
        ),
        (
            format!("UPDATE assessments SET assessor_id = '{supervisor}'"),
            format!("UPDATE assessments SET assessor_id = '{operator}'"),
            "four_eyes",
        ),
        (
            "UPDATE documents SET status = 'submitted' WHERE kind = 'assessment_report'".to_owned(),
            "UPDATE documents SET status = 'issued' WHERE kind = 'assessment_report'".to_owned(),
            "no_approved_report",
        ),
    ] {
        app.database.execute(&breaks);
        let refused = replace(&app, &url).await.expect(409);
        assert_eq!(refused.unmet(), [guard]);
        app.database.execute(&mends);
    }
    let unchanged = app.get("supervisor", &url).await.expect(200);
    assert_eq!(unchanged.body, before.body);
    replace(&app, &url).await.expect(201);
}

#[actix_web::test]
async fn all_that_stands_against_a_replacement_is_named_at_once() {
    let app = TestApp::new().await;
    let (url, before) = certificate(&app).await;
    withdraw(&app, &before);
    app.database.execute(&format!(
        "UPDATE assessments SET assessor_id = '{}'; \
         UPDATE beneficiaries SET name_confirmed = false; \
         UPDATE attendances SET minutes = 1; \
         DELETE FROM documents WHERE kind = 'assessment_report'",
        app.user("supervisor")
    ));
    let all = [
        "case_withdrawn",
        "no_approved_report",
        "four_eyes",
        "attendance_sufficient",
        "name_confirmed",
    ];
    let refused = replace(&app, &url).await.expect(409);
    assert_eq!(refused.unmet(), all);
    let reason = json!({ "reason": "Misspelt" });
    let url = format!("{url}/replacement");
    app.post("operator", &url, reason.clone()).await.expect(403);
    app.post("other_supervisor", &url, reason).await.expect(404);
}

#[actix_web::test]
async fn attendance_that_was_waived_is_waived_for_the_replacement_too() {
    let app = TestApp::new().await;
    let (url, before) = certificate(&app).await;
    app.database.execute("UPDATE attendances SET minutes = 60");
    replace(&app, &url).await.expect(409);
    let waivers = format!("/v1/cases/{}/waivers", text(&before, "case_id"));
    let waiver = json!({ "kind": "attendance", "reason": "Ill for a month" });
    app.post("second_supervisor", &waivers, waiver)
        .await
        .expect(201);
    let new = replace(&app, &url).await.expect(201);
    assert_eq!(new.body["minutes_attended"], 120);
}

#[actix_web::test]
async fn after_a_revocation_another_certificate_may_come_and_the_check_tells_of_each() {
    let app = TestApp::new().await;
    let (url, before) = certificate(&app).await;
    revoke(&app, &url).await;
    let new = replace(&app, &url).await.expect(201);
    assert_eq!(new.body["number"], "JCG-2026-000002");
    assert_eq!(new.body["status"], "valid");
    let old = app.get("supervisor", &url).await.expect(200);
    assert_eq!(old.body["status"], "revoked");
    assert_eq!(old.body["ended_reason"], "Given to the wrong person");
    assert_eq!(old.body["replaced_by"], new.id());
    assert_eq!(old.body["replacement_reason"], "The name was misspelt");
    let replaces = "SELECT COUNT(*) FROM documents WHERE status = 'issued' \
        AND content LIKE '%\"replaces\":\"JCG-2026-000001\"%'";
    assert_eq!(app.database.count(replaces), 1);

    // What it says stays what it said: that it was revoked, and no more.
    let told = checked(&app, &before).await;
    assert_eq!(told["status"], "revoked");
    assert_eq!(told["number"], "JCG-2026-000001");
    assert_eq!(told.as_object().unwrap().len(), 7);
    assert_eq!(checked(&app, &new).await["status"], "valid");

    let again = replace(&app, &url).await.expect(409);
    assert_eq!(again.body["code"], "certificate_not_valid");
    // As two that were issued before a revoked one could be replaced.
    app.database
        .execute("UPDATE certificates SET replaced_by = NULL");
    let again = replace(&app, &url).await.expect(409);
    assert_eq!(again.body["code"], "certificate_exists");
    let unchanged = app.get("supervisor", &url).await.expect(200);
    assert!(unchanged.body["replaced_by"].is_null());

    let second = format!("/v1/certificates/{}", new.id());
    revoke(&app, &second).await;
    let third = replace(&app, &second).await.expect(201);
    assert_eq!(third.body["number"], "JCG-2026-000003");
}

#[actix_web::test]
async fn who_withdrew_gets_another_certificate_only_where_the_key_of_a_valid_one_fell() {
    let app = TestApp::new().await;
    let (url, valid) = certificate(&app).await;
    let (revoked_url, revoked) = certificate(&app).await;
    revoke(&app, &revoked_url).await;
    for certificate in [&valid, &revoked] {
        withdraw(&app, certificate);
    }
    for url in [&url, &revoked_url] {
        let refused = replace(&app, url).await.expect(409);
        assert_eq!(refused.unmet(), ["case_withdrawn"]);
    }
    // A key that was only retired goes on to stand for what it signed.
    rotate(&app, json!({ "algorithm": "EdDSA" })).await;
    let refused = replace(&app, &url).await.expect(409);
    assert_eq!(refused.unmet(), ["case_withdrawn"]);

    rotate(&app, json!({ "algorithm": "EdDSA", "compromised": true })).await;
    let refused = replace(&app, &revoked_url).await.expect(409);
    assert_eq!(refused.unmet(), ["case_withdrawn"]);
    let new = replace(&app, &url).await.expect(201);
    assert_eq!(new.body["key_stands"], true);
    let again = format!("/v1/certificates/{}", new.id());
    let refused = replace(&app, &again).await.expect(409);
    assert_eq!(refused.unmet(), ["case_withdrawn"]);
}

#[actix_web::test]
async fn while_somebody_moves_the_case_nothing_is_issued_about_it() {
    let app = TestApp::new().await;
    if matches!(app.database.target, Target::Sqlite(_)) {
        // One writer at a time.
        return;
    }
    let (url, before) = certificate(&app).await;
    let case = text(&before, "case_id");
    let attested = competences::of(&app, &case).await;
    let held = app.database.hold(&format!(
        "UPDATE cases SET status = 'withdrawn' WHERE id = '{case}'"
    ));
    let list = format!("/v1/cases/{case}/competence-credentials");
    let (replaced, issued) = futures_util::future::join(
        replace(&app, &url),
        app.post("second_supervisor", &list, attested),
    )
    .await;
    assert_eq!((replaced.status, issued.status), (503, 503));
    drop(held);
    let count = |table: &str| app.database.count(&format!("SELECT COUNT(*) FROM {table}"));
    assert_eq!((count("certificates"), count("credentials")), (1, 1));
}
