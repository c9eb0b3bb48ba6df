//! The form of an interview: what it asks is what the API keeps, in the words of two languages, without
//! what the programme hides.

use bilancio::openapi::document;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, request};

const FORM: &str = "/v1/profile-form?lang=it&lang2=ar";

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn keys(form: &Answer) -> Vec<&str> {
    let sections = list(&form.body, "sections").iter();
    sections.filter_map(|it| it["key"].as_str()).collect()
}

fn parts(form: &Answer) -> Vec<&Value> {
    let sections = list(&form.body, "sections").iter();
    sections.flat_map(|it| list(it, "parts")).collect()
}

#[actix_web::test]
async fn every_question_is_asked_in_two_languages_with_a_picture() {
    let app = TestApp::new().await;
    let form = app.get("operator", FORM).await.expect(200);
    let sections = list(&form.body, "sections");
    let parts = parts(&form);
    let items = parts.iter().flat_map(|part| list(part, "items"));
    let asked: Vec<_> = (sections.iter())
        .chain(parts.iter().copied())
        .chain(items)
        .collect();
    assert!(asked.len() > 80);
    for one in asked {
        assert_eq!(one["label"]["lang"], "it", "{one}");
        assert_eq!(one["label2"]["lang"], "ar", "{one}");
        assert!(
            one["pictogram"].as_str().is_some_and(|it| !it.is_empty()),
            "{one}"
        );
    }
    let alone = app
        .get("operator", "/v1/profile-form?lang=uk")
        .await
        .expect(200);
    let first = &list(&alone.body, "sections")[0];
    assert_eq!(
        first["label"],
        json!({ "lang": "en", "text": "Personal information" })
    );
    assert!(first.get("label2").is_none());
    for wrong in ["lang=%00", "lang=i", "lang2=it_IT"] {
        let url = format!("/v1/profile-form?{wrong}");
        let refused = app.get("operator", &url).await.expect(422);
        assert!(refused.errors()[0].ends_with("wrong_language_tag"));
    }
    app.get("operator", "/v1/profile-form?language=it")
        .await
        .expect(400);
}

/// What a form asks for and no operation took would be lost.
#[actix_web::test]
async fn each_question_is_a_property_that_its_operation_takes_with_the_codes_of_its_list() {
    let app = TestApp::new().await;
    let form = app.get("operator", FORM).await.expect(200);
    let api = document();
    let operations: Vec<_> = (api["paths"].as_object().unwrap().values())
        .flat_map(|path| path.as_object().unwrap().values())
        .collect();
    for part in parts(&form) {
        let operation = operations
            .iter()
            .find(|it| it["operationId"] == part["operation"]);
        let operation = operation.unwrap_or_else(|| panic!("no operation {part}"));
        let content = operation["requestBody"]["content"].as_object().unwrap();
        let body = &content.values().next().unwrap()["schema"];
        let properties = resolved(&api, body)["properties"].clone();
        for item in list(part, "items") {
            let property = item["property"].as_str().unwrap();
            assert!(properties.get(property).is_some(), "{part} {property}");
            if let Some(codes) = item["code_list"].as_str() {
                let url = format!("/v1/code-lists/{codes}");
                app.get("operator", &url).await.expect(200);
            }
        }
    }
}

fn resolved<'a>(api: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(path) => resolved(api, api.pointer(&path[1..]).expect("a schema")),
        None => schema,
    }
}

/// What a person answers to the questions of one part.
fn answers(app: &TestApp, operation: &str, experience: &Value) -> Value {
    match operation {
        "record_expectation" => json!({ "kind": "job", "priority": 1, "description": "عمل ثابت" }),
        "set_professional_goal" => json!({ "goal": "Cuoca in un ristorante", "horizon": "short" }),
        "record_experience" => json!({
            "kind": "work_informal", "title": "طباخة", "setting": "informal", "country": "SY",
            "started": "2012", "ended": "2016-05", "tasks": ["Cucinare per sessanta persone"],
        }),
        "record_competence" => json!({
            "label": "أعرف كيف أنظم مطبخاً", "kind": "technical", "setting": "informal",
            "experience_ids": [experience], "self_level": 4,
        }),
        "record_language_skill" => json!({
            "language": "ar", "mother_tongue": true, "listening": "c2", "reading": "c2",
            "spoken_interaction": "c2", "spoken_production": "c2", "writing": "c1",
            "source": "self",
        }),
        "record_evidence" => json!({
            "kind": "photo_of_work", "description": "La cucina", "experience_id": experience,
        }),
        "record_assessment" => json!({
            "kind": "initial", "assessed_on": app.day(0), "methods": ["biographical_interview"],
            "summary": "Sa organizzare il lavoro di una cucina",
        }),
        "change_case" => json!({ "resources_and_limits": [
            { "kind": "mobility", "text": "في الحافلة", "agreed_on": app.day(0) },
        ] }),
        "add_next_step" => json!({ "kind": "language_course", "description": "Corso A2" }),
        other => panic!("the form has a part that nobody answers: {other}"),
    }
}

#[actix_web::test]
async fn an_interview_that_follows_the_form_fills_a_whole_profile() {
    let app = TestApp::new().await;
    let ids = app.case("investigation");
    let of_case = format!("/v1/cases/{}", ids.case);
    let url = format!("{of_case}/profile-form?lang=it&lang2=ar");
    let form = app.get("operator", &url).await.expect(200);
    let api = document();
    let paths = api["paths"].as_object().unwrap();
    let mut experience = Value::Null;
    for part in parts(&form) {
        let operation = part["operation"].as_str().unwrap();
        if operation == "add_beneficiary" {
            continue; // The person is there before the case.
        }
        let (path, method) = paths
            .iter()
            .flat_map(|(path, methods)| {
                methods
                    .as_object()
                    .unwrap()
                    .iter()
                    .map(move |it| (path, it))
            })
            .find_map(|(path, (method, it))| {
                (it["operationId"] == operation).then_some((path, method))
            })
            .unwrap();
        let said = answers(&app, operation, &experience);
        let asked = list(part, "items")
            .iter()
            .filter_map(|it| it["property"].as_str());
        let asked: Vec<_> = asked.collect();
        assert!(
            said.as_object()
                .unwrap()
                .keys()
                .all(|it| asked.contains(&it.as_str())),
            "{said}"
        );
        let url = path.replace("{case_id}", &ids.case);
        let call = request(&method.to_uppercase(), &url).by(&app.token("operator").await);
        let kept = match operation {
            "change_case" => app.read_and_patch("operator", &url, said).await,
            _ => app.send(call.json(said).header("if-match", "\"v0\"")).await,
        };
        assert!(kept.status < 300, "{operation}: {}", kept.body);
        if operation == "record_experience" {
            experience = kept.body["id"].clone();
        }
    }
    let profile = app.get("operator", &format!("{of_case}/profile")).await;
    let profile = profile.expect(200);
    let skills = &profile.body["skills"];
    for what in ["experiences", "evidence", "languages", "competences"] {
        assert_eq!(list(skills, what).len(), 1, "{what}");
    }
    assert_eq!(skills["competences"][0]["label"], "أعرف كيف أنظم مطبخاً");
    let expectations = &profile.body["expectations"];
    assert_eq!(list(expectations, "expectations").len(), 1);
    assert_eq!(
        expectations["professional_goal"]["goal"],
        "Cuoca in un ristorante"
    );
    let steps = app.get("operator", &format!("{of_case}/next-steps")).await;
    assert_eq!(list(&steps.expect(200).body, "items").len(), 1);
    let assessments = app.get("operator", &format!("{of_case}/assessments")).await;
    assert_eq!(list(&assessments.expect(200).body, "items").len(), 1);
}

#[actix_web::test]
async fn a_programme_hides_sections_from_its_cases_but_not_all() {
    let app = TestApp::new().await;
    let ids = app.case("investigation");
    let of_case = format!("/v1/cases/{}/profile-form", ids.case);
    let whole = app.get("operator", &of_case).await.expect(200);
    assert_eq!(keys(&whole).len(), 4);

    let url = format!("/v1/programmes/{}", ids.programme);
    let tag = app.get("supervisor", &url).await.expect(200);
    let hide = json!({ "hidden_form_sections": ["appraisal", "expectations", "appraisal"] });
    let hidden = app
        .patch("supervisor", &url, tag.header("etag"), hide)
        .await
        .expect(200);
    assert_eq!(
        hidden.body["hidden_form_sections"],
        json!(["expectations", "appraisal"])
    );
    let left = app.get("operator", &of_case).await.expect(200);
    assert_eq!(keys(&left), ["personal_information", "skills"]);
    // The form itself stays whole: it is the same for everybody.
    let whole = app.get("operator", "/v1/profile-form").await.expect(200);
    assert_eq!(keys(&whole).len(), 4);

    let everything = json!({ "hidden_form_sections":
        ["personal_information", "expectations", "skills", "appraisal"] });
    let refused = app
        .patch("supervisor", &url, hidden.header("etag"), everything)
        .await
        .expect(422);
    assert_eq!(refused.errors(), ["/hidden_form_sections all_hidden"]);
    let unknown = json!({ "hidden_form_sections": ["notes"] });
    app.patch("supervisor", &url, hidden.header("etag"), unknown)
        .await
        .expect(422);
    app.get("other_operator", &of_case).await.expect(404);
}

#[actix_web::test]
async fn who_has_the_form_is_not_sent_it_again() {
    let app = TestApp::new().await;
    let form = app.get("operator", FORM).await.expect(200);
    let again = request("GET", FORM)
        .by(&app.token("operator").await)
        .header("if-none-match", form.header("etag"));
    app.send(again).await.expect(304);
    let other = request("GET", "/v1/profile-form?lang=fr")
        .by(&app.token("operator").await)
        .header("if-none-match", form.header("etag"));
    app.send(other).await.expect(200);
}
