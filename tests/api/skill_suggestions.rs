//! Skills that the occupation of an experience suggests.

use serde_json::{Value, json};

use crate::support::{Answer, TestApp, esco_uri, queries, request};

/// A case with an experience of an occupation, as the addresses of both.
async fn experience(app: &TestApp, occupation: Option<&str>) -> (String, String) {
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let url = add_experience(app, &case, occupation).await;
    (case, url)
}

async fn add_experience(app: &TestApp, case: &str, occupation: Option<&str>) -> String {
    let body = json!({
        "kind": "work_informal", "title": "Sartoria", "setting": "informal", "ended": "2021-05",
        "esco_uri": occupation.map(|it| esco_uri("occupation", it)),
    });
    let list = format!("{case}/experiences");
    let added = app.post("operator", &list, body).await.expect(201);
    added.header("location").to_owned()
}

fn suggestion(experience: &str, skill: &str) -> String {
    let uri = esco_uri("skill", skill);
    let id = uri.rsplit('/').next().unwrap();
    format!("{experience}/skill-suggestions/{id}")
}

async fn decide(app: &TestApp, experience: &str, skill: &str, body: Value) -> Answer {
    app.put("operator", &suggestion(experience, skill), body)
        .await
}

/// What is suggested, as names with `!` where essential, and what was refused.
async fn suggested(app: &TestApp, experience: &str) -> (Vec<String>, Vec<String>) {
    let url = format!("{experience}/skill-suggestions");
    let body = app.get("operator", &url).await.expect(200).body;
    let open = (body["suggestions"].as_array().unwrap().iter())
        .map(|it| {
            let mark = if it["essential"] == true { "!" } else { "" };
            let name = it["skill"]["label"]["text"].as_str().unwrap();
            format!("{name}{mark}")
        })
        .collect();
    let refused = (body["refused"].as_array().unwrap().iter())
        .map(|it| it["esco_label"].as_str().unwrap().to_owned())
        .collect();
    (open, refused)
}

async fn competences(app: &TestApp, case: &str) -> Vec<Value> {
    let listed = app.get("operator", &format!("{case}/competences")).await;
    listed.expect(200).body["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn the_skills_of_an_occupation_are_suggested_the_essential_and_telling_ones_first() {
    let app = TestApp::new().await;
    let (_, tailor) = experience(&app, Some("tailor")).await;
    let (open, refused) = suggested(&app, &tailor).await;
    assert_eq!(open.len(), 5);
    assert!(open[..4].iter().all(|it| it.ends_with('!')), "{open:?}");
    assert_eq!(open[4], "types of textile fibres");
    // Three occupations ask for it, two for the others.
    assert_eq!(open[3], "iron textiles!");
    assert!(refused.is_empty());
    let url = format!("{tailor}/skill-suggestions?lang=fr&lang2=it");
    let body = app.get("supervisor", &url).await.expect(200).body;
    assert_eq!(body["release"], "0.1.0");
    assert_eq!(body["occupation"]["label2"]["text"], "sarto/sarta");
    assert_eq!(body["suggestions"][0]["skill"]["label"]["lang"], "fr");
    assert_eq!(body["suggestions"][0]["skill"]["label2"]["lang"], "en");
    app.get("operator", &format!("{tailor}/skill-suggestions?lang=x"))
        .await
        .expect(422);

    let (_, nothing) = experience(&app, None).await;
    assert_eq!(suggested(&app, &nothing).await.0, [""; 0]);
}

#[actix_web::test]
async fn what_is_accepted_becomes_a_competence_of_the_experience_once() {
    let app = TestApp::new().await;
    let (case, tailor) = experience(&app, Some("tailor")).await;
    let words = json!({ "decision": "accepted", "label": "Cucio abiti interi", "self_level": 4 });
    let skill = "sew pieces of fabric";
    let first = decide(&app, &tailor, skill, words).await.expect(200).body;
    assert_eq!(first["decision"], "accepted");
    assert_eq!(first["esco_release"], "0.1.0");
    let again = json!({ "decision": "accepted" });
    let second = decide(&app, &tailor, skill, again).await.expect(200).body;
    assert_eq!(second, first);
    let made = competences(&app, &case).await;
    assert_eq!(made.len(), 1);
    assert_eq!(made[0]["id"], first["competence_id"]);
    for (name, value) in [
        ("label", json!("Cucio abiti interi")),
        ("self_level", json!(4)),
        ("setting", json!("informal")),
        ("last_used_year", json!(2021)),
        ("esco_uri", json!(esco_uri("skill", skill))),
        ("esco_label", json!(skill)),
    ] {
        assert_eq!(made[0][name], value, "{name}");
    }
    let id = tailor.rsplit('/').next().unwrap();
    assert_eq!(made[0]["experience_ids"], json!([id]));
    let (open, _) = suggested(&app, &tailor).await;
    assert!(!open.contains(&format!("{skill}!")), "{open:?}");
    let refused = decide(&app, &tailor, skill, json!({ "decision": "refused" })).await;
    assert_eq!(refused.expect(409).body["code"], "suggestion_decided");
    app.delete("operator", &suggestion(&tailor, skill))
        .await
        .expect(409);

    // Without own words the skill's name is taken, in the language asked for.
    let named = json!({ "decision": "accepted", "lang": "fr" });
    decide(&app, &tailor, "cut fabrics", named)
        .await
        .expect(200);
    let made = competences(&app, &case).await;
    assert_eq!(made[0]["label"], "couper des tissus");
    assert_eq!(made[0]["kind"], "technical");

    // A competence that is deleted has its skill suggested again.
    let url = format!(
        "{case}/competences/{}",
        first["competence_id"].as_str().unwrap()
    );
    let token = app.token("operator").await;
    let call = request("DELETE", &url).by(&token);
    app.send(call.header("if-match", "\"v1\""))
        .await
        .expect(204);
    let (open, _) = suggested(&app, &tailor).await;
    assert!(open.contains(&format!("{skill}!")), "{open:?}");
}

#[actix_web::test]
async fn a_skill_that_the_case_has_already_is_linked_and_not_made_twice() {
    let app = TestApp::new().await;
    let (case, tailor) = experience(&app, Some("tailor")).await;
    let dressmaker = add_experience(&app, &case, Some("dressmaker")).await;
    let accepted = json!({ "decision": "accepted", "self_level": 3 });
    let skill = "alter wearing apparel";
    let first = decide(&app, &tailor, skill, accepted).await.expect(200);
    let url = format!("{dressmaker}/skill-suggestions");
    let body = app.get("operator", &url).await.expect(200).body;
    let shown = (body["suggestions"].as_array().unwrap().iter())
        .find(|it| it["skill"]["label"]["text"] == skill)
        .unwrap();
    assert_eq!(shown["competence_id"], first.body["competence_id"]);
    let other = json!({ "decision": "accepted", "self_level": 5 });
    let second = decide(&app, &dressmaker, skill, other).await.expect(200);
    assert_eq!(second.body["competence_id"], first.body["competence_id"]);
    let made = competences(&app, &case).await;
    assert_eq!(made.len(), 1);
    assert_eq!(made[0]["experience_ids"].as_array().unwrap().len(), 2);
    assert_eq!(made[0]["self_level"], 3);
    assert_eq!(made[0]["version"], 2);
}

#[actix_web::test]
async fn a_suggestion_is_changed_into_another_skill_or_own_words() {
    let app = TestApp::new().await;
    let (case, tailor) = experience(&app, Some("tailor")).await;
    let other = json!({ "decision": "changed", "esco_uri": esco_uri("skill", "speak Wolof") });
    decide(&app, &tailor, "iron textiles", other)
        .await
        .expect(200);
    let own = json!({ "decision": "changed", "label": "Rammendo le reti da pesca" });
    decide(&app, &tailor, "cut fabrics", own).await.expect(200);
    // The same again is the same; something else is not thrown away unsaid.
    for (skill, key, same, other) in [
        (
            "iron textiles",
            "esco_uri",
            json!(esco_uri("skill", "speak Wolof")),
            json!(esco_uri("skill", "milk animals")),
        ),
        (
            "cut fabrics",
            "label",
            json!("Rammendo le reti da pesca"),
            json!("Taglio le reti"),
        ),
    ] {
        let same = json!({ "decision": "changed", key: same });
        decide(&app, &tailor, skill, same).await.expect(200);
        let other = json!({ "decision": "changed", key: other });
        let refused = decide(&app, &tailor, skill, other).await.expect(409);
        assert_eq!(refused.body["code"], "suggestion_decided");
    }
    let made = competences(&app, &case).await;
    assert_eq!(made.len(), 2);
    assert_eq!(made[0]["label"], "Rammendo le reti da pesca");
    assert!(made[0]["esco_uri"].is_null());
    assert_eq!(made[1]["esco_label"], "speak Wolof");
    assert_eq!(made[1]["kind"], "language");
    assert_eq!(suggested(&app, &tailor).await.0.len(), 3);
    let skill = "sew pieces of fabric";
    for (body, error) in [
        (
            json!({ "decision": "changed" }),
            "/esco_uri missing_property",
        ),
        (
            json!({ "decision": "refused", "label": "Mai" }),
            "/label not_for_this_decision",
        ),
        (
            json!({ "decision": "accepted", "esco_uri": esco_uri("skill", "speak Wolof") }),
            "/esco_uri not_for_this_decision",
        ),
        (
            json!({ "decision": "accepted", "self_level": 6 }),
            "/self_level out_of_range",
        ),
        (
            json!({ "decision": "accepted", "lang": "x" }),
            "/lang wrong_language_tag",
        ),
        (
            json!({ "decision": "changed", "esco_uri": esco_uri("occupation", "cook") }),
            "/esco_uri wrong_form",
        ),
        (
            json!({
                "decision": "changed", "label": "x",
                "esco_uri": "http://data.europa.eu/esco/skill/01900000-0000-7000-8000-000000000000",
            }),
            "/esco_uri unknown_code",
        ),
    ] {
        let refused = decide(&app, &tailor, skill, body).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
}

#[actix_web::test]
async fn a_decision_counts_as_long_as_its_competence_is_from_the_experience() {
    let app = TestApp::new().await;
    let (case, tailor) = experience(&app, Some("tailor")).await;
    let other = add_experience(&app, &case, None).await;
    let other = other.rsplit('/').next().unwrap();
    let skill = "sew pieces of fabric";
    let accepted = json!({ "decision": "accepted" });
    let changed = json!({ "decision": "changed", "label": "Rammendo" });
    for decision in [accepted.clone(), changed] {
        let made = decide(&app, &tailor, skill, decision).await.expect(200);
        let id = made.body["competence_id"].as_str().unwrap().to_owned();
        assert!(
            !suggested(&app, &tailor)
                .await
                .0
                .contains(&format!("{skill}!"))
        );
        let url = format!("{case}/competences/{id}");
        let elsewhere = json!({ "experience_ids": [other], "esco_uri": null });
        app.read_and_patch("operator", &url, elsewhere)
            .await
            .expect(200);
        assert!(
            suggested(&app, &tailor)
                .await
                .0
                .contains(&format!("{skill}!"))
        );
    }
    // It may be taken back once, and replaced.
    let url = suggestion(&tailor, skill);
    app.delete("operator", &url).await.expect(204);
    app.delete("operator", &url).await.expect(404);
    decide(&app, &tailor, skill, json!({ "decision": "refused" }))
        .await
        .expect(200);
    decide(&app, &tailor, skill, accepted.clone())
        .await
        .expect(200);
    // The competence that lost its link gets it again.
    let made = competences(&app, &case).await;
    let linked = (made.iter()).find(|it| it["esco_label"] == skill).unwrap();
    let url = format!("{case}/competences/{}", linked["id"].as_str().unwrap());
    let elsewhere = json!({ "experience_ids": [other] });
    app.read_and_patch("operator", &url, elsewhere)
        .await
        .expect(200);
    let again = decide(&app, &tailor, skill, accepted).await.expect(200);
    assert_eq!(again.body["competence_id"], linked["id"]);
    assert_eq!(competences(&app, &case).await.len(), made.len());
}

#[actix_web::test]
async fn what_is_refused_is_not_suggested_again_until_that_is_taken_back() {
    let app = TestApp::new().await;
    let (case, tailor) = experience(&app, Some("tailor")).await;
    let skill = "types of textile fibres";
    let refusal = json!({ "decision": "refused" });
    let refused = decide(&app, &tailor, skill, refusal.clone())
        .await
        .expect(200);
    assert!(refused.body["competence_id"].is_null());
    let again = decide(&app, &tailor, skill, refusal.clone()).await;
    assert_eq!(again.expect(200).body, refused.body);
    let (open, kept) = suggested(&app, &tailor).await;
    assert_eq!((open.len(), kept), (4, vec![skill.to_owned()]));
    // Another experience is asked for itself.
    let other = add_experience(&app, &case, Some("tailor")).await;
    assert_eq!(suggested(&app, &other).await.0.len(), 5);

    let url = suggestion(&tailor, skill);
    app.delete("operator", &url).await.expect(204);
    app.delete("operator", &url).await.expect(404);
    assert_eq!(suggested(&app, &tailor).await.0.len(), 5);
    // A refusal gives way to an acceptance, and goes with its experience.
    decide(&app, &tailor, skill, refusal.clone())
        .await
        .expect(200);
    let accepted = json!({ "decision": "accepted" });
    decide(&app, &tailor, skill, accepted).await.expect(200);
    assert_eq!(competences(&app, &case).await[0]["kind"], "technical");
    decide(&app, &other, skill, refusal).await.expect(200);
    let token = app.token("operator").await;
    let call = request("DELETE", &other).by(&token);
    app.send(call.header("if-match", "\"v1\""))
        .await
        .expect(204);
}

#[actix_web::test]
async fn only_what_the_occupation_asks_for_is_decided_on_by_who_works_on_the_case() {
    let app = TestApp::new().await;
    let (case, tailor) = experience(&app, Some("tailor")).await;
    let accepted = json!({ "decision": "accepted" });
    let foreign = decide(&app, &tailor, "milk animals", accepted.clone()).await;
    assert_eq!(foreign.expect(409).body["code"], "not_suggested");
    let unknown = format!("{tailor}/skill-suggestions/01900000-0000-7000-8000-000000000000");
    app.put("operator", &unknown, accepted.clone())
        .await
        .expect(404);
    for none in ["x", "%00", "01900000-0000-7000-8000-00000000000%00"] {
        let url = format!("{tailor}/skill-suggestions/{none}");
        let put = app.put("operator", &url, accepted.clone()).await;
        let deleted = app.delete("operator", &url).await;
        assert_eq!((put.status, deleted.status), (404, 404), "{none}");
    }
    let url = suggestion(&tailor, "cut fabrics");
    for (who, read, write) in [
        ("supervisor", 200, 403),
        ("colleague", 404, 404),
        ("other_operator", 404, 404),
        ("other_supervisor", 404, 404),
        ("mediator", 404, 404),
        ("analyst", 404, 404),
    ] {
        let list = format!("{tailor}/skill-suggestions");
        assert_eq!(app.get(who, &list).await.status, read, "{who}");
        let put = app.put(who, &url, accepted.clone()).await;
        assert_eq!(put.status, write, "{who}");
        assert_eq!(app.delete(who, &url).await.status, write, "{who}");
    }
    let id = case.rsplit('/').next().unwrap();
    app.database.execute(&format!(
        "UPDATE cases SET status = 'report_submitted' WHERE id = '{id}'"
    ));
    let locked = app.put("operator", &url, accepted).await.expect(409);
    assert_eq!(locked.body["code"], "profile_locked");
    let locked = app.delete("operator", &url).await.expect(409);
    assert_eq!(locked.body["code"], "profile_locked");
}

#[actix_web::test]
async fn two_devices_at_once_make_one_competence() {
    let app = TestApp::new().await;
    let (case, tailor) = experience(&app, Some("tailor")).await;
    let token = app.token("operator").await;
    let url = suggestion(&tailor, "cut fabrics");
    let calls = (0..6).map(|level| {
        let body = json!({ "decision": "accepted", "self_level": level % 5 });
        app.send(request("PUT", &url).by(&token).json(body))
    });
    for answer in futures_util::future::join_all(calls).await {
        answer.expect(200);
    }
    assert_eq!(competences(&app, &case).await.len(), 1);
}

#[actix_web::test]
async fn suggestions_cost_as_many_queries_for_many_decisions_as_for_none() {
    queries::watch();
    let app = TestApp::new().await;
    let (_, tailor) = experience(&app, Some("tailor")).await;
    app.get("operator", "/v1/catalogue").await.expect(200);
    let url = format!("{tailor}/skill-suggestions");
    let cost = async || {
        app.token("operator").await;
        queries::take(&app.database.target);
        app.get("operator", &url).await.expect(200);
        queries::take(&app.database.target).len()
    };
    let none = cost().await;
    assert!(none <= 5, "{none}");
    for skill in ["cut fabrics", "iron textiles", "sew pieces of fabric"] {
        let accepted = json!({ "decision": "accepted" });
        decide(&app, &tailor, skill, accepted).await.expect(200);
    }
    assert_eq!(cost().await, none);
}
