//! One person at two job centres.

use bilancio::rounds;
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::world::NOBODY;
use crate::support::{Answer, TestApp};

const MATCHES: &str = "/v1/beneficiary-matches";

fn proposal(app: &TestApp, code: &str) -> Value {
    json!({ "organisation_id": app.organisation("other_centre"), "person_code": code,
        "authorised_on": "2026-03-01" })
}

async fn propose(app: &TestApp, person: &str, code: &str) -> Answer {
    let url = format!("/v1/beneficiaries/{person}/matches");
    app.post("supervisor", &url, proposal(app, code)).await
}

async fn transit(app: &TestApp, who: &str, id: &str, body: Value) -> Answer {
    let url = format!("{MATCHES}/{id}/transitions");
    app.post(who, &url, body).await
}

async fn seen(app: &TestApp, who: &str, id: &str) -> Value {
    let url = format!("{MATCHES}/{id}");
    app.get(who, &url).await.expect(200).body
}

/// What an answer tells, but for what belongs to the proposal itself.
fn told(mut body: Value) -> Value {
    for own in ["id", "beneficiary_id", "told_code"] {
        body.as_object_mut().unwrap().remove(own);
    }
    body
}

/// Two people of the centre and one of another, whose code is "Z1".
fn people(app: &TestApp) -> [String; 3] {
    let one = app.case("investigation").beneficiary;
    let two = app.case("investigation").beneficiary;
    let theirs = app.case_of("other_centre", "other_operator", "investigation");
    let theirs = theirs.beneficiary;
    app.database.execute(&format!(
        "UPDATE beneficiaries SET person_code = 'Z1' WHERE id = '{theirs}'"
    ));
    [one, two, theirs]
}

#[actix_web::test]
async fn of_many_proposals_at_once_one_stands() {
    let app = TestApp::new().await;
    let [one, ..] = people(&app);
    app.token("supervisor").await;
    let many = (0..8).map(|_| propose(&app, &one, "Z1"));
    let answers = join_all(many).await;
    let (made, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|it| it.status == 201);
    assert_eq!(made.len(), 1);
    for answer in refused {
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (409, &json!("match_open"))
        );
    }
    let mails = "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'match_proposed'";
    assert_eq!(app.database.count(mails), 1);
}

#[actix_web::test]
async fn a_proposal_tells_nothing_of_whether_there_is_such_a_person() {
    let app = TestApp::new().await;
    let [one, two, _] = people(&app);
    let real = propose(&app, &one, "Z1").await.expect(201);
    let none = propose(&app, &two, "Z2").await.expect(201);
    assert_eq!(told(real.body.clone()), told(none.body.clone()));
    assert_eq!(real.body["status"], "proposed");
    let mails = "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'match_proposed'";
    assert_eq!(app.database.count(mails), 2);

    // A refusal, and silence, look alike to who proposed: now, and when the time is over.
    let refuse = json!({ "event": "refuse" });
    let refused = transit(&app, "other_supervisor", &real.id(), refuse).await;
    assert_eq!(refused.expect(200).body["status"], "refused");
    for days in [0, 29, 1] {
        app.advance(TimeDelta::days(days));
        let silent = seen(&app, "supervisor", &none.id()).await;
        let refused = seen(&app, "supervisor", &real.id()).await;
        assert_eq!(told(refused), told(silent));
    }
    rounds::make(&app.service.database).await.unwrap();
    let silent = seen(&app, "supervisor", &none.id()).await;
    assert_eq!(silent["status"], "lapsed");
    assert_eq!(
        told(seen(&app, "supervisor", &real.id()).await),
        told(silent)
    );
    let theirs = seen(&app, "other_supervisor", &real.id()).await;
    assert_eq!(theirs["status"], "refused");
    let lapsed = "SELECT COUNT(*) FROM beneficiary_matches WHERE status = 'lapsed'";
    assert_eq!(app.database.count(lapsed), 1);
    let named = format!(
        "SELECT COUNT(*) FROM activity_log_records r JOIN activity_log e ON e.id = r.entry_id \
         WHERE e.operation = 'lapse_matches' AND r.parent_id = '{}'",
        none.id()
    );
    assert_eq!(app.database.count(&named), 1);
    for id in [real.id(), none.id()] {
        let late = transit(&app, "supervisor", &id, json!({ "event": "end" })).await;
        assert_eq!(late.expect(409).unmet(), ["match_wrong_state"]);
    }
}

#[actix_web::test]
async fn a_second_proposal_waits_alike_for_the_unanswered_and_the_refused() {
    let app = TestApp::new().await;
    let [one, two, _] = people(&app);
    let refused = propose(&app, &one, "Z1").await.expect(201).id();
    propose(&app, &two, "Z1").await.expect(201);
    let refuse = json!({ "event": "refuse" });
    transit(&app, "other_supervisor", &refused, refuse)
        .await
        .expect(200);
    for person in [&one, &two] {
        let again = propose(&app, person, "Z3").await.expect(409);
        assert_eq!(again.body["code"], "match_open");
    }
    app.advance(TimeDelta::days(30));
    for person in [&one, &two] {
        propose(&app, person, "Z3").await.expect(201);
    }
}

#[actix_web::test]
async fn both_centres_know_after_the_other_has_confirmed_and_either_ends_it() {
    let app = TestApp::new().await;
    let [one, two, theirs] = people(&app);
    let id = propose(&app, &one, "z1").await.expect(201).id();
    let before = seen(&app, "other_supervisor", &id).await;
    assert_eq!(before["told_code"], "Z1");
    assert_eq!(before["beneficiary_id"], Value::Null);
    assert_eq!(before["other_person_code"], Value::Null);
    assert!(!before.to_string().contains(&one));

    // Only the other centre answers, and only for a record of its own.
    let confirm = |person: &str| json!({ "event": "confirm", "beneficiary_id": person, "authorised_on": "2026-03-02" });
    let own = transit(&app, "supervisor", &id, confirm(&two)).await;
    assert_eq!(own.expect(409).unmet(), ["match_wrong_state"]);
    for person in [&one, NOBODY] {
        transit(&app, "other_supervisor", &id, confirm(person))
            .await
            .expect(404);
    }
    let bare = json!({ "event": "confirm" });
    let bare = transit(&app, "other_supervisor", &id, bare)
        .await
        .expect(422);
    assert_eq!(
        bare.errors(),
        ["/beneficiary_id wrong_form", "/authorised_on wrong_form"]
    );
    transit(&app, "other_supervisor", &id, confirm(&theirs))
        .await
        .expect(200);

    let ours = seen(&app, "supervisor", &id).await;
    assert_eq!(ours["status"], "confirmed");
    assert_eq!(ours["other_person_code"], "Z1");
    assert!(!ours.to_string().contains(&theirs));
    let seen_there = seen(&app, "other_supervisor", &id).await;
    assert_eq!(seen_there["beneficiary_id"], theirs);
    assert_ne!(seen_there["other_person_code"], Value::Null);
    // It opens neither record to the other centre.
    for (who, person) in [("supervisor", &theirs), ("other_supervisor", &one)] {
        app.get(who, &format!("/v1/beneficiaries/{person}"))
            .await
            .expect(404);
    }
    transit(&app, "other_supervisor", &id, json!({ "event": "end" }))
        .await
        .expect(200);
    let ours = seen(&app, "supervisor", &id).await;
    assert_eq!(ours["status"], "ended");
    assert_eq!(ours["other_person_code"], Value::Null);
}

#[actix_web::test]
async fn matches_are_the_supervisors_of_two_centres() {
    let app = TestApp::new().await;
    let [one, ..] = people(&app);
    let url = format!("/v1/beneficiaries/{one}/matches");
    let mut to = proposal(&app, "Z1");
    for who in ["operator", "other_supervisor", "admin"] {
        let refused = app.post(who, &url, to.clone()).await;
        assert!([403, 404].contains(&refused.status), "{who}");
    }
    for organisation in ["centre", "cpi"] {
        to["organisation_id"] = json!(app.organisation(organisation));
        let refused = app.post("supervisor", &url, to.clone()).await.expect(422);
        assert_eq!(refused.errors(), ["/organisation_id unknown_code"]);
    }
    let mut early = proposal(&app, "Z1");
    early["authorised_on"] = json!("2026-03-03");
    let early = app.post("supervisor", &url, early).await.expect(422);
    assert_eq!(early.errors(), ["/authorised_on in_the_future"]);
    let id = propose(&app, &one, "Z1").await.expect(201).id();
    for who in ["operator", "other_operator", "officer", "privacy_officer"] {
        app.get(who, &format!("{MATCHES}/{id}")).await.expect(404);
        app.get(who, MATCHES).await.expect(403);
    }
    for who in ["supervisor", "other_supervisor"] {
        let list = app.get(who, MATCHES).await.expect(200);
        assert_eq!(list.body["items"][0]["id"], id);
    }
}
