//! Cases that rest, and cases that the person leaves.

use serde_json::json;

use super::records::Records;
use crate::support::TestApp;

#[actix_web::test]
async fn a_suspended_case_goes_on_where_it_stood_while_its_programme_runs() {
    let app = TestApp::new().await;
    let case = app.case("investigation");
    let suspend = |on: String| json!({ "event": "suspend", "suspension_reason": "health_or_family", "review_on": on });
    for day in [0, 400] {
        let answer = app.fire("operator", &case, suspend(app.day(day))).await;
        assert_eq!(answer.expect(422).errors(), ["/review_on out_of_range"]);
    }
    let suspend = suspend(app.day(30));
    app.done("operator", &case, suspend, "suspended").await;
    assert!(app.holds("cases", "suspended_from = 'investigation'"));
    let answer = app.event("operator", &case, "conclude").await;
    assert_eq!(answer.expect(409).unmet(), ["wrong_state"]);
    let resume = json!({ "event": "resume" });
    app.database
        .execute("UPDATE programmes SET ends_on = '2026-02-28'");
    let lacking = ["programme_running"];
    app.refused("operator", &case, resume.clone(), &lacking)
        .await;
    app.database
        .execute("UPDATE programmes SET ends_on = '2026-03-02'");
    app.done("operator", &case, resume, "investigation").await;
    assert!(app.holds(
        "cases",
        "suspended_from IS NULL AND suspension_review_on IS NULL"
    ));
}

#[actix_web::test]
async fn withdrawal_ends_what_was_shared_and_the_place_in_the_group() {
    let app = TestApp::new().await;
    let withdraw = json!({ "event": "withdraw", "closure_reason": "withdrawn_by_person" });
    for status in [
        "opened",
        "preliminary",
        "agreed",
        "investigation",
        "conclusion",
        "report_submitted",
        "report_approved",
        "completed",
        "follow_up",
    ] {
        let case = app.case(status);
        let records = Records::new(&app, &case);
        records.group("2026-02-02");
        records.referral("sent");
        app.done("operator", &case, withdraw.clone(), "withdrawn")
            .await;
        let of_case = format!("case_id = '{}'", case.case);
        let left = format!("{of_case} AND left_on = '2026-03-02'");
        assert!(app.holds("group_members", &left));
        let revoked = format!("{of_case} AND revoked_at IS NOT NULL");
        assert!(app.holds("sharing_authorisations", &revoked));
        for body in [json!({ "event": "issue_certificate" }), withdraw.clone()] {
            let answer = app.fire("supervisor", &case, body).await.expect(409);
            assert_eq!(answer.unmet(), ["wrong_state"]);
        }
    }
}

#[actix_web::test]
async fn withdrawal_purges_the_working_notes_of_that_person_alone() {
    let app = TestApp::new().await;
    let noted = async |case: &str| {
        let session = json!({
            "kind": "individual", "mode": "phone", "language": "fr",
            "scheduled_from": "2026-03-01T08:00:00Z", "scheduled_to": "2026-03-01T09:00:00Z",
        });
        let planned = app
            .post("operator", &format!("/v1/cases/{case}/sessions"), session)
            .await
            .expect(201);
        let url = format!("{}/working-notes/{case}", planned.header("location"));
        app.put("operator", &url, json!({ "text": "Tired today." }))
            .await
            .expect(200);
    };
    let (leaving, staying) = (app.case("investigation"), app.case("investigation"));
    noted(&leaving.case).await;
    noted(&staying.case).await;
    let withdraw = json!({ "event": "withdraw", "closure_reason": "withdrawn_by_person" });
    app.done("operator", &leaving, withdraw, "withdrawn").await;
    let left = |case: &str| {
        let query = format!("SELECT COUNT(*) FROM working_notes WHERE case_id = '{case}'");
        app.database.count(&query)
    };
    assert_eq!((left(&leaving.case), left(&staying.case)), (0, 1));
}
