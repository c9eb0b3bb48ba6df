//! Attendance registers say what the sessions say.

use bilancio::attendance_registers::{RegisterNames, RegisterRequest, service};
use bilancio::cases::CaseId;
use bilancio::documents::content::{PersonEntry, RegisterContent};
use bilancio::groups::GroupId;
use serde_json::json;

use crate::documents::{CANARY, act};
use crate::papers::{ensure_sound, words};
use crate::support::TestApp;

/// A group of two in four meetings: held, moved and held with one person late, cancelled, still to come.
struct Course {
    group: String,
    cases: [String; 2],
    held: Vec<String>,
}

async fn course(app: &TestApp) -> Course {
    let first = app.case("investigation");
    let second = app.case("investigation").case;
    app.move_to_programme(&second, &first.programme);
    let group = app.group("operator", &first.programme, 10).await;
    let cases = [first.case, second];
    for case in &cases {
        let joined = json!({ "joined_on": app.day(-30) });
        app.join("operator", &group, case, joined).await.expect(200);
    }
    let mut held = Vec::new();
    let [one, two] = &cases;
    for (status, minutes) in [("absent", 0), ("late", 150)] {
        let session = app.session("operator", &group, "group").await;
        if status == "late" {
            let moved = json!({
                "scheduled_from": app.at(-1440 - 180), "scheduled_to": app.at(-1440),
                "reason": CANARY,
            });
            app.read_and_patch("operator", &session, moved)
                .await
                .expect(200);
        }
        let there = json!([
            { "case_id": one, "status": "present" },
            { "case_id": two, "status": status, "minutes": minutes },
        ]);
        let mut outcome = app.held(there);
        if status == "late" {
            outcome["held_from"] = json!(app.at(-1440 - 180));
            outcome["held_to"] = json!(app.at(-1440));
        }
        app.outcome("operator", &session, outcome).await.expect(200);
        held.push(session);
    }
    let cancelled = app.session("operator", &group, "group").await;
    let outcome = json!({ "status": "cancelled", "cancelled_reason": CANARY });
    app.outcome("operator", &cancelled, outcome)
        .await
        .expect(200);
    let mut planned = app.session_body("group");
    planned["scheduled_from"] = json!(app.at(2880));
    planned["scheduled_to"] = json!(app.at(3060));
    let url = format!("{group}/sessions");
    app.post("operator", &url, planned).await.expect(201);
    Course { group, cases, held }
}

fn request(names: RegisterNames) -> RegisterRequest {
    RegisterRequest {
        from: None,
        to: None,
        names,
    }
}

async fn register(app: &TestApp, group: &str, request: RegisterRequest) -> RegisterContent {
    let id: GroupId = group.rsplit('/').next().unwrap().parse().unwrap();
    act(app, "operator", move |tx| {
        service::of_group(tx, &id, &request)
    })
    .await
    .unwrap()
}

async fn individual(app: &TestApp, case: &str) -> RegisterContent {
    let id: CaseId = case.parse().unwrap();
    let request = request(RegisterNames::Codes);
    act(app, "operator", move |tx| {
        service::of_case(tx, &id, &request)
    })
    .await
    .unwrap()
}

fn minutes(person: &PersonEntry) -> u32 {
    person.individual_minutes + person.group_minutes
}

#[actix_web::test]
async fn totals_are_those_of_the_sessions() {
    let app = TestApp::new().await;
    let course = course(&app).await;
    let register = register(&app, &course.group, request(RegisterNames::Codes)).await;
    for case in &course.cases {
        let mut expected = 0;
        for session in &course.held {
            let read = app.get("operator", session).await.expect(200);
            let rows = read.body["attendance"].as_array().unwrap();
            let row = rows
                .iter()
                .find(|it| it["case_id"] == case.as_str())
                .unwrap();
            expected += row["minutes"].as_u64().unwrap();
        }
        let code = format!("C{}", &case[24..]);
        let entry = register.people.iter().find(|it| it.name == code).unwrap();
        assert_eq!(u64::from(minutes(entry)), expected);
        assert_eq!(entry.individual_minutes, 0);
    }
    let sum = register.people.iter().map(|it| (it.present, it.absent));
    let mut sum: Vec<_> = sum.collect();
    sum.sort_unstable();
    assert_eq!(sum, [(1, 1), (2, 0)]);
    assert_eq!((register.held, register.held_minutes), (2, 360));

    let told = register.meetings.iter();
    let told: Vec<_> = told
        .map(|it| {
            (
                it.number,
                it.status.as_str(),
                it.attendance.len(),
                it.moved_from.len(),
            )
        })
        .collect();
    assert_eq!(told.len(), 4);
    let mut by_status: Vec<_> = told.iter().map(|it| (it.1, it.2, it.3)).collect();
    by_status.sort_unstable();
    assert_eq!(
        by_status,
        [
            ("cancelled", 0, 0),
            ("held", 2, 0),
            ("held", 2, 1),
            ("planned", 2, 0)
        ]
    );
    assert_eq!(told.iter().map(|it| it.0).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let planned = register.meetings.iter().find(|it| it.status == "planned");
    assert!(
        planned
            .unwrap()
            .attendance
            .iter()
            .all(|it| it.minutes.is_none())
    );
    let told = serde_json::to_string(&register).unwrap();
    assert!(!told.contains(CANARY));
}

#[actix_web::test]
async fn people_stand_by_name_only_where_names_were_asked_for_and_the_log_names_each() {
    let app = TestApp::new().await;
    let course = course(&app).await;
    let url = format!("{}/attendance-register", course.group);
    let by_code = app.get("operator", &url).await.expect(200);
    ensure_sound(&by_code);
    let by_name = app
        .get("supervisor", &format!("{url}?names=names"))
        .await
        .expect(200);
    ensure_sound(&by_name);
    if let (Some(by_code), Some(by_name)) = (words(&by_code), words(&by_name)) {
        assert!(!by_code.contains("Diallo") && by_name.contains("AminaDiallo"));
        for case in &course.cases {
            assert!(by_code.contains(&format!("C{}", &case[24..])));
        }
        assert!(by_code.contains("annullato") && !by_code.contains(CANARY));
    }
    let content = register(&app, &course.group, request(RegisterNames::Codes)).await;
    assert!(!serde_json::to_string(&content).unwrap().contains("Amina"));
    for case in &course.cases {
        let named = format!(
            "SELECT COUNT(DISTINCT e.id) FROM activity_log e \
             JOIN activity_log_records r ON r.entry_id = e.id \
             WHERE e.operation = 'draw_attendance_register' AND r.parent_id = '{case}'"
        );
        assert_eq!(app.database.count(&named), 2);
    }
}

#[actix_web::test]
async fn a_person_has_a_register_of_their_own_and_their_groups_meetings() {
    let app = TestApp::new().await;
    let course = course(&app).await;
    let [case, _] = &course.cases;
    let parent = format!("/v1/cases/{case}");
    for kind in ["individual", "follow_up"] {
        let session = app.session("operator", &parent, kind).await;
        let there = app.held(json!([{ "case_id": case, "status": "present" }]));
        app.outcome("operator", &session, there).await.expect(200);
    }
    let missed = app.session("operator", &parent, "individual").await;
    app.outcome("operator", &missed, json!({ "status": "no_show" }))
        .await
        .expect(200);
    let register = individual(&app, case).await;
    let listed = app.get("operator", &format!("{parent}/sessions")).await;
    let listed = listed.expect(200).body["items"].clone();
    let listed = listed.as_array().unwrap();
    assert_eq!(register.meetings.len(), listed.len());
    let counted = listed.iter().filter(|it| it["kind"] != "follow_up");
    let expected = counted.filter_map(|it| it["attendance"]["minutes"].as_u64());
    let [person] = &register.people[..] else {
        panic!("one person");
    };
    assert_eq!(u64::from(minutes(person)), expected.sum::<u64>());
    assert_eq!(
        (person.individual_minutes, person.group_minutes),
        (180, 360)
    );
    // Both meetings of the group, the one alone, and the one missed.
    assert_eq!((person.present, person.absent), (3, 1));
    let aside = register.meetings.iter().filter(|it| !it.counts).count();
    assert_eq!(aside, 1);
    assert_eq!(register.planned_minutes, None);

    let url = format!("{parent}/attendance-register");
    let drawn = app.get("operator", &url).await.expect(200);
    ensure_sound(&drawn);
    if let Some(words) = words(&drawn) {
        assert!(words.contains("Registroindividuale") && !words.contains("Diallo"));
    }
}

#[actix_web::test]
async fn a_period_leaves_out_other_days_and_may_not_be_too_long() {
    let app = TestApp::new().await;
    let course = course(&app).await;
    let today = app.now().date_naive();
    let asked = RegisterRequest {
        from: Some(today),
        to: Some(today),
        names: RegisterNames::Codes,
    };
    let part = register(&app, &course.group, asked).await;
    let states: Vec<_> = part.meetings.iter().map(|it| it.status.as_str()).collect();
    assert!(
        !states.contains(&"planned") && states.contains(&"held"),
        "{states:?}"
    );
    let url = format!("{}/attendance-register", course.group);
    let turned = format!("{url}?from={}&to={}", app.day(0), app.day(-1));
    let refused = app.get("operator", &turned).await.expect(422);
    assert_eq!(refused.errors(), ["/to before_start"]);
    for wrong in ["from=yesterday", "names=initials", "lang=it"] {
        app.get("operator", &format!("{url}?{wrong}"))
            .await
            .expect(400);
    }
    let (org, user) = (app.organisation("centre"), app.user("operator"));
    let id = course.group.rsplit('/').next().unwrap();
    let mut sql = String::new();
    for _ in 0..61 {
        let session = uuid::Uuid::now_v7();
        sql += &format!(
            "INSERT INTO sessions (id, organisation_id, group_id, kind, mode, status, scheduled_from, \
             scheduled_to, place, language, interpreter, conductor_id, topics, shared_summary, version, \
             created_at, created_by, updated_at) VALUES ('{session}', '{org}', '{id}', 'group', \
             'in_person', 'planned', '2026-05-02 09:00:00', '2026-05-02 12:00:00', 'Here', 'fr', \
             'none', '{user}', '[]', '', 1, '2026-02-02 08:00:00', '{user}', '2026-02-02 08:00:00'); "
        );
    }
    app.database.execute(&sql);
    let refused = app.get("operator", &url).await.expect(422);
    assert_eq!(refused.errors(), ["/from register_too_long"]);
    let until = format!("{url}?to={}", app.day(0));
    app.get("operator", &until).await.expect(200);
}

#[actix_web::test]
async fn who_does_not_conduct_the_group_nor_supervise_sees_no_register() {
    let app = TestApp::new().await;
    let course = course(&app).await;
    let of_group = format!("{}/attendance-register", course.group);
    let of_case = format!("/v1/cases/{}/attendance-register", course.cases[0]);
    app.get("colleague", &of_group).await.expect(403);
    app.get("colleague", &of_case).await.expect(404);
    for who in [
        "other_operator",
        "other_supervisor",
        "reception",
        "officer",
        "mediator",
        "admin",
    ] {
        for url in [&of_group, &of_case] {
            app.get(who, url).await.expect(404);
        }
    }
}
