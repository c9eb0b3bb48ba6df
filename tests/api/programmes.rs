use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

async fn template(app: &TestApp, body: Value) -> Answer {
    let url = templates(app, "centre");
    app.post("supervisor", &url, body).await
}

fn templates(app: &TestApp, organisation: &str) -> String {
    let id = app.organisation(organisation);
    format!("/v1/organisations/{id}/pathway-templates")
}

fn programmes(app: &TestApp, organisation: &str) -> String {
    format!(
        "/v1/organisations/{}/programmes",
        app.organisation(organisation)
    )
}

fn body(app: &TestApp, template: &str) -> Value {
    json!({
        "code": "FAMI-2026", "title": "Competenze in cammino", "funder": "Ministero dell'Interno",
        "fund": "fami", "starts_on": app.day(-10), "ends_on": app.day(300),
        "pathway_template_id": template, "capacity": 30,
    })
}

/// A programme of the centre with the ESPoR pathway, as its address.
async fn programme(app: &TestApp) -> String {
    let template = template(app, json!({ "standard": "espor" }))
        .await
        .expect(201);
    let body = body(app, &template.id());
    let added = app
        .post("supervisor", &programmes(app, "centre"), body)
        .await
        .expect(201);
    added.header("location").to_owned()
}

#[actix_web::test]
async fn the_standard_pathways_are_taken_over_whole() {
    let app = TestApp::new().await;
    for (standard, minutes, steps) in [
        ("espor", 1740, 11),
        ("espar", 1920, 12),
        ("extracompetenze", 0, 0),
    ] {
        let added = template(&app, json!({ "standard": standard }))
            .await
            .expect(201);
        assert_eq!(added.body["planned_minutes"], minutes, "{standard}");
        assert_eq!(added.body["steps"].as_array().unwrap().len(), steps);
        let read = app
            .get("operator", added.header("location"))
            .await
            .expect(200);
        assert_eq!(read.body, added.body);
    }
    let refused = template(&app, json!({ "standard": "espor", "code": "MINE" }))
        .await
        .expect(422);
    assert_eq!(refused.errors(), ["/code standard_is_whole"]);
}

#[actix_web::test]
async fn an_edition_never_changes_and_a_better_one_is_the_next() {
    let app = TestApp::new().await;
    let step = json!({ "phase": "preliminary", "kind": "individual", "title": "Colloquio", "planned_minutes": 60, "mandatory": true });
    let own = json!({ "code": "BREVE", "title": "Percorso breve", "steps": [step] });
    for edition in [1, 2] {
        let added = template(&app, own.clone()).await.expect(201);
        assert_eq!(added.body["edition"], edition);
        assert_eq!(added.body["method"], "custom");
        assert_eq!(added.body["steps"][0]["order"], 1);
    }
    let listed = app
        .get("operator", &templates(&app, "centre"))
        .await
        .expect(200);
    assert_eq!(listed.body["items"][0]["edition"], 2);

    let bad = json!({ "code": "breve", "title": " ", "steps": [{ "phase": "conclusion", "kind": "group", "title": "x", "planned_minutes": 5 }] });
    let refused = template(&app, bad).await.expect(422);
    assert_eq!(
        refused.errors(),
        [
            "/code wrong_form",
            "/title text_empty",
            "/steps/0/planned_minutes out_of_range"
        ]
    );
    let nothing = template(&app, json!({})).await.expect(422);
    assert_eq!(nothing.errors().len(), 3);
}

#[actix_web::test]
async fn a_programme_reads_back_with_its_defaults_and_changes_by_merge_patch() {
    let app = TestApp::new().await;
    let url = programme(&app).await;
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["minimum_attendance_percent"], 70);
    assert_eq!(read.body["certificate_rule"], "attendance");
    assert_eq!(read.body["work_right_rule"], "warn");
    assert_eq!(read.body["eligibility_checks"].as_array().unwrap().len(), 3);

    let patch = json!({ "capacity": null, "minimum_attendance_percent": 80, "active": false });
    let changed = app
        .patch("supervisor", &url, "\"v1\"", patch.clone())
        .await
        .expect(200);
    assert!(changed.body["capacity"].is_null());
    assert_eq!(changed.body["title"], read.body["title"]);
    assert_eq!(changed.header("etag"), "\"v2\"");
    app.patch("supervisor", &url, "\"v1\"", patch)
        .await
        .expect(412);
    for (patch, error) in [
        (
            json!({ "minimum_attendance_percent": 101 }),
            "/minimum_attendance_percent out_of_range",
        ),
        (json!({ "title": null }), "/title wrong_type"),
        (json!({ "ends_on": app.day(-11) }), "/ends_on before_start"),
        (
            json!({ "starts_on": "0001-01-01" }),
            "/starts_on out_of_range",
        ),
        (json!({ "code": "X" }), "/code unknown_property"),
        (json!({ "capacity": 0 }), "/capacity out_of_range"),
    ] {
        let refused = app
            .patch("supervisor", &url, "\"v2\"", patch)
            .await
            .expect(422);
        assert_eq!(refused.errors(), [error]);
    }
}

#[actix_web::test]
async fn a_programme_needs_a_code_and_a_pathway_of_its_own_centre() {
    let app = TestApp::new().await;
    let url = programme(&app).await;
    let known = app.get("operator", &url).await.expect(200).body["pathway_template_id"].clone();
    let known = known.as_str().unwrap();
    let again = app
        .post("supervisor", &programmes(&app, "centre"), body(&app, known))
        .await
        .expect(422);
    assert_eq!(again.errors(), ["/code already_exists"]);
    let mut checks = body(&app, known);
    checks["eligibility_checks"] = json!([
        { "code": "age", "title": "Età", "mandatory": true },
        { "code": "age", "title": "Età", "mandatory": true },
        { "code": "No", "title": "", "mandatory": true },
    ]);
    let refused = app
        .post("supervisor", &programmes(&app, "centre"), checks)
        .await
        .expect(422);
    assert_eq!(
        refused.errors(),
        [
            "/eligibility_checks/1/code code_given_twice",
            "/eligibility_checks/2/code wrong_form",
            "/eligibility_checks/2/title text_empty",
        ]
    );
    let url = programmes(&app, "other_centre");
    let foreign = app
        .post("other_supervisor", &url, body(&app, known))
        .await
        .expect(422);
    assert_eq!(foreign.errors(), ["/pathway_template_id unknown_code"]);
    let url = templates(&app, "cas");
    let refused = app
        .post("admin", &url, json!({ "standard": "espor" }))
        .await
        .expect(409);
    assert_eq!(refused.body["code"], "not_a_job_centre");
}

#[actix_web::test]
async fn strangers_see_no_programme_and_operators_change_none() {
    let app = TestApp::new().await;
    let url = programme(&app).await;
    app.get("other_operator", &url).await.expect(404);
    app.get("reception", &url).await.expect(404);
    app.patch(
        "other_supervisor",
        &url,
        "\"v1\"",
        json!({ "title": "Mine" }),
    )
    .await
    .expect(404);
    app.patch("operator", &url, "\"v1\"", json!({ "title": "Mine" }))
        .await
        .expect(403);
    app.get("officer", "/v1/programmes").await.expect(403);
    let mine = json!({ "standard": "espor" });
    app.post("operator", &templates(&app, "centre"), mine.clone())
        .await
        .expect(403);
    app.post("other_supervisor", &templates(&app, "centre"), mine)
        .await
        .expect(403);
    let theirs = app
        .get("other_operator", "/v1/programmes")
        .await
        .expect(200);
    assert_eq!(theirs.body["items"], json!([]));
}

#[actix_web::test]
async fn reception_staff_see_active_programmes_of_partners_while_an_agreement_is_in_force() {
    let app = TestApp::new().await;
    let url = programme(&app).await;
    let seen = async |who: &str| {
        let listed = app.get(who, "/v1/programmes").await.expect(200);
        listed.body["items"].as_array().unwrap().len()
    };
    assert_eq!(seen("operator").await, 1);
    assert_eq!(seen("reception").await, 0);
    let agreements = format!(
        "/v1/organisations/{}/agreements",
        app.organisation("centre")
    );
    let agreement = |partner: &str, from: i64, to: i64| {
        json!({
            "partner_id": app.organisation(partner), "kind": "protocol", "title": "Protocollo",
            "signed_on": app.day(-100), "valid_from": app.day(from), "valid_to": app.day(to),
        })
    };
    app.post("admin", &agreements, agreement("cas", -90, -1))
        .await
        .expect(201);
    app.post("admin", &agreements, agreement("other_cas", -90, 0))
        .await
        .expect(201);
    assert_eq!(seen("reception").await, 0);
    assert_eq!(seen("other_reception").await, 1);
    let row = app
        .get("other_reception", "/v1/programmes")
        .await
        .expect(200)
        .body["items"][0]
        .clone();
    assert!(row.get("funder").is_none() && row.get("project_code").is_none());
    let id = row["id"].as_str().unwrap();
    let shown = format!("/v1/programmes/{id}");
    app.get("other_reception", &shown).await.expect(200);
    app.get("reception", &shown).await.expect(404);
    app.read_and_patch("supervisor", &url, json!({ "active": false }))
        .await
        .expect(200);
    assert_eq!(seen("other_reception").await, 0);
    app.get("other_reception", &shown).await.expect(404);
    let inactive = app
        .get("operator", "/v1/programmes?active=false")
        .await
        .expect(200);
    assert_eq!(inactive.body["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn a_new_pathway_of_a_programme_leaves_running_cases_theirs() {
    let app = TestApp::new().await;
    let case = app.case("investigation");
    let url = format!("/v1/programmes/{}", case.programme);
    let template = template(&app, json!({ "standard": "espar" }))
        .await
        .expect(201)
        .id();
    app.read_and_patch(
        "supervisor",
        &url,
        json!({ "pathway_template_id": template }),
    )
    .await
    .expect(200);
    let moved = format!("SELECT COUNT(*) FROM cases WHERE pathway_template_id = '{template}'");
    assert_eq!(app.database.count(&moved), 0);
}
