use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, request};

impl TestApp {
    /// An instant some minutes from now.
    pub fn at(&self, minutes: i64) -> String {
        let at = self.now() + TimeDelta::minutes(minutes);
        at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    pub fn session_body(&self, kind: &str) -> Value {
        json!({
            "kind": kind, "mode": "in_person", "scheduled_from": self.at(-180),
            "scheduled_to": self.at(0), "language": "fr", "place": "Via di Prova 1",
            "topics": ["Esperienze di lavoro"],
        })
    }

    /// A planned session of a case or a group, three hours long until now; its address.
    pub async fn session(&self, who: &str, parent: &str, kind: &str) -> String {
        let url = format!("{parent}/sessions");
        let planned = self.post(who, &url, self.session_body(kind)).await;
        planned.expect(201).header("location").to_owned()
    }

    /// Records an outcome of whatever version the session has.
    pub async fn outcome(&self, who: &str, session: &str, body: Value) -> Answer {
        let read = self.get("supervisor", session).await.expect(200);
        let url = format!("{session}/outcome");
        self.put_if(who, &url, read.header("etag"), body).await
    }

    pub fn held(&self, attendance: Value) -> Value {
        json!({
            "status": "held", "held_from": self.at(-180), "held_to": self.at(0),
            "attendance": attendance,
        })
    }
}

fn case_url(case: &str) -> String {
    format!("/v1/cases/{case}")
}

#[actix_web::test]
async fn a_session_is_planned_held_and_listed_with_the_persons_attendance() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let mut body = app.session_body("individual");
    let id = "0195a000-0000-7000-8000-000000000001";
    body["id"] = json!(id);
    let url = format!("{}/sessions", case_url(&case));
    let planned = app.post("operator", &url, body.clone()).await.expect(201);
    assert_eq!(planned.id(), id);
    assert_eq!(planned.body["conductor_id"], app.user("operator"));
    let again = app.post("operator", &url, body).await.expect(409);
    assert_eq!(again.body["code"], "already_exists");

    let session = planned.header("location").to_owned();
    let outcome = app.held(json!([{ "case_id": case, "status": "present" }]));
    let held = app.outcome("operator", &session, outcome).await.expect(200);
    assert_eq!(held.body["attendance"][0]["minutes"], 180);
    assert_eq!(held.body["locked"], false);
    let read = app.get("operator", &session).await.expect(200);
    assert_eq!(read.body, held.body);
    assert_eq!(read.header("etag"), "\"v2\"");
    let listed = app.get("operator", &url).await.expect(200);
    assert_eq!(listed.body["items"][0]["attendance"]["minutes"], 180);
    assert_eq!(listed.body["items"][0]["status"], "held");
}

#[actix_web::test]
async fn a_repeated_request_plans_one_session() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let url = format!("{}/sessions", case_url(&case));
    let mut ids = Vec::new();
    for _ in 0..2 {
        let call = request("POST", &url)
            .by(&app.token("operator").await)
            .json(app.session_body("individual"))
            .header("idempotency-key", "first");
        ids.push(app.send(call).await.expect(201).id());
    }
    assert_eq!(ids[0], ids[1]);
    assert_eq!(app.database.count("SELECT COUNT(*) FROM sessions"), 1);
}

#[actix_web::test]
async fn before_the_agreement_there_are_only_intakes_and_information_meetings() {
    let app = TestApp::new().await;
    let case = app.case("preliminary").case;
    let url = format!("{}/sessions", case_url(&case));
    for kind in ["intake_interview", "info_meeting"] {
        let body = app.session_body(kind);
        app.post("operator", &url, body).await.expect(201);
    }
    for kind in ["individual", "restitution", "follow_up", "three_party"] {
        let refused = app.post("operator", &url, app.session_body(kind)).await;
        assert_eq!(refused.expect(409).unmet(), ["case_not_agreed"]);
    }
    let ended = app.case("closed").case;
    let url = format!("{}/sessions", case_url(&ended));
    let refused = app
        .post("operator", &url, app.session_body("follow_up"))
        .await;
    assert_eq!(refused.expect(409).body["code"], "case_ended");
}

#[actix_web::test]
async fn strangers_do_not_find_a_session_and_colleagues_only_what_is_theirs() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let session = app
        .session("operator", &case_url(&case), "individual")
        .await;
    let url = format!("{}/sessions", case_url(&case));
    let strangers = [
        "other_operator",
        "other_supervisor",
        "reception",
        "officer",
        "admin",
        "colleague",
    ];
    for who in strangers {
        app.get(who, &session).await.expect(404);
        app.get(who, &url).await.expect(404);
        app.post(who, &url, app.session_body("individual"))
            .await
            .expect(404);
        app.patch(who, &session, "\"v1\"", json!({ "place": "x" }))
            .await
            .expect(404);
        app.put_if(
            who,
            &format!("{session}/outcome"),
            "\"v1\"",
            app.held(json!([])),
        )
        .await
        .expect(404);
    }
    app.get("supervisor", &session).await.expect(200);
    // Whoever conducts a session may record it, also without working on the case.
    let conductor = json!({ "conductor_id": app.user("colleague") });
    app.patch("supervisor", &session, "\"v1\"", conductor)
        .await
        .expect(200);
    let outcome = app.held(json!([{ "case_id": case, "status": "present" }]));
    app.outcome("colleague", &session, outcome)
        .await
        .expect(200);
    app.get("colleague", &url).await.expect(404);
}

#[actix_web::test]
async fn a_plan_is_refused_with_every_rule_it_breaks() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let url = format!("{}/sessions", case_url(&case));
    for (field, value, error) in [
        ("kind", json!("group"), "/kind not_for_one_person"),
        ("kind", json!("dinner"), "/kind wrong_type"),
        ("language", Value::Null, "/language missing_property"),
        ("language", json!("FR"), "/language unknown_code"),
        (
            "scheduled_to",
            json!(app.at(-180)),
            "/scheduled_to before_start",
        ),
        (
            "scheduled_to",
            json!(app.at(301)),
            "/scheduled_to out_of_range",
        ),
        (
            "scheduled_to",
            json!("tomorrow"),
            "/scheduled_to wrong_type",
        ),
        (
            "scheduled_from",
            json!("1199-01-01T00:00:00Z"),
            "/scheduled_from out_of_range",
        ),
        ("step", json!(0), "/step out_of_range"),
        (
            "id",
            json!("0195a000-0000-4000-8000-000000000001"),
            "/id wrong_form",
        ),
        (
            "place",
            json!("x".repeat(1_000_000)),
            "/place text_too_long",
        ),
        ("place", json!("a\u{0}"), "/place control_character"),
        ("topics", json!(["ok", ""]), "/topics/1 text_empty"),
        ("topics", json!("ok"), "/topics wrong_type"),
        (
            "conductor_id",
            json!(app.user("other_operator")),
            "/conductor_id cannot_act_here",
        ),
        ("working_note", json!("x"), "/working_note unknown_property"),
    ] {
        let mut body = app.session_body("individual");
        body[field] = value;
        let refused = app.post("operator", &url, body).await;
        assert!([413, 422].contains(&refused.status), "{field}");
        if refused.status == 422 {
            assert_eq!(refused.errors(), [error]);
        }
    }
}

#[actix_web::test]
async fn an_outcome_is_refused_with_every_rule_it_breaks() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let stranger = app.case("investigation").case;
    let session = app
        .session("operator", &case_url(&case), "individual")
        .await;
    let present = json!([{ "case_id": case, "status": "present" }]);
    let one = |status: &str, minutes: Value| json!([{ "case_id": case, "status": status, "minutes": minutes }]);
    for (field, value, errors) in [
        (
            "held_from",
            Value::Null,
            vec!["/held_from missing_property"],
        ),
        (
            "held_to",
            json!(app.at(-180)),
            vec![
                "/held_to before_start",
                "/attendance/0/minutes minutes_not_full",
            ],
        ),
        (
            "held_to",
            json!(app.at(1)),
            vec![
                "/held_to in_the_future",
                "/attendance/0/minutes minutes_not_full",
            ],
        ),
        (
            "held_from",
            json!(app.at(-481)),
            vec![
                "/held_to out_of_range",
                "/attendance/0/minutes minutes_not_full",
            ],
        ),
        (
            "attendance",
            json!([]),
            vec!["/attendance attendance_missing"],
        ),
        (
            "attendance",
            json!([{ "case_id": stranger, "status": "present" }]),
            vec![
                "/attendance/0/case_id not_expected",
                "/attendance attendance_missing",
            ],
        ),
        (
            "attendance",
            json!([present[0], present[0]]),
            vec!["/attendance/1/case_id already_exists"],
        ),
        (
            "attendance",
            one("present", json!(179)),
            vec!["/attendance/0/minutes minutes_not_full"],
        ),
        (
            "attendance",
            one("late", json!(180)),
            vec!["/attendance/0/minutes minutes_not_partial"],
        ),
        (
            "attendance",
            one("left_early", Value::Null),
            vec!["/attendance/0/minutes minutes_not_partial"],
        ),
        (
            "attendance",
            one("absent", json!(5)),
            vec!["/attendance/0/minutes minutes_not_zero"],
        ),
        (
            "cancelled_reason",
            json!("ill"),
            vec!["/cancelled_reason only_when_cancelled"],
        ),
        (
            "status",
            json!("cancelled"),
            vec![
                "/cancelled_reason reason_required",
                "/held_from only_when_held",
                "/held_to only_when_held",
                "/attendance only_when_held",
            ],
        ),
        (
            "status",
            json!("no_show"),
            vec![
                "/held_from only_when_held",
                "/held_to only_when_held",
                "/attendance/0/status only_when_held",
                "/attendance/0/minutes minutes_not_zero",
            ],
        ),
        ("status", json!("rescheduled"), vec!["/status wrong_type"]),
    ] {
        let mut body = app.held(one("present", json!(180)));
        body[field] = value;
        let refused = app.outcome("operator", &session, body).await.expect(422);
        assert_eq!(refused.errors(), errors, "{field}");
    }
    let good = app.held(present);
    let url = format!("{session}/outcome");
    app.put_if("operator", &url, "\"v9\"", good.clone())
        .await
        .expect(412);
    app.put("operator", &url, good).await.expect(428);
    assert_eq!(app.database.count("SELECT COUNT(*) FROM attendances"), 0);
}

#[actix_web::test]
async fn an_outcome_can_be_corrected_for_seven_days_and_then_only_amended_with_a_reason() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let session = app
        .session("operator", &case_url(&case), "individual")
        .await;
    let with = |status: &str, minutes: i32| json!([{ "case_id": case, "status": status, "minutes": minutes }]);
    let (present, late) = (app.held(with("present", 180)), app.held(with("late", 90)));
    app.outcome("operator", &session, present.clone())
        .await
        .expect(200);
    let corrected = app
        .outcome("operator", &session, late.clone())
        .await
        .expect(200);
    assert_eq!(corrected.body["attendance"][0]["minutes"], 90);
    assert_eq!(corrected.body["changes"], json!([]));

    app.advance(TimeDelta::days(7));
    assert_eq!(app.get("operator", &session).await.body["locked"], true);
    let refused = app.outcome("operator", &session, present.clone()).await;
    assert_eq!(refused.expect(422).errors(), ["/reason reason_required"]);
    let patch = json!({ "shared_summary": "Abbiamo parlato del lavoro." });
    let refused = app.read_and_patch("operator", &session, patch).await;
    assert_eq!(refused.expect(422).errors(), ["/reason reason_required"]);

    let mut amended = present;
    amended["reason"] = json!("The register says otherwise");
    let answer = app.outcome("operator", &session, amended).await.expect(200);
    assert_eq!(answer.body["attendance"][0]["minutes"], 180);
    let change = &answer.body["changes"][0];
    assert_eq!(change["kind"], "amended");
    assert_eq!(change["before"]["attendance"][0]["minutes"], 90);
    assert_eq!(change["changed_by"], app.user("operator"));
}

#[actix_web::test]
async fn a_moved_session_keeps_its_id_and_its_old_date() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let session = app
        .session("operator", &case_url(&case), "individual")
        .await;
    let mut patch = json!({ "scheduled_from": app.at(60), "scheduled_to": app.at(120) });
    let refused = app
        .patch("operator", &session, "\"v1\"", patch.clone())
        .await;
    assert_eq!(refused.expect(422).errors(), ["/reason reason_required"]);
    patch["reason"] = json!("The person has an appointment");
    let moved = app
        .patch("operator", &session, "\"v1\"", patch.clone())
        .await
        .expect(200);
    assert_eq!(moved.body["status"], "planned");
    assert_eq!(moved.body["changes"][0]["kind"], "moved");
    assert_eq!(
        moved.body["changes"][0]["before"]["scheduled_from"],
        app.at(-180)
    );
    app.patch("operator", &session, "\"v1\"", patch.clone())
        .await
        .expect(412);

    let cancelled = json!({ "status": "cancelled", "cancelled_reason": "Office closed" });
    app.outcome("operator", &session, cancelled)
        .await
        .expect(200);
    let refused = app
        .read_and_patch("operator", &session, patch.clone())
        .await;
    assert_eq!(refused.expect(409).body["code"], "session_cancelled");
    let held = app
        .session("operator", &case_url(&case), "individual")
        .await;
    app.outcome("operator", &held, json!({ "status": "no_show" }))
        .await
        .expect(200);
    let refused = app.read_and_patch("operator", &held, patch).await;
    assert_eq!(refused.expect(409).body["code"], "session_not_planned");
    let read = app.get("operator", &held).await.expect(200);
    assert_eq!(read.body["attendance"][0]["status"], "absent");
}

#[actix_web::test]
async fn a_conductor_in_two_places_at_once_is_a_warning() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let url = format!("{}/sessions", case_url(&case));
    let first = app
        .post("operator", &url, app.session_body("individual"))
        .await;
    assert_eq!(first.expect(201).body["warnings"], json!([]));
    let second = app
        .post("operator", &url, app.session_body("individual"))
        .await;
    assert_eq!(
        second.expect(201).body["warnings"],
        json!(["conductor_double_booked"])
    );
    let mut later = app.session_body("individual");
    later["scheduled_from"] = json!(app.at(0));
    later["scheduled_to"] = json!(app.at(60));
    let third = app.post("operator", &url, later).await.expect(201);
    assert_eq!(third.body["warnings"], json!([]));
}

#[actix_web::test]
async fn who_can_no_longer_act_cannot_be_said_to_have_conducted() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let mut body = app.session_body("individual");
    body["conductor_id"] = json!(app.user("colleague"));
    let url = format!("{}/sessions", case_url(&case));
    let planned = app.post("operator", &url, body).await.expect(201);
    app.database.execute(&format!(
        "UPDATE users SET active = false WHERE id = '{}'",
        app.user("colleague")
    ));
    let outcome = app.held(json!([{ "case_id": case, "status": "present" }]));
    let refused = app
        .outcome("operator", planned.header("location"), outcome)
        .await;
    assert_eq!(refused.expect(409).unmet(), ["conductor_not_active"]);
}

#[actix_web::test]
async fn a_groups_attendance_is_of_all_its_members_on_that_day() {
    let app = TestApp::new().await;
    let first = app.case("investigation");
    let cases: Vec<String> = (0..3).map(|_| app.case("investigation").case).collect();
    let group = app.group("operator", &first.programme, 10).await;
    let today = json!({ "joined_on": app.day(-1) });
    app.join("operator", &group, &first.case, today.clone())
        .await
        .expect(200);
    for case in &cases {
        app.move_to_programme(case, &first.programme);
    }
    app.join("operator", &group, &cases[0], today.clone())
        .await
        .expect(200);
    let left = json!({ "joined_on": app.day(-9), "left_on": app.day(-1) });
    app.join("operator", &group, &cases[1], left)
        .await
        .expect(200);
    app.join("operator", &group, &cases[2], today)
        .await
        .expect(200);
    app.database.execute(&format!(
        "UPDATE cases SET status = 'withdrawn' WHERE id = '{}'",
        cases[2]
    ));

    let session = app.session("operator", &group, "group").await;
    let two = json!([
        { "case_id": first.case, "status": "present" },
        { "case_id": cases[0], "status": "left_early", "minutes": 100 },
    ]);
    let missing = app.held(json!([two[0]]));
    let refused = app.outcome("operator", &session, missing).await;
    assert_eq!(
        refused.expect(422).errors(),
        ["/attendance attendance_missing"]
    );
    for gone in &cases[1..] {
        let extra = json!([two[0], two[1], { "case_id": gone, "status": "present" }]);
        let refused = app.outcome("operator", &session, app.held(extra)).await;
        assert_eq!(
            refused.expect(422).errors(),
            ["/attendance/2/case_id not_expected"]
        );
    }
    app.get("colleague", &session).await.expect(404);
    app.outcome("colleague", &session, app.held(two.clone()))
        .await
        .expect(404);
    app.outcome("operator", &session, app.held(two))
        .await
        .expect(200);
    for case in [&first.case, &cases[0]] {
        let named = format!(
            "SELECT COUNT(*) FROM activity_log_records WHERE parent_id = '{case}' \
             AND action = 'update' AND resource = 'case' AND entry_id IN (SELECT id FROM \
             activity_log WHERE operation = 'record_outcome')"
        );
        assert_eq!(app.database.count(&named), 1);
    }

    let own = app
        .session("operator", &case_url(&cases[0]), "individual")
        .await;
    let list = format!("{}/sessions", case_url(&cases[0]));
    let listed = app.get("operator", &list).await.expect(200);
    let items = listed.body["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    let of_group = items
        .iter()
        .find(|item| !item["group_id"].is_null())
        .unwrap();
    assert_eq!(of_group["attendance"]["minutes"], 100);
    let of_case = items
        .iter()
        .find(|item| !item["case_id"].is_null())
        .unwrap();
    assert!(own.ends_with(of_case["id"].as_str().unwrap()));
    // Who left before is not concerned by the meeting.
    let listed = app
        .get("operator", &format!("{}/sessions", case_url(&cases[1])))
        .await
        .expect(200);
    assert_eq!(listed.body["items"], json!([]));
    let listed = app.get("operator", &format!("{group}/sessions")).await;
    assert_eq!(
        listed.expect(200).body["items"].as_array().unwrap().len(),
        1
    );
}

#[actix_web::test]
async fn a_group_meets_as_a_group_and_only_with_those_who_agreed() {
    let app = TestApp::new().await;
    let case = app.case("preliminary");
    let group = app.group("operator", &case.programme, 10).await;
    let url = format!("{group}/sessions");
    let refused = app
        .post("operator", &url, app.session_body("restitution"))
        .await;
    assert_eq!(refused.expect(422).errors(), ["/kind not_for_a_group"]);
    let mut body = app.session_body("group");
    body.as_object_mut().unwrap().remove("language");
    let planned = app.post("operator", &url, body).await.expect(201);
    assert_eq!(planned.body["language"], "fr");
    assert_eq!(planned.body["mediator"], "B. Ndiaye");
    app.post("colleague", &url, app.session_body("group"))
        .await
        .expect(403);

    let joined = json!({ "joined_on": app.day(0) });
    app.join("operator", &group, &case.case, joined)
        .await
        .expect(200);
    let present = app.held(json!([{ "case_id": case.case, "status": "present" }]));
    let session = planned.header("location");
    let refused = app.outcome("operator", session, present.clone()).await;
    assert_eq!(
        refused.expect(422).errors(),
        ["/attendance/0/case_id case_not_agreed"]
    );
    let info = app.session("operator", &group, "info_meeting").await;
    app.outcome("operator", &info, present).await.expect(200);
}

#[actix_web::test]
async fn a_suspended_case_takes_no_new_sessions_but_what_happened_is_still_recorded() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let session = app
        .session("operator", &case_url(&case), "individual")
        .await;
    app.database.execute(&format!(
        "UPDATE cases SET status = 'suspended', suspended_from = 'investigation' \
         WHERE id = '{case}'"
    ));
    let url = format!("{}/sessions", case_url(&case));
    let refused = app
        .post("operator", &url, app.session_body("individual"))
        .await;
    assert_eq!(refused.expect(409).body["code"], "case_suspended");
    let outcome = app.held(json!([{ "case_id": case, "status": "present" }]));
    app.outcome("operator", &session, outcome).await.expect(200);
}
