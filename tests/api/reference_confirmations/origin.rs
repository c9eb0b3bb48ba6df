//! Contact with the country that a person came from: barred, authorised, approved.

use serde_json::{Value, json};

use super::{Referred, act, answer, mails_to, open};
use crate::support::{Answer, TestApp};

const ATELIER: &str = "atelier@couture.gn";

/// Records a permit of stay of the case's person.
async fn permit(app: &TestApp, referred: &Referred, code: &str, status: &str) {
    let url = format!(
        "/v1/beneficiaries/{}/stay-permits",
        referred.ids.beneficiary
    );
    let body = json!({ "permit_code": code, "status": status });
    app.post("operator", &url, body).await.expect(201);
}

fn is_barred(answer: Answer) {
    assert_eq!(answer.expect(409).body["code"], "origin_contact_barred");
}

/// A request to the country of origin that the person authorised in writing.
fn authorised(referred: &Referred) -> Value {
    let mut request = referred.request_to(&json!({ "email": ATELIER, "country": "GN" }));
    request["origin_authorised_on"] = json!("2026-03-01");
    request
}

#[actix_web::test]
async fn contact_with_the_country_of_origin_is_barred_for_who_has_or_may_have_protection() {
    let app = TestApp::new().await;
    for (code, status) in [
        (None, ""),
        (Some("asylum_request"), "valid"),
        (Some("refugee"), "valid"),
        (Some("subsidiary"), "renewal_pending"),
        (Some("special_protection"), "expired"),
        (Some("work_employed"), "unknown"),
    ] {
        let referred = Referred::new(&app).await;
        if let Some(code) = code {
            permit(&app, &referred, code, status).await;
        }
        for contact in [
            json!({ "country": "GN" }),
            json!({ "email": ATELIER }),
            json!({ "email": ATELIER, "country": "FR" }),
        ] {
            is_barred(referred.ask(&app, referred.request_to(&contact)).await);
        }
        let elsewhere = json!({ "email": "atelier@couture.fr", "country": "FR" });
        let asked = referred.ask(&app, referred.request_to(&elsewhere)).await;
        assert_eq!(asked.expect(201).body["origin_contact"], false, "{code:?}");
    }
    assert_eq!(mails_to(&app, ATELIER).await.len(), 0);
    // Who refuses says why.
    let referred = Referred::new(&app).await;
    let refused = referred.ask(&app, referred.request_to(&json!({ "country": "GN" })));
    let why = refused.await.expect(409).body["detail"].to_string();
    assert!(why.contains("embassy"), "{why}");
}

#[actix_web::test]
async fn where_somebody_was_born_counts_and_a_permit_for_work_bars_nothing() {
    let app = TestApp::new().await;
    let born = Referred::new(&app).await;
    let person = &born.ids.beneficiary;
    let set = format!("UPDATE beneficiaries SET birth_country = 'SL' WHERE id = '{person}'");
    app.database.execute(&set);
    is_barred(
        born.ask(&app, born.request_to(&json!({ "country": "SL" })))
            .await,
    );
    let stranger = Referred::new(&app).await;
    let person = &stranger.ids.beneficiary;
    let unknown =
        format!("UPDATE beneficiaries SET citizenships = '[\"XXX\"]' WHERE id = '{person}'");
    app.database.execute(&unknown);
    is_barred(
        stranger
            .ask(&app, stranger.request_to(&json!({ "country": "FR" })))
            .await,
    );
    stranger.asked(&app).await;

    let worker = Referred::new(&app).await;
    permit(&app, &worker, "work_employed", "valid").await;
    let there = json!({ "email": ATELIER, "country": "GN" });
    let asked = worker
        .ask(&app, worker.request_to(&there))
        .await
        .expect(201);
    assert_eq!(asked.body["status"], "asked");
    assert_eq!(mails_to(&app, ATELIER).await.len(), 1);
    // Who once had protection is not safer for another permit, and what was learnt since counts.
    permit(&app, &worker, "refugee", "expired").await;
    permit(&app, &worker, "work_employed", "valid").await;
    let url = asked.header("location").to_owned();
    is_barred(act(&app, "operator", &url, "link", Value::Null).await);
}

#[actix_web::test]
async fn what_the_person_authorised_is_sent_once_a_second_pair_of_eyes_approved_it() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    let mut early = authorised(&referred);
    early["origin_authorised_on"] = json!("2026-03-03");
    let refused = referred.ask(&app, early).await.expect(422).errors();
    assert_eq!(refused, ["/origin_authorised_on in_the_future"]);
    let asked = referred.ask(&app, authorised(&referred)).await.expect(201);
    assert_eq!(asked.body["status"], "awaiting_approval");
    assert_eq!(asked.body["origin_contact"], true);
    assert_eq!(asked.body["origin_authorised_on"], "2026-03-01");
    let url = asked.header("location").to_owned();
    assert!(mails_to(&app, ATELIER).await.is_empty());
    let send = act(&app, "operator", &url, "link", Value::Null).await;
    assert_eq!(send.expect(409).body["code"], "reference_not_asked");
    let yes = json!({ "approved": true });
    let decide = async |who: &str| act(&app, who, &url, "decision", yes.clone()).await;
    decide("operator").await.expect(403);
    decide("other_supervisor").await.expect(404);
    let approved = decide("supervisor").await.expect(200).body;
    assert_eq!(approved["status"], "asked");
    assert_eq!(approved["decided_by"], app.user("supervisor"));
    let twice = decide("supervisor").await.expect(409);
    assert_eq!(twice.body["code"], "reference_not_awaiting_approval");
    let mails = mails_to(&app, ATELIER).await;
    let (_, rest) = mails[0].split_once("#token=").unwrap();
    let token = rest.split_whitespace().next().unwrap();
    open(&app, token).await.expect(200);
    answer(&app, token, "yes").await.expect(204);
    assert_eq!(referred.verification(&app).await.0, "verified_by_issuer");
    // Both are in the log of the case.
    for (operation, who) in [
        ("ask_for_reference", "operator"),
        ("decide_reference_request", "supervisor"),
    ] {
        let (case, user) = (&referred.ids.case, app.user(who));
        let entries = format!(
            "SELECT COUNT(*) FROM activity_log e WHERE e.operation = '{operation}' AND \
             e.outcome = 'done' AND e.user_id = '{user}' AND e.id IN (SELECT entry_id FROM \
             activity_log_records WHERE parent_id = '{case}')"
        );
        assert_eq!(app.database.count(&entries), 1, "{operation}");
    }
}

#[actix_web::test]
async fn nobody_approves_what_they_asked_for_or_of_a_case_that_they_work_on() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    let asked = app
        .post("supervisor", &referred.list, authorised(&referred))
        .await;
    let url = asked.expect(201).header("location").to_owned();
    let yes = json!({ "approved": true });
    let own = act(&app, "supervisor", &url, "decision", yes.clone()).await;
    assert_eq!(own.expect(409).unmet(), ["four_eyes"]);
    let (case, user) = (&referred.ids.case, app.user("second_supervisor"));
    let org = app.organisation("centre");
    app.database.execute(&format!(
        "INSERT INTO case_operators (case_id, user_id, organisation_id, part, assigned_at) VALUES \
         ('{case}', '{user}', '{org}', 'co', '2026-03-02 08:00:00')"
    ));
    let involved = act(&app, "second_supervisor", &url, "decision", yes.clone()).await;
    assert_eq!(involved.expect(409).unmet(), ["four_eyes"]);
    app.database
        .execute("DELETE FROM case_operators WHERE part = 'co'");
    let declined = json!({ "approved": false });
    let declined = act(&app, "second_supervisor", &url, "decision", declined).await;
    assert_eq!(declined.expect(200).body["status"], "declined");
    assert!(mails_to(&app, ATELIER).await.is_empty());
    let late = act(&app, "second_supervisor", &url, "decision", yes).await;
    late.expect(409);
}

#[actix_web::test]
async fn what_the_staff_write_of_asking_there_themselves_is_held_to_the_same() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    let there = json!({
        "kind": "work_employed", "title": "Seamstress", "setting": "informal", "country": "GN",
    });
    let experiences = format!("{}/experiences", referred.case);
    let there = app.post("operator", &experiences, there).await;
    let there = there.expect(201).id();
    let by = |channel: &str| {
        json!({
            "verification": "verified_by_issuer", "verification_channel": channel,
            "experience_id": there,
        })
    };
    let write = async |body: Value| {
        app.read_and_patch("operator", &referred.evidence, body)
            .await
    };
    for channel in ["letter", "email", "telephone", "in_person", "other"] {
        is_barred(write(by(channel)).await);
    }
    let mut new = by("email");
    new["kind"] = json!("employer_reference");
    new["description"] = json!("Letter");
    let list = format!("{}/evidence", referred.case);
    is_barred(app.post("operator", &list, new).await);
    // A register is looked up without a word of the person.
    write(by("register")).await.expect(200);
    let asked = referred.ask(&app, authorised(&referred)).await.expect(201);
    is_barred(write(by("telephone")).await);
    let url = asked.header("location").to_owned();
    let yes = json!({ "approved": true });
    act(&app, "supervisor", &url, "decision", yes)
        .await
        .expect(200);
    write(by("telephone")).await.expect(200);
    // Whatever else is changed of it is no new contact.
    let unmade = json!({ "reason": "not_needed" });
    act(&app, "operator", &url, "revocation", unmade)
        .await
        .expect(200);
    write(json!({ "description": "Letter of the atelier" }))
        .await
        .expect(200);
    is_barred(write(by("letter")).await);
}
