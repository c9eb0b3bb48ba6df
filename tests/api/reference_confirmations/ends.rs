//! What becomes of requests when the key, the case or another answer goes, and what is kept of asking.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{CONTACT, Referred, act, answer, open, token};
use crate::support::{TestApp, request};

/// Why an answer is dismissed.
fn reason() -> Value {
    json!({ "reason": "Who signed never worked there" })
}

/// A request about the same evidence that was answered so, as its address.
async fn answered(app: &TestApp, referred: &Referred, said: &str) -> String {
    let url = referred.asked(app).await;
    answer(app, &token(app).await, said).await.expect(204);
    url
}

#[actix_web::test]
async fn under_a_key_that_was_made_anew_requests_are_read_and_taken_back() {
    let app = TestApp::new().await;
    let (done, standing) = (Referred::new(&app).await, Referred::new(&app).await);
    let answered = answered(&app, &done, "yes").await;
    let asked = standing.asked(&app).await;
    let token = token(&app).await;
    app.database.execute("DELETE FROM data_keys");
    app.advance(TimeDelta::minutes(1));
    for referred in [&done, &standing] {
        let list = format!("{}/questionnaire-responses", referred.case);
        let begin = json!({ "questionnaire": "work-story" });
        app.post("operator", &list, begin).await.expect(201);
    }
    assert!(app.database.count("SELECT COUNT(*) FROM data_keys") > 0);
    for (referred, url) in [(&done, &answered), (&standing, &asked)] {
        let read = app.get("operator", url).await.expect(200);
        for sealed in ["contact", "shown_name", "statement", "dismissal_reason"] {
            assert_eq!(read.body[sealed], Value::Null, "{sealed}");
        }
        let listed = app.get("operator", &referred.list).await.expect(200);
        assert_eq!(listed.body["items"], json!([read.body]));
    }
    let read = app.get("operator", &answered).await.expect(200);
    assert_eq!(read.body["answer"]["answer"], "yes");
    assert_eq!(read.body["answer"]["words"], Value::Null);
    let dismissed = act(&app, "operator", &answered, "dismissal", reason()).await;
    let dismissed = dismissed.expect(200).body;
    assert_eq!(dismissed["dismissal_reason"], reason()["reason"]);
    assert_eq!(dismissed["contact"], Value::Null);

    open(&app, &token).await.expect(410);
    answer(&app, &token, "yes").await.expect(410);
    assert_eq!(standing.verification(&app).await.0, "declared");
    let again = act(&app, "operator", &asked, "link", Value::Null).await;
    again.expect(410);
    let withdrawn = json!({ "reason": "person_withdrew" });
    let revoked = act(&app, "operator", &asked, "revocation", withdrawn).await;
    assert_eq!(revoked.expect(200).body["status"], "revoked");
}

#[actix_web::test]
async fn what_is_kept_to_answer_again_tells_nothing_that_is_sealed() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    let by = app.token("operator").await;
    let ask = || {
        let call = request("POST", &referred.list).by(&by);
        app.send(
            call.header("idempotency-key", "once")
                .json(referred.request()),
        )
    };
    let first = ask().await.expect(201);
    let again = ask().await.expect(201);
    assert_eq!(first.body, again.body);
    let kept = |condition: &str| {
        let query = format!("SELECT COUNT(*) FROM idempotency_keys WHERE {condition}");
        app.database.count(&query)
    };
    assert_eq!(kept("answer LIKE '%asked%'"), 1);
    for word in ["Costa", "trattoria", "Amina", "Cooked"] {
        assert_eq!(kept(&format!("answer LIKE '%{word}%'")), 0, "{word}");
    }
}

#[actix_web::test]
async fn a_dismissed_answer_takes_back_only_what_no_other_supports() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    let confirmed = (json!("verified_by_issuer"), json!("reference_link"));
    let dismiss = async |url: &str| {
        let dismissed = act(&app, "operator", url, "dismissal", reason()).await;
        dismissed.expect(200);
        referred.verification(&app).await
    };
    let first = answered(&app, &referred, "yes").await;
    let against = answered(&app, &referred, "no").await;
    assert_eq!(dismiss(&against).await, confirmed);
    let second = answered(&app, &referred, "yes").await;
    assert_eq!(dismiss(&first).await, confirmed);
    assert_eq!(dismiss(&second).await, (json!("declared"), Value::Null));
}

#[actix_web::test]
async fn a_yes_leaves_the_channel_of_what_was_verified_otherwise() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    let by_letter = json!({
        "verification": "verified_by_issuer", "verification_channel": "letter",
    });
    app.read_and_patch("operator", &referred.evidence, by_letter)
        .await
        .expect(200);
    let url = answered(&app, &referred, "yes").await;
    let verified = (json!("verified_by_issuer"), json!("letter"));
    assert_eq!(referred.verification(&app).await, verified);
    let dismissed = act(&app, "operator", &url, "dismissal", reason()).await;
    dismissed.expect(200);
    assert_eq!(referred.verification(&app).await, verified);
}

#[actix_web::test]
async fn what_a_link_confirmed_is_not_made_evidence_of_something_else() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    answered(&app, &referred, "yes").await;
    let experience = json!({
        "kind": "work_employed", "title": "Cook", "setting": "informal", "country": "IT",
    });
    let experiences = format!("{}/experiences", referred.case);
    let experience = app.post("operator", &experiences, experience).await;
    let experience = experience.expect(201).id();
    let write = async |body: Value| {
        app.read_and_patch("operator", &referred.evidence, body)
            .await
    };
    for change in [
        json!({ "kind": "diploma" }),
        json!({ "experience_id": experience }),
    ] {
        let refused = write(change).await.expect(422).errors();
        assert_eq!(refused, ["/verification_channel no_reference_answered"]);
    }
    write(json!({ "description": "Letter of the owner" }))
        .await
        .expect(200);
    let back = json!({
        "kind": "diploma", "verification": "declared", "verification_channel": null,
    });
    write(back).await.expect(200);
}

#[actix_web::test]
async fn requests_end_with_their_case_and_mails_that_wait_are_not_sent() {
    let app = TestApp::new().await;
    let (referred, stays) = (Referred::new(&app).await, Referred::new(&app).await);
    let url = referred.asked(&app).await;
    let standing = stays.asked(&app).await;
    let withdraw = json!({ "event": "withdraw", "closure_reason": "withdrawn_by_person" });
    let moves = format!("{}/transitions", referred.case);
    app.post("operator", &moves, withdraw).await.expect(201);
    // The one mail is of the other case.
    open(&app, &token(&app).await).await.expect(200);
    let kept = format!("SELECT COUNT(*) FROM outbox_mails WHERE recipient = '{CONTACT}'");
    assert_eq!(app.database.count(&kept), 0);
    let read = app.get("operator", &url).await.expect(200);
    for (name, value) in [
        ("status", json!("revoked")),
        ("revocation_reason", Value::Null),
        ("link_expires_at", Value::Null),
        ("version", json!(2)),
    ] {
        assert_eq!(read.body[name], value, "{name}");
    }
    let read = app.get("operator", &standing).await.expect(200);
    assert_eq!(read.body["status"], "asked");
}
