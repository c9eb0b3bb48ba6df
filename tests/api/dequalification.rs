//! The best past job beside the one obtained.

use serde_json::{Value, json};

use crate::support::{TestApp, esco_uri};

/// A case in follow-up whose experiences of work had these codes of ISCO.
async fn case(app: &TestApp, jobs: &[Value]) -> String {
    let id = app.case("investigation").case;
    let case = format!("/v1/cases/{id}");
    for job in jobs {
        let mut body = json!({ "kind": "work_employed", "title": "Lavoro", "setting": "informal" });
        for (name, value) in job.as_object().unwrap() {
            body[name] = value.clone();
        }
        app.post("operator", &format!("{case}/experiences"), body)
            .await
            .expect(201);
    }
    app.database.execute(&format!(
        "UPDATE cases SET status = 'follow_up' WHERE id = '{id}'"
    ));
    case
}

async fn contact(app: &TestApp, case: &str, day: i64, outcome: &str, job: Value) -> u16 {
    let mut body = json!({ "contacted_on": app.day(day), "reached": true, "outcome": outcome });
    for (name, value) in job.as_object().unwrap() {
        body[name] = value.clone();
    }
    let url = format!("{case}/follow-ups");
    app.post("operator", &url, body).await.status
}

async fn compared(app: &TestApp, case: &str) -> Value {
    let url = format!("{case}/dequalification?lang=it&lang2=en");
    app.get("operator", &url).await.expect(200).body
}

#[actix_web::test]
async fn a_nurse_who_irons_works_below_her_best_past_job() {
    let app = TestApp::new().await;
    let nurse = json!({ "isco_code": "2221" });
    let tailor = json!({ "kind": "work_self", "esco_uri": esco_uri("occupation", "tailor") });
    let school = json!({ "kind": "formal_education" });
    let case = case(&app, &[nurse, tailor, school]).await;
    let body = compared(&app, &case).await;
    assert_eq!(body["comparison"], "unknown");
    assert!(body["difference"].is_null());
    assert!(body["obtained_job"].is_null());
    assert_eq!(body["best_past_job"]["skill_level"], 4);
    let presser = json!({ "esco_uri": esco_uri("occupation", "wearing apparel presser") });
    assert_eq!(contact(&app, &case, -1, "employed", presser).await, 201);
    let body = compared(&app, &case).await;
    assert_eq!(body["comparison"], "below");
    assert_eq!(body["difference"], 3);
    assert_eq!(body["obtained_job"]["isco_code"], "9121");
    assert_eq!(body["obtained_job"]["skill_level"], 1);
    assert_eq!(body["unknown_past_jobs"], 0);
    assert_eq!(body["summary"]["lang"], "it");
    assert_eq!(body["summary2"]["lang"], "en");
    // The latest job counts, whatever else was told since.
    let own = json!({ "isco_code": "2310" });
    assert_eq!(contact(&app, &case, 0, "self_employed", own).await, 201);
    assert_eq!(contact(&app, &case, 0, "looking", json!({})).await, 201);
    assert_eq!(compared(&app, &case).await["comparison"], "equal");
    // Nobody guesses what is not told.
    assert_eq!(contact(&app, &case, 0, "employed", json!({})).await, 201);
    let body = compared(&app, &case).await;
    assert_eq!(body["comparison"], "unknown");
    assert!(body["obtained_job"]["skill_level"].is_null());
}

#[actix_web::test]
async fn a_past_job_of_unknown_level_leaves_open_what_is_not_below() {
    let app = TestApp::new().await;
    let case = case(&app, &[json!({ "isco_code": "5120" }), json!({})]).await;
    let same = json!({ "isco_code": "7531" });
    assert_eq!(contact(&app, &case, 0, "employed", same).await, 201);
    let body = compared(&app, &case).await;
    assert_eq!(body["comparison"], "unknown");
    assert_eq!(body["unknown_past_jobs"], 1);
    assert!(body["difference"].is_null());
    // What is below the best known one is at least that much below.
    let lower = json!({ "isco_code": "9121" });
    assert_eq!(contact(&app, &case, 0, "employed", lower).await, 201);
    let body = compared(&app, &case).await;
    assert_eq!(body["comparison"], "below");
    let summary = |name: &str| body[name]["text"].as_str().unwrap().to_owned();
    assert!(summary("summary").contains("almeno 1"));
    assert!(summary("summary2").contains("at least 1"));
}

#[actix_web::test]
async fn a_short_code_gives_way_to_the_occupation_and_coded_work_of_any_name_counts() {
    let app = TestApp::new().await;
    let cook = esco_uri("occupation", "cook");
    let first = json!({ "isco_code": "1", "esco_uri": cook });
    let short = case(&app, &[first]).await;
    let body = compared(&app, &short).await;
    assert_eq!(body["best_past_job"]["isco_code"], "5120");
    assert_eq!(body["unknown_past_jobs"], 0);
    for kind in ["internship", "civil_service", "migration_context", "other"] {
        let coded = json!({ "kind": kind, "isco_code": "3" });
        let uncoded = json!({ "kind": kind });
        let of_kind = case(&app, &[coded, uncoded]).await;
        let body = compared(&app, &of_kind).await;
        assert_eq!(body["best_past_job"]["skill_level"], 3, "{kind}");
        assert_eq!(body["unknown_past_jobs"], 0, "{kind}");
    }
    for kind in ["family_care", "volunteering"] {
        let given = case(&app, &[json!({ "kind": kind, "isco_code": "5311" })]).await;
        let body = compared(&app, &given).await;
        assert!(body["best_past_job"].is_null(), "{kind}");
    }
}

#[actix_web::test]
async fn a_follow_up_names_an_occupation_of_who_has_a_job_only() {
    let app = TestApp::new().await;
    let case = case(&app, &[]).await;
    let url = format!("{case}/follow-ups");
    let cook = esco_uri("occupation", "cook");
    let skill = esco_uri("skill", "cut fabrics");
    let nowhere = "http://data.europa.eu/esco/occupation/01900000-0000-7000-8000-000000000000";
    for (outcome, job, error) in [
        (
            "looking",
            json!({ "isco_code": "5120" }),
            "/isco_code no_job_told",
        ),
        (
            "training",
            json!({ "esco_uri": cook }),
            "/esco_uri no_job_told",
        ),
        (
            "employed",
            json!({ "isco_code": "51200" }),
            "/isco_code wrong_form",
        ),
        (
            "employed",
            json!({ "esco_uri": skill }),
            "/esco_uri wrong_form",
        ),
        (
            "employed",
            json!({ "esco_uri": nowhere }),
            "/esco_uri unknown_code",
        ),
    ] {
        let mut body = json!({ "contacted_on": app.day(0), "reached": true, "outcome": outcome });
        for (name, value) in job.as_object().unwrap() {
            body[name] = value.clone();
        }
        let refused = app.post("operator", &url, body).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
    let job = json!({ "esco_uri": cook, "isco_code": "5120" });
    assert_eq!(contact(&app, &case, 0, "employed", job).await, 201);
    let listed = app.get("operator", &url).await.expect(200).body;
    assert_eq!(listed["items"][0]["esco_label"], "cook");
    assert_eq!(listed["items"][0]["esco_release"], "0.1.0");
    app.get("supervisor", &format!("{case}/dequalification"))
        .await
        .expect(200);
    for who in ["colleague", "other_supervisor", "analyst", "mediator"] {
        app.get(who, &format!("{case}/dequalification"))
            .await
            .expect(404);
    }
    app.get("operator", &format!("{case}/dequalification?lang2=x"))
        .await
        .expect(422);
}
