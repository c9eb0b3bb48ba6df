//! What a person could do, by what they can do.

use serde_json::{Value, json};

use crate::support::{TestApp, esco_uri};

/// A case with competences of these skills at these agreed levels.
async fn case(app: &TestApp, skills: &[(&str, Option<i32>)]) -> String {
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let experience = json!({ "kind": "work_informal", "title": "Sartoria", "setting": "informal" });
    let experience = app
        .post("operator", &format!("{case}/experiences"), experience)
        .await;
    let experience = experience.expect(201).id();
    for (skill, level) in skills {
        let competence = json!({
            "label": skill, "kind": "technical", "setting": "informal", "agreed_level": level,
            "last_used_year": 2025, "esco_uri": esco_uri("skill", skill), "experience_ids": [experience],
        });
        app.post("operator", &format!("{case}/competences"), competence)
            .await
            .expect(201);
    }
    case
}

fn occupations(body: &Value) -> Vec<&str> {
    let items = body["occupations"].as_array().unwrap().iter();
    items
        .map(|it| it["occupation"]["label"]["text"].as_str().unwrap())
        .collect()
}

#[actix_web::test]
async fn occupations_are_proposed_with_their_reasons_gaps_and_bridges() {
    let app = TestApp::new().await;
    let skills = [
        ("sew pieces of fabric", Some(4)),
        ("iron textiles", Some(3)),
        ("alter wearing apparel", Some(4)),
    ];
    let case = case(&app, &skills).await;
    let url = format!("{case}/occupation-matches?lang2=it");
    let body = app.get("operator", &url).await.expect(200).body;
    assert_eq!(body["counted"], 3);
    assert_eq!(body["uncounted"], 0);
    assert_eq!(occupations(&body)[..2], ["tailor", "dressmaker"]);
    let tailor = &body["occupations"][0];
    let missing: Vec<_> = (tailor["gaps"].as_array().unwrap().iter())
        .map(|it| it["skill"]["label"]["text"].as_str().unwrap())
        .collect();
    assert_eq!(missing, ["cut fabrics"]);
    assert_eq!(tailor["gaps"][0]["bridges"].as_array().unwrap().len(), 3);
    assert_eq!(tailor["has"].as_array().unwrap().len(), 3);
    assert_eq!(tailor["near_occupations"][0]["label"]["text"], "dressmaker");
    assert_eq!(tailor["reason"]["lang"], "en");
    let reason = tailor["reason2"]["text"].as_str().unwrap();
    assert!(
        reason.starts_with("La persona ha 3 delle 4 competenze essenziali"),
        "{reason}"
    );
    assert_eq!(body["explanation2"]["lang"], "it");
    for part in ["score", "coverage", "used"] {
        let part = tailor[part].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&part));
    }
    // Who irons only is an ironer first.
    let other = self::case(&app, &[("iron textiles", Some(5))]).await;
    let body = app
        .get("operator", &format!("{other}/occupation-matches?limit=1"))
        .await
        .expect(200)
        .body;
    assert_eq!(occupations(&body), ["wearing apparel presser"]);
}

#[actix_web::test]
async fn only_what_was_agreed_and_is_in_the_catalogue_counts() {
    let app = TestApp::new().await;
    let skills = [
        ("milk animals", Some(4)),
        ("cook meat dishes", None),
        ("cut fabrics", Some(0)),
    ];
    let case = case(&app, &skills).await;
    let free = json!({
        "label": "Parlo con gli animali", "kind": "technical", "setting": "informal", "agreed_level": 5,
        "experience_ids": [app.get("operator", &format!("{case}/experiences")).await.body["items"][0]["id"]],
    });
    app.post("operator", &format!("{case}/competences"), free)
        .await
        .expect(201);
    let url = format!("{case}/occupation-matches");
    let body = app.get("operator", &url).await.expect(200).body;
    assert_eq!(
        (&body["counted"], &body["uncounted"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(occupations(&body), ["shepherd"]);
    app.get("other_operator", &url).await.expect(404);
    app.get("mediator", &url).await.expect(404);
    for wrong in ["limit=0", "limit=51", "lang=x"] {
        app.get("operator", &format!("{url}?{wrong}"))
            .await
            .expect(422);
    }
}

#[actix_web::test]
async fn a_case_without_competences_has_no_proposals() {
    let app = TestApp::new().await;
    let case = case(&app, &[]).await;
    let body = app
        .get("operator", &format!("{case}/occupation-matches"))
        .await
        .expect(200)
        .body;
    assert_eq!(occupations(&body), [""; 0]);
}
