//! The moves of a case: what each one lacks, what it does, and who may make it.

pub mod records;
mod rights;
mod suspension;

use serde_json::{Value, json};

use crate::support::{Answer, CaseIds, TestApp};
use records::Records;

fn url(case: &CaseIds, what: &str) -> String {
    format!("/v1/cases/{}/{what}", case.case)
}

impl TestApp {
    async fn fire(&self, who: &str, case: &CaseIds, body: Value) -> Answer {
        self.post(who, &url(case, "transitions"), body).await
    }

    async fn event(&self, who: &str, case: &CaseIds, event: &str) -> Answer {
        self.fire(who, case, json!({ "event": event })).await
    }

    /// What the list of moves says that one of them lacks.
    async fn lacks(&self, who: &str, case: &CaseIds, event: &str) -> Vec<String> {
        let answer = self.get(who, &url(case, "transitions")).await.expect(200);
        let items = answer.body["items"].as_array().unwrap();
        let offer = items.iter().find(|it| it["event"] == event).unwrap();
        let unmet = offer["unmet"].as_array().unwrap();
        assert_eq!(offer["open"], unmet.is_empty());
        let guard = |it: &Value| it["guard"].as_str().unwrap().to_owned();
        unmet.iter().map(guard).collect()
    }

    /// A move is refused with these guards, by the list as by the move itself.
    async fn refused(&self, who: &str, case: &CaseIds, body: Value, guards: &[&str]) {
        let event = body["event"].as_str().unwrap().to_owned();
        assert_eq!(self.lacks(who, case, &event).await, guards, "{event}");
        let answer = self.fire(who, case, body).await.expect(409);
        assert_eq!(answer.unmet(), guards, "{event}");
    }

    /// A move is open and made, and leads there.
    async fn done(&self, who: &str, case: &CaseIds, body: Value, to: &str) -> Answer {
        let event = body["event"].as_str().unwrap().to_owned();
        assert_eq!(self.lacks(who, case, &event).await, [""; 0], "{event}");
        let answer = self.fire(who, case, body).await.expect(201);
        assert_eq!(answer.body["to_status"], to);
        answer
    }

    fn holds(&self, table: &str, condition: &str) -> bool {
        let query = format!("SELECT COUNT(*) FROM {table} WHERE {condition}");
        self.database.count(&query) > 0
    }
}

#[actix_web::test]
async fn a_case_goes_from_its_opening_to_its_end_and_says_at_each_step_what_is_missing() {
    let app = TestApp::new().await;
    let case = app.case("opened");
    let records = Records::new(&app, &case);
    let event = |name: &str| json!({ "event": name });
    let (op, sup) = ("operator", "supervisor");

    let lacking = ["privacy_notice", "notice_understood"];
    app.refused(op, &case, event("begin_preliminary"), &lacking)
        .await;
    records.notice("fr", "none");
    app.done(op, &case, event("begin_preliminary"), "preliminary")
        .await;

    let lacking = [
        "intake_interview_held",
        "needs_analysed",
        "agreement_signed",
    ];
    app.refused(op, &case, event("agree"), &lacking).await;
    records.session("intake_interview", Some(1), 60);
    records.set("needs_analysis = 'Work and a flat'");
    records.agreement(None);
    app.done(op, &case, event("agree"), "agreed").await;

    let lacking = ["session_held_or_group_joined"];
    app.refused(op, &case, event("begin_investigation"), &lacking)
        .await;
    let session = records.session("individual", Some(2), 60);
    app.done(op, &case, event("begin_investigation"), "investigation")
        .await;

    records.steps(&[
        ("investigation", 60),
        ("investigation", 60),
        ("conclusion", 60),
    ]);
    records.set_session(&session, "step = 9");
    let lacking = [
        "experience_recorded",
        "competence_linked",
        "mandatory_steps_held",
    ];
    app.refused(op, &case, event("conclude"), &lacking).await;
    records.set_session(&session, "step = 2");
    records.competence("declared");
    app.done(op, &case, event("conclude"), "conclusion").await;

    let lacking = [
        "final_assessment",
        "restitution_held",
        "goal_discussed",
        "synthesis_given",
        "observations_recorded",
    ];
    app.refused(op, &case, event("submit_report"), &lacking)
        .await;
    records.assessment("operator");
    let restitution = records.session("restitution", Some(3), 60);
    records.goal();
    records.set("synthesis_given_on = '2026-03-01', without_observations = true");
    app.done(op, &case, event("submit_report"), "report_submitted")
        .await;
    assert!(app.holds(
        "sessions",
        &format!("id = '{restitution}' AND locked_at IS NOT NULL AND version = 2")
    ));

    let comment = json!({ "event": "return_report", "comment": "Say more of the kitchen work" });
    app.done(sup, &case, comment, "conclusion").await;
    app.done(op, &case, event("submit_report"), "report_submitted")
        .await;
    app.done(sup, &case, event("approve_report"), "report_approved")
        .await;

    records.set_session(&restitution, "status = 'planned'");
    let lacking = ["attendance_sufficient", "attendance_recorded"];
    app.refused(sup, &case, event("issue_certificate"), &lacking)
        .await;
    records.set_session(&restitution, "status = 'held'");
    let answer = app
        .done(sup, &case, event("issue_certificate"), "completed")
        .await;
    assert!(answer.body["certificate_id"].is_string());

    app.refused(op, &case, event("begin_follow_up"), &["next_step_agreed"])
        .await;
    records.set("without_next_steps = true");
    app.done(op, &case, event("begin_follow_up"), "follow_up")
        .await;

    records.referral("sent");
    let lacking = ["follow_up_done", "referrals_answered"];
    app.refused(op, &case, event("close"), &lacking).await;
    app.database
        .execute("UPDATE outbound_referrals SET status = 'no_reply'");
    records.follow_up(false);
    records.follow_up(false);
    app.refused(op, &case, event("close"), &["follow_up_done"])
        .await;
    records.follow_up(true);
    app.done(op, &case, event("close"), "closed").await;
    let ended = "ended_at IS NOT NULL AND closure_reason = 'completed' AND started_at IS NOT NULL";
    assert!(app.holds("cases", ended));

    let nothing = app.get(op, &url(&case, "transitions")).await.expect(200);
    assert_eq!(nothing.body["items"], json!([]));
    let answer = app.event(op, &case, "close").await.expect(409);
    assert_eq!(answer.unmet(), ["wrong_state"]);

    let moves = app.get(op, &url(&case, "moves")).await.expect(200);
    let events: Vec<_> = moves.body["items"].as_array().unwrap().iter().collect();
    assert_eq!(events.len(), 11);
    assert_eq!(events[0]["event"], "close");
    assert_eq!(events[0]["moved_by_name"], "Person operator");
    assert_eq!(events[5]["reason"], "Say more of the kitchen work");
}

#[actix_web::test]
async fn the_notice_must_be_understood_and_an_interpreter_named_where_one_is_needed() {
    let app = TestApp::new().await;
    let case = app.case("opened");
    let records = Records::new(&app, &case);
    let begin = json!({ "event": "begin_preliminary" });
    app.database
        .execute("UPDATE beneficiaries SET interpreter_needed = true");
    records.notice("it", "none");
    let lacking = ["notice_understood", "interpreter_recorded"];
    app.refused("operator", &case, begin.clone(), &lacking)
        .await;
    app.database
        .execute("UPDATE beneficiaries SET languages = '[{\"language\":\"it\",\"level\":\"a2\"}]'");
    let lacking = ["interpreter_recorded"];
    app.refused("operator", &case, begin.clone(), &lacking)
        .await;
    records.notice("fr", "staff_mediator");
    app.done("operator", &case, begin, "preliminary").await;
}

#[actix_web::test]
async fn a_minor_joins_only_with_the_guardian() {
    let app = TestApp::new().await;
    let case = app.case("preliminary");
    let records = Records::new(&app, &case);
    app.database
        .execute("UPDATE beneficiaries SET birth_on = '2009-05-01', birth_precision = 'day'");
    records.session("intake_interview", None, 60);
    records.set("needs_analysis = 'School'");
    records.agreement(None);
    let agree = json!({ "event": "agree" });
    app.refused("operator", &case, agree.clone(), &["guardian_signed"])
        .await;
    records.agreement(Some("2026-03-01"));
    app.done("operator", &case, agree, "agreed").await;
}

#[actix_web::test]
async fn an_interview_that_the_person_missed_is_not_held_with_them() {
    let app = TestApp::new().await;
    let case = app.case("preliminary");
    Records::new(&app, &case).session("intake_interview", None, 0);
    let lacking = app.lacks("operator", &case, "agree").await;
    assert!(lacking.contains(&"intake_interview_held".to_owned()));
}

#[actix_web::test]
async fn joining_a_group_begins_the_investigation_and_its_sessions_count() {
    let app = TestApp::new().await;
    let case = app.case("agreed");
    let records = Records::new(&app, &case);
    let group = records.group("2026-02-02");
    let begin = json!({ "event": "begin_investigation" });
    app.done("operator", &case, begin, "investigation").await;

    records.steps(&[("investigation", 180), ("investigation", 180)]);
    records.competence("declared");
    records.group_session(&group, 1, "2026-02-09", Some(180));
    let conclude = json!({ "event": "conclude" });
    let lacking = ["mandatory_steps_held"];
    app.refused("operator", &case, conclude.clone(), &lacking)
        .await;
    records.group_session(&group, 2, "2026-02-16", Some(0));
    app.done("operator", &case, conclude, "conclusion").await;
}

#[actix_web::test]
async fn a_group_session_counts_as_unrecorded_only_for_who_was_a_member_that_day() {
    let app = TestApp::new().await;
    let case = app.case("report_approved");
    let records = Records::new(&app, &case);
    records.report("operator", "issued");
    records.session("individual", None, 60);
    let group = records.group("2026-02-02");
    records.group_session(&group, 1, "2026-01-26", None);
    let issue = json!({ "event": "issue_certificate" });
    assert!(
        app.lacks("supervisor", &case, "issue_certificate")
            .await
            .is_empty()
    );
    records.group_session(&group, 2, "2026-02-09", None);
    let lacking = ["attendance_recorded"];
    app.refused("supervisor", &case, issue.clone(), &lacking)
        .await;
    app.database
        .execute("UPDATE group_members SET left_on = '2026-02-05'");
    app.done("supervisor", &case, issue, "completed").await;
}

#[actix_web::test]
async fn a_report_whose_competence_rests_on_contradicted_evidence_is_not_approved() {
    let app = TestApp::new().await;
    let case = app.case("report_submitted");
    let records = Records::new(&app, &case);
    records.report("operator", "submitted");
    records.competence("contradicted");
    let approve = json!({ "event": "approve_report" });
    app.refused("supervisor", &case, approve.clone(), &["evidence_sound"])
        .await;
    app.database.execute("DELETE FROM competence_evidence");
    app.done("supervisor", &case, approve, "report_approved")
        .await;
}

#[actix_web::test]
async fn too_little_attendance_needs_a_waiver_or_the_way_without_a_certificate() {
    let app = TestApp::new().await;
    for waived in [true, false] {
        let case = app.case("report_approved");
        let records = Records::new(&app, &case);
        records.report("operator", "issued");
        records.steps(&[("investigation", 100), ("investigation", 100)]);
        records.session("individual", Some(1), 139);
        let skip = json!({ "event": "skip_certificate", "reason": "Two sessions in ten" });
        let issue = json!({ "event": "issue_certificate" });
        let lacking = ["attendance_sufficient"];
        app.refused("supervisor", &case, issue.clone(), &lacking)
            .await;
        if waived {
            let waiver = json!({ "kind": "attendance", "reason": "Ill for a month" });
            let url = url(&case, "waivers");
            app.post("operator", &url, waiver.clone()).await.expect(403);
            let answer = app.post("supervisor", &url, waiver.clone()).await;
            assert_eq!(answer.expect(201).header("etag"), "\"v2\"");
            let again = app.post("supervisor", &url, waiver).await.expect(409);
            assert_eq!(again.body["code"], "already_exists");
            let list = app.get("operator", &url).await.expect(200);
            assert_eq!(list.body["items"][0]["reason"], "Ill for a month");
            app.refused("supervisor", &case, skip, &["no_certificate_due"])
                .await;
            app.done("supervisor", &case, issue, "completed").await;
        } else {
            app.done("supervisor", &case, skip, "follow_up").await;
        }
    }
}

#[actix_web::test]
async fn a_waiver_stands_for_mandatory_steps_and_is_not_given_for_a_case_that_is_over() {
    let app = TestApp::new().await;
    let case = app.case("investigation");
    let records = Records::new(&app, &case);
    records.steps(&[("investigation", 60)]);
    records.competence("declared");
    let waiver = json!({ "kind": "steps", "reason": "Did it elsewhere" });
    app.post("supervisor", &url(&case, "waivers"), waiver.clone())
        .await
        .expect(201);
    let conclude = json!({ "event": "conclude" });
    app.done("operator", &case, conclude, "conclusion").await;
    let over = app.case("closed");
    let answer = app.post("supervisor", &url(&over, "waivers"), waiver).await;
    assert_eq!(answer.expect(409).unmet(), ["wrong_state"]);
}

#[actix_web::test]
async fn a_programme_that_gives_statements_only_issues_no_certificate() {
    let app = TestApp::new().await;
    let case = app.case("report_approved");
    Records::new(&app, &case).session("individual", None, 60);
    app.database.execute(
        "UPDATE programmes SET certificate_rule = 'always_statement'; \
         UPDATE organisations SET certificate_prefix = NULL",
    );
    let issue = json!({ "event": "issue_certificate" });
    let lacking = ["issuer_numbered", "certificate_foreseen"];
    app.refused("supervisor", &case, issue, &lacking).await;
    let skip = json!({ "event": "skip_certificate", "reason": "Statements only" });
    app.done("supervisor", &case, skip, "follow_up").await;
}
