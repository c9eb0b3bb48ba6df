use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::TestApp;

const NOTE: &str = "Tired today; come back to the bakery.";

struct Noted {
    session: String,
    case: String,
    url: String,
}

async fn noted(app: &TestApp) -> Noted {
    let case = app.case("investigation").case;
    let body = json!({
        "kind": "individual", "mode": "phone", "language": "fr",
        "scheduled_from": "2026-03-01T08:00:00Z", "scheduled_to": "2026-03-01T09:00:00Z",
    });
    let planned = app
        .post("operator", &format!("/v1/cases/{case}/sessions"), body)
        .await
        .expect(201);
    let session = planned.header("location").to_owned();
    let url = format!("{session}/working-notes/{case}");
    app.put("operator", &url, json!({ "text": NOTE }))
        .await
        .expect(200);
    Noted { session, case, url }
}

fn grant(reason: &str) -> Value {
    json!({ "scope": "working_notes", "reason_code": "supervision", "reason": reason })
}

#[actix_web::test]
async fn a_working_note_is_its_authors_sealed_and_in_no_list() {
    let app = TestApp::new().await;
    let Noted { session, case, url } = noted(&app).await;
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["notes"][0]["text"], NOTE);
    assert_eq!(read.header("etag"), "\"v1\"");
    for list in [session, format!("/v1/cases/{case}/sessions")] {
        let answer = app.get("operator", &list).await.expect(200);
        assert!(!answer.body.to_string().contains("bakery"));
    }
    let plain = "SELECT COUNT(*) FROM working_notes WHERE sealed_text LIKE '%bakery%'";
    assert_eq!(app.database.count(plain), 0);

    let again = json!({ "text": "Better now." });
    app.put("operator", &url, again.clone()).await.expect(428);
    app.put_if("operator", &url, "\"v9\"", again.clone())
        .await
        .expect(412);
    let changed = app
        .put_if("operator", &url, "\"v1\"", again)
        .await
        .expect(200);
    assert_eq!(changed.header("etag"), "\"v2\"");
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["notes"][0]["text"], "Better now.");
    for (bad, error) in [
        (json!({ "text": " " }), "/text text_empty"),
        (json!({ "text": "x".repeat(10_001) }), "/text text_too_long"),
        (
            json!({ "text": "a", "diagnosis": "b" }),
            "/diagnosis unknown_property",
        ),
    ] {
        let refused = app.put_if("operator", &url, "\"v2\"", bad).await;
        assert_eq!(refused.expect(422).errors(), [error]);
    }
}

#[actix_web::test]
async fn nobody_else_reads_a_working_note_and_only_conductors_write() {
    let app = TestApp::new().await;
    let Noted { url, .. } = noted(&app).await;
    for who in [
        "colleague",
        "other_operator",
        "other_supervisor",
        "reception",
        "officer",
        "admin",
    ] {
        app.get(who, &url).await.expect(404);
        app.put(who, &url, json!({ "text": "x" })).await.expect(404);
    }
    app.put("supervisor", &url, json!({ "text": "x" }))
        .await
        .expect(404);
    // Another person's case has no place in this session.
    let other = app.case("investigation").case;
    let (session, _) = url.rsplit_once('/').unwrap();
    app.put(
        "operator",
        &format!("{session}/{other}"),
        json!({ "text": "x" }),
    )
    .await
    .expect(404);
}

#[actix_web::test]
async fn a_supervisor_reads_working_notes_under_a_grant_of_one_day() {
    let app = TestApp::new().await;
    let Noted { case, url, .. } = noted(&app).await;
    let refused = app.get("supervisor", &url).await.expect(409);
    assert_eq!(refused.unmet(), ["access_grant_needed"]);
    let grants = format!("/v1/cases/{case}/access-grants");
    app.post("operator", &grants, grant("x")).await.expect(403);
    app.post("other_supervisor", &grants, grant("x"))
        .await
        .expect(404);
    let refused = app.post("supervisor", &grants, grant(" ")).await;
    assert_eq!(refused.expect(422).errors(), ["/reason text_empty"]);
    app.post("supervisor", &grants, grant("Case review in the team"))
        .await
        .expect(201);

    let read = app.get("supervisor", &url).await.expect(200);
    assert_eq!(read.body["notes"][0]["text"], NOTE);
    assert_eq!(read.body["notes"][0]["author_id"], app.user("operator"));
    let logged = "SELECT COUNT(*) FROM activity_log_records JOIN activity_log ON entry_id = id \
        WHERE operation = 'read_working_notes' AND outcome = 'done' AND action = 'read' \
        AND resource = 'working_note' AND parent = 'access_grant'";
    assert_eq!(app.database.count(logged), 1);
    // The grant is the supervisor's who took it, for this case, and it ends.
    let refused = app.get("second_supervisor", &url).await;
    assert_eq!(refused.expect(409).unmet(), ["access_grant_needed"]);
    // It opens notes for reading only.
    app.put("supervisor", &url, json!({ "text": "x" }))
        .await
        .expect(403);
    app.advance(TimeDelta::hours(24));
    let refused = app.get("supervisor", &url).await;
    assert_eq!(refused.expect(409).unmet(), ["access_grant_needed"]);
}

#[actix_web::test]
async fn notes_of_a_person_whose_key_was_erased_are_gone() {
    let app = TestApp::new().await;
    let Noted { case, url, .. } = noted(&app).await;
    app.database.execute("DELETE FROM data_keys");
    app.get("operator", &url).await.expect(410);
    // A key that is made anew opens nothing of it.
    app.advance(TimeDelta::minutes(1));
    let begin = json!({ "questionnaire": "work-story" });
    let list = format!("/v1/cases/{case}/questionnaire-responses");
    app.post("operator", &list, begin).await.expect(201);
    app.get("operator", &url).await.expect(410);
    let again = json!({ "text": "Written again" });
    app.put_if("operator", &url, "\"v1\"", again)
        .await
        .expect(200);
    let read = app.get("operator", &url).await.expect(200);
    assert!(read.body.to_string().contains("Written again"));
}
