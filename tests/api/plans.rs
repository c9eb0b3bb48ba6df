use serde_json::json;

use crate::support::{TestApp, request};

#[actix_web::test]
async fn a_next_step_is_added_changed_and_removed() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("conclusion").case);
    let url = format!("{case}/next-steps");
    let body =
        json!({ "kind": "language_course", "description": "Italian B1", "due_on": app.day(90) });
    let added = app.post("operator", &url, body).await.expect(201);
    assert_eq!(added.body["done"], false);
    let step = added.header("location").to_owned();
    let read = app.get("operator", &step).await.expect(200);
    assert_eq!(read.body, added.body);
    let detail = app.get("operator", &case).await.expect(200);
    assert_eq!(detail.body["plan"]["open_next_steps"], 1);

    let patch = json!({ "done": true, "due_on": null });
    let changed = app
        .patch("operator", &step, "\"v1\"", patch.clone())
        .await
        .expect(200);
    assert_eq!(changed.body["done"], true);
    assert!(changed.body["due_on"].is_null());
    let stale = app.patch("operator", &step, "\"v1\"", patch).await;
    assert_eq!(stale.expect(412).header("etag"), "\"v2\"");
    let detail = app.get("operator", &case).await.expect(200);
    assert_eq!(detail.body["plan"]["next_steps"], 1);
    assert_eq!(detail.body["plan"]["open_next_steps"], 0);

    app.delete("operator", &step).await.expect(428);
    let token = app.token("operator").await;
    let remove = |tag: &str| request("DELETE", &step).by(&token).header("if-match", tag);
    app.send(remove("\"v1\"")).await.expect(412);
    app.send(remove("\"v2\"")).await.expect(204);
    app.get("operator", &step).await.expect(404);
    let listed = app.get("supervisor", &url).await.expect(200);
    assert_eq!(listed.body["items"], json!([]));
}

#[actix_web::test]
async fn a_case_has_next_steps_or_says_that_there_are_none() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("completed").case);
    let url = format!("{case}/next-steps");
    let step = json!({ "kind": "other", "description": "Ask again in spring" });
    let none = json!({ "without_next_steps": true });
    app.read_and_patch("operator", &case, none.clone())
        .await
        .expect(200);
    let refused = app.post("operator", &url, step.clone()).await.expect(409);
    assert_eq!(refused.body["code"], "stated_without_next_steps");
    let some = json!({ "without_next_steps": false });
    app.read_and_patch("operator", &case, some)
        .await
        .expect(200);
    app.post("operator", &url, step).await.expect(201);
    let refused = app
        .read_and_patch("operator", &case, none)
        .await
        .expect(422);
    assert_eq!(refused.errors(), ["/without_next_steps next_steps_exist"]);
}

#[actix_web::test]
async fn next_steps_and_observations_rest_while_a_report_waits_for_a_decision() {
    let app = TestApp::new().await;
    let ids = app.case("conclusion");
    let case = format!("/v1/cases/{}", ids.case);
    let url = format!("{case}/next-steps");
    let body = json!({ "kind": "other", "description": "Ask again in spring" });
    let added = app.post("operator", &url, body.clone()).await.expect(201);
    let step = added.header("location").to_owned();
    let move_to = |status: &str| {
        app.database.execute(&format!(
            "UPDATE cases SET status = '{status}', observations = 'I agree.' WHERE id = '{}'",
            ids.case
        ));
    };
    let changed = json!({ "description": "Ask again in summer" });
    let observed = json!({ "observations": "I do not agree." });
    let token = app.token("operator").await;
    let remove = |tag: &str| request("DELETE", &step).by(&token).header("if-match", tag);
    move_to("report_submitted");
    for refused in [
        app.post("operator", &url, body.clone()).await,
        app.patch("operator", &step, "\"v1\"", changed.clone())
            .await,
        app.send(remove("\"v1\"")).await,
        app.read_and_patch("operator", &case, observed.clone())
            .await,
    ] {
        assert_eq!(refused.expect(409).body["code"], "report_awaits_decision");
    }
    // What the report does not say may still be put right.
    let given = json!({ "synthesis_given_on": app.day(-1), "synthesis_language": "fr" });
    app.read_and_patch("operator", &case, given)
        .await
        .expect(200);
    for status in ["conclusion", "report_approved"] {
        move_to(status);
        app.post("operator", &url, body.clone()).await.expect(201);
        app.read_and_patch("operator", &step, changed.clone())
            .await
            .expect(200);
        app.read_and_patch("operator", &case, observed.clone())
            .await
            .expect(200);
    }
}

#[actix_web::test]
async fn a_follow_up_tells_whether_the_person_was_reached() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("follow_up").case);
    let url = format!("{case}/follow-ups");
    let missed = json!({ "contacted_on": app.day(-7), "reached": false, "outcome": "unknown" });
    app.post("operator", &url, missed.clone()).await.expect(201);
    let mut told = missed.clone();
    told["outcome"] = json!("employed");
    let refused = app.post("operator", &url, told.clone()).await.expect(422);
    assert_eq!(refused.errors(), ["/outcome outcome_without_contact"]);
    told["reached"] = json!(true);
    told["contacted_on"] = json!(app.day(0));
    told["note"] = json!("Works as a tailor");
    let recorded = app.post("operator", &url, told).await.expect(201);
    let listed = app.get("supervisor", &url).await.expect(200);
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 2);
    assert_eq!(listed.body["items"][0], recorded.body);
    let detail = app.get("operator", &case).await.expect(200);
    assert_eq!(detail.body["plan"]["follow_ups"], 2);
    assert_eq!(detail.body["plan"]["last_contact_on"], app.day(0));

    let early = format!("/v1/cases/{}/follow-ups", app.case("conclusion").case);
    let refused = app.post("operator", &early, missed).await.expect(409);
    assert_eq!(refused.body["code"], "not_in_follow_up");
}

#[actix_web::test]
async fn a_follow_up_falls_due_half_a_year_after_the_audit_until_the_person_is_reached() {
    let app = TestApp::new().await;
    let case = app.case("completed").case;
    let url = format!("/v1/cases/{case}");
    let step = json!({ "kind": "tutoring", "description": "Italian" });
    app.post("operator", &format!("{url}/next-steps"), step)
        .await
        .expect(201);
    let begin = json!({ "event": "begin_follow_up" });
    app.post("operator", &format!("{url}/transitions"), begin)
        .await
        .expect(201);
    let due = async |by: &str| {
        let list = format!("/v1/cases?follow_up_due_by={by}");
        let listed = app.get("operator", &list).await.expect(200);
        listed.body["items"].as_array().unwrap().len()
    };
    let detail = app.get("operator", &url).await.expect(200);
    assert_eq!(detail.body["follow_up_due_on"], "2026-09-02");
    assert_eq!((due("2026-09-01").await, due("2026-09-02").await), (0, 1));
    for (reached, left) in [(false, 1), (true, 0)] {
        let outcome = if reached { "employed" } else { "unknown" };
        let contact = json!({ "contacted_on": app.day(0), "reached": reached, "outcome": outcome });
        app.post("operator", &format!("{url}/follow-ups"), contact)
            .await
            .expect(201);
        assert_eq!(due("2026-09-02").await, left);
    }
}

#[actix_web::test]
async fn strangers_see_no_plan_and_an_ended_case_takes_no_more() {
    let app = TestApp::new().await;
    let (open, ended) = (app.case("follow_up").case, app.case("closed").case);
    let foreign = app.case("conclusion").case;
    for (name, body) in [
        (
            "next-steps",
            json!({ "kind": "tutoring", "description": "x" }),
        ),
        (
            "follow-ups",
            json!({ "contacted_on": app.day(0), "reached": false, "outcome": "unknown" }),
        ),
    ] {
        let url = format!("/v1/cases/{open}/{name}");
        for who in [
            "colleague",
            "other_supervisor",
            "reception",
            "officer",
            "admin",
        ] {
            app.get(who, &url).await.expect(404);
            app.post(who, &url, body.clone()).await.expect(404);
        }
        let url = format!("/v1/cases/{ended}/{name}");
        let refused = app.post("operator", &url, body).await.expect(409);
        assert_eq!(refused.body["code"], "case_ended");
    }
    let body = json!({ "kind": "tutoring", "description": "x" });
    let url = format!("/v1/cases/{open}/next-steps");
    let step = app.post("operator", &url, body).await.expect(201).id();
    // A step is found under its own case only.
    app.get(
        "operator",
        &format!("/v1/cases/{foreign}/next-steps/{step}"),
    )
    .await
    .expect(404);
}

#[actix_web::test]
async fn bad_input_of_plans_is_refused_with_its_place() {
    let app = TestApp::new().await;
    let case = app.case("follow_up").case;
    for (name, body, error) in [
        (
            "next-steps",
            json!({ "kind": "holiday", "description": "x" }),
            "/kind wrong_type",
        ),
        (
            "next-steps",
            json!({ "kind": "other", "description": "" }),
            "/description text_empty",
        ),
        (
            "next-steps",
            json!({ "kind": "other", "description": "x".repeat(1_001) }),
            "/description text_too_long",
        ),
        (
            "next-steps",
            json!({ "kind": "other", "description": "x", "due_on": "2201-01-01" }),
            "/due_on out_of_range",
        ),
        (
            "follow-ups",
            json!({ "contacted_on": app.day(1), "reached": false, "outcome": "unknown" }),
            "/contacted_on in_the_future",
        ),
        (
            "follow-ups",
            json!({ "contacted_on": app.day(0), "reached": "yes", "outcome": "unknown" }),
            "/reached wrong_type",
        ),
        (
            "follow-ups",
            json!({ "contacted_on": app.day(0), "reached": true, "outcome": "unknown", "job": 1 }),
            "/job unknown_property",
        ),
    ] {
        let url = format!("/v1/cases/{case}/{name}");
        let refused = app.post("operator", &url, body).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
}
