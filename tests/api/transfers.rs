//! A case that goes to another job centre.

use bilancio::db::Target;
use bilancio::rounds;
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::credentials::{Published, competences};
use crate::support::{Answer, CaseIds, TestApp, request};

/// An issued document of a case, with a small file.
fn document(app: &TestApp, case: &str) -> String {
    let id = uuid::Uuid::now_v7().to_string();
    let (org, user) = (app.organisation("centre"), app.user("operator"));
    let file = match &app.database.owner {
        Target::Postgres(_) => "'%PDF-1.7'::bytea",
        Target::Sqlite(_) => "CAST('%PDF-1.7' AS BLOB)",
    };
    app.database.execute(&format!(
        "INSERT INTO documents (id, case_id, organisation_id, kind, edition, status, content, \
         content_hash, file, file_hash, author_id, created_at, version) VALUES ('{id}', '{case}', \
         '{org}', 'assessment_report', 1, 'issued', '{{}}', 'c0', {file}, 'f0', '{user}', \
         '2026-03-01 08:00:00', 1)"
    ));
    id
}

async fn agree(app: &TestApp, until: i64) {
    let centre = app.organisation("centre");
    let body = json!({
        "partner_id": app.organisation("other_centre"), "kind": "protocol", "title": "Protocollo",
        "signed_on": app.day(0), "valid_from": app.day(0), "valid_to": app.day(until),
    });
    let url = format!("/v1/organisations/{centre}/agreements");
    app.post("admin", &url, body).await.expect(201);
}

async fn authorise(app: &TestApp, case: &str, documents: &[&str], days: i64) -> String {
    let body = json!({
        "recipient_organisation_id": app.organisation("other_centre"), "purpose": "Trasferimento",
        "explained_in": "fr", "interpreter": "none", "includes_contact": true,
        "includes_work_right": false, "given_on": app.day(0), "expires_on": app.day(days),
        "document_ids": documents,
    });
    let url = format!("/v1/cases/{case}/sharing-authorisations");
    app.post("operator", &url, body).await.expect(201).id()
}

async fn offer(app: &TestApp, by: &str, case: &str, under: &str) -> Answer {
    let url = format!("/v1/cases/{case}/transfers");
    let body = json!({ "authorisation_id": under, "message": "Moves to Torino" });
    app.post(by, &url, body).await
}

async fn revoke(app: &TestApp, authorisation: &str) {
    let url = format!("/v1/sharing-authorisations/{authorisation}/revocation");
    app.post("operator", &url, json!({})).await.expect(201);
}

/// A case offered to the other centre, with its authorisation, a document, and the offer.
async fn offered(app: &TestApp) -> (CaseIds, String, String, String) {
    let case = app.case("investigation");
    let report = document(app, &case.case);
    agree(app, 365).await;
    let under = authorise(app, &case.case, &[&report], 90).await;
    let made = offer(app, "supervisor", &case.case, &under).await;
    (case, under, report, made.expect(201).id())
}

/// A programme of the other centre.
fn programme(app: &TestApp) -> String {
    let case = app.case_of("other_centre", "other_operator", "opened");
    case.programme
}

async fn accept(app: &TestApp, id: &str, body: Value) -> Answer {
    let url = format!("/v1/transfer-offers/{id}/acceptance");
    app.post("other_supervisor", &url, body).await
}

fn items(answer: &Answer) -> Vec<Value> {
    answer.body["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_case_goes_on_at_another_job_centre_and_each_keeps_its_own_records() {
    let app = TestApp::new().await;
    let case = app.case("investigation");
    let contacts = json!([
        { "kind": "via_reception_centre", "value": "CAS canary", "safe_to_contact": true },
        { "kind": "phone", "value": "010 0000001", "safe_to_contact": false },
        { "kind": "phone", "value": "010 0000002", "safe_to_contact": true },
    ]);
    app.database.execute(&format!(
        "UPDATE beneficiaries SET contacts = '{contacts}' WHERE id = '{}'",
        case.beneficiary
    ));
    agree(&app, 365).await;
    let under = authorise(&app, &case.case, &[], 90).await;
    offer(&app, "operator", &case.case, &under)
        .await
        .expect(403);
    offer(&app, "other_supervisor", &case.case, &under)
        .await
        .expect(404);
    let made = offer(&app, "supervisor", &case.case, &under)
        .await
        .expect(201);
    assert_eq!(made.body["status"], "offered");
    assert_eq!(made.body["expires_on"], app.day(30));
    let (id, url) = (made.id(), made.header("location").to_owned());

    // The name changes after the offer was made: what was offered stays as it was.
    app.database.execute(&format!(
        "UPDATE beneficiaries SET given_name = 'Aminata' WHERE id = '{}'",
        case.beneficiary
    ));
    let theirs = format!("/v1/transfer-offers/{id}");
    let all = app.get("other_supervisor", "/v1/transfer-offers").await;
    assert_eq!(items(&all)[0]["given_name"], "Amina");
    let read = app.get("other_supervisor", &theirs).await.expect(200);
    let snapshot = &read.body["snapshot"];
    assert_eq!(snapshot["given_name"], "Amina");
    assert_eq!(snapshot["contact"]["value"], "010 0000002");
    assert_eq!(snapshot["may_work_from"], Value::Null);
    assert_eq!(made.body["snapshot"], *snapshot);
    let shown = read.body.to_string();
    for hidden in ["canary", "010 0000001", "1995", "GN", &case.case] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
    for who in ["other_operator", "supervisor", "officer"] {
        app.get(who, &theirs).await.expect(404);
    }
    app.get("other_supervisor", &url).await.expect(404);

    let body = json!({
        "programme_id": programme(&app), "lead_operator_id": app.user("other_operator"),
    });
    let token = app.token("other_supervisor").await;
    let call = || {
        let call = request("POST", &format!("{theirs}/acceptance")).by(&token);
        call.json(body.clone()).header("idempotency-key", "accept")
    };
    let accepted = app.send(call()).await.expect(200);
    assert_eq!(app.send(call()).await.expect(200).body, accepted.body);
    assert_eq!(accepted.body["status"], "accepted");
    assert_eq!(accepted.body["snapshot"], Value::Null);

    // The new case, with a record of its own for the person.
    let new = accepted.body["case_id"].as_str().unwrap();
    let here = format!("/v1/cases/{new}");
    let opened = app.get("other_operator", &here).await.expect(200);
    assert_eq!(opened.body["status"], "opened");
    let person = opened.body["person"]["beneficiary_id"].as_str().unwrap();
    assert_ne!(person, case.beneficiary);
    let person = format!("/v1/beneficiaries/{person}");
    let person = app.get("other_operator", &person).await.expect(200);
    assert_eq!(person.body["given_name"], "Amina");
    assert_eq!(person.body["contacts"][0]["value"], "010 0000002");
    assert_eq!(person.body["birth_date"], Value::Null);
    app.get("supervisor", &here).await.expect(404);

    // The old case is closed and stays where it is.
    let there = format!("/v1/cases/{}", case.case);
    let old = app.get("operator", &there).await.expect(200);
    assert_eq!(old.body["status"], "closed");
    assert_eq!(old.body["closure_reason"], "moved_or_transferred");
    let needs = json!({ "needs_analysis": "x" });
    let refused = app.read_and_patch("operator", &there, needs).await;
    assert_eq!(refused.expect(409).body["code"], "case_ended");
    app.get("other_supervisor", &there).await.expect(404);
    let moves = app.get("operator", &format!("{there}/moves")).await;
    assert_eq!(items(&moves.expect(200))[0]["event"], "transfer");

    // Each refers to the other by its code.
    for (who, case, other, incoming) in [
        ("operator", &there, &opened, false),
        ("other_operator", &here, &old, true),
    ] {
        let known = app.get(who, &format!("{case}/transfers")).await;
        let known = &items(&known.expect(200))[0];
        assert_eq!(known["status"], "accepted");
        assert_eq!(known["incoming"], incoming);
        assert_eq!(known["other_case_code"], other.body["case_code"]);
    }
    let kept = "SELECT COUNT(*) FROM case_transfers WHERE snapshot IS NOT NULL";
    assert_eq!(app.database.count(kept), 0);
    // The one entry of the acceptance names both cases.
    for case in [case.case.as_str(), new] {
        let told = format!(
            "SELECT COUNT(*) FROM activity_log JOIN activity_log_records \
             ON entry_id = activity_log.id WHERE operation = 'accept_transfer_offer' \
             AND resource = 'case' AND parent_id = '{case}'"
        );
        assert!(app.database.count(&told) > 0, "{case}");
    }
}

#[actix_web::test]
async fn what_a_person_took_away_holds_and_stays_with_who_issued_it_when_the_case_moves() {
    let app = TestApp::new().await;
    let attested = competences::attested(&app).await;
    let read = app.get("supervisor", &attested.url).await.expect(200);
    let case = read.body["case_id"].as_str().unwrap().to_owned();
    // The fixture has canaries in the place of codes, which a transfer reads.
    app.database
        .execute("DELETE FROM stay_permits; UPDATE beneficiaries SET support_needs = '[]'");
    agree(&app, 365).await;
    let under = authorise(&app, &case, &[], 90).await;
    let id = offer(&app, "supervisor", &case, &under).await.expect(201);
    let body = json!({
        "programme_id": programme(&app), "lead_operator_id": app.user("other_operator"),
    });
    let accepted = accept(&app, &id.id(), body).await.expect(200);

    let new = accepted.body["case_id"].as_str().unwrap();
    let here = format!("/v1/cases/{new}/competence-credentials");
    let none = app.get("other_supervisor", &here).await.expect(200);
    assert!(items(&none).is_empty());
    app.get("other_supervisor", &attested.url).await.expect(404);
    let end = format!("{}/revocation", attested.url);
    let reason = json!({ "reason": "The person wants another choice" });
    let refused = app.post("other_supervisor", &end, reason.clone()).await;
    refused.expect(404);
    let published = Published::of(&app, &attested).await;
    assert!(published.ended().is_empty());
    // Who issued it can still end it, though the case is closed there.
    app.post("supervisor", &end, reason).await.expect(200);
    let published = Published::of(&app, &attested).await;
    assert_eq!(published.ended().len(), 1);
}

#[actix_web::test]
async fn revoking_the_authorisation_closes_the_offer_at_once() {
    let app = TestApp::new().await;
    let (case, under, report, id) = offered(&app).await;
    let url = format!("/v1/transfer-offers/{id}");
    let file = format!("{url}/documents/{report}/file");
    let read = app.get("other_supervisor", &url).await.expect(200);
    assert_eq!(read.body["documents"][0]["id"], report.as_str());
    let pdf = app.get("other_supervisor", &file).await.expect(200);
    assert!(pdf.bytes.starts_with(b"%PDF"));

    revoke(&app, &under).await;
    app.get("other_supervisor", &url).await.expect(404);
    app.get("other_supervisor", &file).await.expect(404);
    let all = app.get("other_supervisor", "/v1/transfer-offers").await;
    assert!(items(&all.expect(200)).is_empty());
    let late = accept(&app, &id, json!({ "programme_id": programme(&app) })).await;
    late.expect(404);
    let read = app.get("operator", &format!("/v1/transfers/{id}")).await;
    let read = read.expect(200);
    assert_eq!(read.body["status"], "lapsed");
    assert_eq!(read.body["snapshot"], Value::Null);
    let old = format!("/v1/cases/{}", case.case);
    let old = app.get("operator", &old).await;
    assert_eq!(old.body["status"], "investigation");

    // Under another authorisation the case can be offered again; the first is then forgotten.
    let under = authorise(&app, &case.case, &[], 90).await;
    offer(&app, "supervisor", &case.case, &under)
        .await
        .expect(201);
    let kept = "SELECT COUNT(*) FROM case_transfers WHERE snapshot IS NOT NULL";
    assert_eq!(app.database.count(kept), 1);
}

#[actix_web::test]
async fn all_that_stands_in_the_way_of_an_offer_is_named_at_once() {
    let app = TestApp::new().await;
    let case = app.case("investigation");
    let under = authorise(&app, &case.case, &[], 90).await;
    revoke(&app, &under).await;
    app.database.execute(&format!(
        "UPDATE cases SET status = 'withdrawn', ended_at = '2026-03-01 08:00:00' \
         WHERE id = '{}'",
        case.case
    ));
    let refused = offer(&app, "supervisor", &case.case, &under).await;
    let unmet = ["case_running", "authorisation_revoked", "no_agreement"];
    assert_eq!(refused.expect(409).unmet(), unmet);

    let (offered, under, _, _) = offered(&app).await;
    let again = offer(&app, "supervisor", &offered.case, &under).await;
    assert_eq!(again.expect(409).unmet(), ["no_other_offer"]);
    let other = app.case("investigation");
    let foreign = offer(&app, "supervisor", &other.case, &under).await;
    assert_eq!(
        foreign.expect(422).errors(),
        ["/authorisation_id unknown_code"]
    );
}

#[actix_web::test]
async fn two_who_offer_a_case_at_once_offer_it_once() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    agree(&app, 365).await;
    let under = authorise(&app, &case, &[], 90).await;
    app.token("supervisor").await;
    app.token("second_supervisor").await;
    let both = ["supervisor", "second_supervisor"].map(|by| offer(&app, by, &case, &under));
    let mut statuses: Vec<u16> = join_all(both).await.iter().map(|it| it.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
}

#[actix_web::test]
async fn two_who_accept_at_once_make_one_case() {
    let app = TestApp::new().await;
    let (_, _, _, id) = offered(&app).await;
    let body = json!({ "programme_id": programme(&app) });
    let count = "SELECT COUNT(*) FROM cases";
    let before = app.database.count(count);
    app.token("other_supervisor").await;
    let both = [0, 1].map(|_| accept(&app, &id, body.clone()));
    let mut statuses: Vec<u16> = join_all(both).await.iter().map(|it| it.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(app.database.count(count), before + 1);
    let people = "SELECT COUNT(*) FROM beneficiaries WHERE given_name = 'Amina' \
         AND organisation_id IN (SELECT organisation_id FROM case_operators WHERE case_id IN \
         (SELECT new_case_id FROM case_transfers))";
    // One of the fixture, and the new one.
    assert_eq!(app.database.count(people), 2);
}

#[actix_web::test]
async fn an_offer_is_refused_with_a_reason_or_taken_back_once() {
    let app = TestApp::new().await;
    let (case, under, report, id) = offered(&app).await;
    let url = format!("/v1/transfer-offers/{id}");
    let refusal = format!("{url}/refusal");
    let reason = json!({ "reason": "no_places" });
    let bad = json!({ "reason": "no_time" });
    let bad = app.post("other_supervisor", &refusal, bad).await;
    assert_eq!(bad.expect(422).errors(), ["/reason wrong_type"]);
    app.post("supervisor", &refusal, reason.clone())
        .await
        .expect(404);
    let refused = app.post("other_supervisor", &refusal, reason.clone()).await;
    let refused = refused.expect(200);
    assert_eq!(refused.body["status"], "refused");
    assert_eq!(refused.body["snapshot"], Value::Null);
    assert_eq!(refused.body["documents"], json!([]));
    let again = app.post("other_supervisor", &refusal, reason).await;
    assert_eq!(again.expect(409).unmet(), ["transfer_open"]);
    let late = accept(&app, &id, json!({ "programme_id": programme(&app) })).await;
    assert_eq!(late.expect(409).unmet(), ["transfer_open"]);
    let file = format!("{url}/documents/{report}/file");
    app.get("other_supervisor", &file).await.expect(404);
    let told = app.get("supervisor", &format!("/v1/transfers/{id}")).await;
    assert_eq!(told.body["refusal_reason"], "no_places");

    let second = offer(&app, "supervisor", &case.case, &under).await;
    let id = second.expect(201).id();
    let withdrawal = format!("/v1/transfers/{id}/withdrawal");
    app.post("operator", &withdrawal, json!({}))
        .await
        .expect(403);
    app.post("other_supervisor", &withdrawal, json!({}))
        .await
        .expect(404);
    let withdrawn = app.post("supervisor", &withdrawal, json!({})).await;
    assert_eq!(withdrawn.expect(200).body["status"], "withdrawn");
    let again = app.post("supervisor", &withdrawal, json!({})).await;
    assert_eq!(again.expect(409).unmet(), ["transfer_open"]);
    let gone = format!("/v1/transfer-offers/{id}");
    app.get("other_supervisor", &gone).await.expect(404);
    let late = accept(&app, &id, json!({ "programme_id": programme(&app) })).await;
    late.expect(404);
}

#[actix_web::test]
async fn taking_a_case_over_ends_the_links_by_which_references_were_asked() {
    let app = TestApp::new().await;
    let (case, _, _, id) = offered(&app).await;
    let url = format!("/v1/cases/{}", case.case);
    let reference = json!({ "kind": "employer_reference", "description": "Letter of the inn" });
    let evidence = format!("{url}/evidence");
    let evidence = app.post("operator", &evidence, reference).await;
    let ask = json!({
        "evidence_id": evidence.expect(201).id(),
        "contact": {
            "organisation_name": "Trattoria del Porto", "contact_name": "Giulia Costa",
            "email": "cucina@trattoria.example", "country": "IT",
        },
        "language": "it", "shown_name": "Amina D.", "statement": "Cooked on her own",
        "agreed_on": app.day(0), "explained_in": "fr",
    });
    let list = format!("{url}/reference-requests");
    let asked = app.post("operator", &list, ask).await.expect(201);
    assert_eq!(asked.body["status"], "asked");
    let accepted = accept(&app, &id, json!({ "programme_id": programme(&app) })).await;
    accepted.expect(200);
    let standing = "SELECT COUNT(*) FROM reference_links WHERE ended_at IS NULL";
    assert_eq!(app.database.count(standing), 0);
    let read = app.get("supervisor", asked.header("location")).await;
    assert_eq!(read.expect(200).body["status"], "expired");
}

/// The receiving centre knows where its case came from long after, and sees nothing of the old one.
#[actix_web::test]
async fn what_was_answered_stays_known_when_the_authorisation_is_over() {
    let app = TestApp::new().await;
    let (_, _, report, id) = offered(&app).await;
    let accepted = accept(&app, &id, json!({ "programme_id": programme(&app) })).await;
    let accepted = accepted.expect(200);
    app.advance(TimeDelta::days(91));
    let url = format!("/v1/transfer-offers/{id}");
    let read = app.get("other_supervisor", &url).await.expect(200);
    assert_eq!(read.body["status"], "accepted");
    assert_eq!(read.body["documents"], json!([]));
    let file = format!("{url}/documents/{report}/file");
    app.get("other_supervisor", &file).await.expect(404);
    let all = app.get("other_supervisor", "/v1/transfer-offers").await;
    assert_eq!(items(&all.expect(200)).len(), 1);
    let here = accepted.body["case_id"].as_str().unwrap();
    let transfers = format!("/v1/cases/{here}/transfers");
    let came = app.get("other_supervisor", &transfers).await.expect(200);
    assert_eq!(items(&came)[0]["incoming"], true);
}

#[actix_web::test]
async fn what_an_offer_told_is_erased_when_its_time_is_over() {
    let app = TestApp::new().await;
    let (_, _, _, id) = offered(&app).await;
    let kept = "SELECT COUNT(*) FROM case_transfers WHERE snapshot IS NOT NULL";
    app.advance(TimeDelta::days(30));
    rounds::make(&app.service.database).await.unwrap();
    assert_eq!(app.database.count(kept), 1);
    app.advance(TimeDelta::days(1));
    rounds::make(&app.service.database).await.unwrap();
    assert_eq!(app.database.count(kept), 0);
    let read = app.get("supervisor", &format!("/v1/transfers/{id}")).await;
    assert_eq!(read.expect(200).body["status"], "lapsed");

    let app = TestApp::new().await;
    let (_, under, _, _) = offered(&app).await;
    revoke(&app, &under).await;
    rounds::make(&app.service.database).await.unwrap();
    assert_eq!(app.database.count(kept), 0);
}

#[actix_web::test]
async fn an_offer_ends_with_its_last_day_and_with_the_agreement() {
    let app = TestApp::new().await;
    let (_, _, _, id) = offered(&app).await;
    let url = format!("/v1/transfer-offers/{id}");
    app.advance(TimeDelta::days(30));
    app.get("other_supervisor", &url).await.expect(200);
    app.advance(TimeDelta::days(1));
    app.get("other_supervisor", &url).await.expect(404);
    let withdrawal = format!("/v1/transfers/{id}/withdrawal");
    let late = app.post("supervisor", &withdrawal, json!({})).await;
    assert_eq!(late.expect(409).unmet(), ["transfer_open"]);

    let app = TestApp::new().await;
    let (_, _, _, id) = offered(&app).await;
    let last = app.day(0);
    app.database
        .execute(&format!("UPDATE agreements SET valid_to = '{last}'"));
    let url = format!("/v1/transfer-offers/{id}");
    app.get("other_supervisor", &url).await.expect(200);
    app.advance(TimeDelta::days(1));
    app.get("other_supervisor", &url).await.expect(404);
    let all = app.get("other_supervisor", "/v1/transfer-offers").await;
    assert!(items(&all.expect(200)).is_empty());
}

/// While it waits for the agreement to be renewed, the case is not stuck with it.
#[actix_web::test]
async fn an_offer_without_an_agreement_can_be_taken_back() {
    let app = TestApp::new().await;
    let (case, under, _, id) = offered(&app).await;
    let last = app.day(0);
    app.database
        .execute(&format!("UPDATE agreements SET valid_to = '{last}'"));
    app.advance(TimeDelta::days(1));
    let url = format!("/v1/transfers/{id}");
    let read = app.get("supervisor", &url).await.expect(200);
    assert_eq!(read.body["status"], "lapsed");
    let withdrawal = format!("{url}/withdrawal");
    let back = app.post("supervisor", &withdrawal, json!({})).await;
    assert_eq!(back.expect(200).body["status"], "withdrawn");
    agree(&app, 365).await;
    app.get("other_supervisor", &format!("/v1/transfer-offers/{id}"))
        .await
        .expect(404);
    offer(&app, "supervisor", &case.case, &under)
        .await
        .expect(201);
}

#[actix_web::test]
async fn a_case_is_taken_over_only_into_an_open_programme_and_for_a_person_looked_for() {
    let app = TestApp::new().await;
    let (_, _, _, id) = offered(&app).await;
    let theirs = app.case_of("other_centre", "other_operator", "opened");
    let known = json!({
        "given_name": "Amina", "family_name": "Diallo", "sex_registered": "f",
        "citizenships": ["GN"], "preferred_language": "fr", "duplicates_weighed": true,
    });
    let known = app.post("other_operator", "/v1/beneficiaries", known).await;
    let known = known.expect(201).id();
    app.database.execute(&format!(
        "UPDATE programmes SET active = false, capacity = 1 WHERE id = '{}'",
        theirs.programme
    ));
    let refused = accept(&app, &id, json!({ "programme_id": theirs.programme })).await;
    let unmet = ["programme_open", "place_free", "duplicates_weighed"];
    assert_eq!(refused.expect(409).unmet(), unmet);
    let foreign = app.case("opened").programme;
    let refused = accept(&app, &id, json!({ "programme_id": foreign })).await;
    let unmet = ["programme_known", "duplicates_weighed"];
    assert_eq!(refused.expect(409).unmet(), unmet);
    app.database.execute(&format!(
        "UPDATE programmes SET active = true, capacity = 9 WHERE id = '{}'",
        theirs.programme
    ));
    let body = json!({
        "programme_id": theirs.programme, "beneficiary_id": known,
        "lead_operator_id": app.user("operator"),
    });
    let refused = accept(&app, &id, body.clone()).await.expect(422);
    assert_eq!(refused.errors(), ["/lead_operator_id cannot_act_here"]);
    let mut body = body;
    body["lead_operator_id"] = json!(app.user("other_operator"));
    let accepted = accept(&app, &id, body).await.expect(200);
    let case = accepted.body["case_id"].as_str().unwrap();
    let opened = format!("/v1/cases/{case}");
    let opened = app.get("other_operator", &opened).await;
    assert_eq!(opened.body["person"]["beneficiary_id"], known);
}
