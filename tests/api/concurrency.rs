//! Requests sent more than once, and at once.

use bilancio::rounds;
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::bodies::person;
use crate::support::{Answer, TestApp, request};

const URL: &str = "/v1/beneficiaries";

async fn add(app: &TestApp, who: &str, key: &str, body: &Value) -> Answer {
    let call = request("POST", URL).by(&app.token(who).await);
    app.send(call.json(body.clone()).header("idempotency-key", key))
        .await
}

fn people(app: &TestApp) -> i64 {
    app.database.count("SELECT COUNT(*) FROM beneficiaries")
}

/// What a client sees of an answer.
fn seen(answer: &Answer) -> (u16, &Value, &str, &str) {
    let (location, tag) = (answer.header("location"), answer.header("etag"));
    (answer.status, &answer.body, location, tag)
}

#[actix_web::test]
async fn twenty_equal_requests_at_once_make_one_record_and_get_one_answer() {
    let app = TestApp::new().await;
    app.token("operator").await;
    let body = person();
    let answers = join_all((0..20).map(|_| add(&app, "operator", "once", &body))).await;
    assert_eq!(answers[0].status, 201, "{}", answers[0].body);
    for answer in &answers {
        assert_eq!(seen(answer), seen(&answers[0]));
    }
    assert_eq!(people(&app), 1);
    let later = add(&app, "operator", "once", &body).await;
    assert_eq!(seen(&later), seen(&answers[0]));
    assert_eq!(people(&app), 1);
}

#[actix_web::test]
async fn a_key_used_again_for_another_request_is_refused() {
    let app = TestApp::new().await;
    let first = add(&app, "operator", "key", &person()).await.expect(201);
    let mut other = person();
    other["municipality"] = json!("Elsewhere");
    let refused = add(&app, "operator", "key", &other).await.expect(422);
    assert_eq!(refused.errors(), [" idempotency_key_reused"]);
    let elsewhere = format!("/v1/cases/{}/next-steps", app.case("conclusion").case);
    let step = json!({ "kind": "other", "description": "Call again" });
    let call = request("POST", &elsewhere).by(&app.token("operator").await);
    let refused = app.send(call.json(step).header("idempotency-key", "key"));
    let refused = refused.await.expect(422);
    assert_eq!(refused.errors(), [" idempotency_key_reused"]);
    let again = add(&app, "operator", "key", &person()).await;
    assert_eq!(seen(&again), seen(&first));
}

#[actix_web::test]
async fn twenty_different_requests_at_once_under_one_key_make_one_record() {
    let app = TestApp::new().await;
    app.token("operator").await;
    let bodies: Vec<_> = (0..20)
        .map(|number| {
            let mut body = person();
            body["given_name"] = json!(format!("Number {number}"));
            body
        })
        .collect();
    let answers = join_all(bodies.iter().map(|body| add(&app, "operator", "one", body))).await;
    let made = answers.iter().filter(|it| it.status == 201).count();
    let refused = answers.iter().filter(|it| it.status == 422).count();
    assert_eq!((made, refused, people(&app)), (1, 19, 1));
}

#[actix_web::test]
async fn each_user_has_keys_of_their_own() {
    let app = TestApp::new().await;
    let body = person();
    let mut ids = Vec::new();
    for who in ["operator", "colleague", "other_operator"] {
        ids.push(add(&app, who, "shared", &body).await.expect(201).id());
    }
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), people(&app)), (3, 3));
}

#[actix_web::test]
async fn a_key_whose_request_was_refused_may_be_used_again() {
    let app = TestApp::new().await;
    let mut bad = person();
    bad["preferred_language"] = json!("not a language");
    add(&app, "operator", "again", &bad).await.expect(422);
    // Refused by the record's state, inside the work that would have kept the answer.
    let case = app.case("closed").case;
    let url = format!("/v1/cases/{case}/next-steps");
    let step = json!({ "kind": "other", "description": "Call again" });
    let token = app.token("operator").await;
    let call = || {
        let call = request("POST", &url).by(&token).json(step.clone());
        call.header("idempotency-key", "again")
    };
    app.send(call()).await.expect(409);
    app.database.execute(&format!(
        "UPDATE cases SET status = 'conclusion' WHERE id = '{case}'"
    ));
    let made = app.send(call()).await.expect(201);
    assert_eq!(seen(&app.send(call()).await), seen(&made));
    let steps = app.database.count("SELECT COUNT(*) FROM next_steps");
    assert_eq!(steps, 1);
    add(&app, "operator", "another", &person())
        .await
        .expect(201);
}

#[actix_web::test]
async fn a_key_used_in_one_role_gives_nothing_of_its_answer_to_another() {
    let app = TestApp::new().await;
    let first = add(&app, "operator", "key", &person()).await.expect(201);
    let roles = format!("/v1/users/{}/memberships", app.user("operator"));
    let role = json!({ "organisation_id": app.organisation("other_centre"), "role": "operator" });
    let given = app.post("admin", &roles, role).await.expect(201);
    let token = app.token("operator").await;
    let switch = request("PATCH", "/v1/sign-ins/current").by(&token);
    let body = json!({ "membership_id": given.id() });
    app.send(switch.merge_patch(body)).await.expect(200);
    let refused = add(&app, "operator", "key", &person()).await.expect(422);
    assert_eq!(refused.errors(), [" idempotency_key_reused"]);
    assert!(!refused.body.to_string().contains(&first.id()));
    let there = add(&app, "operator", "another", &person()).await;
    assert_ne!(there.expect(201).id(), first.id());
}

#[actix_web::test]
async fn the_entry_of_an_answer_given_again_names_what_the_first_one_touched() {
    let app = TestApp::new().await;
    let case = app.case("conclusion");
    let step = json!({ "kind": "other", "description": "Call again" });
    let url = format!("/v1/cases/{}/next-steps", case.case);
    let token = app.token("operator").await;
    for _ in 0..2 {
        let call = request("POST", &url).by(&token).json(step.clone());
        let call = call.header("idempotency-key", "key");
        app.send(call).await.expect(201);
    }
    // It was made once, and looked at the second time.
    for action in ["create", "read"] {
        let touched = format!(
            "SELECT COUNT(*) FROM activity_log_records r JOIN activity_log e ON e.id = r.entry_id \
             WHERE e.operation = 'add_next_step' AND r.action = '{action}' \
             AND r.resource = 'plan' AND r.parent_id = '{}'",
            case.case
        );
        assert_eq!(app.database.count(&touched), 1, "{action}");
    }
}

#[actix_web::test]
async fn answers_are_forgotten_after_a_day_also_of_who_does_not_come_again() {
    let app = TestApp::new().await;
    add(&app, "operator", "key", &person()).await.expect(201);
    let kept = || app.database.count("SELECT COUNT(*) FROM idempotency_keys");
    app.advance(TimeDelta::hours(23));
    rounds::make(&app.service.database).await.unwrap();
    assert_eq!(kept(), 1);
    app.advance(TimeDelta::hours(1));
    rounds::make(&app.service.database).await.unwrap();
    assert_eq!(kept(), 0);
}
