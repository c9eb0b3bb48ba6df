//! Questionnaires: what is asked, how it is answered with an operator, and what changes from one moment to
//! another. What the person answers alone is in `questionnaires/private.rs`.

mod private;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::bodies::person;
use crate::support::{Answer, CaseIds, TestApp, queries, request};
use crate::transitions::records::Records;

const ADAPTABILITY: &str = "career-adaptability";

/// A case and the address of its questionnaires.
struct Asked {
    ids: CaseIds,
    list: String,
}

impl Asked {
    fn new(app: &TestApp, status: &str) -> Self {
        let ids = app.case(status);
        let list = format!("/v1/cases/{}/questionnaire-responses", ids.case);
        Self { ids, list }
    }

    async fn start(&self, app: &TestApp, body: Value) -> Answer {
        app.post("operator", &self.list, body).await
    }

    /// The address of a questionnaire that was begun.
    async fn begun(&self, app: &TestApp, body: Value) -> String {
        let begun = self.start(app, body).await.expect(201);
        format!("{}/{}", self.list, begun.id())
    }

    /// One that was completed with these answers, as it is then.
    async fn completed(&self, app: &TestApp, body: Value, answers: Value) -> Answer {
        let url = self.begun(app, body).await;
        answer(app, &url, "\"v1\"", answers).await.expect(200);
        complete(app, &url, "\"v2\"").await.expect(200)
    }

    async fn compared(&self, app: &TestApp) -> Value {
        let url = format!("/v1/cases/{}/questionnaire-comparisons", self.ids.case);
        let answer = app.get("supervisor", &url).await.expect(200);
        answer.body["items"].clone()
    }
}

async fn answer(app: &TestApp, url: &str, tag: &str, answers: Value) -> Answer {
    let body = json!({ "answers": answers });
    app.patch("operator", url, tag, body).await
}

async fn complete(app: &TestApp, url: &str, tag: &str) -> Answer {
    let call = request("POST", &format!("{url}/completion")).by(&app.token("operator").await);
    app.send(call.header("if-match", tag)).await
}

/// All items of the adaptability questionnaire answered by one point.
fn all(point: i32) -> Value {
    let parts = ["concern", "control", "curiosity", "confidence"];
    let keys = parts
        .iter()
        .flat_map(|part| (1..=4).map(move |number| format!("{part}_{number}")));
    keys.map(|key| (key, json!(point)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[actix_web::test]
async fn what_is_asked_is_shown_in_two_languages_each_text_with_its_tag() {
    let app = TestApp::new().await;
    let list = app.get("officer", "/v1/questionnaires?lang=it").await;
    let list = list.expect(200);
    let items = list.body["items"].as_array().unwrap();
    assert!(items.len() >= 7);
    for summary in items {
        let key = summary["key"].as_str().unwrap();
        let url = format!("/v1/questionnaires/{key}?lang=fr-FR&lang2=ar");
        let asked = app.get("officer", &url).await.expect(200);
        assert_eq!(asked.body["version"], summary["version"], "{key}");
        assert_eq!(asked.body["title"]["lang"], "fr", "{key}");
        assert_eq!(asked.body["title2"]["lang"], "ar", "{key}");
        // Nothing of it falls back to English.
        let told = asked.body.to_string();
        assert!(!told.contains(r#""lang":"en""#), "{key}: {told}");
        let count = asked.body["items"].as_array().unwrap().len();
        assert_eq!(summary["items"], json!(count), "{key}");
        assert!(
            asked.body["source"]
                .as_str()
                .unwrap()
                .contains("Own wording")
        );
    }
    let url = format!("/v1/questionnaires/{ADAPTABILITY}");
    let asked = app.get("operator", &url).await.expect(200);
    assert_eq!(asked.body["title2"], Value::Null);
    assert_eq!(
        asked.body["items"][0]["options"].as_array().unwrap().len(),
        5
    );
    assert_eq!(asked.body["items"][0]["options"][0]["answer"], 1);
    assert_eq!(asked.body["scores"][1]["reversed"], json!(["control_4"]));
    let known = request("GET", &url).by(&app.token("operator").await);
    let known = known.header("if-none-match", asked.header("etag"));
    app.send(known).await.expect(304);
    let tigrinya = app.get("operator", &format!("{url}?lang=ti")).await;
    assert_eq!(tigrinya.expect(200).body["title"]["lang"], "en");
    app.get("operator", &format!("{url}?version=1"))
        .await
        .expect(200);
    app.get("operator", &format!("{url}?version=2"))
        .await
        .expect(404);
    app.get("operator", &format!("{url}?lang=_"))
        .await
        .expect(422);
    app.get("operator", "/v1/questionnaires/unknown")
        .await
        .expect(404);
    app.send(request("GET", &url)).await.expect(401);
}

#[actix_web::test]
async fn a_questionnaire_is_answered_bit_by_bit_completed_and_compared_later() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "investigation");
    let id = uuid::Uuid::now_v7().to_string();
    let t0 = json!({ "id": id, "questionnaire": ADAPTABILITY, "moment": "t0" });
    let begun = asked.start(&app, t0.clone()).await.expect(201);
    assert_eq!(begun.id(), id);
    assert_eq!(begun.body["answers"], json!({}));
    assert_eq!(begun.body["definition_version"], 1);
    let url = format!("{}/{id}", asked.list);
    assert_eq!(begun.header("location"), url);
    let some = json!({ "concern_1": 2, "concern_2": 2, "control_4": 5 });
    answer(&app, &url, "\"v1\"", some).await.expect(200);
    // Another day, on another device.
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["answered"], 3);
    assert_eq!(read.body["answers"]["control_4"], 5);
    let some = json!({ "concern_1": null, "concern_2": 3 });
    let kept = answer(&app, &url, read.header("etag"), some)
        .await
        .expect(200);
    assert_eq!(
        kept.body["answers"],
        json!({ "concern_2": 3, "control_4": 5 })
    );
    let refused = complete(&app, &url, "\"v3\"").await.expect(422);
    assert_eq!(refused.errors().len(), 14);
    assert_eq!(refused.errors()[0], "/answers/concern_1 answer_missing");
    answer(&app, &url, "\"v3\"", all(2)).await.expect(200);
    let done = complete(&app, &url, "\"v4\"").await.expect(200);
    assert_eq!(done.body["status"], "completed");
    let values = |answer: &Answer| -> Vec<Value> {
        let scores = answer.body["scores"].as_array().unwrap().iter();
        scores.map(|score| score["value"].clone()).collect()
    };
    // The last item of the second part counts from the other end: (2 + 2 + 2 + 4) / 4.
    assert_eq!(values(&done), [2.0, 2.5, 2.0, 2.0]);
    assert_eq!(done.body["scores"][0]["band"], Value::Null);
    for refused in [
        answer(&app, &url, "\"v5\"", all(5)).await,
        complete(&app, &url, "\"v5\"").await,
    ] {
        assert_eq!(refused.expect(409).body["code"], "questionnaire_completed");
    }
    let mut again = t0;
    again["id"] = Value::Null;
    let refused = asked.start(&app, again).await.expect(409);
    assert_eq!(refused.body["code"], "already_exists");
    assert_eq!(asked.compared(&app).await, json!([]));

    let t1 = json!({ "questionnaire": ADAPTABILITY, "moment": "t1" });
    asked.completed(&app, t1, all(4)).await;
    let compared = asked.compared(&app).await;
    assert_eq!(compared.as_array().unwrap().len(), 1);
    assert_eq!(compared[0]["incomparable"], Value::Null);
    let control = &compared[0]["differences"][1];
    let expected = json!({
        "score": "control", "from": 2.5, "to": 3.5, "from_answered": 4, "to_answered": 4,
        "answered_at_both": 4, "difference": 1.0,
    });
    assert_eq!(control, &expected);
    let t2 = json!({ "questionnaire": ADAPTABILITY, "moment": "t2" });
    asked.completed(&app, t2, all(3)).await;
    let compared = asked.compared(&app).await;
    let pairs = compared.as_array().unwrap().iter();
    let pairs: Vec<_> = pairs
        .map(|it| (it["from"].clone(), it["to"].clone()))
        .collect();
    let pair = |from: &str, to: &str| (json!(from), json!(to));
    assert_eq!(
        pairs,
        [pair("t0", "t1"), pair("t0", "t2"), pair("t1", "t2")]
    );
    // Other questions measure something else.
    app.database
        .execute("UPDATE questionnaire_responses SET definition_version = 2 WHERE moment = 't1'");
    for compared in asked.compared(&app).await.as_array().unwrap() {
        let same = compared["from"] == "t0" && compared["to"] == "t2";
        let why = if same {
            Value::Null
        } else {
            json!("versions_differ")
        };
        assert_eq!(compared["incomparable"], why, "{compared}");
        let told = compared["differences"].as_array().unwrap().len();
        assert_eq!(told, if same { 4 } else { 0 });
    }
}

/// As after a rollback of the program.
#[actix_web::test]
async fn a_version_that_the_program_does_not_know_is_listed_and_not_read() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "investigation");
    let at = |moment: &str| json!({ "questionnaire": ADAPTABILITY, "moment": moment });
    let first = asked.completed(&app, at("t0"), all(2)).await.id();
    asked.completed(&app, at("t1"), all(3)).await;
    let open = asked
        .begun(&app, json!({ "questionnaire": "work-story" }))
        .await;
    app.database
        .execute("UPDATE questionnaire_responses SET definition_version = 9");
    let list = app.get("operator", &asked.list).await.expect(200);
    let items = list.body["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    for it in items {
        assert_eq!(it["unreadable"], "definition_unknown");
        assert_eq!(it["scores"], Value::Null);
    }
    let read = app
        .get("operator", &format!("{}/{first}", asked.list))
        .await;
    assert_eq!(read.expect(409).body["code"], "definition_unknown");
    let path = json!({ "path": "x" });
    let kept = answer(&app, &open, "\"v1\"", path).await.expect(409);
    assert_eq!(kept.body["code"], "definition_unknown");
    let compared = asked.compared(&app).await;
    assert_eq!(compared[0]["incomparable"], "definition_unknown");
}

#[actix_web::test]
async fn of_a_worksheet_only_what_somebody_wants_to_say_is_asked() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "investigation");
    let begin = json!({ "questionnaire": "resources-and-limits" });
    let said = json!({ "people": "Mia sorella" });
    let done = asked.completed(&app, begin, said.clone()).await;
    assert_eq!(done.body["answers"], said);
}

/// They tell what was answered, the highest and the lowest one most of all.
#[actix_web::test]
async fn scores_are_kept_nowhere_and_go_with_the_answers() {
    queries::watch();
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "investigation");
    let at = |moment: &str| json!({ "questionnaire": ADAPTABILITY, "moment": moment });
    let first = asked.completed(&app, at("t0"), all(2)).await.id();
    asked.completed(&app, at("t1"), all(3)).await;
    let url = format!("{}/{first}", asked.list);
    for url in [&url, &asked.list] {
        queries::take(&app.database.target);
        let told = app.get("operator", url).await.expect(200);
        assert!(told.body.to_string().contains("\"value\":2.5"));
        let cost = queries::take(&app.database.target);
        assert!(cost.len() <= 5, "{cost:#?}");
    }
    app.database.execute("DELETE FROM data_keys");
    let erased = async |url: &str| {
        let read = app.get("operator", url).await.expect(200);
        for of in ["answers", "scores"] {
            assert_eq!(read.body[of], Value::Null, "{of}");
        }
        assert_eq!(read.body["unreadable"], "erased");
        let compared = asked.compared(&app).await;
        assert_eq!(compared[0]["incomparable"], "erased");
        assert_eq!(compared[0]["differences"], json!([]));
    };
    erased(&url).await;
    // A key that is made anew opens nothing of them, and what is answered under it.
    app.advance(TimeDelta::minutes(1));
    let story = asked
        .begun(&app, json!({ "questionnaire": "work-story" }))
        .await;
    erased(&url).await;
    let list = app.get("operator", &asked.list).await.expect(200);
    let unreadable = |index: usize| list.body["items"][index]["unreadable"].clone();
    assert_eq!(
        [0, 1, 2].map(unreadable),
        [Value::Null, json!("erased"), json!("erased")]
    );
    let path = json!({ "path": "Sarta" });
    answer(&app, &story, "\"v1\"", path).await.expect(200);
}

#[actix_web::test]
async fn the_digital_self_assessment_says_the_level_of_each_area_and_what_to_learn_next() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "investigation");
    let form = app
        .get("operator", "/v1/questionnaires/digcomp-self-assessment")
        .await;
    let form = form.expect(200);
    let mut answers = serde_json::Map::new();
    for item in form.body["items"].as_array().unwrap() {
        let code = item["code"].as_str().unwrap();
        if item["optional"] == json!(false) {
            let point = if code.starts_with('1') { 3 } else { 0 };
            answers.insert(item["key"].as_str().unwrap().to_owned(), json!(point));
        }
    }
    let begin = json!({ "questionnaire": "digcomp-self-assessment", "moment": "t0" });
    let done = asked.completed(&app, begin, answers.into()).await;
    let url = format!("{}/{}?lang=it&lang2=fr", asked.list, done.id());
    let read = app.get("operator", &url).await.expect(200);
    let scores = read.body["scores"].as_array().unwrap();
    assert_eq!(scores.len(), 5);
    for (score, level) in scores.iter().zip(["advanced", "not_yet", "not_yet"]) {
        let band = &score["band"];
        assert_eq!(band["key"], level);
        assert_eq!(
            (&band["next"]["lang"], &band["next2"]["lang"]),
            (&json!("it"), &json!("fr"))
        );
        assert!(band["next"]["text"].as_str().unwrap().len() > 20);
    }
    assert_eq!(scores[0]["value"], 3.0);
}

#[actix_web::test]
async fn of_two_who_saw_the_same_version_one_is_told_to_look_again() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "investigation");
    let url = asked
        .begun(&app, json!({ "questionnaire": "work-story" }))
        .await;
    let first = answer(&app, &url, "\"v1\"", json!({ "path": "Sarta" })).await;
    first.expect(200);
    let second = answer(&app, &url, "\"v1\"", json!({ "path": "Cuoca" })).await;
    assert_eq!(second.expect(412).header("etag"), "\"v2\"");
    complete(&app, &url, "\"v1\"").await.expect(412);
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["answers"]["path"], "Sarta");
    let body = json!({ "answers": {} });
    let call = request("PATCH", &url).by(&app.token("operator").await);
    app.send(call.merge_patch(body)).await.expect(428);
    // What was begun by mistake goes again, and can be begun anew.
    let delete = async |tag: &str| {
        let call = request("DELETE", &url).by(&app.token("operator").await);
        app.send(call.header("if-match", tag)).await
    };
    delete("\"v1\"").await.expect(412);
    delete("\"v2\"").await.expect(204);
    delete("\"v2\"").await.expect(404);
    let story = json!({ "path": "Sarta", "proud_of": "Un abito", "learnt": "A misurare", "liked": "Le stoffe" });
    let done = asked
        .completed(&app, json!({ "questionnaire": "work-story" }), story)
        .await;
    assert_eq!(done.body["scores"], json!([]));
    let call = request("DELETE", &format!("{}/{}", asked.list, done.id()));
    let call = call.by(&app.token("operator").await);
    let refused = app
        .send(call.header("if-match", "\"v3\""))
        .await
        .expect(409);
    assert_eq!(refused.body["code"], "questionnaire_completed");
}

#[actix_web::test]
async fn the_restitution_session_closes_t0_and_leaves_what_is_completed() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "conclusion");
    let t0 = |key: &str| json!({ "questionnaire": key, "moment": "t0" });
    let done = asked.completed(&app, t0(ADAPTABILITY), all(3)).await;
    let open = asked.begun(&app, t0("work-self-efficacy")).await;
    let records = Records::new(&app, &asked.ids);
    let session = records.session("restitution", Some(3), 60);
    let call = request("DELETE", &open).by(&app.token("operator").await);
    for refused in [
        asked.start(&app, t0("job-search-self-efficacy")).await,
        answer(&app, &open, "\"v1\"", json!({ "times": 4 })).await,
        complete(&app, &open, "\"v1\"").await,
        app.send(call.header("if-match", "\"v1\"")).await,
    ] {
        assert_eq!(refused.expect(409).body["code"], "t0_closed_by_restitution");
    }
    let stands = format!("{}/{}", asked.list, done.id());
    let stands = app.get("operator", &stands).await.expect(200);
    assert_eq!(stands.body["scores"][0]["value"], 3.0);
    let t1 = json!({ "questionnaire": ADAPTABILITY, "moment": "t1" });
    asked.start(&app, t1).await.expect(201);
    // One that was only planned closes nothing.
    records.set_session(&session, "status = 'planned'");
    answer(&app, &open, "\"v1\"", json!({ "times": 4 }))
        .await
        .expect(200);
}

#[actix_web::test]
async fn nobody_answers_where_nobody_works_on_the_case() {
    let app = TestApp::new().await;
    for (status, code) in [
        ("opened", "questionnaires_not_yet"),
        ("suspended", "case_suspended"),
        ("withdrawn", "case_ended"),
        ("closed", "case_ended"),
    ] {
        let asked = Asked::new(&app, "follow_up");
        let url = asked
            .begun(&app, json!({ "questionnaire": "work-story" }))
            .await;
        let case = &asked.ids.case;
        app.database.execute(&format!(
            "UPDATE cases SET status = '{status}' WHERE id = '{case}'"
        ));
        let begin = json!({ "questionnaire": "resources-and-limits" });
        for refused in [
            asked.start(&app, begin).await,
            answer(&app, &url, "\"v1\"", json!({ "path": "x" })).await,
            complete(&app, &url, "\"v1\"").await,
        ] {
            assert_eq!(refused.expect(409).body["code"], code, "{status}");
        }
        app.get("operator", &url).await.expect(200);
    }
}

#[actix_web::test]
async fn what_is_not_asked_or_not_answered_in_its_form_is_refused_at_once() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "investigation");
    let not_v7 = "3f0c1f9e-5a5b-4c3d-8e2f-0123456789ab";
    for (body, error) in [
        (
            json!({ "questionnaire": "unknown" }),
            "/questionnaire unknown_code",
        ),
        (
            json!({ "questionnaire": ADAPTABILITY }),
            "/moment moment_needed",
        ),
        (
            json!({ "questionnaire": ADAPTABILITY, "moment": "once" }),
            "/moment wrong_moment",
        ),
        (
            json!({ "questionnaire": "satisfaction", "moment": "t0" }),
            "/moment wrong_moment",
        ),
        (
            json!({ "questionnaire": "work-story", "moment": "t0" }),
            "/moment wrong_moment",
        ),
        (
            json!({ "questionnaire": "work-story", "moment": "t9" }),
            "/moment wrong_type",
        ),
        (
            json!({ "questionnaire": "work-story", "id": not_v7 }),
            "/id wrong_form",
        ),
        (json!({ "moment": "t0" }), "/questionnaire missing_property"),
    ] {
        let refused = asked.start(&app, body.clone()).await.expect(422);
        assert_eq!(refused.errors(), [error], "{body}");
    }
    let begin = json!({ "questionnaire": "satisfaction", "moment": "t1" });
    let url = asked.begun(&app, begin).await;
    for (answers, errors) in [
        (
            json!({ "listened": 5 }),
            vec!["/answers/listened out_of_range"],
        ),
        (
            json!({ "listened": 0 }),
            vec!["/answers/listened out_of_range"],
        ),
        (
            json!({ "listened": "4" }),
            vec!["/answers/listened wrong_type"],
        ),
        (
            json!({ "listened": 1.5 }),
            vec!["/answers/listened wrong_type"],
        ),
        (
            json!({ "listened": [4] }),
            vec!["/answers/listened wrong_type"],
        ),
        (
            json!({ "recommend": "perhaps" }),
            vec!["/answers/recommend unknown_code"],
        ),
        (
            json!({ "recommend": 1 }),
            vec!["/answers/recommend wrong_type"],
        ),
        (json!({ "remark": " " }), vec!["/answers/remark text_empty"]),
        (
            json!({ "remark": "x".repeat(1001) }),
            vec!["/answers/remark text_too_long"],
        ),
        (
            json!({ "remark": "a\u{202e}b" }),
            vec!["/answers/remark text_direction_character"],
        ),
        (
            json!({ "a/b~c": 1, "listened": 9, "understood": 4 }),
            vec![
                "/answers/abc unknown_property",
                "/answers/listened out_of_range",
            ],
        ),
    ] {
        let refused = answer(&app, &url, "\"v1\"", answers.clone())
            .await
            .expect(422);
        assert_eq!(refused.errors(), errors, "{answers}");
    }
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(
        (&read.body["answered"], read.header("etag")),
        (&json!(0), "\"v1\"")
    );
}

#[actix_web::test]
async fn who_may_read_the_profile_reads_them_and_who_works_on_the_case_writes() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "investigation");
    let begin = json!({ "questionnaire": "work-story" });
    let url = asked.begun(&app, begin.clone()).await;
    let compared = format!("/v1/cases/{}/questionnaire-comparisons", asked.ids.case);
    let patch = json!({ "answers": { "path": "x" } });
    for (who, read, written) in [
        ("operator", 200, 200),
        ("supervisor", 200, 403),
        ("colleague", 404, 404),
        ("other_operator", 404, 404),
        ("other_supervisor", 404, 404),
        ("reception", 404, 404),
        ("admin", 404, 404),
        ("privacy_officer", 404, 404),
    ] {
        for url in [&url, &asked.list, &compared] {
            assert_eq!(app.get(who, url).await.status, read, "{who} {url}");
        }
        let tried = app.patch(who, &url, "\"v1\"", patch.clone()).await;
        assert_eq!(tried.status, written, "{who}");
        if written != 200 {
            let tried = app.post(who, &asked.list, begin.clone()).await;
            assert_eq!(tried.status, written, "{who}");
        }
    }
    // Under another case of the same operator there is no such questionnaire.
    let other = Asked::new(&app, "investigation").list;
    let (_, id) = url.rsplit_once('/').unwrap();
    app.get("operator", &format!("{other}/{id}"))
        .await
        .expect(404);
}

#[actix_web::test]
async fn answers_are_sealed_under_the_key_of_their_person_and_go_with_it() {
    queries::watch();
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "investigation");
    let url = asked
        .begun(&app, json!({ "questionnaire": "work-story" }))
        .await;
    let story = json!({ "path": "Una bottega al mercato" });
    answer(&app, &url, "\"v1\"", story.clone())
        .await
        .expect(200);
    let clear = "SELECT COUNT(*) FROM questionnaire_responses \
        WHERE sealed_answers NOT LIKE 'a1.%' OR sealed_answers LIKE '%bottega%'";
    assert_eq!(app.database.count(clear), 0);
    // The person's record is merged into another: the case keeps its key.
    let kept = app.post("supervisor", "/v1/beneficiaries", person()).await;
    let merge = json!({
        "kept_id": kept.expect(201).id(), "merged_id": asked.ids.beneficiary, "reason": "Twice",
    });
    app.post("supervisor", "/v1/beneficiary-merges", merge)
        .await
        .expect(201);
    for url in [&url, &asked.list] {
        queries::take(&app.database.target);
        app.get("operator", url).await.expect(200);
        let cost = queries::take(&app.database.target);
        assert!(cost.len() <= 4, "{cost:#?}");
    }
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["answers"], story);
    app.database.execute("DELETE FROM data_keys");
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["answers"], Value::Null);
    let refused = answer(&app, &url, "\"v2\"", story).await;
    assert_eq!(refused.status, 410);
}
