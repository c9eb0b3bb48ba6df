//! Who works on a case: reassignment, limits, hand-over.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, request};

fn who(app: &TestApp, pairs: &[(&str, &str)]) -> Value {
    let rows = pairs
        .iter()
        .map(|(user, part)| json!({ "user_id": app.user(user), "part": part }));
    json!({ "assignments": rows.collect::<Vec<_>>() })
}

async fn assign(app: &TestApp, by: &str, case: &str, tag: &str, body: Value) -> Answer {
    let url = format!("/v1/cases/{case}/operators");
    let call = request("PUT", &url).by(&app.token(by).await).json(body);
    app.send(call.header("if-match", tag)).await
}

async fn disable(app: &TestApp, user: &str) {
    let url = format!("/v1/users/{}", app.user(user));
    app.patch("admin", &url, "\"v1\"", json!({ "active": false }))
        .await
        .expect(200);
}

async fn hand_over(app: &TestApp, by: &str, from: &str, to: &str) -> Answer {
    let body = json!({ "from_user_id": app.user(from), "to_user_id": app.user(to) });
    app.post(by, "/v1/hand-overs", body).await
}

/// The cases of a list.
fn ids(answer: &Answer) -> Vec<&str> {
    let items = answer.body["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap()).collect()
}

/// Who works on a case, as "name part".
async fn team(app: &TestApp, case: &str) -> Vec<String> {
    let url = format!("/v1/cases/{case}/operators");
    let read = app.get("supervisor", &url).await.expect(200);
    let rows = read.body["assignments"].as_array().unwrap().clone();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.iter()
        .map(|row| format!("{} {}", text(row, "display_name"), text(row, "part")))
        .collect()
}

#[actix_web::test]
async fn who_is_disabled_leaves_cases_without_a_lead_and_one_call_hands_them_over() {
    let app = TestApp::new().await;
    let led = app.case("investigation").case;
    let shared = app.case_of("centre", "colleague", "investigation").case;
    let ended = app.case("closed").case;
    app.database.execute(&format!(
        "UPDATE cases SET ended_at = '2026-03-01 08:00:00' WHERE id = '{ended}'"
    ));
    let team_of_two = who(&app, &[("colleague", "lead"), ("operator", "co")]);
    assign(&app, "supervisor", &shared, "\"v1\"", team_of_two)
        .await
        .expect(200);
    let session = json!({
        "kind": "individual", "mode": "in_person", "scheduled_from": "2026-03-05T09:00:00Z",
        "scheduled_to": "2026-03-05T10:00:00Z", "place": "Room 1", "language": "fr",
        "interpreter": "none",
    });
    let sessions = format!("/v1/cases/{led}/sessions");
    let planned = app.post("operator", &sessions, session).await.expect(201);
    let token = app.token("operator").await;
    let none = app.get("supervisor", "/v1/cases?lead=none").await;
    assert!(ids(&none).is_empty());

    disable(&app, "operator").await;
    let cases = app.send(request("GET", "/v1/cases").by(&token)).await;
    cases.expect(401);
    let none = app.get("supervisor", "/v1/cases?lead=none").await;
    assert_eq!(ids(&none), [&led]);
    assert_eq!(none.body["items"][0]["assignments"][0]["active"], false);
    let others = app.get("other_supervisor", "/v1/cases?lead=none").await;
    assert!(ids(&others).is_empty());

    hand_over(&app, "colleague", "operator", "colleague")
        .await
        .expect(403);
    let foreign = hand_over(&app, "other_supervisor", "operator", "colleague").await;
    assert_eq!(
        foreign.expect(422).errors(),
        ["/to_user_id cannot_act_here"]
    );
    let nothing = hand_over(&app, "other_supervisor", "operator", "other_operator").await;
    assert_eq!(nothing.expect(200).body["case_ids"], json!([]));
    let oneself = hand_over(&app, "supervisor", "operator", "operator").await;
    assert_eq!(oneself.expect(422).errors(), ["/to_user_id not_oneself"]);

    let body = json!({
        "from_user_id": app.user("operator"), "to_user_id": app.user("colleague"),
    });
    let token = app.token("supervisor").await;
    let call = || {
        let call = request("POST", "/v1/hand-overs").by(&token);
        call.json(body.clone()).header("idempotency-key", "leaves")
    };
    let done = app.send(call()).await.expect(200);
    assert_eq!(done.body["case_ids"], json!([led, shared]));
    assert_eq!(
        (&done.body["sessions"], &done.body["groups"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(app.send(call()).await.expect(200).body, done.body);
    assert_eq!(team(&app, &led).await, ["Person colleague lead"]);
    assert_eq!(team(&app, &shared).await, ["Person colleague lead"]);
    assert_eq!(team(&app, &ended).await, ["Person operator lead"]);
    let url = format!("/v1/sessions/{}", planned.id());
    let session = app.get("colleague", &url).await.expect(200);
    assert_eq!(session.body["conductor_id"], app.user("colleague"));
    let none = app.get("supervisor", "/v1/cases?lead=none").await;
    assert!(ids(&none).is_empty());
    let past = format!(
        "SELECT COUNT(*) FROM past_assignments WHERE user_id = '{}'",
        app.user("operator")
    );
    assert_eq!(app.database.count(&past), 2);
}

#[actix_web::test]
async fn what_is_handed_over_to_a_supervisor_is_no_longer_theirs_to_approve() {
    let app = TestApp::new().await;
    let case = app.case("report_submitted").case;
    hand_over(&app, "supervisor", "operator", "supervisor")
        .await
        .expect(200);
    hand_over(&app, "second_supervisor", "supervisor", "colleague")
        .await
        .expect(200);
    let url = format!("/v1/cases/{case}/transitions");
    for (by, refused) in [("supervisor", true), ("second_supervisor", false)] {
        let open = app.get(by, &url).await.expect(200);
        assert_eq!(open.body.to_string().contains("four_eyes"), refused, "{by}");
    }
}

#[actix_web::test]
async fn a_caseload_above_the_limit_is_answered_with_a_warning_and_done() {
    let app = TestApp::new().await;
    let centre = format!("/v1/organisations/{}", app.organisation("centre"));
    for bad in [0, 501] {
        let refused = app.read_and_patch("admin", &centre, json!({ "caseload_limit": bad }));
        let errors = refused.await.expect(422).errors();
        assert_eq!(errors, ["/caseload_limit out_of_range"]);
    }
    app.read_and_patch("admin", &centre, json!({ "caseload_limit": 1 }))
        .await
        .expect(200);
    let cases = [app.case("opened").case, app.case("opened").case];
    let mut warned = Vec::new();
    for case in &cases {
        let to = who(&app, &[("colleague", "lead")]);
        let done = assign(&app, "supervisor", case, "\"v1\"", to)
            .await
            .expect(200);
        warned.push(done.body["warnings"].clone());
    }
    assert_eq!(warned, [json!([]), json!(["caseload_above_limit"])]);
    let offered = app.get("supervisor", "/v1/assignment-candidates").await;
    let people = offered.expect(200).body["items"].clone();
    let known: Vec<_> = people
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["display_name"].as_str().unwrap(), it["cases"].as_i64()))
        .collect();
    let expected = [
        ("Person colleague", Some(2)),
        ("Person operator", Some(0)),
        ("Person second_supervisor", Some(0)),
        ("Person supervisor", Some(0)),
    ];
    assert_eq!(known, expected);
    app.get("operator", "/v1/assignment-candidates")
        .await
        .expect(403);
    disable(&app, "operator").await;
    let offered = app.get("supervisor", "/v1/assignment-candidates").await;
    assert!(!offered.body.to_string().contains("Person operator"));
}

#[actix_web::test]
async fn of_two_supervisors_who_reassign_at_once_one_is_told_to_look_again() {
    let app = TestApp::new().await;
    let case = app.case("agreed").case;
    for by in ["supervisor", "second_supervisor"] {
        app.token(by).await;
    }
    let both = [
        ("supervisor", "colleague"),
        ("second_supervisor", "supervisor"),
    ]
    .map(|(by, to)| assign(&app, by, &case, "\"v1\"", who(&app, &[(to, "lead")])));
    let mut statuses: Vec<u16> = join_all(both).await.iter().map(|it| it.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    assert_eq!(team(&app, &case).await.len(), 1);
}

#[actix_web::test]
async fn a_look_up_offers_only_organisations_that_may_receive() {
    let app = TestApp::new().await;
    let offered = async |what: &str| {
        let url = format!("/v1/organisations?receives={what}");
        let listed = app.get("supervisor", &url).await.expect(200);
        let items = listed.body["items"].as_array().unwrap().clone();
        let mut names: Vec<String> = items
            .iter()
            .map(|it| it["name"].as_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    let referrals = offered("referrals").await;
    assert_eq!(referrals, ["The cpi", "The desk", "The other_cpi"]);
    assert!(offered("transfers").await.is_empty());
    let agreements = format!(
        "/v1/organisations/{}/agreements",
        app.organisation("other_centre")
    );
    let agreement = json!({
        "partner_id": app.organisation("centre"), "kind": "protocol", "title": "Protocollo",
        "signed_on": "2026-03-01", "valid_from": "2026-03-01", "valid_to": "2026-03-02",
    });
    app.post("admin", &agreements, agreement).await.expect(201);
    assert_eq!(offered("transfers").await, ["The other_centre"]);
    app.advance(chrono::TimeDelta::days(1));
    assert!(offered("transfers").await.is_empty());
}

#[actix_web::test]
async fn a_mediator_of_a_case_is_named_and_sees_nothing_of_it_by_that() {
    let app = TestApp::new().await;
    let case = app.case("agreed").case;
    let wrong = who(&app, &[("operator", "lead"), ("colleague", "mediator")]);
    let refused = assign(&app, "supervisor", &case, "\"v1\"", wrong).await;
    let errors = refused.expect(422).errors();
    assert_eq!(errors, ["/assignments/1/user_id cannot_act_here"]);
    let pair = who(&app, &[("operator", "lead"), ("mediator", "mediator")]);
    assign(&app, "supervisor", &case, "\"v1\"", pair)
        .await
        .expect(200);
    let expected = ["Person operator lead", "Person mediator mediator"];
    assert_eq!(team(&app, &case).await, expected);
    let url = format!("/v1/cases/{case}");
    app.get("mediator", &url).await.expect(404);

    // Who is an operator here as well is not the case's operator by it.
    let roles = format!("/v1/users/{}/memberships", app.user("mediator"));
    let role = json!({ "organisation_id": app.organisation("centre"), "role": "operator" });
    let given = app.post("admin", &roles, role).await.expect(201);
    let membership = json!({ "membership_id": given.id() });
    let me = "/v1/sign-ins/current";
    let call = request("PATCH", me).by(&app.token("mediator").await);
    app.send(call.merge_patch(membership)).await.expect(200);
    app.get("mediator", &url).await.expect(404);
    app.get("mediator", "/v1/stand-ins").await.expect(200);

    let people = app.get("supervisor", "/v1/assignment-candidates?part=mediator");
    let people = people.await.expect(200).body["items"].clone();
    assert_eq!(people.as_array().unwrap().len(), 1);
    assert_eq!(people[0]["user_id"], app.user("mediator"));
    // Nor are their sessions an operator's, whether they have a part in the case or not.
    let alone = app.case("investigation").case;
    let session = json!({
        "kind": "individual", "mode": "in_person", "scheduled_from": "2026-03-05T09:00:00Z",
        "scheduled_to": "2026-03-05T10:00:00Z", "place": "Room 1", "language": "fr",
        "interpreter": "none", "mediator_id": app.user("mediator"),
    });
    let sessions = format!("/v1/cases/{alone}/sessions");
    app.post("operator", &sessions, session).await.expect(201);
    app.database
        .execute("DELETE FROM case_operators WHERE part = 'mediator'");
    let foreign = hand_over(&app, "supervisor", "mediator", "colleague").await;
    let errors = foreign.expect(422).errors();
    assert_eq!(errors, ["/to_user_id cannot_act_here"]);
}
