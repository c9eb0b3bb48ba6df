//! Who may make a move, how it is asked for, and how it is refused.

use serde_json::json;

use super::records::Records;
use super::url;
use crate::support::{TestApp, request};

#[actix_web::test]
async fn only_the_lead_operator_submits_the_report() {
    let app = TestApp::new().await;
    let case = app.case("conclusion");
    let records = Records::new(&app, &case);
    records.operator("colleague", "co");
    let answer = app.event("colleague", &case, "submit_report").await;
    let unmet = answer.expect(409).unmet();
    assert_eq!(unmet[0], "by_lead_operator");
    assert_eq!(unmet.len(), 6);
    app.event("supervisor", &case, "submit_report")
        .await
        .expect(403);
    let lacks = app.lacks("supervisor", &case, "submit_report").await;
    assert_eq!(lacks[..2], ["your_role", "by_lead_operator"]);
}

#[actix_web::test]
async fn who_leads_works_on_or_assessed_a_case_decides_neither_on_report_nor_on_certificate() {
    let app = TestApp::new().await;
    let of = ["lead", "co", "assessor", "author"];
    for part in of {
        let lead = if part == "lead" {
            "supervisor"
        } else {
            "operator"
        };
        let case = app.case_of("centre", lead, "report_submitted");
        let records = Records::new(&app, &case);
        match part {
            "co" => records.operator("supervisor", "co"),
            "assessor" => records.assessment("supervisor"),
            _ => {}
        }
        let author = if part == "author" {
            "supervisor"
        } else {
            "operator"
        };
        records.report(author, "submitted");
        // Holding a session is no part in what is decided.
        records.session_by("second_supervisor", "individual", None, 60);
        let body = json!({ "event": "return_report", "comment": "No" });
        app.refused("supervisor", &case, body, &["four_eyes"]).await;
        let approve = json!({ "event": "approve_report" });
        app.refused("supervisor", &case, approve.clone(), &["four_eyes"])
            .await;
        app.done("second_supervisor", &case, approve, "report_approved")
            .await;
        let issue = json!({ "event": "issue_certificate" });
        app.refused("supervisor", &case, issue.clone(), &["four_eyes"])
            .await;
        app.done("second_supervisor", &case, issue, "completed")
            .await;
    }
}

#[actix_web::test]
async fn who_gave_a_case_away_decides_neither_on_its_report_nor_on_its_certificate() {
    let app = TestApp::new().await;
    let case = app.case_of("centre", "supervisor", "report_submitted");
    let records = Records::new(&app, &case);
    records.report("operator", "submitted");
    records.session("individual", None, 60);
    let given = json!({ "assignments": [{ "user_id": app.user("operator"), "part": "lead" }] });
    app.put_if("supervisor", &url(&case, "operators"), "\"v1\"", given)
        .await
        .expect(200);
    let approve = json!({ "event": "approve_report" });
    app.refused("supervisor", &case, approve.clone(), &["four_eyes"])
        .await;
    app.done("second_supervisor", &case, approve, "report_approved")
        .await;
    let issue = json!({ "event": "issue_certificate" });
    app.refused("supervisor", &case, issue, &["four_eyes"])
        .await;
}

#[actix_web::test]
async fn a_supervisor_writes_profile_and_report_of_the_cases_they_lead_and_of_no_other() {
    let app = TestApp::new().await;
    let case = app.case_of("centre", "supervisor", "conclusion");
    let told = json!({ "kind": "work_informal", "title": "Cook", "setting": "informal" });
    for (who, status) in [("supervisor", 201), ("second_supervisor", 403)] {
        app.post(who, &url(&case, "experiences"), told.clone())
            .await
            .expect(status);
    }
    let unmet = app.event("supervisor", &case, "submit_report").await;
    assert!(
        !unmet
            .expect(409)
            .unmet()
            .contains(&"by_lead_operator".to_owned())
    );
    app.event("second_supervisor", &case, "submit_report")
        .await
        .expect(403);
}

#[actix_web::test]
async fn two_supervisors_at_once_approve_once() {
    let app = TestApp::new().await;
    let case = app.case("report_submitted");
    Records::new(&app, &case).report("operator", "submitted");
    // Both sign in before the race.
    app.token("supervisor").await;
    app.token("second_supervisor").await;
    let (first, second) = futures_util::future::join(
        app.event("supervisor", &case, "approve_report"),
        app.event("second_supervisor", &case, "approve_report"),
    )
    .await;
    let mut answers = [first.status, second.status];
    answers.sort_unstable();
    assert_eq!(answers[0], 201);
    assert!([409, 412].contains(&answers[1]), "{answers:?}");
    let query = "SELECT COUNT(*) FROM case_moves WHERE event = 'approve_report'";
    assert_eq!(app.database.count(query), 1);
}

#[actix_web::test]
async fn a_move_repeated_with_its_key_is_made_once() {
    let app = TestApp::new().await;
    let case = app.case("report_submitted");
    Records::new(&app, &case).report("operator", "submitted");
    let token = app.token("supervisor").await;
    let call = || {
        request("POST", &url(&case, "transitions"))
            .by(&token)
            .header("idempotency-key", "approve-1")
            .json(json!({ "event": "approve_report" }))
    };
    let first = app.send(call()).await.expect(201);
    let again = app.send(call()).await.expect(201);
    assert_eq!(first.body, again.body);
    assert_eq!(first.header("etag"), "\"v2\"");
    assert_eq!(first.header("location"), url(&case, "moves"));
}

#[actix_web::test]
async fn strangers_see_no_case_and_roles_make_only_their_own_moves() {
    let app = TestApp::new().await;
    let case = app.case("report_submitted");
    for who in [
        "other_operator",
        "other_supervisor",
        "colleague",
        "reception",
        "officer",
        "admin",
    ] {
        for what in ["transitions", "moves", "waivers"] {
            app.get(who, &url(&case, what)).await.expect(404);
        }
        let approve = json!({ "event": "approve_report" });
        app.fire(who, &case, approve).await.expect(404);
        let waiver = json!({ "kind": "steps", "reason": "Because" });
        app.post(who, &url(&case, "waivers"), waiver)
            .await
            .expect(404);
    }
    let comment = json!({ "event": "return_report", "comment": "Mine" });
    app.fire("operator", &case, comment).await.expect(403);
    app.event("operator", &case, "approve_report")
        .await
        .expect(403);
    let lacks = app.lacks("operator", &case, "approve_report").await;
    assert_eq!(lacks, ["your_role", "four_eyes"]);
    let approved = app.case("report_approved");
    app.event("operator", &approved, "issue_certificate")
        .await
        .expect(403);
    let skip = json!({ "event": "skip_certificate", "reason": "Few" });
    app.fire("operator", &approved, skip).await.expect(403);
}

#[actix_web::test]
async fn what_an_event_does_not_take_or_needs_is_named_by_its_field() {
    let app = TestApp::new().await;
    let case = app.case("conclusion");
    let table = [
        (
            json!({ "event": "return_report" }),
            vec!["/comment missing_property"],
        ),
        (
            json!({ "event": "skip_certificate" }),
            vec!["/reason missing_property"],
        ),
        (
            json!({ "event": "suspend" }),
            vec![
                "/suspension_reason missing_property",
                "/review_on missing_property",
            ],
        ),
        (
            json!({ "event": "withdraw" }),
            vec!["/closure_reason missing_property"],
        ),
        (
            json!({ "event": "withdraw", "closure_reason": "completed" }),
            vec!["/closure_reason not_for_this_event"],
        ),
        (
            json!({ "event": "agree", "reason": "x", "comment": "y", "review_on": "2026-04-01" }),
            vec![
                "/reason not_for_this_event",
                "/comment not_for_this_event",
                "/review_on not_for_this_event",
            ],
        ),
        (
            json!({ "event": "return_report", "comment": " " }),
            vec!["/comment text_empty"],
        ),
        (
            json!({ "event": "skip_certificate", "reason": "a".repeat(2001) }),
            vec!["/reason text_too_long"],
        ),
        (json!({ "event": "fly" }), vec!["/event wrong_type"]),
        (
            json!({ "event": "agree", "to": "closed" }),
            vec!["/to unknown_property"],
        ),
    ];
    for (body, errors) in table {
        let answer = app.fire("operator", &case, body).await.expect(422);
        assert_eq!(answer.errors(), errors);
    }
}

#[actix_web::test]
async fn what_is_missing_is_told_in_the_language_of_the_request() {
    let app = TestApp::new().await;
    let case = app.case("report_submitted");
    let token = app.token("operator").await;
    let call = request("GET", &url(&case, "transitions"))
        .by(&token)
        .header("accept-language", "it");
    let answer = app.send(call).await.expect(200);
    let unmet = &answer.body["items"][1]["unmet"][0];
    assert_eq!(unmet["guard"], "your_role");
    assert_eq!(unmet["detail"], "Questo passaggio spetta a un altro ruolo.");
}
