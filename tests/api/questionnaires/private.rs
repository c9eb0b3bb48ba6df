//! What a person answers alone, by a code.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Asked, answer, complete};
use crate::support::{Answer, TestApp, request, settings};

const OPENINGS: &str = "/v1/private-questionnaires/openings";

/// The satisfaction of a case's person at T1, and its address.
async fn private(app: &TestApp, asked: &Asked) -> String {
    let begin = json!({ "questionnaire": "satisfaction", "moment": "t1", "private": true });
    asked.begun(app, begin).await
}

/// A code for it.
async fn code(app: &TestApp, url: &str) -> String {
    let made = app
        .post("operator", &format!("{url}/link"), Value::Null)
        .await;
    made.expect(200).body["one_time_code"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn open(app: &TestApp, code: &str) -> Answer {
    let body = json!({ "one_time_code": code });
    app.send(request("POST", OPENINGS).json(body)).await
}

async fn save(app: &TestApp, code: &str, tag: &str, answers: Value) -> Answer {
    let body = json!({ "one_time_code": code, "answers": answers });
    let call = request("PATCH", "/v1/private-questionnaires/answers").merge_patch(body);
    app.send(call.header("if-match", tag)).await
}

async fn finish(app: &TestApp, code: &str, tag: &str, shown: bool) -> Answer {
    let body = json!({ "one_time_code": code, "answers_shown": shown });
    let call = request("POST", "/v1/private-questionnaires/completions").json(body);
    app.send(call.header("if-match", tag)).await
}

fn opinion() -> Value {
    json!({
        "listened": 4, "understood": 3, "know_myself": 4, "next_steps": 3, "integration": 2,
        "recommend": "maybe", "remark": "Troppo in fretta",
    })
}

#[actix_web::test]
async fn a_person_without_an_account_answers_alone_and_the_staff_see_scores_only() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "follow_up");
    let url = private(&app, &asked).await;
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["answers"], Value::Null);
    assert_eq!(read.body["link_expires_at"], Value::Null);
    let code = code(&app, &url).await;
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["link_expires_at"], "2026-03-16T09:00:00Z");
    // In small letters and without hyphens, as people type.
    let typed = code.replace('-', "").to_lowercase();
    let call = request("POST", &format!("{OPENINGS}?lang=it&lang2=ar"));
    let opened = app.send(call.json(json!({ "one_time_code": typed }))).await;
    let opened = opened.expect(200);
    let asked_for = &opened.body["questionnaire"];
    assert_eq!(asked_for["key"], "satisfaction");
    assert_eq!(asked_for["title"]["lang"], "it");
    assert_eq!(asked_for["title2"]["text"], "رأيك في هذا المسار");
    assert!(!asked_for.to_string().contains(r#""lang":"en""#));
    assert_eq!(opened.body["answers"], json!({}));
    let members: Vec<_> = opened.body.as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        ["answers", "expires_at", "questionnaire", "version"]
    );
    let told = opened.body.to_string();
    for hidden in ["Amina", "Diallo", &asked.ids.case, &asked.ids.beneficiary] {
        assert!(!told.contains(hidden), "{hidden}");
    }

    let some = json!({ "listened": 4, "remark": "x" });
    let saved = save(&app, &code, opened.header("etag"), some).await;
    assert_eq!(saved.expect(200).body["answers"]["listened"], 4);
    save(&app, &code, "\"v1\"", opinion()).await.expect(412);
    let wrong = save(&app, &code, "\"v3\"", json!({ "listened": 9, "id": 1 })).await;
    let errors = [
        "/answers/id unknown_property",
        "/answers/listened out_of_range",
    ];
    assert_eq!(wrong.expect(422).errors(), errors);
    let early = finish(&app, &code, "\"v3\"", false).await.expect(422);
    assert_eq!(early.errors().len(), 5);
    // The staff see how far it is, and write nothing themselves.
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(
        (&read.body["answered"], &read.body["answers"]),
        (&json!(2), &Value::Null)
    );
    for refused in [
        answer(&app, &url, "\"v3\"", opinion()).await,
        complete(&app, &url, "\"v3\"").await,
    ] {
        assert_eq!(refused.expect(409).body["code"], "answered_in_private");
    }
    // Another time, by the same code.
    let resumed = open(&app, &code).await.expect(200);
    assert_eq!(resumed.body["answers"]["remark"], "x");
    save(&app, &code, "\"v3\"", opinion()).await.expect(200);
    finish(&app, &code, "\"v4\"", false).await.expect(204);
    for used in [
        open(&app, &code).await,
        save(&app, &code, "\"v5\"", opinion()).await,
        finish(&app, &code, "\"v5\"", true).await,
    ] {
        used.expect(410);
    }
    for (who, url) in [
        ("operator", &url),
        ("supervisor", &url),
        ("operator", &asked.list),
    ] {
        let read = app.get(who, url).await.expect(200);
        assert!(!read.body.to_string().contains("Troppo in fretta"));
    }
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["status"], "completed");
    assert_eq!(read.body["answers"], Value::Null);
    assert_eq!(read.body["scores"][0]["value"], 3.2);
    let refused = app
        .post("operator", &format!("{url}/link"), Value::Null)
        .await;
    assert_eq!(refused.expect(409).body["code"], "questionnaire_completed");
}

#[actix_web::test]
async fn who_lets_the_staff_see_the_answers_says_so_at_the_end() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "follow_up");
    let url = private(&app, &asked).await;
    let code = code(&app, &url).await;
    save(&app, &code, "\"v2\"", opinion()).await.expect(200);
    finish(&app, &code, "\"v3\"", true).await.expect(204);
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["answers"], opinion());
    assert_eq!(read.body["answers_shown"], true);
}

#[actix_web::test]
async fn a_code_ends_with_its_time_its_successor_its_revocation_and_its_case() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "follow_up");
    let url = private(&app, &asked).await;
    let first = code(&app, &url).await;
    let second = code(&app, &url).await;
    open(&app, &first).await.expect(410);
    open(&app, &second).await.expect(200);
    let link = format!("{url}/link");
    app.delete("operator", &link).await.expect(204);
    app.delete("operator", &link).await.expect(204);
    open(&app, &second).await.expect(410);
    save(&app, &second, "\"v1\"", opinion()).await.expect(410);
    let third = code(&app, &url).await;
    app.advance(TimeDelta::days(14) - TimeDelta::seconds(1));
    open(&app, &third).await.expect(200);
    app.advance(TimeDelta::seconds(1));
    open(&app, &third).await.expect(410);
    finish(&app, &third, "\"v1\"", true).await.expect(410);
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["link_expires_at"], Value::Null);
    let fourth = code(&app, &url).await;
    let set = |status: &str| {
        let case = &asked.ids.case;
        let set = format!("UPDATE cases SET status = '{status}' WHERE id = '{case}'");
        app.database.execute(&set);
    };
    // Why it is closed is nobody's business who has a code.
    set("suspended");
    let refused = save(&app, &fourth, "\"v6\"", opinion()).await.expect(409);
    assert_eq!(refused.body["code"], "questionnaire_closed");
    set("withdrawn");
    open(&app, &fourth).await.expect(410);
    set("follow_up");
    app.database.execute("DELETE FROM data_keys");
    open(&app, &fourth).await.expect(410);
    app.advance(TimeDelta::minutes(1));
    asked
        .begun(&app, json!({ "questionnaire": "work-story" }))
        .await;
    open(&app, &fourth).await.expect(410);
    save(&app, &fourth, "\"v6\"", opinion()).await.expect(410);
}

/// Else the staff could make a code for themselves and read.
#[actix_web::test]
async fn a_new_code_does_not_open_what_was_answered_by_the_one_before() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "follow_up");
    let url = private(&app, &asked).await;
    let first = code(&app, &url).await;
    let some = json!({ "remark": "Non mi ascoltano" });
    save(&app, &first, "\"v2\"", some).await.expect(200);
    let second = code(&app, &url).await;
    let opened = open(&app, &second).await.expect(200);
    assert_eq!(opened.body["answers"], json!({}));
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["answered"], 0);
    // Who was answering meanwhile is told that the code has ended.
    let late = save(&app, &first, "\"v3\"", opinion()).await;
    late.expect(410);
    app.database
        .execute("UPDATE questionnaire_responses SET status = 'completed'");
    open(&app, &second).await.expect(410);
}

#[actix_web::test]
async fn a_code_that_never_was_opens_nothing() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "follow_up");
    let url = private(&app, &asked).await;
    let good = code(&app, &url).await;
    let other = if good.starts_with('0') { "1" } else { "0" };
    for wrong in [
        "",
        "x",
        &good[..good.len() - 1],
        &format!("{other}{}", &good[1..]),
    ] {
        open(&app, wrong).await.expect(404);
        save(&app, wrong, "\"v1\"", opinion()).await.expect(404);
        finish(&app, wrong, "\"v1\"", true).await.expect(404);
    }
    // The database knows no code, and only who made one was told.
    let kept = format!("SELECT COUNT(*) FROM questionnaire_links WHERE code_hash LIKE '%{good}%'");
    assert_eq!(app.database.count(&kept), 0);
    let plain = asked
        .begun(&app, json!({ "questionnaire": "work-story" }))
        .await;
    let refused = app
        .post("operator", &format!("{plain}/link"), Value::Null)
        .await;
    assert_eq!(refused.expect(409).body["code"], "not_answered_in_private");
    for (who, status) in [
        ("supervisor", 403),
        ("colleague", 404),
        ("other_operator", 404),
    ] {
        let made = app.post(who, &format!("{url}/link"), Value::Null).await;
        assert_eq!(made.status, status, "{who}");
        assert_eq!(
            app.delete(who, &format!("{url}/link")).await.status,
            status,
            "{who}"
        );
    }
}

#[actix_web::test]
async fn each_of_two_people_has_a_code_for_their_own_questionnaire_alone() {
    let app = TestApp::new().await;
    let asked = [Asked::new(&app, "follow_up"), Asked::new(&app, "follow_up")];
    let mut codes = Vec::new();
    for (asked, remark) in asked.iter().zip(["mine", "theirs"]) {
        let code = code(&app, &private(&app, asked).await).await;
        let answers = json!({ "remark": remark });
        save(&app, &code, "\"v2\"", answers).await.expect(200);
        codes.push((code, remark));
    }
    for (code, remark) in codes {
        let opened = open(&app, &code).await.expect(200);
        assert_eq!(opened.body["answers"], json!({ "remark": remark }));
    }
    // The log says what was done to which case, by nobody that it knows.
    for (operation, action, asked) in [
        ("answer_private_questionnaire", "update", &asked[0]),
        ("open_private_questionnaire", "read", &asked[1]),
    ] {
        let case = &asked.ids.case;
        let entries = format!(
            "SELECT COUNT(*) FROM activity_log_records r JOIN activity_log e ON e.id = r.entry_id \
             WHERE e.operation = '{operation}' AND e.role = 'anonymous' AND e.user_id IS NULL \
             AND r.action = '{action}' AND r.parent = 'case' AND r.parent_id = '{case}'"
        );
        assert_eq!(app.database.count(&entries), 1, "{operation}");
    }
}

/// Whoever tries a code that ended is in the log of its case, too.
#[actix_web::test]
async fn the_use_of_a_code_that_ended_names_its_case_in_the_log() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "follow_up");
    let url = private(&app, &asked).await;
    let ended = code(&app, &url).await;
    app.delete("operator", &format!("{url}/link"))
        .await
        .expect(204);
    open(&app, &ended).await.expect(410);
    let case = &asked.ids.case;
    let entries = format!(
        "SELECT COUNT(*) FROM activity_log_records r JOIN activity_log e ON e.id = r.entry_id \
         WHERE e.operation = 'open_private_questionnaire' AND e.outcome = 'refused' \
         AND r.parent = 'case' AND r.parent_id = '{case}'"
    );
    assert_eq!(app.database.count(&entries), 1);
}

#[actix_web::test]
async fn the_codes_of_an_organisation_that_stopped_working_open_nothing() {
    let app = TestApp::new().await;
    let asked = Asked::new(&app, "follow_up");
    let code = code(&app, &private(&app, &asked).await).await;
    let centre = app.organisation("centre");
    let set = |active: bool| {
        let set = format!("UPDATE organisations SET active = {active} WHERE id = '{centre}'");
        app.database.execute(&set);
    };
    set(false);
    open(&app, &code).await.expect(410);
    save(&app, &code, "\"v2\"", opinion()).await.expect(410);
    set(true);
    open(&app, &code).await.expect(200);
}

/// The people of a centre come from one address, and each has a code.
#[actix_web::test]
async fn each_code_that_stands_has_turns_of_its_own_and_whoever_guesses_those_of_their_address() {
    let mut settings = settings();
    settings.attempts.burst = 3;
    let app = TestApp::with(settings).await;
    let mut codes = Vec::new();
    for _ in 0..3 {
        let asked = Asked::new(&app, "follow_up");
        codes.push(code(&app, &private(&app, &asked).await).await);
    }
    for code in &codes {
        for _ in 0..3 {
            open(&app, code).await.expect(200);
        }
    }
    let refused = open(&app, &codes[0]).await.expect(429);
    assert_eq!(refused.header("retry-after"), "6");
    for _ in 0..3 {
        open(&app, "nobody's").await.expect(404);
    }
    open(&app, "nobody's").await.expect(429);
    app.advance(TimeDelta::seconds(6));
    open(&app, &codes[0]).await.expect(200);
    open(&app, &codes[0]).await.expect(429);
}
