//! Who could be put forward for an occupation, without their names.

use serde_json::{Value, json};

use crate::support::{Answer, CaseIds, TestApp, esco_uri, queries, request};

const SEARCH: &str = "/v1/occupation-candidates";
const OPEN: &str = "/v1/candidate-openings";
const CLOTHES: [&str; 3] = [
    "sew pieces of fabric",
    "cut fabrics",
    "alter wearing apparel",
];

/// A case with agreed competences of these skills and a language.
async fn person(app: &TestApp, skills: &[&str], language: &str) -> CaseIds {
    let ids = app.case("investigation");
    let case = format!("/v1/cases/{}", ids.case);
    let post = async |part: &str, body: Value| {
        let url = format!("{case}/{part}");
        app.post("operator", &url, body).await.expect(201).id()
    };
    let work = json!({ "kind": "work_informal", "title": "Lavoro", "setting": "informal" });
    let work = post("experiences", work).await;
    for skill in skills {
        let competence = json!({
            "label": "ZZOWNWORDS", "kind": "technical", "setting": "informal", "agreed_level": 4,
            "esco_uri": esco_uri("skill", skill), "experience_ids": [work],
        });
        post("competences", competence).await;
    }
    let language = json!({
        "language": language, "listening": "b1", "reading": "a1", "spoken_interaction": "b1",
        "spoken_production": "a2", "writing": "none", "source": "operator",
    });
    post("languages", language).await;
    ids
}

/// Records that the person lets themselves be put forward to an employment centre.
async fn authorise(app: &TestApp, ids: &CaseIds, candidacy: bool) -> String {
    let body = json!({
        "recipient_organisation_id": app.organisation("cpi"), "purpose": "Cercare lavoro",
        "explained_in": "fr", "interpreter": "none", "includes_candidacy": candidacy,
        "given_on": app.day(0), "expires_on": app.day(30),
    });
    let url = format!("/v1/cases/{}/sharing-authorisations", ids.case);
    let given = app.post("operator", &url, body).await.expect(201);
    assert_eq!(given.body["includes_candidacy"], candidacy);
    given.id()
}

async fn candidate(app: &TestApp, skills: &[&str], language: &str) -> (CaseIds, String) {
    let ids = person(app, skills, language).await;
    let authorisation = authorise(app, &ids, true).await;
    (ids, authorisation)
}

async fn revoke(app: &TestApp, authorisation: &str) {
    let url = format!("/v1/sharing-authorisations/{authorisation}/revocation");
    app.post("operator", &url, json!({})).await.expect(201);
}

fn occupation(name: &str) -> String {
    let uri = esco_uri("occupation", name);
    uri.rsplit('/').next().unwrap().to_owned()
}

async fn search(app: &TestApp, who: &str, changes: Value) -> Answer {
    let mut body = json!({ "occupation_id": occupation("tailor") });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    app.post(who, SEARCH, body).await
}

async fn found(app: &TestApp, changes: Value) -> Value {
    search(app, "supervisor", changes).await.expect(200).body
}

fn handles(found: &Value) -> Vec<String> {
    let candidates = found["candidates"].as_array().unwrap().iter();
    candidates
        .map(|it| it["handle"].as_str().unwrap().to_owned())
        .collect()
}

async fn open(app: &TestApp, who: &str, handle: &str, recipient: &str) -> Answer {
    let recipient = app.organisation(recipient);
    let body = json!({ "handle": handle, "recipient_organisation_id": recipient });
    app.post(who, OPEN, body).await
}

#[actix_web::test]
async fn who_lets_themselves_be_put_forward_is_found_by_what_they_can_do_and_by_nothing_else() {
    let app = TestApp::new().await;
    let (best, _) = candidate(&app, &CLOTHES, "fr").await;
    let (second, _) = candidate(&app, &CLOTHES[..1], "wo").await;
    // Who did not allow it, who allowed something else, and who can do nothing of it.
    person(&app, &CLOTHES, "fr").await;
    let other_purpose = person(&app, &CLOTHES, "fr").await;
    authorise(&app, &other_purpose, false).await;
    candidate(&app, &["milk animals"], "fr").await;

    let body = found(&app, json!({ "lang": "it" })).await;
    assert_eq!(body["withheld"], false);
    assert_eq!(body["occupation"]["label"]["text"], "sarto/sarta");
    assert_eq!(body["explanation"]["lang"], "it");
    let shown = body["candidates"].as_array().unwrap();
    assert_eq!(shown.len(), 2);
    let coverage = |index: usize| shown[index]["coverage"].as_f64().unwrap();
    assert!(coverage(0) > coverage(1), "{shown:?}");
    assert_eq!(shown[0]["has"].as_array().unwrap().len(), 3);
    // As it is counted for the person themselves, in twentieths.
    let url = format!("/v1/cases/{}/occupation-matches", best.case);
    let own = app.get("operator", &url).await.expect(200).body;
    let mut occupations = own["occupations"].as_array().unwrap().iter();
    let tailor = occupations.find(|it| it["occupation"]["label"]["text"] == "tailor");
    let exact = tailor.unwrap()["coverage"].as_f64().unwrap();
    assert!((0.0..0.05).contains(&(exact - coverage(0))), "{exact}");
    let twentieths = coverage(0) * 20.0;
    assert!((twentieths - twentieths.round()).abs() < 1e-4);
    let gaps = shown[0]["gaps"].as_array().unwrap();
    assert_eq!(gaps[0]["skill"]["label"]["text"], "iron textiles");
    // Fewer than three know each language.
    assert_eq!(shown[0]["languages"], json!([]));
    let handles = handles(&body);
    let text = (handles.iter()).fold(body.to_string(), |text, it| text.replace(it, ""));
    for ids in [&best, &second] {
        let code = format!("C{}", &ids.case[24..]);
        for hidden in [&ids.case, &ids.beneficiary, &code] {
            assert!(!text.contains(hidden.as_str()), "{hidden}");
        }
    }
    for hidden in ["Amina", "Diallo", "1995", "ZZOWNWORDS", "GN"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    assert!(body["next_page"].is_null());
    assert_eq!(
        found(&app, json!({ "page": 2 })).await["candidates"],
        json!([])
    );
}

#[actix_web::test]
async fn filters_neither_leave_nor_leave_out_one_or_two_people() {
    let app = TestApp::new().await;
    for skills in [&CLOTHES[..], &CLOTHES[..2], &CLOTHES[..2], &CLOTHES[..1]] {
        candidate(&app, skills, "fr").await;
    }
    candidate(&app, &CLOTHES, "wo").await;
    let all = found(&app, json!({})).await;
    assert_eq!(handles(&all).len(), 5);
    let languages = |body: &Value| -> usize {
        let shown = body["candidates"].as_array().unwrap().iter();
        shown.filter(|it| it["languages"] != json!([])).count()
    };
    assert_eq!(languages(&all), 4);
    let french = json!({ "languages": [{ "language": "fr", "level": "b1" }] });
    for narrow in [
        // The one who is missing would be known.
        french.clone(),
        json!({ "languages": [{ "language": "wo", "level": "a1" }] }),
        json!({ "languages": [{ "language": "fr", "level": "b2" }] }),
        json!({ "languages": [{ "language": "de", "level": "a1" }] }),
        json!({ "minimum_coverage": 1 }),
    ] {
        let body = found(&app, narrow.clone()).await;
        assert_eq!(body["withheld"], true, "{narrow}");
        assert_eq!(body["candidates"], json!([]), "{narrow}");
    }
    for _ in 0..2 {
        candidate(&app, &CLOTHES, "wo").await;
    }
    let body = found(&app, french).await;
    assert_eq!(
        (handles(&body).len(), &body["withheld"]),
        (4, &json!(false))
    );
    // Nothing is asked for by these.
    let nothing = json!({ "minimum_coverage": 0, "languages": [] });
    assert_eq!(handles(&found(&app, nothing).await).len(), 7);
}

#[actix_web::test]
async fn of_one_person_nothing_can_be_asked() {
    let app = TestApp::new().await;
    candidate(&app, &CLOTHES, "fr").await;
    assert_eq!(handles(&found(&app, json!({})).await).len(), 1);
    for asked in [
        json!({ "languages": [{ "language": "fr", "level": "a1" }] }),
        json!({ "languages": [{ "language": "wo", "level": "a1" }] }),
        json!({ "minimum_coverage": 0.05 }),
    ] {
        assert_eq!(
            found(&app, asked.clone()).await["withheld"],
            true,
            "{asked}"
        );
    }
}

#[actix_web::test]
async fn a_handle_leads_to_the_case_where_the_person_lets_them_be_put_forward_to_this_recipient() {
    let app = TestApp::new().await;
    let (ids, authorisation) = candidate(&app, &CLOTHES, "fr").await;
    let first = handles(&found(&app, json!({})).await);
    let second = handles(&found(&app, json!({})).await);
    assert_ne!(first, second);
    for handle in [&first[0], &second[0]] {
        let opened = open(&app, "supervisor", handle, "cpi").await.expect(201);
        assert_eq!(opened.body["case_id"], json!(ids.case));
        assert_eq!(opened.body["authorisation_id"], json!(authorisation));
        assert_eq!(opened.header("location"), format!("/v1/cases/{}", ids.case));
    }
    let read = format!(
        "SELECT COUNT(*) FROM activity_log l JOIN activity_log_records r ON r.entry_id = l.id \
         WHERE l.operation = 'open_candidate' AND l.outcome = 'done' AND r.parent_id = '{}'",
        ids.case
    );
    assert_eq!(app.database.count(&read), 2);
    let unnamed = "SELECT COUNT(*) FROM activity_log l JOIN activity_log_records r \
        ON r.entry_id = l.id WHERE l.operation = 'search_candidates'";
    assert_eq!(app.database.count(unnamed), 0);
    // Not to anybody else, not by anybody else, and not later.
    let refused = open(&app, "supervisor", &first[0], "other_cpi").await;
    assert_eq!(refused.expect(409).unmet(), ["candidacy_authorised"]);
    for who in ["second_supervisor", "other_supervisor"] {
        open(&app, who, &first[0], "cpi").await.expect(404);
    }
    open(&app, "supervisor", "x", "cpi").await.expect(404);
    app.advance(chrono::TimeDelta::minutes(59));
    open(&app, "supervisor", &first[0], "cpi").await.expect(201);
    app.advance(chrono::TimeDelta::minutes(1));
    open(&app, "supervisor", &first[0], "cpi").await.expect(404);
}

#[actix_web::test]
async fn who_withdraws_is_gone_at_once() {
    let app = TestApp::new().await;
    let (ids, authorisation) = candidate(&app, &CLOTHES, "fr").await;
    let handle = handles(&found(&app, json!({})).await).remove(0);
    let again = async || {
        let token = app.token("supervisor").await;
        let recipient = app.organisation("cpi");
        let body = json!({ "handle": handle, "recipient_organisation_id": recipient });
        let call = request("POST", OPEN).by(&token).json(body);
        app.send(call.header("idempotency-key", "opening")).await
    };
    again().await.expect(201);
    revoke(&app, &authorisation).await;
    assert_eq!(found(&app, json!({})).await["candidates"], json!([]));
    again().await.expect(404);
    open(&app, "supervisor", &handle, "cpi").await.expect(404);
    // An authorisation that has ended counts no more than one that was revoked.
    authorise(&app, &ids, true).await;
    assert_eq!(handles(&found(&app, json!({})).await).len(), 1);
    app.advance(chrono::TimeDelta::days(31));
    assert_eq!(found(&app, json!({})).await["candidates"], json!([]));
    // So does whose case ended otherwise than completed.
    let (moved, _) = candidate(&app, &CLOTHES, "fr").await;
    for (reason, shown) in [("completed", 1), ("moved_or_transferred", 0)] {
        app.database.execute(&format!(
            "UPDATE cases SET status = 'closed', closure_reason = '{reason}' WHERE id = '{}'",
            moved.case
        ));
        assert_eq!(handles(&found(&app, json!({})).await).len(), shown);
    }
    // And who leaves the audit.
    let (other, _) = candidate(&app, &CLOTHES, "fr").await;
    let leave = json!({ "event": "withdraw", "closure_reason": "withdrawn_by_person" });
    let url = format!("/v1/cases/{}/transitions", other.case);
    app.post("operator", &url, leave).await.expect(201);
    assert_eq!(found(&app, json!({})).await["candidates"], json!([]));
}

#[actix_web::test]
async fn a_person_of_two_cases_is_one_candidate_and_another_centres_people_are_none() {
    let app = TestApp::new().await;
    let (first, _) = candidate(&app, &CLOTHES[..1], "fr").await;
    let (second, authorisation) = candidate(&app, &CLOTHES, "wo").await;
    app.database.execute(&format!(
        "UPDATE cases SET beneficiary_id = '{}' WHERE id = '{}'",
        first.beneficiary, second.case
    ));
    let body = found(&app, json!({})).await;
    assert_eq!(handles(&body).len(), 1);
    assert_eq!(body["candidates"][0]["has"].as_array().unwrap().len(), 3);
    // The authorisation for a recipient may stand in the other case.
    revoke(&app, &authorisation).await;
    let url = format!("/v1/cases/{}/sharing-authorisations", second.case);
    let elsewhere = json!({
        "recipient_organisation_id": app.organisation("other_cpi"), "purpose": "Cercare lavoro",
        "explained_in": "fr", "interpreter": "none", "includes_candidacy": true,
        "given_on": app.day(0), "expires_on": app.day(30),
    });
    app.post("operator", &url, elsewhere).await.expect(201);
    let body = found(&app, json!({})).await;
    assert_eq!(body["candidates"][0]["has"].as_array().unwrap().len(), 3);
    let handle = handles(&body).remove(0);
    for (recipient, case) in [("cpi", &first.case), ("other_cpi", &second.case)] {
        let opened = open(&app, "supervisor", &handle, recipient)
            .await
            .expect(201);
        assert_eq!(opened.body["case_id"], json!(case), "{recipient}");
    }
    let theirs = search(&app, "other_supervisor", json!({})).await;
    assert_eq!(theirs.expect(200).body["candidates"], json!([]));
}

#[actix_web::test]
async fn supervisors_alone_look_for_candidates_and_every_rule_is_told() {
    let app = TestApp::new().await;
    for who in [
        "operator",
        "colleague",
        "mediator",
        "analyst",
        "officer",
        "admin",
        "auditor",
    ] {
        search(&app, who, json!({})).await.expect(403);
        open(&app, who, "x", "cpi").await.expect(403);
    }
    for (changes, error) in [
        (
            json!({ "occupation_id": occupation("clog maker") }),
            "/occupation_id unknown_code",
        ),
        (json!({ "occupation_id": "x" }), "/occupation_id wrong_form"),
        (
            json!({ "occupation_id": "01900000-0000-7000-8000-000000000000" }),
            "/occupation_id unknown_code",
        ),
        (
            json!({ "minimum_coverage": 1.5 }),
            "/minimum_coverage out_of_range",
        ),
        (json!({ "page": 0 }), "/page out_of_range"),
        (json!({ "page": 41 }), "/page out_of_range"),
        (json!({ "lang": "x" }), "/lang wrong_language_tag"),
        (
            json!({ "languages": [{ "language": "xx", "level": "a1" }] }),
            "/languages/0/language unknown_code",
        ),
    ] {
        let refused = search(&app, "supervisor", changes).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
}

#[actix_web::test]
async fn a_search_costs_the_same_for_one_as_for_many() {
    queries::watch();
    let app = TestApp::new().await;
    candidate(&app, &CLOTHES, "fr").await;
    app.get("operator", "/v1/catalogue").await.expect(200);
    let token = app.token("supervisor").await;
    let cost = async || {
        queries::take(&app.database.target);
        let body = json!({ "occupation_id": occupation("tailor") });
        let call = request("POST", SEARCH).by(&token).json(body);
        app.send(call).await.expect(200);
        queries::take(&app.database.target).len()
    };
    let one = cost().await;
    assert!(one <= 5, "{one}");
    for _ in 0..4 {
        candidate(&app, &CLOTHES[..2], "fr").await;
    }
    assert_eq!(cost().await, one);
}

#[actix_web::test]
async fn opening_at_once_with_a_revocation_ends_in_one_order_or_the_other() {
    let app = TestApp::new().await;
    let (_, authorisation) = candidate(&app, &CLOTHES, "fr").await;
    let handle = handles(&found(&app, json!({})).await).remove(0);
    app.token("operator").await;
    let (opened, ()) = futures_util::future::join(
        open(&app, "supervisor", &handle, "cpi"),
        revoke(&app, &authorisation),
    )
    .await;
    assert!([201, 404, 409].contains(&opened.status), "{}", opened.body);
    open(&app, "supervisor", &handle, "cpi").await.expect(404);
}
