//! What a report tells beside profile and sessions: resources and limits, digital skills, the comparison with the
//! labour market, and what competences and titles are worth elsewhere.

use serde_json::{Map, Value, json};

use crate::documents::{assessed_case, newest, submit};
use crate::support::{Answer, TestApp, esco_uri, request};

const REPORT: &str = "assessment_report";
const TRANSPARENCY: &str = "transparency_document";

/// Whether the last edition of a kind that was made for anybody says this.
fn says(app: &TestApp, kind: &str, text: &str) -> bool {
    let query = format!(
        "SELECT COUNT(*) FROM documents WHERE kind = '{kind}' AND content LIKE '%{text}%' \
         AND id = (SELECT MAX(id) FROM documents WHERE kind = '{kind}')"
    );
    app.database.count(&query) == 1
}

async fn export(app: &TestApp, case: &str, form: &str) -> Value {
    let url = format!("/v1/cases/{case}/profile-exports");
    let body = json!({ "form": form, "purpose": "handed_to_person" });
    app.post("operator", &url, body).await.expect(200).body
}

/// The address of the one competence of a case.
async fn competence(app: &TestApp, case: &str) -> String {
    let list = format!("/v1/cases/{case}/competences");
    let answer = app.get("operator", &list).await.expect(200);
    format!("{list}/{}", answer.body["items"][0]["id"].as_str().unwrap())
}

async fn change(app: &TestApp, url: &str, patch: Value) -> Answer {
    app.read_and_patch("operator", url, patch).await
}

#[actix_web::test]
async fn the_report_says_of_resources_and_limits_what_the_person_agreed_to() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    let url = format!("/v1/cases/{case}");
    let before = app.get("operator", &url).await.expect(200);
    assert_eq!(before.body["resources_and_limits"], json!([]));
    let lines = json!([
        { "kind": "availability", "text": "La mattina", "agreed_on": app.day(0) },
        { "kind": "childcare", "text": "ZZUNAGREED", "agreed_on": null },
    ]);
    let patch = json!({ "resources_and_limits": lines });
    let kept = change(&app, &url, patch).await.expect(200);
    assert_eq!(kept.body["resources_and_limits"], lines);

    let own = export(&app, &case, "json").await;
    let own = &own["expectations"]["resources_and_limits"];
    assert_eq!(own, &lines);
    submit(&app, "operator", &case).await.unwrap();
    assert!(says(&app, REPORT, "La mattina") && !says(&app, REPORT, "ZZUNAGREED"));
    for other in ["synthesis", TRANSPARENCY] {
        assert!(!says(&app, other, "La mattina"), "{other}");
    }
}

#[actix_web::test]
async fn the_report_says_what_the_person_came_for_and_who_sees_to_a_step() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    let url = format!("/v1/cases/{case}");
    let before = app.get("operator", &url).await.expect(200);
    assert_eq!(before.body["starting_request"], Value::Null);
    let request = "Che valga anche qui quello che so fare";
    let kept = change(&app, &url, json!({ "starting_request": request })).await;
    assert_eq!(kept.expect(200).body["starting_request"], request);
    let steps = format!("{url}/next-steps");
    let step = json!({
        "kind": "language_course", "description": "Corso serale", "responsible": "CPIA Centro",
    });
    let step = app.post("operator", &steps, step).await.expect(201);
    assert_eq!(step.body["responsible"], "CPIA Centro");

    let own = export(&app, &case, "json").await;
    let exported = &own["appraisal"]["next_steps"][0]["responsible"];
    assert_eq!(exported, "CPIA Centro");
    submit(&app, "operator", &case).await.unwrap();
    assert!(says(&app, REPORT, request) && says(&app, REPORT, "CPIA Centro"));
    for other in ["synthesis", TRANSPARENCY] {
        assert!(!says(&app, other, request), "{other}");
    }
    assert!(says(&app, "synthesis", "CPIA Centro"));
}

#[actix_web::test]
async fn a_starting_request_and_who_sees_to_a_step_are_texts_of_some_length_or_nothing() {
    let app = TestApp::new().await;
    let url = format!("/v1/cases/{}", app.case("investigation").case);
    for (text, fault) in [
        ("a".repeat(2_001), "text_too_long"),
        (String::new(), "text_empty"),
        ("a\u{0}b".to_owned(), "control_character"),
    ] {
        let patch = json!({ "starting_request": text });
        let refused = change(&app, &url, patch).await.expect(422);
        assert_eq!(refused.errors(), [format!("/starting_request {fault}")]);
    }
    for text in [json!("a".repeat(2_000)), Value::Null] {
        let patch = json!({ "starting_request": text });
        let kept = change(&app, &url, patch).await.expect(200);
        assert_eq!(kept.body["starting_request"], text);
    }
    let steps = format!("{url}/next-steps");
    let step = |who: Value| json!({ "kind": "other", "description": "x", "responsible": who });
    let refused = app
        .post("operator", &steps, step(json!("a".repeat(201))))
        .await;
    assert_eq!(refused.expect(422).errors(), ["/responsible text_too_long"]);
    let made = app
        .post("operator", &steps, step(json!("Lei stessa")))
        .await;
    let step = made.expect(201).header("location").to_owned();
    let nobody = change(&app, &step, json!({ "responsible": null })).await;
    assert_eq!(nobody.expect(200).body["responsible"], Value::Null);
}

#[actix_web::test]
async fn an_agreement_taken_back_is_in_no_later_report() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "report_submitted").case;
    let url = format!("/v1/cases/{case}");
    for (agreed_on, is_said) in [(Some(app.day(-1)), true), (None, false)] {
        let line = json!({ "kind": "mobility", "text": "In autobus", "agreed_on": agreed_on });
        let patch = json!({ "resources_and_limits": [line] });
        change(&app, &url, patch).await.expect(200);
        submit(&app, "operator", &case).await.unwrap();
        assert_eq!(says(&app, REPORT, "In autobus"), is_said);
        let back = "UPDATE documents SET status = 'returned'";
        app.database.execute(back);
    }
}

#[actix_web::test]
async fn lines_of_resources_are_few_and_short_and_agreed_to_before_they_are_written() {
    let app = TestApp::new().await;
    let url = format!("/v1/cases/{}", app.case("investigation").case);
    let line = |text: &str, agreed_on: Value| json!({ "kind": "other", "text": text, "agreed_on": agreed_on });
    let at = "/resources_and_limits";
    let many: Vec<Value> = (0..21).map(|_| line("Un telefono", Value::Null)).collect();
    for (lines, expected) in [
        (
            json!([line("Un telefono", json!(app.day(1)))]),
            format!("{at}/0/agreed_on in_the_future"),
        ),
        (
            json!([line("", Value::Null)]),
            format!("{at}/0/text text_empty"),
        ),
        (
            json!([line(&"a".repeat(501), Value::Null)]),
            format!("{at}/0/text text_too_long"),
        ),
        (json!(many), format!("{at} too_long")),
        (Value::Null, format!("{at} wrong_type")),
    ] {
        let patch = json!({ "resources_and_limits": lines });
        let refused = change(&app, &url, patch).await.expect(422);
        assert_eq!(refused.errors(), [expected]);
    }
    let health = json!({ "resources_and_limits": [{ "kind": "health", "text": "Bene" }] });
    change(&app, &url, health).await.expect(422);
}

#[actix_web::test]
async fn a_competence_has_codes_of_other_repertories_in_report_transparency_and_export() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    let url = competence(&app, &case).await;
    let codes = json!([
        { "scheme": "ada", "code": "ADA.05.03.12", "label": "Confezione" },
        { "scheme": "liguria_laboratorio_professioni", "code": "RP-12", "label": null },
    ]);
    let patch = json!({ "repertory_codes": codes, "transferability": "Anche in tappezzeria" });
    let kept = change(&app, &url, patch).await.expect(200);
    assert_eq!(kept.body["repertory_codes"], codes);

    let statement = export(&app, &case, "transparency").await;
    assert_eq!(statement["competences"][0]["repertory_codes"], codes);
    submit(&app, "operator", &case).await.unwrap();
    for kind in [REPORT, TRANSPARENCY] {
        for said in ["ADA.05.03.12", "Confezione", "RP-12", "Liguria"] {
            assert!(says(&app, kind, said), "{kind} {said}");
        }
        let (_, file) = newest(&app, "operator", &case, kind).await;
        let file = app.get("operator", &format!("{file}/file")).await;
        assert!(file.expect(200).bytes.starts_with(b"%PDF-"));
    }
    assert!(says(&app, REPORT, "Anche in tappezzeria"));
}

#[actix_web::test]
async fn codes_that_no_repertory_writes_so_are_refused() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "investigation").case;
    let url = competence(&app, &case).await;
    let code = |scheme: &str, code: &str| json!({ "scheme": scheme, "code": code });
    let many: Vec<Value> = (10..16)
        .map(|number| code("ada", &format!("ADA.05.03.{number}")))
        .collect();
    for (codes, expected) in [
        (
            json!([code("ada", "ADA.05.03.12"), code("ada", "ADA.5.3.12")]),
            "/repertory_codes/1/code wrong_form",
        ),
        (
            json!([code("ada", "ADA.25.01.01")]),
            "/repertory_codes/0/code wrong_form",
        ),
        (
            json!([code("emilia_romagna_srq", "a b")]),
            "/repertory_codes/0/code wrong_form",
        ),
        (
            json!([code("other_region", "QP-1")]),
            "/repertory_codes/0/label missing_property",
        ),
        (
            json!([code("ada", "ADA.05.03.12"), code("ada", " ADA.05.03.12 ")]),
            "/repertory_codes/1 listed_twice",
        ),
        (json!(many), "/repertory_codes too_long"),
    ] {
        let refused = change(&app, &url, json!({ "repertory_codes": codes })).await;
        assert_eq!(refused.expect(422).errors(), [expected]);
    }
    let unknown = json!({ "repertory_codes": [code("atlantis", "1")] });
    change(&app, &url, unknown).await.expect(422);
    let one = json!({ "repertory_codes": [code("ada", "ADA.05.03.12")] });
    change(&app, &url, one).await.expect(200);
    let none = json!({ "repertory_codes": null });
    let none = change(&app, &url, none).await.expect(200);
    assert_eq!(none.body["repertory_codes"], json!([]));
}

#[actix_web::test]
async fn a_report_tells_whether_a_title_can_be_recognised() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    let list = format!("/v1/cases/{case}/experiences");
    let mut school = json!({
        "kind": "formal_education", "title": "Liceo", "setting": "formal", "country": "GN",
        "recognition": "possible",
    });
    app.post("operator", &list, school.clone())
        .await
        .expect(201);
    school["kind"] = json!("work_employed");
    let refused = app.post("operator", &list, school).await.expect(422);
    assert_eq!(refused.errors(), ["/recognition not_for_this_kind"]);
    submit(&app, "operator", &case).await.unwrap();
    for said in [
        r#""recognition":{"it":"possibile""#,
        r#""country":{"it":"Guinea""#,
    ] {
        assert!(says(&app, REPORT, said), "{said}");
    }
}

/// All items of the digital self-assessment answered by one point.
fn answers(point: i32) -> Value {
    let items = [(1, 3), (2, 6), (3, 4), (4, 4), (5, 4)];
    let keys = items
        .into_iter()
        .flat_map(|(area, items)| (1..=items).map(move |item| format!("c{area}_{item}")));
    let answers: Map<String, Value> = keys.map(|key| (key, json!(point))).collect();
    answers.into()
}

async fn assess_digital_skills(app: &TestApp, case: &str) {
    let list = format!("/v1/cases/{case}/questionnaire-responses");
    let begin = json!({ "questionnaire": "digcomp-self-assessment", "moment": "t0" });
    let begun = app.post("operator", &list, begin).await.expect(201);
    let url = format!("{list}/{}", begun.id());
    let said = json!({ "answers": answers(2) });
    app.patch("operator", &url, "\"v1\"", said)
        .await
        .expect(200);
    let call = request("POST", &format!("{url}/completion")).by(&app.token("operator").await);
    app.send(call.header("if-match", "\"v2\""))
        .await
        .expect(200);
}

#[actix_web::test]
async fn digital_skills_are_told_as_the_person_assessed_them_and_shows_them() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    assess_digital_skills(&app, &case).await;
    submit(&app, "operator", &case).await.unwrap();
    assert!(says(&app, REPORT, r#"{"area":1,"level":2}"#));
    assert!(says(&app, REPORT, r#"{"area":5,"level":2}"#));
    assert!(says(&app, REPORT, "Le mie competenze digitali"));
    assert!(!says(&app, "synthesis", "competenze digitali"));

    let other = assessed_case(&app, "conclusion").case;
    assess_digital_skills(&app, &other).await;
    let keep =
        format!("UPDATE questionnaire_responses SET private = true WHERE case_id = '{other}'");
    app.database.execute(&keep);
    submit(&app, "operator", &other).await.unwrap();
    assert!(says(&app, REPORT, r#""digital":null"#));
    assert!(!says(&app, REPORT, "Le mie competenze digitali"));
}

#[actix_web::test]
async fn occupations_are_compared_with_what_was_agreed_and_has_a_name_in_esco() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    submit(&app, "operator", &case).await.unwrap();
    assert!(says(&app, REPORT, r#""comparison":null"#));
    app.database
        .execute("UPDATE documents SET status = 'returned'");

    let url = competence(&app, &case).await;
    let skill = esco_uri("skill", "sew pieces of fabric");
    change(&app, &url, json!({ "esco_uri": skill }))
        .await
        .expect(200);
    submit(&app, "operator", &case).await.unwrap();
    for said in [
        r#""release":"0.1.0","counted":1,"uncounted":0"#,
        r#""name":{"it":"sarto/sarta""#,
        r#""essential":4,"had":1"#,
        "cut fabrics",
    ] {
        assert!(says(&app, REPORT, said), "{said}");
    }
    let (_, report) = newest(&app, "supervisor", &case, REPORT).await;
    let draft = app.get("supervisor", &format!("{report}/file")).await;
    assert!(draft.expect(200).bytes.starts_with(b"%PDF-"));
}

/// The address of the one experience of a case.
async fn experience(app: &TestApp, case: &str) -> String {
    let list = format!("/v1/cases/{case}/experiences");
    let answer = app.get("operator", &list).await.expect(200);
    format!("{list}/{}", answer.body["items"][0]["id"].as_str().unwrap())
}

#[actix_web::test]
async fn concepts_of_esco_are_called_as_in_the_catalogue_in_both_languages() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    app.database
        .execute("UPDATE beneficiaries SET preferred_language = 'fr'");
    let skill = json!({ "esco_uri": esco_uri("skill", "sew pieces of fabric") });
    let url = competence(&app, &case).await;
    change(&app, &url, skill).await.expect(200);
    let tailor = json!({ "esco_uri": esco_uri("occupation", "tailor") });
    let url = experience(&app, &case).await;
    change(&app, &url, tailor).await.expect(200);
    submit(&app, "operator", &case).await.unwrap();
    // The catalogue of tests has skills in English and French, occupations in English, Italian and Arabic.
    let sew = r#"{"it":"sew pieces of fabric","second":"coudre des tissus"}"#;
    for (kind, said) in [
        (REPORT, format!(r#""normalised":{sew}"#)),
        (
            REPORT,
            r#""occupation":{"it":"sarto/sarta","second":"tailor"}"#.to_owned(),
        ),
        ("synthesis", format!(r#""normalised":{sew}"#)),
        (TRANSPARENCY, format!(r#""label":{sew}"#)),
    ] {
        assert!(says(&app, kind, &said), "{kind} {said}");
    }
    for kind in [REPORT, "synthesis", TRANSPARENCY] {
        let (_, draft) = newest(&app, "supervisor", &case, kind).await;
        let file = app.get("supervisor", &format!("{draft}/file")).await;
        assert!(file.expect(200).bytes.starts_with(b"%PDF-"), "{kind}");
    }
}

#[actix_web::test]
async fn a_report_tells_the_level_of_a_school_in_words() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    let school = json!({
        "kind": "formal_education", "title": "Collège", "setting": "formal", "isced_level": "ed2",
    });
    let list = format!("/v1/cases/{case}/experiences");
    app.post("operator", &list, school).await.expect(201);
    submit(&app, "operator", &case).await.unwrap();
    let level = r#""level":{"it":"Istruzione secondaria inferiore""#;
    assert!(says(&app, REPORT, level));
}

#[actix_web::test]
async fn a_report_tells_the_context_of_an_experience_and_nothing_else_does() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    let context = json!({ "context": "Con altre sei sarte" });
    let url = experience(&app, &case).await;
    change(&app, &url, context).await.expect(200);
    submit(&app, "operator", &case).await.unwrap();
    assert!(says(&app, REPORT, r#""context":"Con altre sei sarte""#));
    for other in ["synthesis", TRANSPARENCY] {
        assert!(!says(&app, other, "Con altre"), "{other}");
    }
}
