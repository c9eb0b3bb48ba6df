use serde_json::{Value, json};

use crate::support::{TestApp, request};

async fn competence(app: &TestApp, case: &str) -> String {
    let body = json!({ "kind": "training", "title": "Corso di cucina", "setting": "non_formal" });
    let experience = app
        .post("operator", &format!("{case}/experiences"), body)
        .await
        .expect(201)
        .id();
    let body = json!({
        "label": "Preparo un pranzo per venti", "kind": "technical", "setting": "non_formal",
        "experience_ids": [experience],
    });
    app.post("operator", &format!("{case}/competences"), body)
        .await
        .expect(201)
        .id()
}

fn assessment(kind: &str, items: Value) -> Value {
    json!({
        "kind": kind, "assessed_on": "2026-03-01",
        "methods": ["biographical_interview", "observation"], "summary": "Lavora con cura.",
        "items": items,
    })
}

#[actix_web::test]
async fn an_assessment_is_recorded_read_listed_and_changed_by_its_assessor() {
    let app = TestApp::new().await;
    let ids = app.case("conclusion");
    let case = format!("/v1/cases/{}", ids.case);
    let able = competence(&app, &case).await;
    let list = format!("{case}/assessments");
    let items = json!([{ "competence_id": able, "self_level": 4, "agreed_level": 3 }]);
    let body = assessment("final", items.clone());
    let added = app.post("operator", &list, body).await.expect(201);
    assert_eq!(added.body["assessor_id"], app.user("operator"));
    assert_eq!(added.body["items"], items);
    let url = added.header("location").to_owned();
    assert_eq!(
        app.get("supervisor", &url).await.expect(200).body,
        added.body
    );
    let listed = app.get("supervisor", &list).await.expect(200);
    assert_eq!(listed.body["items"][0]["item_count"], 1);
    assert!(listed.body["items"][0].get("summary").is_none());

    let patch = json!({ "summary": "Lavora con molta cura.", "items": [] });
    let changed = app
        .patch("operator", &url, "\"v1\"", patch.clone())
        .await
        .expect(200);
    assert_eq!(changed.body["items"], json!([]));
    assert_eq!(changed.body["kind"], "final");
    app.patch("operator", &url, "\"v1\"", patch.clone())
        .await
        .expect(412);

    app.database.execute(&format!(
        "INSERT INTO case_operators (case_id, user_id, organisation_id, part, assigned_at) \
         VALUES ('{}', '{}', '{}', 'co', '2026-03-02 08:00:00')",
        ids.case,
        app.user("colleague"),
        app.organisation("centre")
    ));
    app.get("colleague", &url).await.expect(200);
    app.patch("colleague", &url, "\"v2\"", patch.clone())
        .await
        .expect(403);
    app.patch("supervisor", &url, "\"v2\"", patch.clone())
        .await
        .expect(403);
    app.patch("other_operator", &url, "\"v2\"", patch.clone())
        .await
        .expect(404);
    app.get("other_supervisor", &list).await.expect(404);
    app.get("reception", &url).await.expect(404);
    let token = app.token("operator").await;
    let without = request("PATCH", &url).by(&token).merge_patch(patch);
    app.send(without).await.expect(428);
}

#[actix_web::test]
async fn a_case_has_one_final_assessment() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("conclusion").case);
    let list = format!("{case}/assessments");
    app.token("operator").await;
    let tries = (0..4).map(|_| app.post("operator", &list, assessment("final", json!([]))));
    let answers = futures_util::future::join_all(tries).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    let refused = answers
        .iter()
        .filter(|answer| answer.body["code"] == "final_assessment_exists")
        .count();
    assert_eq!((made, refused), (1, 3));
    let other = app
        .post("operator", &list, assessment("initial", json!([])))
        .await
        .expect(201);
    app.post("operator", &list, assessment("initial", json!([])))
        .await
        .expect(201);
    let patch = json!({ "kind": "final" });
    let second = app
        .read_and_patch("operator", other.header("location"), patch)
        .await;
    assert_eq!(second.expect(409).body["code"], "final_assessment_exists");
}

#[actix_web::test]
async fn bad_assessments_are_refused() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let elsewhere = format!("/v1/cases/{}", app.case("investigation").case);
    let able = competence(&app, &case).await;
    let foreign = competence(&app, &elsewhere).await;
    let list = format!("{case}/assessments");
    for (body, errors) in [
        (
            json!({
                "kind": "final", "assessed_on": "2026-03-03", "methods": [],
                "items": [{ "competence_id": able, "self_level": 6, "agreed_level": -1 }],
            }),
            vec![
                "/assessed_on in_the_future",
                "/methods empty",
                "/items/0/self_level out_of_range",
                "/items/0/agreed_level out_of_range",
            ],
        ),
        (
            json!({
                "kind": "final", "assessed_on": app.day(0),
                "methods": ["observation", "observation"],
                "items": [{ "competence_id": able }, { "competence_id": able }],
            }),
            vec!["/methods/1 listed_twice", "/items/1 listed_twice"],
        ),
        (
            assessment(
                "final",
                json!([{ "competence_id": able }, { "competence_id": foreign }]),
            ),
            vec!["/items/1/competence_id not_in_this_case"],
        ),
        (
            assessment("final", json!([{ "competence_id": able, "grade": 3 }])),
            vec!["/items/0/grade unknown_property"],
        ),
        (assessment("midterm", json!([])), vec!["/kind wrong_type"]),
    ] {
        let refused = app.post("operator", &list, body).await.expect(422);
        assert_eq!(refused.errors(), errors);
    }
    for status in ["opened", "report_submitted", "closed"] {
        let list = format!("/v1/cases/{}/assessments", app.case(status).case);
        app.post("operator", &list, assessment("initial", json!([])))
            .await
            .expect(409);
        app.post("supervisor", &list, assessment("initial", json!([])))
            .await
            .expect(403);
    }
}

#[actix_web::test]
async fn a_competence_that_an_assessment_names_cannot_be_deleted() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let able = competence(&app, &case).await;
    let items = json!([{ "competence_id": able }]);
    let added = app
        .post(
            "operator",
            &format!("{case}/assessments"),
            assessment("initial", items),
        )
        .await
        .expect(201);
    let delete = async || {
        let url = format!("{case}/competences/{able}");
        let call = request("DELETE", &url).by(&app.token("operator").await);
        app.send(call.header("if-match", "\"v1\"")).await
    };
    assert_eq!(delete().await.expect(409).body["code"], "still_linked");
    let kept = app
        .get("operator", &format!("{case}/competences/{able}"))
        .await;
    assert_eq!(kept.body["experience_ids"].as_array().unwrap().len(), 1);
    app.read_and_patch("operator", added.header("location"), json!({ "items": [] }))
        .await
        .expect(200);
    delete().await.expect(204);
}

#[actix_web::test]
async fn the_whole_profile_comes_in_the_sections_of_the_eu_tool() {
    let app = TestApp::new().await;
    let ids = app.case("conclusion");
    let case = format!("/v1/cases/{}", ids.case);
    let url = format!("{case}/profile");
    let empty = app.get("operator", &url).await.expect(200);
    assert_eq!(empty.body["skills"]["competences"], json!([]));
    assert!(empty.body["appraisal"]["final_assessment"].is_null());

    let able = competence(&app, &case).await;
    let items = json!([{ "competence_id": able, "agreed_level": 3 }]);
    let last = app
        .post(
            "operator",
            &format!("{case}/assessments"),
            assessment("final", items),
        )
        .await
        .expect(201);
    let whole = app.get("supervisor", &url).await.expect(200);
    let skills = &whole.body["skills"];
    assert_eq!(skills["competences"][0]["id"], able);
    assert_eq!(
        skills["competences"][0]["experience_ids"],
        json!([skills["experiences"][0]["id"]])
    );
    assert_eq!(whole.body["appraisal"]["final_assessment"], last.body);
    let person = &whole.body["personal_information"]["beneficiary_id"];
    assert_eq!(person, &json!(ids.beneficiary));
    app.get("colleague", &url).await.expect(404);
    app.get("other_supervisor", &url).await.expect(404);
}
