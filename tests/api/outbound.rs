mod letters;

use bilancio::db::Target;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::documents::{approve, assessed_case, newest, submit};
use crate::support::{CaseIds, TestApp, request};

/// An issued document of a case, with a small file.
fn document(app: &TestApp, case: &str, kind: &str, status: &str) -> String {
    let id = uuid::Uuid::now_v7().to_string();
    let (org, user) = (app.organisation("centre"), app.user("operator"));
    let file = match &app.database.owner {
        Target::Postgres(_) => "'%PDF-1.7 canary'::bytea",
        Target::Sqlite(_) => "CAST('%PDF-1.7 canary' AS BLOB)",
    };
    app.database.execute(&format!(
        "INSERT INTO documents (id, case_id, organisation_id, kind, edition, status, content, \
         content_hash, file, file_hash, author_id, created_at, version) VALUES ('{id}', '{case}', \
         '{org}', '{kind}', 1, '{status}', '{{}}', 'c0', {file}, 'f0', '{user}', \
         '2026-03-01 08:00:00', 1)"
    ));
    id
}

fn authorisation(app: &TestApp, documents: &[&str]) -> Value {
    json!({
        "recipient_organisation_id": app.organisation("cpi"), "purpose": "Patto di servizio",
        "explained_in": "fr", "interpreter": "none", "includes_contact": true,
        "includes_work_right": true, "given_on": app.day(0), "expires_on": app.day(90),
        "document_ids": documents,
    })
}

async fn authorise(app: &TestApp, case: &str, body: Value) -> String {
    let url = format!("/v1/cases/{case}/sharing-authorisations");
    app.post("operator", &url, body).await.expect(201).id()
}

async fn draft(app: &TestApp, case: &str, kind: &str, under: &str, documents: &[&str]) -> String {
    let body = json!({
        "kind": kind, "recipient_organisation_id": app.organisation("cpi"),
        "request": "Accompagnamento al patto di servizio", "authorisation_id": under,
        "document_ids": documents,
    });
    let url = format!("/v1/cases/{case}/outbound-referrals");
    app.post("operator", &url, body).await.expect(201).id()
}

async fn transit(app: &TestApp, who: &str, id: &str, event: &str) -> crate::support::Answer {
    let url = format!("/v1/outbound-referrals/{id}/transitions");
    app.post(who, &url, json!({ "event": event })).await
}

async fn reply(app: &TestApp, who: &str, id: &str, body: Value) -> crate::support::Answer {
    app.post(who, &format!("/v1/inbox-referrals/{id}/replies"), body)
        .await
}

fn permit(app: &TestApp, case: &CaseIds, code: &str, applied: &str) {
    let (id, org) = (uuid::Uuid::now_v7(), app.organisation("centre"));
    app.database.execute(&format!(
        "INSERT INTO stay_permits (id, beneficiary_id, organisation_id, permit_code, status, \
         application_on, created_at, created_by) VALUES ('{id}', '{}', '{org}', '{code}', 'valid', \
         '{applied}', '2026-03-01 08:00:00', '{}')",
        case.beneficiary,
        app.user("operator")
    ));
}

/// A referral sent to the employment centre, with its case, authorisation and one document.
async fn sent(app: &TestApp) -> (CaseIds, String, String, String) {
    let case = app.case("report_approved");
    let report = document(app, &case.case, "assessment_report", "issued");
    let under = authorise(app, &case.case, authorisation(app, &[&report])).await;
    let id = draft(app, &case.case, "cpi", &under, &[&report]).await;
    transit(app, "operator", &id, "send").await.expect(200);
    (case, under, report, id)
}

#[actix_web::test]
async fn a_referral_goes_from_draft_to_completed() {
    let app = TestApp::new().await;
    let case = app.case("report_approved");
    let contacts = json!([
        { "kind": "phone", "value": "010 0000001", "safe_to_contact": false },
        { "kind": "via_reception_centre", "value": "CAS canary", "safe_to_contact": true },
        { "kind": "phone", "value": "010 0000002", "safe_to_contact": true },
    ]);
    app.database.execute(&format!(
        "UPDATE beneficiaries SET contacts = '{contacts}' WHERE id = '{}'",
        case.beneficiary
    ));
    permit(&app, &case, "asylum_request", "2026-01-10");
    let report = document(&app, &case.case, "assessment_report", "issued");
    let under = authorise(&app, &case.case, authorisation(&app, &[&report])).await;
    let id = draft(&app, &case.case, "cpi", &under, &[&report]).await;
    let inbox = format!("/v1/inbox-referrals/{id}");
    app.get("officer", &inbox).await.expect(404);

    let sent = transit(&app, "operator", &id, "send").await.expect(200);
    assert_eq!(sent.body["status"], "sent");
    assert_eq!(sent.body["warnings"], json!(["work_right_not_yet"]));
    assert_eq!(sent.body["work_right"]["may_work_from"], "2026-03-11");
    assert_eq!(sent.header("etag"), "\"v2\"");

    let read = app.get("officer", &inbox).await.expect(200);
    let shown = read.body.to_string();
    assert_eq!(read.body["person"]["given_name"], "Amina");
    assert_eq!(read.body["person"]["contact"]["value"], "010 0000002");
    assert_eq!(read.body["may_work_from"], "2026-03-11");
    assert_eq!(read.body["documents"][0]["id"], report.as_str());
    for hidden in [
        "asylum",
        "canary",
        "010 0000001",
        "GN",
        "1995-01-01",
        "note",
    ] {
        assert!(
            !shown.replace("\"note\":null", "").contains(hidden),
            "{hidden} in {shown}"
        );
    }
    let letter = sent.body["letter_id"].as_str().unwrap();
    let file = |document: &str| format!("{inbox}/documents/{document}/file");
    let pdf = app.get("officer", &file(letter)).await.expect(200);
    assert!(pdf.bytes.starts_with(b"%PDF"));
    let shared = app.get("officer", &file(&report)).await.expect(200);
    assert_eq!(shared.bytes, b"%PDF-1.7 canary");
    let other = document(&app, &case.case, "synthesis", "issued");
    app.get("officer", &file(&other)).await.expect(404);

    let listed = app.get("officer", "/v1/inbox-referrals").await.expect(200);
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 1);
    let none = app
        .get("officer", "/v1/inbox-referrals?status=completed")
        .await
        .expect(200);
    assert_eq!(none.body["items"], json!([]));

    let too_early = json!({ "event": "complete", "outcome": "other" });
    let refused = reply(&app, "officer", &id, too_early).await.expect(409);
    assert_eq!(refused.unmet(), ["referral_wrong_state"]);
    for (body, status) in [
        (json!({ "event": "acknowledge" }), "acknowledged"),
        (
            json!({ "event": "accept", "reply": "Venga lunedì" }),
            "accepted",
        ),
        (
            json!({ "event": "complete", "outcome": "service_agreement_signed" }),
            "completed",
        ),
    ] {
        let answer = reply(&app, "officer", &id, body).await.expect(200);
        assert_eq!(answer.body["status"], status);
    }
    let url = format!("/v1/outbound-referrals/{id}");
    let ended = app.get("operator", &url).await.expect(200);
    assert_eq!(ended.body["status"], "completed");
    assert_eq!(ended.body["outcome"], "service_agreement_signed");
    assert_eq!(ended.body["reply"], "Venga lunedì");

    let mails = |whom: &str, kind: &str| {
        app.database.count(&format!(
            "SELECT COUNT(*) FROM outbox_mails WHERE recipient = '{whom}' AND kind = '{kind}'"
        ))
    };
    assert_eq!(mails("cpi@example.org", "referral_received"), 1);
    assert_eq!(mails("operator@example.org", "reply_received"), 3);
    let seen = format!(
        "SELECT COUNT(*) FROM activity_log_records r JOIN activity_log l ON l.id = r.entry_id \
         WHERE r.parent_id = '{}' AND l.operation = 'read_inbox_referral'",
        case.case
    );
    assert_eq!(app.database.count(&seen), 1);
}

#[actix_web::test]
async fn sending_names_every_guard_that_is_not_met() {
    let app = TestApp::new().await;
    let case = app.case("report_approved");
    permit(&app, &case, "asylum_request", "2026-02-20");
    let report = document(&app, &case.case, "assessment_report", "issued");
    let under = authorise(&app, &case.case, authorisation(&app, &[&report])).await;
    let id = draft(&app, &case.case, "cpi", &under, &[&report]).await;
    let (cpi, cas) = (app.organisation("cpi"), app.organisation("cas"));
    app.database.execute(&format!(
        "UPDATE programmes SET work_right_rule = 'block' WHERE id = '{}'; \
         UPDATE documents SET status = 'superseded' WHERE id = '{report}'; \
         DELETE FROM sharing_authorisation_documents WHERE authorisation_id = '{under}'; \
         UPDATE sharing_authorisations SET recipient_organisation_id = '{cas}' WHERE id = '{under}'; \
         UPDATE organisations SET active = false, kind = 'employer' WHERE id = '{cpi}'",
        case.programme
    ));
    app.post(
        "operator",
        &format!("/v1/sharing-authorisations/{under}/revocation"),
        json!({}),
    )
    .await
    .expect(201);
    let rest = [
        "recipient_not_covered",
        "document_not_covered",
        "document_not_issued",
        "organisation_not_active",
        "recipient_does_not_fit",
        "work_right_missing",
    ];
    let refused = transit(&app, "operator", &id, "send").await.expect(409);
    let unmet = refused.unmet();
    assert_eq!(unmet[0], "authorisation_revoked");
    assert_eq!(unmet[1..], rest);

    app.database.execute(&format!(
        "UPDATE sharing_authorisations SET revoked_at = NULL, expires_on = '2026-03-01' \
         WHERE id = '{under}'"
    ));
    let refused = transit(&app, "operator", &id, "send").await.expect(409);
    assert_eq!(refused.unmet()[0], "authorisation_expired");
    assert_eq!(refused.unmet()[1..], rest);
    let read = app
        .get("operator", &format!("/v1/outbound-referrals/{id}"))
        .await;
    assert_eq!(read.body["status"], "draft");
    assert_eq!(app.database.count("SELECT COUNT(*) FROM outbox_mails"), 0);
}

#[actix_web::test]
async fn revoking_closes_the_recipients_view_at_once_and_keeps_the_senders() {
    let app = TestApp::new().await;
    let (case, under, report, id) = sent(&app).await;
    let inbox = format!("/v1/inbox-referrals/{id}");
    app.get("officer", &inbox).await.expect(200);
    let url = format!("/v1/sharing-authorisations/{under}/revocation");
    let revoked = app.post("operator", &url, json!({})).await.expect(201);
    assert_eq!(revoked.body["status"], "revoked");

    app.get("officer", &inbox).await.expect(404);
    let file = format!("{inbox}/documents/{report}/file");
    app.get("officer", &file).await.expect(404);
    reply(&app, "officer", &id, json!({ "event": "accept" }))
        .await
        .expect(404);
    let listed = app.get("officer", "/v1/inbox-referrals").await.expect(200);
    assert_eq!(listed.body["items"], json!([]));

    let url_of_case = format!("/v1/cases/{}/outbound-referrals", case.case);
    let kept = app.get("operator", &url_of_case).await.expect(200);
    assert_eq!(kept.body["items"][0]["status"], "sent");
    let again = app.post("operator", &url, json!({})).await.expect(409);
    assert_eq!(again.body["code"], "sharing_already_revoked");
}

#[actix_web::test]
async fn the_recipients_view_ends_with_the_last_day_of_the_authorisation() {
    let app = TestApp::new().await;
    let (_, _, _, id) = sent(&app).await;
    let inbox = format!("/v1/inbox-referrals/{id}");
    app.advance(TimeDelta::days(90));
    app.get("officer", &inbox).await.expect(200);
    app.advance(TimeDelta::days(1));
    app.get("officer", &inbox).await.expect(404);
    let listed = app.get("officer", "/v1/inbox-referrals").await.expect(200);
    assert_eq!(listed.body["items"], json!([]));
}

#[actix_web::test]
async fn strangers_find_nothing_and_other_roles_may_not() {
    let app = TestApp::new().await;
    let (case, under, report, id) = sent(&app).await;
    let inbox = format!("/v1/inbox-referrals/{id}");
    app.get("other_officer", &inbox).await.expect(404);
    app.get("other_officer", &format!("{inbox}/documents/{report}/file"))
        .await
        .expect(404);
    reply(&app, "other_officer", &id, json!({ "event": "accept" }))
        .await
        .expect(404);
    let theirs = app.get("other_officer", "/v1/inbox-referrals").await;
    assert_eq!(theirs.expect(200).body["items"], json!([]));
    for who in ["operator", "reception", "admin", "other_operator"] {
        app.get(who, "/v1/inbox-referrals").await.expect(403);
        app.get(who, &inbox).await.expect(404);
    }

    let authorisations = format!("/v1/cases/{}/sharing-authorisations", case.case);
    let referrals = format!("/v1/cases/{}/outbound-referrals", case.case);
    let one = format!("/v1/outbound-referrals/{id}");
    let authorised = format!("/v1/sharing-authorisations/{under}");
    for who in [
        "other_operator",
        "other_supervisor",
        "colleague",
        "officer",
        "reception",
        "admin",
    ] {
        for url in [&authorisations, &referrals, &one, &authorised] {
            app.get(who, url).await.expect(404);
        }
        let body = authorisation(&app, &[]);
        app.post(who, &authorisations, body).await.expect(404);
        transit(&app, who, &id, "cancel").await.expect(404);
        let revocation = format!("{authorised}/revocation");
        app.post(who, &revocation, json!({})).await.expect(404);
    }
    for url in [&authorisations, &referrals, &one, &authorised] {
        app.get("supervisor", url).await.expect(200);
    }
}

#[actix_web::test]
async fn an_authorisation_is_checked_as_a_whole() {
    let app = TestApp::new().await;
    let case = app.case("conclusion");
    let other = app.case("conclusion");
    let url = format!("/v1/cases/{}/sharing-authorisations", case.case);
    let report = document(&app, &case.case, "assessment_report", "submitted");
    let foreign = document(&app, &other.case, "assessment_report", "issued");
    let mut body = authorisation(&app, &[&report, &foreign, &report]);
    body["given_on"] = json!(app.day(1));
    body["expires_on"] = json!(app.day(-1));
    body["recipient_organisation_id"] = json!(app.organisation("cas"));
    let refused = app.post("operator", &url, body.clone()).await.expect(422);
    assert_eq!(
        refused.errors(),
        [
            "/given_on in_the_future",
            "/expires_on before_start",
            "/expires_on already_past",
            "/recipient_organisation_id recipient_not_of_a_kind",
            "/document_ids/0 document_not_issued",
            "/document_ids/1 unknown_code",
            "/document_ids/2 already_exists",
            "/document_ids/2 document_not_issued",
        ]
    );
    for (property, value, error) in [
        ("purpose", json!(" "), "/purpose text_empty"),
        ("purpose", json!("x".repeat(1001)), "/purpose text_too_long"),
        ("explained_in", json!("French"), "/explained_in wrong_form"),
        ("interpreter", json!("x"), "/interpreter wrong_type"),
        ("given_on", json!("1800-01-01"), "/given_on out_of_range"),
        (
            "expires_on",
            json!("2300-01-01"),
            "/expires_on out_of_range",
        ),
        ("x", json!(1), "/x unknown_property"),
        (
            "recipient_organisation_id",
            json!(app.organisation("centre")),
            "/recipient_organisation_id not_oneself",
        ),
        (
            "recipient_organisation_id",
            json!(uuid::Uuid::now_v7()),
            "/recipient_organisation_id unknown_code",
        ),
    ] {
        let mut bad = authorisation(&app, &[]);
        bad[property] = value;
        let refused = app.post("operator", &url, bad).await.expect(422);
        assert_eq!(refused.errors(), [error], "{property}");
    }
    let ended = app.case("closed");
    let url = format!("/v1/cases/{}/sharing-authorisations", ended.case);
    let refused = app.post("operator", &url, authorisation(&app, &[])).await;
    assert_eq!(refused.expect(409).body["code"], "case_ended");
}

#[actix_web::test]
async fn a_draft_stays_within_its_authorisation() {
    let app = TestApp::new().await;
    let case = app.case("report_approved");
    let report = document(&app, &case.case, "assessment_report", "issued");
    let under = authorise(&app, &case.case, authorisation(&app, &[])).await;
    let url = format!("/v1/cases/{}/outbound-referrals", case.case);
    let body = json!({
        "kind": "cpi", "recipient_organisation_id": app.organisation("other_cpi"),
        "request": "x", "authorisation_id": under, "document_ids": [report],
    });
    let refused = app.post("operator", &url, body.clone()).await.expect(422);
    assert_eq!(
        refused.errors(),
        [
            "/recipient_organisation_id recipient_not_covered",
            "/document_ids/0 document_not_covered",
        ]
    );
    // An authorisation of another case is none.
    let other = app.case("report_approved");
    let url = format!("/v1/cases/{}/outbound-referrals", other.case);
    let refused = app.post("operator", &url, body).await.expect(422);
    assert_eq!(refused.errors(), ["/authorisation_id unknown_code"]);
}

#[actix_web::test]
async fn a_referral_is_sent_once_though_asked_twice() {
    let app = TestApp::new().await;
    let case = app.case("report_approved");
    let under = authorise(&app, &case.case, authorisation(&app, &[])).await;
    let id = draft(&app, &case.case, "training", &under, &[]).await;
    let url = format!("/v1/outbound-referrals/{id}/transitions");
    let token = app.token("operator").await;
    let with_key = || {
        request("POST", &url)
            .by(&token)
            .json(json!({ "event": "send" }))
            .header("idempotency-key", "k1")
    };
    let first = app.send(with_key()).await.expect(200);
    let again = app.send(with_key()).await.expect(200);
    assert_eq!(first.body, again.body);
    assert_eq!(app.database.count("SELECT COUNT(*) FROM outbox_mails"), 1);
    let refused = transit(&app, "operator", &id, "send").await.expect(409);
    assert_eq!(refused.unmet(), ["referral_wrong_state"]);

    let second = draft(&app, &case.case, "training", &under, &[]).await;
    let (one, two) = futures_util::future::join(
        transit(&app, "operator", &second, "send"),
        transit(&app, "supervisor", &second, "send"),
    )
    .await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(app.database.count("SELECT COUNT(*) FROM outbox_mails"), 2);
    let letters = "SELECT COUNT(*) FROM documents WHERE kind = 'referral_letter'";
    assert_eq!(app.database.count(letters), 2);
}

#[actix_web::test]
async fn silence_can_be_noted_after_thirty_days_and_a_draft_cancelled() {
    let app = TestApp::new().await;
    let (case, under, _, id) = sent(&app).await;
    let refused = transit(&app, "operator", &id, "no_reply").await.expect(409);
    assert_eq!(refused.unmet(), ["reply_not_yet_due"]);
    app.advance(TimeDelta::days(30));
    let noted = transit(&app, "operator", &id, "no_reply").await.expect(200);
    assert_eq!(noted.body["status"], "no_reply");
    reply(&app, "officer", &id, json!({ "event": "accept" }))
        .await
        .expect(409);

    let draft = draft(&app, &case.case, "cpi", &under, &[]).await;
    let cancelled = transit(&app, "operator", &draft, "cancel").await;
    assert_eq!(cancelled.expect(200).body["status"], "cancelled");
    let inbox = format!("/v1/inbox-referrals/{draft}");
    app.get("officer", &inbox).await.expect(404);
}

#[actix_web::test]
async fn contact_and_right_to_work_are_told_only_if_authorised() {
    let app = TestApp::new().await;
    let case = app.case("report_approved");
    permit(&app, &case, "asylum_request", "2025-01-10");
    app.database.execute(&format!(
        "UPDATE beneficiaries SET contacts = \
         '[{{\"kind\": \"phone\", \"value\": \"010 0000002\", \"safe_to_contact\": true}}]' \
         WHERE id = '{}'",
        case.beneficiary
    ));
    let mut body = authorisation(&app, &[]);
    body["includes_contact"] = json!(false);
    body["includes_work_right"] = json!(false);
    let under = authorise(&app, &case.case, body).await;
    let id = draft(&app, &case.case, "cpi", &under, &[]).await;
    transit(&app, "operator", &id, "send").await.expect(200);
    let inbox = format!("/v1/inbox-referrals/{id}");
    let read = app.get("officer", &inbox).await.expect(200);
    assert_eq!(read.body["person"]["contact"], Value::Null);
    assert_eq!(read.body["may_work_from"], Value::Null);

    let refused = reply(&app, "officer", &id, json!({ "event": "reject" })).await;
    assert_eq!(refused.expect(422).errors(), ["/outcome missing_property"]);
}

#[actix_web::test]
async fn the_synthesis_is_shared_by_itself_and_never_as_a_draft() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "report_approved").case;
    submit(&app, "operator", &case).await.unwrap();
    let (synthesis, url) = newest(&app, "operator", &case, "synthesis").await;
    let id = synthesis["id"].as_str().unwrap();
    let sharing = format!("/v1/cases/{case}/sharing-authorisations");
    let refused = app
        .post("operator", &sharing, authorisation(&app, &[id]))
        .await;
    assert_eq!(
        refused.expect(422).errors(),
        ["/document_ids/0 document_not_issued"]
    );
    app.get("officer", &format!("{url}/file")).await.expect(404);

    approve(&app, "supervisor", &case).await.unwrap();
    app.database
        .execute("UPDATE beneficiaries SET preferred_language = 'ne'");
    let under = authorise(&app, &case, authorisation(&app, &[id])).await;
    let referral = draft(&app, &case, "cpi", &under, &[id]).await;
    transit(&app, "operator", &referral, "send")
        .await
        .expect(200);
    let inbox = format!("/v1/inbox-referrals/{referral}");
    let read = app.get("officer", &inbox).await.expect(200);
    assert_eq!(read.body["documents"][0]["kind"], "synthesis");
    assert_eq!(read.body["documents"].as_array().unwrap().len(), 1);
    let shared = |id: &str| format!("{inbox}/documents/{id}/file");
    let file = app.get("officer", &shared(id)).await.expect(200);
    let own = app.get("operator", &format!("{url}/file")).await;
    assert!(file.bytes == own.expect(200).bytes);
    let letter = "SELECT COUNT(*) FROM documents WHERE kind = 'referral_letter' \
                  AND content LIKE '%documento di sintesi%'";
    assert_eq!(app.database.count(letter), 1);
    let spoken = "SELECT COUNT(*) FROM documents WHERE kind = 'referral_letter' \
                  AND content LIKE '%\"language\":{\"it\":\"nepalese\",\"second\":\"Nepali\"}%'";
    assert_eq!(app.database.count(spoken), 1);

    // Neither what came with it, nor the next edition before it is issued.
    submit(&app, "operator", &case).await.unwrap();
    for kind in ["assessment_report", "transparency_document", "synthesis"] {
        let (document, url) = newest(&app, "operator", &case, kind).await;
        let id = document["id"].as_str().unwrap();
        app.get("officer", &shared(id)).await.expect(404);
        app.get("officer", &format!("{url}/file")).await.expect(404);
    }
    // What was shared stays what it was.
    app.get("officer", &shared(id)).await.expect(200);
}
