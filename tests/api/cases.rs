use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, request};

/// A programme of the centre and people of it who have no case there yet.
fn programme_and_people(app: &TestApp, people: usize) -> (String, Vec<String>) {
    let programme = app.case("opened").programme;
    let people = (0..people).map(|_| app.case("opened").beneficiary);
    (programme, people.collect())
}

fn opening(person: &str, programme: &str) -> Value {
    json!({ "beneficiary_id": person, "programme_id": programme })
}

fn assignments(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let shown = answer.body["assignments"].as_array().into_iter().flatten();
    shown
        .map(|it| (text(&it["user_id"]), text(&it["part"])))
        .collect()
}

#[actix_web::test]
async fn a_case_is_opened_by_its_lead_and_reads_back() {
    let app = TestApp::new().await;
    let (programme, people) = programme_and_people(&app, 2);
    let opened = app
        .post("operator", "/v1/cases", opening(&people[0], &programme))
        .await
        .expect(201);
    assert_eq!(opened.body["status"], "opened");
    assert_eq!(opened.body["case_code"], "2026-000001");
    assert_eq!(opened.body["person"]["given_name"], "Amina");
    assert_eq!(opened.body["programme"]["title"], "Programme");
    assert_eq!(
        assignments(&opened),
        [(app.user("operator"), "lead".to_owned())]
    );
    let url = opened.header("location");
    assert_eq!(url, format!("/v1/cases/{}", opened.id()));
    let read = app.get("operator", url).await.expect(200);
    assert_eq!(read.body, opened.body);
    assert_eq!(read.header("etag"), "\"v1\"");
    app.get("supervisor", url).await.expect(200);

    let second = app
        .post("colleague", "/v1/cases", opening(&people[1], &programme))
        .await
        .expect(201);
    assert_eq!(second.body["case_code"], "2026-000002");
}

#[actix_web::test]
async fn a_repeated_opening_with_its_key_opens_one_case() {
    let app = TestApp::new().await;
    let (programme, people) = programme_and_people(&app, 2);
    let id = uuid::Uuid::now_v7().to_string();
    let mut body = opening(&people[0], &programme);
    body["id"] = json!(id);
    let token = app.token("operator").await;
    let call = || {
        request("POST", "/v1/cases")
            .by(&token)
            .header("idempotency-key", "opening-1")
            .json(body.clone())
    };
    let first = app.send(call()).await.expect(201);
    let again = app.send(call()).await.expect(201);
    assert_eq!(first.id(), id);
    assert_eq!(first.body, again.body);
    let query = format!("SELECT COUNT(*) FROM cases WHERE programme_id = '{programme}'");
    assert_eq!(app.database.count(&query), 2);

    let mut other = opening(&people[1], &programme);
    other["id"] = json!(id);
    let taken = app.post("operator", "/v1/cases", other).await.expect(409);
    assert_eq!(taken.body["code"], "already_exists");
}

#[actix_web::test]
async fn a_person_has_one_running_case_in_a_programme() {
    let app = TestApp::new().await;
    let there = app.case("investigation");
    let elsewhere = app.case("opened");
    let again = opening(&there.beneficiary, &there.programme);
    let refused = app
        .post("operator", "/v1/cases", again.clone())
        .await
        .expect(409);
    assert_eq!(refused.body["code"], "active_case_exists");
    let other_programme = opening(&there.beneficiary, &elsewhere.programme);
    app.post("operator", "/v1/cases", other_programme)
        .await
        .expect(201);

    app.database.execute(&format!(
        "UPDATE cases SET status = 'closed', ended_at = '2026-03-01 08:00:00' WHERE id = '{}'",
        there.case
    ));
    app.post("operator", "/v1/cases", again).await.expect(201);
}

#[actix_web::test]
async fn two_who_open_a_case_for_one_person_at_once_open_one() {
    let app = TestApp::new().await;
    let (programme, people) = programme_and_people(&app, 1);
    app.token("operator").await;
    app.token("colleague").await;
    let both = ["operator", "colleague"]
        .map(|who| app.post(who, "/v1/cases", opening(&people[0], &programme)));
    let mut statuses: Vec<u16> = join_all(both).await.iter().map(|it| it.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
}

#[actix_web::test]
async fn cases_opened_at_once_take_no_place_twice() {
    let app = TestApp::new().await;
    let (programme, people) = programme_and_people(&app, 4);
    // One place is taken by the case that came with the programme.
    app.database.execute(&format!(
        "UPDATE programmes SET capacity = 4 WHERE id = '{programme}'"
    ));
    app.token("operator").await;
    let all = people
        .iter()
        .map(|person| app.post("operator", "/v1/cases", opening(person, &programme)));
    let answers = join_all(all).await;
    let (opened, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|it| it.status == 201);
    assert_eq!((opened.len(), refused.len()), (3, 1));
    assert_eq!(refused[0].body["code"], "programme_full");
}

#[actix_web::test]
async fn cases_opened_at_once_in_several_programmes_have_each_a_code_of_their_own() {
    let app = TestApp::new().await;
    let pairs: Vec<_> = (0..4)
        .map(|_| (app.case("opened").beneficiary, app.case("opened").programme))
        .collect();
    app.token("operator").await;
    let all = pairs
        .iter()
        .map(|(person, programme)| app.post("operator", "/v1/cases", opening(person, programme)));
    let answers = join_all(all).await.into_iter();
    let mut codes: Vec<_> = answers
        .map(|it| {
            it.expect(201).body["case_code"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    codes.sort_unstable();
    let counted_up = ["2026-000001", "2026-000002", "2026-000003", "2026-000004"];
    assert_eq!(codes, counted_up);
}

#[actix_web::test]
async fn a_case_is_opened_only_within_ones_own_centre() {
    let app = TestApp::new().await;
    let (programme, people) = programme_and_people(&app, 1);
    let body = opening(&people[0], &programme);
    let foreign = app
        .post("other_operator", "/v1/cases", body.clone())
        .await
        .expect(422);
    assert_eq!(
        foreign.errors(),
        ["/beneficiary_id unknown_code", "/programme_id unknown_code"]
    );
    for who in ["reception", "officer", "admin"] {
        app.post(who, "/v1/cases", body.clone()).await.expect(403);
        app.get(who, "/v1/cases").await.expect(403);
    }
    app.database.execute(&format!(
        "UPDATE programmes SET ends_on = '2026-03-01' WHERE id = '{programme}'"
    ));
    let over = app.post("operator", "/v1/cases", body).await.expect(409);
    assert_eq!(over.body["code"], "programme_not_open");
}

#[actix_web::test]
async fn only_a_supervisor_gives_a_new_case_to_somebody_else() {
    let app = TestApp::new().await;
    let (programme, people) = programme_and_people(&app, 1);
    let mut body = opening(&people[0], &programme);
    body["lead_operator_id"] = json!(app.user("colleague"));
    app.post("operator", "/v1/cases", body.clone())
        .await
        .expect(403);
    body["lead_operator_id"] = json!(app.user("other_operator"));
    let stranger = app
        .post("supervisor", "/v1/cases", body.clone())
        .await
        .expect(422);
    assert_eq!(stranger.errors(), ["/lead_operator_id cannot_act_here"]);
    body["lead_operator_id"] = json!(app.user("colleague"));
    let opened = app.post("supervisor", "/v1/cases", body).await.expect(201);
    assert_eq!(
        assignments(&opened),
        [(app.user("colleague"), "lead".to_owned())]
    );
    app.get("colleague", opened.header("location"))
        .await
        .expect(200);
    app.get("operator", opened.header("location"))
        .await
        .expect(404);
}

#[actix_web::test]
async fn a_list_shows_the_cases_within_reach_page_by_page() {
    let app = TestApp::new().await;
    let mine = [app.case("opened"), app.case("conclusion")];
    let colleagues = app.case_of("centre", "colleague", "opened");
    app.case_of("other_centre", "other_operator", "opened");
    let ids = |answer: &Answer| -> Vec<String> {
        let items = answer.body["items"].as_array().unwrap().iter();
        items
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let listed = app.get("operator", "/v1/cases").await.expect(200);
    assert_eq!(ids(&listed), [mine[1].case.clone(), mine[0].case.clone()]);
    let first = &listed.body["items"][0];
    assert_eq!(first["status"], "conclusion");
    assert_eq!(first["person"]["family_name"], "Diallo");
    assert_eq!(first["programme"]["title"], "Programme");
    assert_eq!(first["assignments"][0]["user_id"], app.user("operator"));
    let read = app
        .get("operator", &format!("/v1/cases/{}", mine[1].case))
        .await;
    assert_eq!(first["assignments"], read.body["assignments"]);

    let opened = app.get("operator", "/v1/cases?status=opened").await;
    assert_eq!(ids(&opened), [mine[0].case.clone()]);
    let url = format!("/v1/cases?programme_id={}", mine[1].programme);
    assert_eq!(
        ids(&app.get("operator", &url).await),
        [mine[1].case.clone()]
    );

    let mut url = "/v1/cases?limit=2".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = app.get("supervisor", &url).await.expect(200);
        seen.extend(ids(&page));
        match page.body["_links"]["next"].as_str() {
            Some(next) => url = next.to_owned(),
            None => break,
        }
    }
    let all = [&colleagues, &mine[1], &mine[0]].map(|case| case.case.clone());
    assert_eq!(seen, all);
    let touched = format!(
        "SELECT COUNT(*) FROM activity_log_records WHERE action = 'list' AND parent_id = '{}'",
        colleagues.case
    );
    assert_eq!(app.database.count(&touched), 1);
    for bad in ["status=done", "programme_id=1", "name=Amina"] {
        app.get("operator", &format!("/v1/cases?{bad}"))
            .await
            .expect(400);
    }
}

#[actix_web::test]
async fn strangers_do_not_learn_that_a_case_exists() {
    let app = TestApp::new().await;
    let url = format!("/v1/cases/{}", app.case("opened").case);
    for who in [
        "colleague",
        "other_operator",
        "other_supervisor",
        "reception",
        "officer",
        "admin",
    ] {
        app.get(who, &url).await.expect(404);
        app.get(who, &format!("{url}/operators")).await.expect(404);
        app.patch(who, &url, "\"v1\"", json!({ "needs_analysis": "x" }))
            .await
            .expect(404);
    }
}

#[actix_web::test]
async fn needs_are_written_from_the_beginning_and_what_a_move_rests_on_is_not_taken_away() {
    let app = TestApp::new().await;
    let url = format!("/v1/cases/{}", app.case("preliminary").case);
    let written = app
        .patch(
            "operator",
            &url,
            "\"v1\"",
            json!({ "needs_analysis": "Looks for work\nas a tailor" }),
        )
        .await
        .expect(200);
    assert_eq!(
        written.body["needs_analysis"],
        "Looks for work\nas a tailor"
    );
    assert_eq!(written.header("etag"), "\"v2\"");
    let stale = json!({ "needs_analysis": "Other" });
    let stale = app.patch("operator", &url, "\"v1\"", stale).await;
    assert_eq!(stale.expect(412).header("etag"), "\"v2\"");
    app.read_and_patch("operator", &url, json!({ "needs_analysis": null }))
        .await
        .expect(200);

    let case = app.case("agreed").case;
    app.database.execute(&format!(
        "UPDATE cases SET needs_analysis = 'Work' WHERE id = '{case}'"
    ));
    let url = format!("/v1/cases/{case}");
    let emptied = app
        .read_and_patch("operator", &url, json!({ "needs_analysis": null }))
        .await
        .expect(422);
    assert_eq!(emptied.errors(), ["/needs_analysis still_needed"]);
    app.read_and_patch("operator", &url, json!({ "needs_analysis": "Work, soon" }))
        .await
        .expect(200);
}

#[actix_web::test]
async fn synthesis_and_observations_come_with_the_conclusion() {
    let app = TestApp::new().await;
    let early = format!("/v1/cases/{}", app.case("investigation").case);
    let synthesis = json!({
        "synthesis_given_on": app.day(0), "synthesis_language": "fr", "observations": "I agree.",
    });
    let refused = app
        .read_and_patch("operator", &early, synthesis.clone())
        .await
        .expect(409);
    assert_eq!(refused.body["code"], "conclusion_not_reached");
    let none = json!({ "without_observations": true });
    app.read_and_patch("operator", &early, none)
        .await
        .expect(409);

    let url = format!("/v1/cases/{}", app.case("conclusion").case);
    let given = app
        .read_and_patch("operator", &url, synthesis)
        .await
        .expect(200);
    assert_eq!(given.body["synthesis_language"], "fr");
    let both = json!({ "without_observations": true, "synthesis_language": null });
    let refused = app.read_and_patch("operator", &url, both).await.expect(422);
    assert_eq!(
        refused.errors(),
        [
            "/synthesis_language missing_property",
            "/without_observations observations_exist"
        ]
    );
    let none = json!({ "observations": null, "without_observations": true });
    app.read_and_patch("operator", &url, none).await.expect(200);
    for (day, code) in [
        (app.day(1), "in_the_future"),
        ("1899-12-31".into(), "out_of_range"),
    ] {
        let wrong = json!({ "synthesis_given_on": day });
        let refused = app.read_and_patch("operator", &url, wrong).await;
        let expected = format!("/synthesis_given_on {code}");
        assert_eq!(refused.expect(422).errors(), [expected]);
    }
}

#[actix_web::test]
async fn a_case_that_ended_or_rests_takes_no_changes() {
    let app = TestApp::new().await;
    let patch = json!({ "needs_analysis": "x" });
    for (status, code) in [
        ("closed", "case_ended"),
        ("withdrawn", "case_ended"),
        ("suspended", "case_suspended"),
    ] {
        let url = format!("/v1/cases/{}", app.case(status).case);
        let refused = app
            .read_and_patch("operator", &url, patch.clone())
            .await
            .expect(409);
        assert_eq!(refused.body["code"], code);
    }
}

#[actix_web::test]
async fn a_supervisor_says_who_works_on_a_case() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let url = format!("{case}/operators");
    let put = |who: &'static str, tag: &'static str, body: Value| {
        let (app, url) = (&app, url.clone());
        async move {
            let call = request("PUT", &url).by(&app.token(who).await).json(body);
            let call = if tag.is_empty() {
                call
            } else {
                call.header("if-match", tag)
            };
            app.send(call).await
        }
    };
    let who = |pairs: &[(&str, &str)]| {
        let rows = pairs
            .iter()
            .map(|(user, part)| json!({ "user_id": app.user(user), "part": part }));
        json!({ "assignments": rows.collect::<Vec<_>>() })
    };
    let wanted = who(&[("operator", "co"), ("colleague", "lead")]);
    put("operator", "\"v1\"", wanted.clone()).await.expect(403);
    put("other_supervisor", "\"v1\"", wanted.clone())
        .await
        .expect(404);
    put("supervisor", "", wanted.clone()).await.expect(428);
    let done = put("supervisor", "\"v1\"", wanted.clone())
        .await
        .expect(200);
    assert_eq!(done.header("etag"), "\"v2\"");
    assert_eq!(
        assignments(&done),
        [
            (app.user("colleague"), "lead".to_owned()),
            (app.user("operator"), "co".to_owned())
        ]
    );
    put("supervisor", "\"v1\"", wanted).await.expect(412);
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body, done.body);
    let detail = app.get("colleague", &case).await.expect(200);
    assert_eq!(detail.body["assignments"], done.body["assignments"]);

    for (body, errors) in [
        (
            who(&[("operator", "co")]),
            vec!["/assignments not_one_lead"],
        ),
        (
            who(&[("operator", "lead"), ("operator", "lead")]),
            vec![
                "/assignments not_one_lead",
                "/assignments/1/user_id already_exists",
            ],
        ),
        (
            who(&[
                ("operator", "lead"),
                ("other_operator", "co"),
                ("admin", "co"),
            ]),
            vec![
                "/assignments/1/user_id cannot_act_here",
                "/assignments/2/user_id cannot_act_here",
            ],
        ),
    ] {
        let refused = put("supervisor", "\"v2\"", body).await.expect(422);
        assert_eq!(refused.errors(), errors);
    }
    // Who is no longer named loses the case at once.
    put("supervisor", "\"v2\"", who(&[("colleague", "lead")]))
        .await
        .expect(200);
    app.get("operator", &case).await.expect(404);
}

#[actix_web::test]
async fn bad_input_is_refused_with_its_place() {
    let app = TestApp::new().await;
    let (programme, people) = programme_and_people(&app, 1);
    let good = opening(&people[0], &programme);
    for (field, value, error) in [
        (
            "id",
            json!("11111111-1111-4111-8111-111111111111"),
            "/id wrong_form",
        ),
        ("beneficiary_id", json!("x"), "/beneficiary_id wrong_type"),
        ("programme_id", json!(1), "/programme_id wrong_type"),
        ("name", json!("Amina"), "/name unknown_property"),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let refused = app.post("operator", "/v1/cases", body).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
    let url = format!("/v1/cases/{}", app.case("conclusion").case);
    for (patch, error) in [
        (
            json!({ "needs_analysis": "a\u{0}b" }),
            "/needs_analysis control_character",
        ),
        (
            json!({ "needs_analysis": "x".repeat(10_001) }),
            "/needs_analysis text_too_long",
        ),
        (
            json!({ "synthesis_language": "French" }),
            "/synthesis_language unknown_code",
        ),
        (
            json!({ "synthesis_given_on": "2026-02-30" }),
            "/synthesis_given_on wrong_type",
        ),
        (
            json!({ "without_observations": null }),
            "/without_observations wrong_type",
        ),
        (json!({ "status": "closed" }), "/status unknown_property"),
        (
            json!({ "synthesis_language": "fr" }),
            "/synthesis_given_on missing_property",
        ),
    ] {
        let refused = app
            .read_and_patch("operator", &url, patch)
            .await
            .expect(422);
        assert_eq!(refused.errors(), [error]);
    }
}
