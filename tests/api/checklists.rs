//! What a profile lacks, and what of it is doubtful.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::documents::assessed_case;
use crate::support::{TestApp, esco_uri, queries};
use crate::transitions::records::Records;

async fn add(app: &TestApp, case: &str, part: &str, body: Value) -> String {
    let url = format!("{case}/{part}");
    app.post("operator", &url, body).await.expect(201).id()
}

async fn change(app: &TestApp, case: &str, part: &str, id: &str, patch: Value) {
    let url = format!("{case}/{part}/{id}");
    app.read_and_patch("operator", &url, patch)
        .await
        .expect(200);
}

async fn checklist(app: &TestApp, case: &str) -> Value {
    let url = format!("{case}/profile/checklist?lang=it&lang2=en");
    app.get("operator", &url).await.expect(200).body
}

/// The state of each point.
fn states(checklist: &Value) -> BTreeMap<String, String> {
    let text = |it: &Value, name: &str| it[name].as_str().unwrap().to_owned();
    let items = checklist["items"].as_array().unwrap().iter();
    items
        .map(|it| (text(it, "code"), text(it, "state")))
        .collect()
}

/// The ids that a point names.
fn named(checklist: &Value, code: &str) -> Vec<String> {
    let items = checklist["items"].as_array().unwrap();
    let item = items.iter().find(|it| it["code"] == code).unwrap();
    let entries = item["entries"].as_array().unwrap().iter();
    entries
        .map(|it| it["id"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn an_empty_profile_lacks_its_sections_and_has_nothing_to_doubt() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let found = checklist(&app, &case).await;
    let states = states(&found);
    let of = |state: &str| {
        let codes = states.iter().filter(|(_, it)| *it == state);
        codes.map(|(code, _)| code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        of("missing"),
        [
            "appraisal",
            "competences",
            "expectations",
            "experiences",
            "languages",
            "professional_goal",
        ]
    );
    assert_eq!(of("met"), ["personal_information"]);
    assert_eq!(of("doubtful"), [""; 0]);
    assert_eq!(of("not_applicable").len(), 13);
    assert_eq!(
        (&found["missing"], &found["doubtful"]),
        (&json!(6), &json!(0))
    );
    assert_eq!(found["items"][0]["text"]["lang"], "it");
    assert_eq!(found["items"][0]["text2"]["lang"], "en");
}

#[actix_web::test]
async fn each_point_is_doubted_for_its_own_reason_and_met_when_that_is_gone() {
    let app = TestApp::new().await;
    let ids = app.case("investigation");
    let case = format!("/v1/cases/{}", ids.case);
    let state = async |code: &str| states(&checklist(&app, &case).await)[code].clone();
    let work = json!({ "kind": "work_informal", "title": "Sarta", "setting": "informal" });
    let work = add(&app, &case, "experiences", work).await;
    assert_eq!(
        named(&checklist(&app, &case).await, "experiences_dated"),
        [work.as_str()]
    );
    let dates = json!({ "started": "2010", "ongoing": true });
    change(&app, &case, "experiences", &work, dates).await;
    assert_eq!(state("experiences_dated").await, "met");

    let language = json!({
        "language": "bm", "listening": "b2", "reading": "a1", "spoken_interaction": "b2",
        "spoken_production": "b1", "writing": "none", "source": "self",
    });
    let language = add(&app, &case, "languages", language).await;
    assert_eq!(state("languages_sourced").await, "doubtful");
    let own = json!({ "mother_tongue": true });
    change(&app, &case, "languages", &language, own).await;
    assert_eq!(state("languages_sourced").await, "met");

    let able = json!({
        "label": "Cucire", "kind": "technical", "setting": "informal", "experience_ids": [work],
    });
    let able = add(&app, &case, "competences", able).await;
    let found = checklist(&app, &case).await;
    for code in [
        "competences_normalised",
        "self_levels",
        "agreed_levels",
        "use_dated",
    ] {
        assert_eq!(states(&found)[code], "missing", "{code}");
        assert_eq!(named(&found, code), [able.as_str()], "{code}");
    }
    assert_eq!(states(&found)["competences_linked"], "met");
    // Where there is nothing to look at, nothing is met.
    for code in [
        "high_levels_evidenced",
        "more_than_declared",
        "levels_agree",
        "used_recently",
        "evidence_verified",
        "evidence_sound",
    ] {
        assert_eq!(states(&found)[code], "not_applicable", "{code}");
    }
    let skill = esco_uri("skill", "sew pieces of fabric");
    let more = json!({
        "esco_uri": skill, "self_level": 5, "agreed_level": 3, "last_used_year": 2015,
    });
    change(&app, &case, "competences", &able, more).await;
    let found = states(&checklist(&app, &case).await);
    for (code, expected) in [
        ("competences_normalised", "met"),
        ("self_levels", "met"),
        ("agreed_levels", "met"),
        ("use_dated", "met"),
        ("levels_agree", "doubtful"),
        ("used_recently", "doubtful"),
        ("high_levels_evidenced", "missing"),
        ("more_than_declared", "not_applicable"),
        ("evidence_sound", "not_applicable"),
    ] {
        assert_eq!(found[code], expected, "{code}");
    }
    let piece = json!({ "kind": "employer_reference", "description": "Una lettera" });
    let piece = add(&app, &case, "evidence", piece).await;
    let with_piece = json!({ "evidence_ids": [piece], "self_level": 4, "last_used_year": 2025 });
    change(&app, &case, "competences", &able, with_piece).await;
    let found = states(&checklist(&app, &case).await);
    for (code, expected) in [
        ("levels_agree", "met"),
        ("used_recently", "met"),
        ("high_levels_evidenced", "met"),
        ("more_than_declared", "doubtful"),
        ("evidence_verified", "doubtful"),
        ("evidence_sound", "met"),
    ] {
        assert_eq!(found[code], expected, "{code}");
    }
    for (verification, more_than_declared, verified, sound) in [
        ("not_verifiable", "doubtful", "met", "met"),
        ("document_seen", "met", "met", "met"),
        ("contradicted", "doubtful", "doubtful", "doubtful"),
    ] {
        let patch = json!({ "verification": verification });
        change(&app, &case, "evidence", &piece, patch).await;
        assert_eq!(state("more_than_declared").await, more_than_declared);
        assert_eq!(state("evidence_verified").await, verified);
        assert_eq!(state("evidence_sound").await, sound);
    }
    app.database.execute(&format!(
        "UPDATE beneficiaries SET name_confirmed = false WHERE id = '{}'",
        ids.beneficiary
    ));
    assert_eq!(state("personal_information").await, "doubtful");
}

#[actix_web::test]
async fn who_submits_and_who_approves_a_report_is_told_how_much_is_doubtful() {
    let app = TestApp::new().await;
    let ids = assessed_case(&app, "conclusion");
    let case = format!("/v1/cases/{}", ids.case);
    let records = Records::new(&app, &ids);
    records.session("restitution", None, 60);
    records.goal();
    records.set("synthesis_given_on = '2026-03-01'");
    let found = checklist(&app, &case).await;
    let count = |name: &str| found[name].as_u64().unwrap();
    assert!(count("missing") > 0);
    let mut expected = vec![json!({ "warning": "profile_incomplete", "count": count("missing") })];
    if count("doubtful") > 0 {
        let doubtful = json!({ "warning": "profile_doubtful", "count": count("doubtful") });
        expected.push(doubtful);
    }
    let url = format!("{case}/transitions");
    let warned = async |who: &str, event: &str| {
        let moves = app.get(who, &url).await.expect(200).body;
        let moves = moves["items"].as_array().unwrap().clone();
        let others = moves.iter().filter(|it| it["event"] != event);
        assert!(others.clone().count() > 0);
        for other in others {
            assert_eq!(other["warnings"], json!([]));
        }
        let found = moves.iter().find(|it| it["event"] == event).unwrap();
        found["warnings"].clone()
    };
    assert_eq!(warned("operator", "submit_report").await, json!(expected));
    let submit = json!({ "event": "submit_report" });
    let done = app.post("operator", &url, submit).await.expect(201);
    assert_eq!(done.body["warnings"], json!(expected));
    assert_eq!(
        warned("supervisor", "approve_report").await,
        json!(expected)
    );
}

#[actix_web::test]
async fn the_checklist_is_for_who_may_read_the_profile_and_costs_the_same_for_any_size() {
    queries::watch();
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let url = format!("{case}/profile/checklist");
    app.get("supervisor", &url).await.expect(200);
    for who in [
        "colleague",
        "other_operator",
        "other_supervisor",
        "mediator",
        "analyst",
    ] {
        app.get(who, &url).await.expect(404);
    }
    app.get("operator", &format!("{url}?lang=x"))
        .await
        .expect(422);
    let cost = async || {
        app.token("operator").await;
        queries::take(&app.database.target);
        app.get("operator", &url).await.expect(200);
        queries::take(&app.database.target).len()
    };
    let empty = cost().await;
    for number in 0..10 {
        let work = json!({ "kind": "other", "title": format!("{number}"), "setting": "informal" });
        let work = add(&app, &case, "experiences", work).await;
        let able = json!({
            "label": "x", "kind": "technical", "setting": "informal", "experience_ids": [work],
        });
        add(&app, &case, "competences", able).await;
    }
    assert_eq!(cost().await, empty);
}
