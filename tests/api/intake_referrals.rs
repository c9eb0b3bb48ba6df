use bilancio::rounds;
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

const SENT: &str = "/v1/intake-referrals";
const RECEIVED: &str = "/v1/received-referrals";

async fn agree(app: &TestApp, partner: &str) {
    let centre = app.organisation("centre");
    let body = json!({
        "partner_id": app.organisation(partner), "kind": "protocol", "title": "Protocollo",
        "signed_on": app.day(-100), "valid_from": app.day(-90), "valid_to": app.day(900),
    });
    let url = format!("/v1/organisations/{centre}/agreements");
    app.post("admin", &url, body).await.expect(201);
}

/// A service whose centre has an agreement with the reception centre.
async fn network() -> TestApp {
    let app = TestApp::new().await;
    agree(&app, "cas").await;
    app
}

fn awa(app: &TestApp) -> Value {
    json!({
        "organisation_id": app.organisation("centre"), "given_name": "Awa",
        "family_name": "Coulibaly", "birth_year": 1996, "preferred_language": "fr",
        "contact": "Centro, sig.ra Rossi, 010 1234567", "reason": "Cerca lavoro",
        "expectations": "Cucina", "urgent": true,
        "consent_to_refer": { "language": "fr", "given_on": app.day(-1) },
    })
}

fn with(app: &TestApp, field: &str, value: Value) -> Value {
    let mut body = awa(app);
    body[field] = value;
    body
}

fn new_person() -> Value {
    json!({
        "given_name": "Awa", "family_name": "Coulibaly", "sex_registered": "f",
        "citizenships": ["ML"], "preferred_language": "fr",
    })
}

/// A referral that reception sent, as its id.
async fn send(app: &TestApp) -> String {
    app.post("reception", SENT, awa(app)).await.expect(201).id()
}

async fn decide(app: &TestApp, who: &str, id: &str, body: Value) -> Answer {
    let url = format!("{RECEIVED}/{id}/transitions");
    app.post(who, &url, body).await
}

async fn receive(app: &TestApp, id: &str) {
    decide(app, "operator", id, json!({ "event": "receive" }))
        .await
        .expect(200);
}

fn acceptance(app: &TestApp, programme: &str, beneficiary: Value) -> Value {
    json!({
        "event": "accept", "contacted_on": app.day(0), "programme_id": programme,
        "beneficiary": beneficiary,
    })
}

async fn sent(app: &TestApp, id: &str) -> Value {
    let read = app.get("reception", &format!("{SENT}/{id}")).await;
    read.expect(200).body
}

fn ids(listed: &Answer) -> Vec<String> {
    let items = listed.body["items"].as_array().into_iter().flatten();
    items
        .map(|it| it["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn expire(app: &TestApp) {
    rounds::make(&app.service.database).await.unwrap();
}

#[actix_web::test]
async fn a_referral_becomes_a_case_and_its_sender_sees_milestones_only() {
    let app = network().await;
    let programme = app.case("opened").programme;
    let made = app
        .post(
            "reception",
            SENT,
            with(&app, "programme_id", json!(programme)),
        )
        .await
        .expect(201);
    let id = made.id();
    assert_eq!(made.header("location"), format!("{SENT}/{id}"));
    assert_eq!(made.body["milestone"], "sent");
    for (field, value) in awa(&app).as_object().unwrap() {
        assert_eq!(&made.body[field], value, "{field}");
    }
    assert_eq!(sent(&app, &id).await, made.body);

    let url = format!("{RECEIVED}/{id}");
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["status"], "sent");
    assert_eq!(read.body["contact"], awa(&app)["contact"]);
    assert_eq!(
        read.body["sender_organisation_id"],
        app.organisation("cas").as_str()
    );
    assert_eq!(sent(&app, &id).await["milestone"], "sent");
    receive(&app, &id).await;
    assert_eq!(sent(&app, &id).await["milestone"], "received");
    let body = acceptance(&app, &programme, json!({ "new": new_person() }));
    let accepted = decide(&app, "operator", &id, body).await.expect(200);
    assert_eq!(accepted.body["status"], "accepted");
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body, accepted.body);
    let case = accepted.body["case_id"].as_str().unwrap().to_owned();
    let opened = app
        .get("operator", &format!("/v1/cases/{case}"))
        .await
        .expect(200);
    assert_eq!(opened.body["intake_referral_id"], id.as_str());
    assert_eq!(opened.body["person"]["family_name"], "Coulibaly");

    for (status, before, milestone) in [
        ("opened", "NULL", "accepted"),
        ("suspended", "'opened'", "accepted"),
        ("investigation", "NULL", "started"),
        ("suspended", "'investigation'", "started"),
        ("follow_up", "NULL", "finished"),
        ("withdrawn", "NULL", "ended_early"),
    ] {
        app.database.execute(&format!(
            "UPDATE cases SET status = '{status}', suspended_from = {before} WHERE id = '{case}'"
        ));
        let seen = sent(&app, &id).await;
        assert_eq!(seen["milestone"], milestone);
        assert!(!seen.to_string().contains(&case));
        let listed = app.get("reception", SENT).await.expect(200);
        assert_eq!(listed.body["items"], json!([seen]));
    }
}

#[actix_web::test]
async fn a_referral_goes_to_a_job_centre_with_an_agreement_and_its_own_programme() {
    let app = TestApp::new().await;
    let none = app.post("reception", SENT, awa(&app)).await.expect(409);
    assert_eq!(none.unmet(), ["no_agreement"]);
    agree(&app, "cas").await;
    app.post("other_reception", SENT, awa(&app))
        .await
        .expect(409);
    let theirs = app.case_of("other_centre", "other_operator", "opened");
    for (field, value, error) in [
        (
            "organisation_id",
            json!(app.organisation("cpi")),
            "/organisation_id not_a_job_centre",
        ),
        (
            "organisation_id",
            json!(app.user("operator")),
            "/organisation_id unknown_code",
        ),
        (
            "programme_id",
            json!(theirs.programme),
            "/programme_id unknown_code",
        ),
    ] {
        let refused = app.post("reception", SENT, with(&app, field, value)).await;
        assert_eq!(refused.expect(422).errors(), [error]);
    }
    // A desk of the job centre itself needs no agreement.
    app.post("operator", SENT, awa(&app)).await.expect(201);
    for who in ["officer", "admin"] {
        app.post(who, SENT, awa(&app)).await.expect(403);
    }
}

#[actix_web::test]
async fn a_referral_is_refused_with_each_rule_it_breaks() {
    let app = network().await;
    let consent = |day: String| json!({ "language": "fr", "given_on": day });
    for (field, value, error) in [
        (
            "id",
            json!(app.user("admin").replace("-7", "-4")),
            "/id wrong_form",
        ),
        (
            "given_name",
            json!("A\u{0}"),
            "/given_name control_character",
        ),
        ("given_name", json!("123"), "/given_name name_no_letter"),
        (
            "family_name",
            json!("x".repeat(101)),
            "/family_name text_too_long",
        ),
        ("birth_year", json!(1899), "/birth_year out_of_range"),
        ("birth_year", json!(2027), "/birth_year out_of_range"),
        ("birth_year", json!("1996"), "/birth_year wrong_type"),
        (
            "preferred_language",
            json!("French"),
            "/preferred_language unknown_code",
        ),
        ("contact", json!(" "), "/contact text_empty"),
        ("reason", json!("x".repeat(2001)), "/reason text_too_long"),
        (
            "consent_to_refer",
            json!(null),
            "/consent_to_refer wrong_type",
        ),
        (
            "consent_to_refer",
            consent(app.day(2)),
            "/consent_to_refer/given_on in_the_future",
        ),
        (
            "consent_to_refer",
            consent("0001-01-01".into()),
            "/consent_to_refer/given_on out_of_range",
        ),
        ("religion", json!("x"), "/religion unknown_property"),
    ] {
        let refused = app.post("reception", SENT, with(&app, field, value)).await;
        assert_eq!(refused.expect(422).errors(), [error]);
    }
    let mut nameless = with(&app, "given_name", json!(""));
    nameless["family_name"] = json!(" ");
    let refused = app.post("reception", SENT, nameless).await.expect(422);
    assert_eq!(refused.errors(), ["/family_name no_name"]);
    let id = uuid::Uuid::now_v7().to_string();
    let own_id = with(&app, "id", json!(id));
    let made = app.post("reception", SENT, own_id.clone()).await;
    assert_eq!(made.expect(201).id(), id);
    let again = app.post("reception", SENT, own_id).await.expect(409);
    assert_eq!(again.body["code"], "already_exists");
}

#[actix_web::test]
async fn neither_side_sees_the_others_resource_and_strangers_see_none() {
    let app = network().await;
    let id = send(&app).await;
    let (sent, received) = (format!("{SENT}/{id}"), format!("{RECEIVED}/{id}"));
    for who in [
        "other_reception",
        "operator",
        "supervisor",
        "officer",
        "admin",
    ] {
        app.get(who, &sent).await.expect(404);
        app.patch(who, &sent, "\"v1\"", json!({ "urgent": false }))
            .await
            .expect(404);
        for what in ["withdrawal", "consent-withdrawal"] {
            let url = format!("{sent}/{what}");
            app.post(who, &url, json!({})).await.expect(404);
        }
    }
    for who in [
        "reception",
        "other_operator",
        "other_supervisor",
        "officer",
        "admin",
    ] {
        app.get(who, &received).await.expect(404);
        app.get(who, &format!("{received}/candidates"))
            .await
            .expect(404);
        decide(&app, who, &id, json!({ "event": "receive" }))
            .await
            .expect(404);
    }
    for who in ["reception", "officer", "admin"] {
        app.get(who, RECEIVED).await.expect(403);
    }
    app.get("officer", SENT).await.expect(403);
    for (who, url) in [
        ("other_operator", RECEIVED),
        ("other_reception", SENT),
        ("operator", SENT),
    ] {
        let listed = app.get(who, url).await.expect(200);
        assert_eq!(listed.body["items"], json!([]));
    }
}

#[actix_web::test]
async fn a_sender_is_warned_of_own_open_referrals_and_of_nothing_else() {
    let app = network().await;
    agree(&app, "other_cas").await;
    app.post("operator", "/v1/beneficiaries", new_person())
        .await
        .expect(201);
    let first = app.post("reception", SENT, awa(&app)).await.expect(201);
    assert_eq!(first.body["warnings"], json!([]));
    let mut other_spelling = with(&app, "family_name", json!("Koulibaly"));
    other_spelling["given_name"] = json!("Awa");
    let second = app
        .post("reception", SENT, other_spelling)
        .await
        .expect(201);
    assert_eq!(second.body["warnings"][0]["code"], "alike_referral_open");
    assert_eq!(second.body["warnings"][0]["count"], 1);
    assert_ne!(
        second.body["warnings"][0]["detail"],
        second.body["warnings"][0]["code"]
    );
    let elsewhere = app.post("other_reception", SENT, awa(&app)).await;
    assert_eq!(elsewhere.expect(201).body["warnings"], json!([]));
}

#[actix_web::test]
async fn a_person_known_to_the_centre_is_found_among_candidates_and_gets_the_case() {
    let app = network().await;
    let programme = app.case("opened").programme;
    let known = app
        .post("colleague", "/v1/beneficiaries", new_person())
        .await
        .expect(201)
        .id();
    app.post("other_operator", "/v1/beneficiaries", new_person())
        .await
        .expect(201);
    let id = send(&app).await;
    receive(&app, &id).await;
    let url = format!("{RECEIVED}/{id}/candidates");
    let candidates = app.get("operator", &url).await.expect(200);
    assert_eq!(ids(&candidates), std::slice::from_ref(&known));
    assert_eq!(candidates.body["items"][0]["likely"], true);

    let new = acceptance(&app, &programme, json!({ "new": new_person() }));
    let refused = decide(&app, "operator", &id, new).await.expect(409);
    assert_eq!(refused.unmet(), ["duplicates_weighed"]);
    let foreign = app.case_of("other_centre", "other_operator", "opened");
    for (beneficiary, error) in [
        (
            json!({ "existing_id": foreign.beneficiary }),
            "/beneficiary/existing_id unknown_code",
        ),
        (json!({}), "/beneficiary wrong_form"),
        (
            json!({ "existing_id": known, "new": new_person() }),
            "/beneficiary wrong_form",
        ),
    ] {
        let body = acceptance(&app, &programme, beneficiary);
        let refused = decide(&app, "operator", &id, body).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
    let body = acceptance(&app, &programme, json!({ "existing_id": known }));
    let accepted = decide(&app, "operator", &id, body).await.expect(200);
    let case = accepted.body["case_id"].as_str().unwrap();
    let opened = app.get("operator", &format!("/v1/cases/{case}")).await;
    let person = &opened.expect(200).body["person"];
    assert_eq!(person["beneficiary_id"], known.as_str());
}

#[actix_web::test]
async fn a_new_person_of_another_name_than_the_referral_tells_is_weighed_too() {
    let app = network().await;
    let programme = app.case("opened").programme;
    let mut fatou = new_person();
    fatou["given_name"] = json!("Fatoumata");
    fatou["family_name"] = json!("Sangare");
    app.post("operator", "/v1/beneficiaries", fatou.clone())
        .await
        .expect(201);
    let id = send(&app).await;
    receive(&app, &id).await;
    let mut body = acceptance(&app, &programme, json!({ "new": fatou }));
    let refused = decide(&app, "operator", &id, body.clone())
        .await
        .expect(409);
    assert_eq!(refused.unmet(), ["duplicates_weighed"]);
    assert_eq!(sent(&app, &id).await["milestone"], "received");
    body["duplicates_weighed"] = json!(true);
    decide(&app, "operator", &id, body).await.expect(200);
}

#[actix_web::test]
async fn two_who_accept_at_once_open_one_case() {
    let app = network().await;
    let programme = app.case("opened").programme;
    let id = send(&app).await;
    receive(&app, &id).await;
    let body = acceptance(&app, &programme, json!({ "new": new_person() }));
    for who in ["operator", "colleague"] {
        app.token(who).await;
    }
    let both = ["operator", "colleague"].map(|who| decide(&app, who, &id, body.clone()));
    let mut statuses: Vec<u16> = join_all(both).await.iter().map(|it| it.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert!([409, 412].contains(&statuses[1]), "{statuses:?}");
    let cases = format!("SELECT COUNT(*) FROM cases WHERE intake_referral_id = '{id}'");
    assert_eq!(app.database.count(&cases), 1);
    let people = "SELECT COUNT(*) FROM beneficiaries WHERE given_name = 'Awa'";
    assert_eq!(app.database.count(people), 1);
}

#[actix_web::test]
async fn an_acceptance_names_every_condition_that_is_missing() {
    let app = network().await;
    let programme = app.case("opened").programme;
    app.database.execute(&format!(
        "UPDATE programmes SET capacity = 1, active = false, eligibility_checks = \
         '[{{\"code\":\"free_choice\",\"title\":\"x\",\"mandatory\":true}}]' \
         WHERE id = '{programme}'"
    ));
    app.post("operator", "/v1/beneficiaries", new_person())
        .await
        .expect(201);
    let id = send(&app).await;
    let mut body = acceptance(&app, &programme, json!({ "new": new_person() }));
    body["contacted_on"] = json!(app.day(1));
    body["eligibility"] = json!([{ "check_code": "height", "satisfied": true }]);
    let refused = decide(&app, "operator", &id, body).await.expect(409);
    let unmet = [
        "wrong_state",
        "person_contacted",
        "programme_open",
        "place_free",
        "eligibility_answered",
        "eligibility_checks_known",
        "duplicates_weighed",
    ];
    assert_eq!(refused.unmet(), unmet);
    let theirs = app.case_of("other_centre", "other_operator", "opened");
    let mut body = acceptance(&app, &theirs.programme, json!({ "new": new_person() }));
    body["duplicates_weighed"] = json!(true);
    let refused = decide(&app, "operator", &id, body).await.expect(409);
    assert_eq!(refused.unmet(), ["wrong_state", "programme_known"]);
}

#[actix_web::test]
async fn a_failed_mandatory_check_needs_a_supervisor_with_a_reason() {
    let app = network().await;
    let programme = app.case("opened").programme;
    app.database.execute(&format!(
        "UPDATE programmes SET eligibility_checks = \
         '[{{\"code\":\"age\",\"title\":\"x\",\"mandatory\":true}}, \
           {{\"code\":\"territory\",\"title\":\"y\",\"mandatory\":false}}]' \
         WHERE id = '{programme}'"
    ));
    let id = send(&app).await;
    receive(&app, &id).await;
    let answered = |reason: Value| {
        let mut body = acceptance(&app, &programme, json!({ "new": new_person() }));
        body["eligibility"] = json!([
            { "check_code": "age", "satisfied": false, "override_reason": reason },
            { "check_code": "territory", "satisfied": false, "evidence": "Vive a Savona" },
        ]);
        body
    };
    for (who, reason) in [
        ("operator", json!(null)),
        ("operator", json!("Compie gli anni domani")),
        ("supervisor", json!(null)),
    ] {
        let refused = decide(&app, who, &id, answered(reason)).await.expect(409);
        assert_eq!(refused.unmet(), ["eligibility_satisfied"]);
    }
    let body = answered(json!("Compie gli anni domani"));
    decide(&app, "supervisor", &id, body).await.expect(200);
    let kept = "SELECT COUNT(*) FROM eligibility_answers";
    assert_eq!(app.database.count(kept), 2);
}

#[actix_web::test]
async fn a_transition_takes_what_its_event_takes_and_no_more() {
    let app = network().await;
    let id = send(&app).await;
    for (body, errors) in [
        (json!({ "event": "go" }), vec!["/event wrong_type"]),
        (
            json!({ "event": "receive", "advice": "x" }),
            vec!["/advice not_for_this_event"],
        ),
        (
            json!({ "event": "decline", "contacted_on": "2026-03-02" }),
            vec![
                "/contacted_on not_for_this_event",
                "/decline_reason missing_property",
                "/advice missing_property",
            ],
        ),
        (
            json!({
                "event": "accept", "contacted_on": "1900-01-01",
                "eligibility": [{ "check_code": "a", "satisfied": true },
                                { "check_code": "a", "satisfied": false }],
                "beneficiary": { "new": {
                    "given_name": "Awa", "sex_registered": "f", "citizenships": ["??"],
                    "preferred_language": "fr",
                } },
            }),
            vec![
                "/programme_id missing_property",
                "/eligibility/1/check_code already_exists",
                "/beneficiary/new/citizenships/0 unknown_code",
                "/beneficiary/new/citizenships empty",
            ],
        ),
    ] {
        let refused = decide(&app, "operator", &id, body).await.expect(422);
        assert_eq!(refused.errors(), errors);
    }
}

#[actix_web::test]
async fn a_sender_learns_the_reason_of_a_refusal_and_not_the_advice() {
    let app = network().await;
    let id = send(&app).await;
    let body = json!({
        "event": "decline", "decline_reason": "no_capacity", "advice": "CPIA di Genova",
    });
    let early = decide(&app, "operator", &id, body.clone())
        .await
        .expect(409);
    assert_eq!(early.unmet(), ["wrong_state"]);
    receive(&app, &id).await;
    let declined = decide(&app, "operator", &id, body).await.expect(200);
    assert_eq!(declined.body["decline_advice"], "CPIA di Genova");
    assert_eq!(declined.body["decided_by"], app.user("operator").as_str());
    let seen = sent(&app, &id).await;
    assert_eq!(seen["milestone"], "declined");
    assert_eq!(seen["decline_reason"], "no_capacity");
    assert!(!seen.to_string().contains("CPIA"));
}

#[actix_web::test]
async fn a_sender_changes_a_referral_until_it_is_received_and_withdraws_it_until_it_is_decided() {
    let app = network().await;
    let id = send(&app).await;
    let url = format!("{SENT}/{id}");
    let patch = json!({ "reason": null, "birth_year": null, "contact": "010 7654321" });
    let changed = app
        .patch("reception", &url, "\"v1\"", patch.clone())
        .await
        .expect(200);
    assert_eq!(changed.header("etag"), "\"v2\"");
    assert_eq!(changed.body["reason"], "");
    assert!(changed.body["birth_year"].is_null());
    assert_eq!(changed.body["expectations"], "Cucina");
    app.patch("reception", &url, "\"v1\"", patch.clone())
        .await
        .expect(412);
    for (patch, error) in [
        (json!({ "contact": null }), "/contact wrong_type"),
        (json!({ "birth_year": 3000 }), "/birth_year out_of_range"),
        (json!({ "status": "x" }), "/status unknown_property"),
    ] {
        let refused = app.patch("reception", &url, "\"v2\"", patch).await;
        assert_eq!(refused.expect(422).errors(), [error]);
    }
    receive(&app, &id).await;
    let late = app.patch("reception", &url, "\"v3\"", patch).await;
    assert_eq!(late.expect(409).body["code"], "referral_decided");
    let withdrawal = format!("{url}/withdrawal");
    let withdrawn = app.post("reception", &withdrawal, json!({})).await;
    assert_eq!(withdrawn.expect(200).body["milestone"], "withdrawn");
    app.post("reception", &withdrawal, json!({}))
        .await
        .expect(409);
    let refused = decide(&app, "operator", &id, json!({ "event": "receive" })).await;
    assert_eq!(refused.expect(409).unmet(), ["wrong_state"]);
}

#[actix_web::test]
async fn who_withdraws_the_consent_is_no_longer_followed() {
    let app = network().await;
    let programme = app.case("opened").programme;
    let (accepted, open) = (send(&app).await, send(&app).await);
    receive(&app, &accepted).await;
    let body = acceptance(&app, &programme, json!({ "new": new_person() }));
    decide(&app, "operator", &accepted, body).await.expect(200);
    for id in [&accepted, &open] {
        let url = format!("{SENT}/{id}/consent-withdrawal");
        let done = app.post("reception", &url, json!({})).await.expect(200);
        assert!(done.body["milestone"].is_null());
        assert_eq!(done.body["consent_withdrawn_on"], app.day(0));
        assert_eq!(sent(&app, id).await, done.body);
    }
    // Nor does a list of those in a state tell.
    for status in ["accepted", "withdrawn"] {
        let listed = app
            .get("reception", &format!("{SENT}?status={status}"))
            .await
            .expect(200);
        assert_eq!(ids(&listed), Vec::<String>::new());
    }
    let all = app.get("reception", SENT).await.expect(200);
    assert_eq!(ids(&all), [open.clone(), accepted]);
    let refused = decide(&app, "operator", &open, json!({ "event": "receive" })).await;
    assert_eq!(
        refused.expect(409).unmet(),
        ["wrong_state", "consent_stands"]
    );
}

#[actix_web::test]
async fn a_referral_without_answer_expires_and_loses_its_person_a_year_later() {
    let app = network().await;
    let id = send(&app).await;
    app.advance(TimeDelta::days(89));
    expire(&app).await;
    assert_eq!(sent(&app, &id).await["milestone"], "sent");
    app.advance(TimeDelta::days(2));
    expire(&app).await;
    let expired = sent(&app, &id).await;
    assert_eq!(expired["milestone"], "expired");
    assert_eq!(expired["given_name"], "Awa");
    app.advance(TimeDelta::days(364));
    expire(&app).await;
    assert_eq!(sent(&app, &id).await["given_name"], "Awa");
    app.advance(TimeDelta::days(2));
    expire(&app).await;
    let read = app.get("operator", &format!("{RECEIVED}/{id}")).await;
    let read = read.expect(200).body;
    for field in [
        "given_name",
        "family_name",
        "contact",
        "reason",
        "expectations",
    ] {
        assert_eq!(read[field], "", "{field}");
    }
    assert!(read["birth_year"].is_null() && read["preferred_language"].is_null());
    let keys = "SELECT COUNT(*) FROM intake_referral_name_keys";
    assert_eq!(app.database.count(keys), 0);
    // That it ended, and that the person was removed from it.
    let named = format!(
        "SELECT COUNT(*) FROM activity_log_records r JOIN activity_log e ON e.id = r.entry_id \
         WHERE e.operation = 'expire_referrals' AND r.parent_id = '{id}'"
    );
    assert_eq!(app.database.count(&named), 2);
}

#[actix_web::test]
async fn an_accepted_referral_neither_expires_nor_is_purged() {
    let app = network().await;
    let programme = app.case("opened").programme;
    let id = send(&app).await;
    receive(&app, &id).await;
    let body = acceptance(&app, &programme, json!({ "new": new_person() }));
    decide(&app, "operator", &id, body).await.expect(200);
    app.advance(TimeDelta::days(500));
    expire(&app).await;
    let seen = sent(&app, &id).await;
    assert_eq!(seen["milestone"], "accepted");
    assert_eq!(seen["given_name"], "Awa");
}

#[actix_web::test]
async fn a_job_centre_lists_what_it_received_by_state_and_page() {
    let app = network().await;
    let (first, second, third) = (send(&app).await, send(&app).await, send(&app).await);
    receive(&app, &second).await;
    let waiting = app
        .get("operator", &format!("{RECEIVED}?status=sent"))
        .await
        .expect(200);
    assert_eq!(ids(&waiting), [third.clone(), first.clone()]);
    let page = app
        .get("supervisor", &format!("{RECEIVED}?limit=2"))
        .await
        .expect(200);
    assert_eq!(ids(&page), [third, second]);
    let next = page.body["_links"]["next"].as_str().unwrap();
    let last = app.get("supervisor", next).await.expect(200);
    assert_eq!(ids(&last), [first]);
    app.get("operator", &format!("{RECEIVED}?status=lost"))
        .await
        .expect(400);
}

#[actix_web::test]
async fn who_waits_for_a_place_waits_in_the_order_of_arrival_after_the_urgent() {
    let app = network().await;
    let programme = app.case("investigation").programme;
    let mut sent = Vec::new();
    for (name, urgent) in [("First", false), ("Second", false), ("Third", true)] {
        let mut body = awa(&app);
        body["given_name"] = json!(name);
        body["programme_id"] = json!(programme);
        body["urgent"] = json!(urgent);
        let id = app.post("reception", SENT, body).await.expect(201).id();
        sent.push(id);
    }
    let url = format!("/v1/programmes/{programme}/waiting-list");
    let waiting = async || {
        let list = app.get("operator", &url).await.expect(200).body;
        assert_eq!(
            (&list["capacity"], &list["running"]),
            (&json!(null), &json!(1))
        );
        let names = list["items"].as_array().unwrap().iter();
        names
            .map(|it| it["given_name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(waiting().await.is_empty(), "nothing was received yet");
    for id in &sent {
        app.advance(TimeDelta::minutes(1));
        let url = format!("{RECEIVED}/{id}/transitions");
        app.post("operator", &url, json!({ "event": "receive" }))
            .await
            .expect(200);
    }
    assert_eq!(waiting().await, ["Third", "First", "Second"]);
    app.get("reception", &url).await.expect(403);
    app.get("other_operator", &url).await.expect(404);
}

#[actix_web::test]
async fn a_step_of_a_round_that_fails_keeps_no_other_from_being_made() {
    let app = network().await;
    let id = send(&app).await;
    app.advance(TimeDelta::days(91));
    // The step before this one.
    let rename = |from: &str, to: &str| {
        let statement = format!("ALTER TABLE {from} RENAME TO {to}");
        app.database.execute(&statement);
    };
    rename("agreements", "agreements_away");
    assert!(rounds::make(&app.service.database).await.is_err());
    rename("agreements_away", "agreements");
    assert_eq!(sent(&app, &id).await["milestone"], "expired");
}
