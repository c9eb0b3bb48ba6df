//! A mediator sees when, where, and with whom in which language; nothing else.

use serde_json::{Value, json};

use crate::support::{TestApp, queries};

const MINE: &str = "/v1/mediated-sessions";

fn session(mediator: &str) -> Value {
    json!({
        "kind": "individual", "mode": "in_person", "language": "fr", "place": "Sala 2",
        "scheduled_from": "2026-03-05T08:00:00Z", "scheduled_to": "2026-03-05T09:00:00Z",
        "mediator_id": mediator, "topics": ["Lavori di prima"],
    })
}

async fn planned(app: &TestApp, mediator: &str) -> (String, String) {
    let case = app.case("investigation").case;
    let url = format!("/v1/cases/{case}/sessions");
    let planned = app.post("operator", &url, session(mediator)).await;
    (case, planned.expect(201).id())
}

#[actix_web::test]
async fn a_mediator_sees_of_their_sessions_a_name_and_a_language() {
    let app = TestApp::new().await;
    let (case, id) = planned(&app, &app.user("mediator")).await;
    let seen = app
        .get("mediator", &format!("{MINE}/{id}"))
        .await
        .expect(200);
    let expected = json!({
        "id": id, "kind": "individual", "mode": "in_person", "status": "planned",
        "scheduled_from": "2026-03-05T08:00:00Z", "scheduled_to": "2026-03-05T09:00:00Z",
        "place": "Sala 2", "language": "fr",
        "people": [{ "given_name": "Amina", "family_name": "Diallo", "preferred_language": "fr" }],
    });
    assert_eq!(seen.body, expected);
    let listed = app.get("mediator", MINE).await.expect(200);
    assert_eq!(listed.body["items"], json!([expected]));
    for url in [
        format!("/v1/sessions/{id}"),
        format!("/v1/cases/{case}"),
        format!("/v1/sessions/{id}/working-notes/{case}"),
    ] {
        app.get("mediator", &url).await.expect(404);
    }
    let logged = format!(
        "SELECT COUNT(*) FROM activity_log JOIN activity_log_records ON entry_id = id WHERE \
         operation = 'read_mediated_session' AND parent = 'case' AND parent_id = '{case}'"
    );
    assert_eq!(app.database.count(&logged), 1);
}

#[actix_web::test]
async fn sessions_of_others_are_hidden_and_one_taken_away_is_gone() {
    let app = TestApp::new().await;
    let (_, id) = planned(&app, &app.user("mediator")).await;
    let url = format!("{MINE}/{id}");
    app.get("other_mediator", &url).await.expect(404);
    for who in ["operator", "supervisor", "auditor", "analyst", "reception"] {
        app.get(who, MINE).await.expect(403);
    }
    let session = format!("/v1/sessions/{id}");
    let nobody = json!({ "mediator_id": null });
    let changed = app.read_and_patch("operator", &session, nobody).await;
    assert_eq!(changed.expect(200).body["mediator_id"], Value::Null);
    app.get("mediator", &url).await.expect(404);
    let listed = app.get("mediator", MINE).await.expect(200);
    assert_eq!(listed.body["items"], json!([]));
}

#[actix_web::test]
async fn only_a_mediator_of_the_centre_is_assigned() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let url = format!("/v1/cases/{case}/sessions");
    for who in ["operator", "other_mediator", "reception"] {
        let refused = app.post("operator", &url, session(&app.user(who))).await;
        assert_eq!(
            refused.expect(422).errors(),
            ["/mediator_id cannot_act_here"]
        );
    }
    let (_, id) = planned(&app, &app.user("mediator")).await;
    let session = format!("/v1/sessions/{id}");
    let other = json!({ "mediator_id": app.user("other_mediator") });
    let refused = app.read_and_patch("operator", &session, other).await;
    assert_eq!(
        refused.expect(422).errors(),
        ["/mediator_id cannot_act_here"]
    );
}

#[actix_web::test]
async fn of_a_group_a_mediator_sees_who_is_in_it_that_day_in_few_queries() {
    queries::watch();
    let app = TestApp::new().await;
    let ids = app.case("investigation");
    let group = json!({
        "programme_id": ids.programme, "label": "Marzo", "language": "fr", "capacity": 10,
        "conductor_id": app.user("operator"),
    });
    let group = app
        .post("operator", "/v1/groups", group)
        .await
        .expect(201)
        .id();
    let member = format!("/v1/groups/{group}/members/{}", ids.case);
    let joins = json!({ "joined_on": "2026-03-02", "left_on": "2026-03-06" });
    app.put_if("operator", &member, "\"v1\"", joins)
        .await
        .expect(200);
    let sessions = format!("/v1/groups/{group}/sessions");
    let mut at = Vec::new();
    for day in ["05", "09"] {
        let mut body = session(&app.user("mediator"));
        body["kind"] = json!("group");
        body["scheduled_from"] = json!(format!("2026-03-{day}T08:00:00Z"));
        body["scheduled_to"] = json!(format!("2026-03-{day}T09:00:00Z"));
        at.push(app.post("operator", &sessions, body).await.expect(201).id());
    }
    let people = async |id: &str| {
        let seen = app.get("mediator", &format!("{MINE}/{id}")).await;
        seen.expect(200).body["people"].as_array().unwrap().len()
    };
    assert_eq!((people(&at[0]).await, people(&at[1]).await), (1, 0));
    app.token("mediator").await;
    queries::take(&app.database.target);
    app.get("mediator", MINE).await.expect(200);
    let queries = queries::take(&app.database.target);
    assert!(queries.len() <= 5, "{queries:#?}");
}
