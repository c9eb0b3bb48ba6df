use bilancio::profiles::service::MOST;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, request};

fn experience() -> Value {
    json!({ "kind": "work_informal", "title": "Sarta nel mercato", "setting": "informal" })
}

fn evidence() -> Value {
    json!({ "kind": "witness_statement", "description": "Una vicina l'ha vista lavorare" })
}

fn language(code: &str) -> Value {
    json!({
        "language": code, "listening": "b2", "reading": "a1", "spoken_interaction": "b2",
        "spoken_production": "b1", "writing": "none", "source": "operator",
    })
}

fn expectation() -> Value {
    json!({ "kind": "job", "priority": 1, "description": "Lavorare in una sartoria" })
}

fn competence(experience: &str) -> Value {
    json!({
        "label": "So cucire un vestito da sola", "kind": "technical", "setting": "informal",
        "self_level": 4, "agreed_level": 3, "last_used_year": 2024, "experience_ids": [experience],
    })
}

fn with(mut body: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

async fn delete(app: &TestApp, who: &str, url: &str, tag: &str) -> Answer {
    let call = request("DELETE", url).by(&app.token(who).await);
    app.send(call.header("if-match", tag)).await
}

async fn put_goal(app: &TestApp, url: &str, tag: &str, body: Value) -> Answer {
    let call = request("PUT", url).by(&app.token("operator").await);
    app.send(call.json(body).header("if-match", tag)).await
}

#[actix_web::test]
async fn every_kind_of_entry_is_recorded_read_listed_changed_and_deleted() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let known = app
        .post("operator", &format!("{case}/experiences"), experience())
        .await
        .expect(201)
        .id();
    for (kind, body, patch) in [
        (
            "experiences",
            experience(),
            json!({ "title": "Sarta", "started": "2010-05" }),
        ),
        (
            "evidence",
            evidence(),
            json!({ "verification": "document_seen" }),
        ),
        (
            "languages",
            language("bm"),
            json!({ "mother_tongue": true, "writing": "a2" }),
        ),
        (
            "competences",
            competence(&known),
            json!({ "agreed_level": 4, "esco_uri": null }),
        ),
        ("expectations", expectation(), json!({ "priority": 2 })),
    ] {
        let list = format!("{case}/{kind}");
        let added = app.post("operator", &list, body.clone()).await.expect(201);
        for (name, value) in body.as_object().unwrap() {
            assert_eq!(&added.body[name], value, "{kind} {name}");
        }
        let url = added.header("location").to_owned();
        assert_eq!(url, format!("{list}/{}", added.id()));
        let read = app.get("supervisor", &url).await.expect(200);
        assert_eq!(read.body, added.body);
        assert_eq!(read.header("etag"), "\"v1\"");
        let listed = app.get("operator", &list).await.expect(200);
        assert_eq!(listed.body["items"][0], added.body);

        let changed = app.read_and_patch("operator", &url, patch.clone()).await;
        let changed = changed.expect(200);
        let mut expected = with(added.body.clone(), patch.clone());
        if kind == "competences" {
            expected["eqf_indication"] = json!(4);
        }
        assert_eq!(changed.body, with(expected, json!({ "version": 2 })));
        let stale = app.patch("operator", &url, "\"v1\"", patch.clone()).await;
        assert_eq!(stale.expect(412).header("etag"), "\"v2\"");
        let token = app.token("operator").await;
        let without = request("PATCH", &url).by(&token).merge_patch(patch);
        app.send(without).await.expect(428);

        app.delete("operator", &url).await.expect(428);
        delete(&app, "operator", &url, "\"v1\"").await.expect(412);
        delete(&app, "operator", &url, "\"v2\"").await.expect(204);
        app.get("operator", &url).await.expect(404);
    }
}

#[actix_web::test]
async fn an_experience_keeps_all_that_is_known_and_a_patch_clears_what_is_null() {
    let app = TestApp::new().await;
    let list = format!("/v1/cases/{}/experiences", app.case("preliminary").case);
    let whole = json!({
        "kind": "work_employed", "title": "Muratore", "employer": "Impresa Keita", "country": "ML",
        "place": "Bamako", "started": "2009", "ended": "2014-06-30", "ongoing": false,
        "completion": "interrupted", "hours_per_week": 48, "setting": "informal",
        "tasks": ["Muri", "Intonaco"], "tools": ["Cazzuola"], "context": "Squadra\ndi cinque",
        "isced_level": "ed2", "isco_code": "7112",
    });
    let added = app.post("operator", &list, whole.clone()).await.expect(201);
    let url = added.header("location").to_owned();
    assert_eq!(with(added.body.clone(), whole), added.body);
    let patch = json!({ "country": null, "tasks": [], "place": null, "completion": null });
    let changed = app
        .read_and_patch("operator", &url, patch)
        .await
        .expect(200);
    let cleared = json!({
        "country": null, "tasks": [], "place": "", "completion": "unknown", "version": 2,
    });
    assert_eq!(changed.body, with(added.body, cleared));

    for (patch, error) in [
        (json!({ "title": null }), "/title missing_property"),
        (json!({ "titel": null }), "/titel unknown_property"),
        (json!({ "titel": "x" }), "/titel unknown_property"),
        (
            json!({ "id": url.rsplit_once('/').unwrap().1 }),
            "/id unknown_property",
        ),
        (json!({ "version": 7 }), "/version unknown_property"),
        (json!({ "tasks": [1] }), "/tasks/0 wrong_type"),
        (json!({ "ended": "2008" }), "/ended before_start"),
        (json!([]), " wrong_type"),
    ] {
        let refused = app.patch("operator", &url, "\"v2\"", patch).await;
        assert_eq!(refused.expect(422).errors(), [error]);
    }
    let twice = request("PATCH", &url)
        .by(&app.token("operator").await)
        .header("if-match", "\"v2\"")
        .body(
            "application/merge-patch+json",
            r#"{"title":"a","title":"b"}"#,
        );
    let refused = app.send(twice).await.expect(400);
    assert_eq!(refused.body["code"], "duplicate_property");
}

#[actix_web::test]
async fn bad_entries_are_refused_with_every_broken_rule() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let known = app
        .post("operator", &format!("{case}/experiences"), experience())
        .await
        .expect(201)
        .id();
    let broken_experience = json!({
        "title": " ", "country": "ZZ", "started": "2026-13", "ended": "1899", "isco_code": "71122",
        "hours_per_week": 169, "tasks": ["", "a\u{202e}b"], "context": "x".repeat(4001),
    });
    let many: Vec<String> = (0..51).map(|n| n.to_string()).collect();
    for (kind, body, errors) in [
        (
            "experiences",
            with(experience(), broken_experience),
            vec![
                "/title text_empty",
                "/country unknown_code",
                "/started date_form_wrong",
                "/ended date_too_early",
                "/hours_per_week out_of_range",
                "/tasks/0 text_empty",
                "/tasks/1 text_direction_character",
                "/context text_too_long",
                "/isco_code wrong_form",
            ],
        ),
        (
            "experiences",
            with(
                experience(),
                json!({ "started": "2026-04", "ended": "2026-03", "ongoing": true }),
            ),
            vec![
                "/started in_the_future",
                "/ended before_start",
                "/ended still_ongoing",
            ],
        ),
        (
            "experiences",
            with(experience(), json!({ "tools": many })),
            vec!["/tools too_long"],
        ),
        (
            "experiences",
            with(experience(), json!({ "title": "x".repeat(1_000) })),
            vec!["/title text_too_long"],
        ),
        (
            "experiences",
            with(experience(), json!({ "kind": "hobby" })),
            vec!["/kind wrong_type"],
        ),
        (
            "experiences",
            with(experience(), json!({ "title": "a\u{0}" })),
            vec!["/title control_character"],
        ),
        (
            "experiences",
            with(experience(), json!({ "id": "x" })),
            vec!["/id wrong_form"],
        ),
        (
            "experiences",
            with(experience(), json!({ "id": 7 })),
            vec!["/id wrong_type"],
        ),
        (
            "experiences",
            with(
                experience(),
                json!({ "id": "00000000-0000-0000-0000-000000000000" }),
            ),
            vec!["/id wrong_form"],
        ),
        (
            "experiences",
            with(experience(), json!({ "employed": 1 })),
            vec!["/employed unknown_property"],
        ),
        (
            "evidence",
            json!({ "kind": "diploma" }),
            vec!["/description missing_property"],
        ),
        ("languages", language("BM"), vec!["/language unknown_code"]),
        (
            "languages",
            with(language("bm"), json!({ "writing": "c3" })),
            vec!["/writing wrong_type"],
        ),
        (
            "competences",
            with(
                competence(&known),
                json!({
                    "self_level": 6, "agreed_level": -1, "last_used_year": 2027,
                    "esco_uri": "http://data.europa.eu/esco/skill/x", "experience_ids": [],
                }),
            ),
            vec![
                "/self_level out_of_range",
                "/agreed_level out_of_range",
                "/last_used_year out_of_range",
                "/esco_uri wrong_form",
                "/experience_ids empty",
            ],
        ),
        (
            "competences",
            with(
                competence(&known),
                json!({ "experience_ids": [known, known] }),
            ),
            vec!["/experience_ids/1 listed_twice"],
        ),
        (
            "expectations",
            with(expectation(), json!({ "priority": 0, "description": "" })),
            vec!["/priority out_of_range", "/description text_empty"],
        ),
    ] {
        let refused = app.post("operator", &format!("{case}/{kind}"), body).await;
        assert_eq!(refused.expect(422).errors(), errors);
    }
}

#[actix_web::test]
async fn what_an_entry_names_belongs_to_the_same_case() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let elsewhere = format!("/v1/cases/{}", app.case("investigation").case);
    let foreign = app
        .post(
            "operator",
            &format!("{elsewhere}/experiences"),
            experience(),
        )
        .await
        .expect(201)
        .id();
    let foreign_evidence = app
        .post("operator", &format!("{elsewhere}/evidence"), evidence())
        .await
        .expect(201)
        .id();
    let body = with(
        competence(&foreign),
        json!({ "evidence_ids": [foreign_evidence] }),
    );
    let refused = app
        .post("operator", &format!("{case}/competences"), body)
        .await;
    assert_eq!(
        refused.expect(422).errors(),
        [
            "/experience_ids/0 not_in_this_case",
            "/evidence_ids/0 not_in_this_case"
        ]
    );
    let body = with(evidence(), json!({ "experience_id": foreign }));
    let refused = app
        .post("operator", &format!("{case}/evidence"), body)
        .await;
    assert_eq!(
        refused.expect(422).errors(),
        ["/experience_id not_in_this_case"]
    );
    let url = format!("{case}/experiences/{foreign}");
    app.get("operator", &url).await.expect(404);
    app.patch("operator", &url, "\"v1\"", json!({ "title": "Mine" }))
        .await
        .expect(404);
    delete(&app, "operator", &url, "\"v1\"").await.expect(404);
}

#[actix_web::test]
async fn what_another_entry_names_cannot_be_deleted() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let post = async |kind: &str, body: Value| {
        let url = format!("{case}/{kind}");
        app.post("operator", &url, body).await.expect(201)
    };
    let linked = post("experiences", experience()).await;
    let free = post("experiences", experience()).await;
    let proof = post(
        "evidence",
        with(evidence(), json!({ "experience_id": free.id() })),
    )
    .await;
    let body = with(
        competence(&linked.id()),
        json!({ "evidence_ids": [proof.id()] }),
    );
    let able = post("competences", body).await;
    for named in [&linked, &free, &proof] {
        let url = named.header("location");
        let refused = delete(&app, "operator", url, "\"v1\"").await.expect(409);
        assert_eq!(refused.body["code"], "still_linked");
        app.get("operator", url).await.expect(200);
    }
    let url = able.header("location");
    let moved = json!({ "experience_ids": [free.id()], "evidence_ids": [] });
    let changed = app
        .patch("operator", url, "\"v1\"", moved)
        .await
        .expect(200);
    assert_eq!(changed.body["experience_ids"], json!([free.id()]));
    assert_eq!(app.get("operator", url).await.body, changed.body);
    delete(&app, "operator", linked.header("location"), "\"v1\"")
        .await
        .expect(204);
    delete(&app, "operator", url, "\"v2\"").await.expect(204);
    delete(&app, "operator", proof.header("location"), "\"v1\"")
        .await
        .expect(204);
    delete(&app, "operator", free.header("location"), "\"v1\"")
        .await
        .expect(204);
}

#[actix_web::test]
async fn an_entry_made_offline_keeps_its_id_and_is_made_once() {
    let app = TestApp::new().await;
    let list = format!("/v1/cases/{}/experiences", app.case("agreed").case);
    let id = uuid::Uuid::now_v7().to_string();
    let body = with(experience(), json!({ "id": id }));
    let added = app.post("operator", &list, body.clone()).await.expect(201);
    assert_eq!(added.id(), id);
    let again = app.post("operator", &list, body).await.expect(409);
    assert_eq!(again.body["code"], "already_exists");

    let call = async || {
        let call = request("POST", &list).by(&app.token("operator").await);
        let call = call.json(experience()).header("idempotency-key", "once");
        app.send(call).await.expect(201)
    };
    assert_eq!(call().await.id(), call().await.id());
    let listed = app.get("operator", &list).await;
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn a_language_stands_once_in_a_profile() {
    let app = TestApp::new().await;
    let list = format!("/v1/cases/{}/languages", app.case("agreed").case);
    app.post("operator", &list, language("fr"))
        .await
        .expect(201);
    let other = app
        .post("operator", &list, language("bm"))
        .await
        .expect(201);
    let again = app
        .post("operator", &list, language("fr"))
        .await
        .expect(409);
    assert_eq!(again.body["code"], "already_exists");
    let patch = json!({ "language": "fr" });
    let renamed = app
        .read_and_patch("operator", other.header("location"), patch)
        .await;
    assert_eq!(renamed.expect(409).body["code"], "already_exists");
}

#[actix_web::test]
async fn a_profile_is_written_from_the_preliminary_phase_until_the_report_is_submitted() {
    let app = TestApp::new().await;
    for (status, code) in [
        ("opened", "profile_locked"),
        ("report_submitted", "profile_locked"),
        ("report_approved", "profile_locked"),
        ("follow_up", "profile_locked"),
        ("suspended", "case_suspended"),
        ("closed", "case_ended"),
        ("withdrawn", "case_ended"),
    ] {
        let ids = app.case("conclusion");
        let case = format!("/v1/cases/{}", ids.case);
        let list = format!("{case}/expectations");
        let added = app.post("operator", &list, expectation()).await.expect(201);
        let url = added.header("location");
        app.database.execute(&format!(
            "UPDATE cases SET status = '{status}' WHERE id = '{}'",
            ids.case
        ));
        let goal = json!({ "goal": "Sarta" });
        for refused in [
            app.post("operator", &list, expectation()).await,
            app.patch("operator", url, "\"v1\"", json!({ "priority": 2 }))
                .await,
            delete(&app, "operator", url, "\"v1\"").await,
            put_goal(&app, &format!("{case}/professional-goal"), "\"v0\"", goal).await,
        ] {
            assert_eq!(refused.expect(409).body["code"], code, "{status}");
        }
        app.get("operator", url).await.expect(200);
        app.get("operator", &list).await.expect(200);
    }
    for status in ["preliminary", "agreed", "investigation", "conclusion"] {
        let list = format!("/v1/cases/{}/expectations", app.case(status).case);
        app.post("operator", &list, expectation()).await.expect(201);
    }
}

#[actix_web::test]
async fn only_those_who_work_on_a_case_write_its_profile() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let list = format!("{case}/experiences");
    let added = app.post("operator", &list, experience()).await.expect(201);
    let url = added.header("location");
    let patch = json!({ "title": "x" });
    for (who, reads, writes) in [
        ("supervisor", 200, 403),
        ("colleague", 404, 404),
        ("other_operator", 404, 404),
        ("other_supervisor", 404, 404),
        ("reception", 404, 404),
        ("officer", 404, 404),
        ("admin", 404, 404),
    ] {
        app.get(who, &list).await.expect(reads);
        app.get(who, url).await.expect(reads);
        app.get(who, &format!("{case}/professional-goal"))
            .await
            .expect(reads);
        app.post(who, &list, experience()).await.expect(writes);
        app.patch(who, url, "\"v1\"", patch.clone())
            .await
            .expect(writes);
        delete(&app, who, url, "\"v1\"").await.expect(writes);
    }
    assert_eq!(app.get("operator", url).await.body, added.body);
}

#[actix_web::test]
async fn a_goal_or_the_reason_for_none_is_set_over_the_version_that_was_seen() {
    let app = TestApp::new().await;
    let url = format!(
        "/v1/cases/{}/professional-goal",
        app.case("conclusion").case
    );
    let unwritten = app.get("operator", &url).await.expect(200);
    assert_eq!(unwritten.header("etag"), "\"v0\"");
    assert!(unwritten.body["goal"].is_null());

    let body = json!({
        "goal": "Aprire una sartoria", "horizon": "medium", "alternatives": "Lavorare per altri",
    });
    app.put("operator", &url, body.clone()).await.expect(428);
    let set = put_goal(&app, &url, "\"v0\"", body.clone())
        .await
        .expect(200);
    assert_eq!(set.header("etag"), "\"v1\"");
    assert_eq!(set.body["horizon"], "medium");
    assert_eq!(app.get("supervisor", &url).await.expect(200).body, set.body);
    let late = put_goal(&app, &url, "\"v0\"", body.clone())
        .await
        .expect(412);
    assert_eq!(late.header("etag"), "\"v1\"");
    let reason = json!({ "no_goal_reason": "Prima impara la lingua" });
    let none = put_goal(&app, &url, "\"v1\"", reason).await.expect(200);
    assert!(none.body["goal"].is_null() && none.body["horizon"].is_null());

    for (body, errors) in [
        (json!({}), vec!["/goal goal_or_reason"]),
        (
            json!({ "goal": "a", "no_goal_reason": "b" }),
            vec!["/goal goal_or_reason"],
        ),
        (json!({ "goal": " " }), vec!["/goal text_empty"]),
        (
            json!({ "goal": "a", "horizon": "soon" }),
            vec!["/horizon wrong_type"],
        ),
        (
            json!({ "goal": "a", "hope": "b" }),
            vec!["/hope unknown_property"],
        ),
    ] {
        let refused = put_goal(&app, &url, "\"v2\"", body).await.expect(422);
        assert_eq!(refused.errors(), errors);
    }
}

#[actix_web::test]
async fn of_many_who_set_the_first_goal_at_once_one_succeeds() {
    let app = TestApp::new().await;
    let url = format!(
        "/v1/cases/{}/professional-goal",
        app.case("conclusion").case
    );
    app.token("operator").await;
    let tries = (0..6).map(|n| put_goal(&app, &url, "\"v0\"", json!({ "goal": format!("G{n}") })));
    let answers = futures_util::future::join_all(tries).await;
    let set = answers.iter().filter(|answer| answer.status == 200).count();
    let stale = answers.iter().filter(|answer| answer.status == 412).count();
    assert_eq!((set, stale), (1, 5));
}

#[actix_web::test]
async fn a_profile_has_so_many_entries_of_a_kind_and_no_more() {
    let app = TestApp::new().await;
    let ids = app.case("agreed");
    let list = format!("/v1/cases/{}/expectations", ids.case);
    app.post("operator", &list, expectation()).await.expect(201);
    let rows: Vec<String> = (1..MOST)
        .map(|_| {
            format!(
                "INSERT INTO expectations SELECT '{}', case_id, organisation_id, kind, priority, \
                 description, version, created_at, updated_at FROM expectations \
                 WHERE case_id = '{}' LIMIT 1",
                uuid::Uuid::now_v7(),
                ids.case
            )
        })
        .collect();
    app.database.execute(&rows.join(";"));
    let refused = app.post("operator", &list, expectation()).await.expect(409);
    assert_eq!(refused.body["code"], "profile_full");
}

#[actix_web::test]
async fn evidence_is_rated_and_what_an_issuer_verified_was_asked_somehow() {
    let app = TestApp::new().await;
    let list = format!("/v1/cases/{}/evidence", app.case("investigation").case);
    let whole = json!({
        "kind": "diploma", "description": "Diploma", "verification": "verified_by_issuer",
        "verification_channel": "register", "original_seen": true, "original_language": "fr",
        "translation": "sworn", "legalisation": "apostille", "quality": 3, "completeness": 2,
        "exhaustiveness": 1, "pertinence": 0,
    });
    let added = app.post("operator", &list, whole.clone()).await.expect(201);
    assert_eq!(with(added.body.clone(), whole.clone()), added.body);
    let url = added.header("location").to_owned();
    for (patch, error) in [
        (json!({ "quality": 4 }), "/quality out_of_range"),
        (json!({ "completeness": -1 }), "/completeness out_of_range"),
        (
            json!({ "original_language": "FR" }),
            "/original_language unknown_code",
        ),
        (
            json!({ "legalisation": "stamp" }),
            "/legalisation wrong_type",
        ),
        (
            json!({ "verification_channel": null }),
            "/verification_channel channel_needed",
        ),
        (
            json!({ "verification": "declared" }),
            "/verification_channel nothing_verified",
        ),
        (json!({ "file": null }), "/file unknown_property"),
    ] {
        let refused = app.patch("operator", &url, "\"v1\"", patch).await;
        assert_eq!(refused.expect(422).errors(), [error]);
    }
    let contradicted = json!({ "verification": "contradicted", "pertinence": null });
    let changed = app.patch("operator", &url, "\"v1\"", contradicted).await;
    assert_eq!(changed.expect(200).body["pertinence"], Value::Null);
}

#[actix_web::test]
async fn a_competence_tells_how_far_evidence_stands_behind_it() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let post = async |part: &str, body: Value| {
        let url = format!("{case}/{part}");
        app.post("operator", &url, body).await.expect(201)
    };
    let experience = post("experiences", experience()).await.id();
    let declared = post("evidence", evidence()).await.id();
    let seen = with(evidence(), json!({ "verification": "document_seen" }));
    let seen = post("evidence", seen).await.id();
    let made = post("competences", competence(&experience)).await;
    let url = made.header("location").to_owned();
    assert_eq!(made.body["evidence_strength"], "none");
    assert_eq!(made.body["recency"], "recent");
    assert_eq!(made.body["eqf_indication"], 3);
    for (patch, strength) in [
        (json!({ "evidence_ids": [declared] }), "declared"),
        (json!({ "evidence_ids": [declared, seen] }), "documented"),
    ] {
        let changed = app.read_and_patch("operator", &url, patch).await;
        assert_eq!(changed.expect(200).body["evidence_strength"], strength);
    }
    // It follows the evidence, though nobody touches the competence.
    let found_false = json!({ "verification": "contradicted" });
    let evidence = format!("{case}/evidence/{seen}");
    app.read_and_patch("operator", &evidence, found_false)
        .await
        .expect(200);
    let read = app.get("supervisor", &url).await.expect(200);
    assert_eq!(read.body["evidence_strength"], "contradicted");
    let old = json!({ "last_used_year": 2010, "agreed_level": null });
    let changed = app.read_and_patch("operator", &url, old).await.expect(200);
    assert_eq!(changed.body["recency"], "long_ago");
    assert!(changed.body["eqf_indication"].is_null());
    let mine = json!({ "evidence_strength": "verified" });
    app.read_and_patch("operator", &url, mine).await.expect(422);
}
