//! Who has an absent colleague's cases, and for how long.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

fn new(app: &TestApp, absent: &str, present: &str, from: i64, to: i64) -> Value {
    json!({
        "absent_user_id": app.user(absent), "stand_in_user_id": app.user(present),
        "from_on": app.day(from), "to_on": app.day(to),
    })
}

async fn appoint(app: &TestApp, by: &str, body: Value) -> Answer {
    app.post(by, "/v1/stand-ins", body).await
}

fn listed(answer: &Answer) -> usize {
    answer.body["items"].as_array().unwrap().len()
}

#[actix_web::test]
async fn a_stand_in_has_the_cases_of_the_absent_from_the_first_to_the_last_day_in_italy() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let body = new(&app, "operator", "colleague", 1, 3);
    let named = appoint(&app, "supervisor", body).await.expect(201);
    assert_eq!(named.body["absent_name"], "Person operator");
    assert_eq!(named.body["stand_in_name"], "Person colleague");
    app.get("colleague", &case).await.expect(404);

    app.advance(TimeDelta::days(1));
    let read = app.get("colleague", &case).await.expect(200);
    let assignment = &read.body["assignments"][0];
    assert_eq!(assignment["user_id"], app.user("operator"));
    let present = &assignment["stand_in"];
    assert_eq!(present["display_name"], "Person colleague");
    assert_eq!(present["to_on"], "2026-03-05");
    let all = app.get("colleague", "/v1/cases").await.expect(200);
    assert_eq!(
        all.body["items"][0]["assignments"],
        read.body["assignments"]
    );
    let needs = json!({ "needs_analysis": "Work" });
    app.read_and_patch("colleague", &case, needs)
        .await
        .expect(200);
    // The absent one has their cases as before, and the role of who stands in is still their own.
    app.get("operator", &case).await.expect(200);
    let waiver = json!({ "kind": "steps", "reason": "Moves" });
    app.post("colleague", &format!("{case}/waivers"), waiver)
        .await
        .expect(403);
    let told = format!(
        "SELECT COUNT(*) FROM activity_log_records WHERE resource = 'stand_in' \
         AND action = 'update' AND parent_id = '{}'",
        app.user("operator")
    );
    assert_eq!(app.database.count(&told), 1);

    // Almost midnight of the fifth in Rome, and a minute after it.
    app.advance(TimeDelta::hours(2 * 24 + 13) + TimeDelta::minutes(59));
    app.get("colleague", &case).await.expect(200);
    app.advance(TimeDelta::minutes(2));
    app.get("colleague", &case).await.expect(404);
    assert_eq!(listed(&app.get("colleague", "/v1/cases").await), 0);
    let read = app.get("operator", &case).await.expect(200);
    assert_eq!(read.body["assignments"][0]["stand_in"], Value::Null);
}

#[actix_web::test]
async fn a_stand_in_that_is_ended_gives_nothing_from_the_next_request_on() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("opened").case);
    let body = new(&app, "operator", "colleague", 0, 9);
    let id = appoint(&app, "supervisor", body).await.expect(201).id();
    app.get("colleague", &case).await.expect(200);
    let url = format!("/v1/stand-ins/{id}");
    app.delete("operator", &url).await.expect(403);
    app.delete("other_supervisor", &url).await.expect(404);
    app.delete("supervisor", &url).await.expect(204);
    app.get("colleague", &case).await.expect(404);
    let again = app.delete("supervisor", &url).await.expect(409);
    assert_eq!(again.body["code"], "stand_in_over");

    // One that had not begun never was.
    let body = new(&app, "operator", "colleague", 5, 9);
    let id = appoint(&app, "supervisor", body).await.expect(201).id();
    let url = format!("/v1/stand-ins/{id}");
    app.delete("second_supervisor", &url).await.expect(204);
    app.delete("second_supervisor", &url).await.expect(404);
    for (who, count) in [("supervisor", 1), ("operator", 1), ("colleague", 1)] {
        let all = app.get(who, "/v1/stand-ins").await.expect(200);
        assert_eq!(listed(&all), count, "{who}");
    }
    let theirs = app.get("other_supervisor", "/v1/stand-ins").await;
    assert_eq!(listed(&theirs.expect(200)), 0);
    app.get("reception", "/v1/stand-ins").await.expect(403);
}

#[actix_web::test]
async fn a_stand_in_is_named_within_the_rules_and_once_for_each_day() {
    let app = TestApp::new().await;
    for (body, errors) in [
        (
            new(&app, "operator", "other_operator", 0, 1),
            vec!["/stand_in_user_id cannot_act_here"],
        ),
        (
            new(&app, "other_operator", "admin", -1, -2),
            vec![
                "/absent_user_id cannot_act_here",
                "/stand_in_user_id cannot_act_here",
                "/from_on already_past",
                "/to_on before_start",
            ],
        ),
        (
            new(&app, "operator", "operator", 0, 367),
            vec!["/stand_in_user_id not_oneself", "/to_on out_of_range"],
        ),
    ] {
        let refused = appoint(&app, "supervisor", body).await.expect(422);
        assert_eq!(refused.errors(), errors);
    }
    let body = new(&app, "operator", "colleague", 0, 3);
    appoint(&app, "operator", body.clone()).await.expect(403);
    app.token("supervisor").await;
    app.token("second_supervisor").await;
    let both = ["supervisor", "second_supervisor"];
    let many = (0..12).map(|turn| appoint(&app, both[turn % 2], body.clone()));
    let answers = join_all(many).await;
    let (named, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|it| it.status == 201);
    assert_eq!((named.len(), refused.len()), (1, 11));
    for answer in refused {
        assert_eq!(answer.body["code"], "stand_in_overlaps");
    }
    let url = format!("/v1/stand-ins/{}", named[0].id());
    assert_eq!(named[0].header("location"), url);
    for who in ["supervisor", "operator", "colleague"] {
        let read = app.get(who, &url).await.expect(200);
        assert_eq!(read.body, named[0].body, "{who}");
    }
    app.get("other_supervisor", &url).await.expect(404);
    let overlapping = new(&app, "operator", "supervisor", 3, 5);
    let refused = appoint(&app, "supervisor", overlapping).await.expect(409);
    assert_eq!(refused.body["code"], "stand_in_overlaps");
    let after = new(&app, "operator", "supervisor", 4, 5);
    appoint(&app, "supervisor", after).await.expect(201);
}

#[actix_web::test]
async fn who_stood_in_for_an_operator_of_a_case_does_not_approve_its_report() {
    let app = TestApp::new().await;
    let case = app.case("report_submitted").case;
    let later = app.case("report_submitted").case;
    app.database.execute(&format!(
        "UPDATE case_operators SET assigned_at = '2026-03-09 08:00:00' WHERE case_id = '{later}'"
    ));
    let body = new(&app, "operator", "second_supervisor", 0, 3);
    appoint(&app, "supervisor", body).await.expect(201);
    let refused = async |by: &str, case: &str| {
        let url = format!("/v1/cases/{case}/transitions");
        let open = app.get(by, &url).await.expect(200);
        open.body.to_string().contains("four_eyes")
    };
    assert!(refused("second_supervisor", &case).await);
    assert!(!refused("supervisor", &case).await);
    app.advance(TimeDelta::days(10));
    assert!(refused("second_supervisor", &case).await);
    assert!(!refused("second_supervisor", &later).await);
}
