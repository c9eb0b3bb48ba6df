use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, request};

const URL: &str = "/v1/beneficiaries";
const SEARCH: &str = "/v1/beneficiary-searches";

fn somebody() -> Value {
    json!({
        "given_name": "Mohammed", "family_name": "Al-Hassan", "name_original_script": "محمد الحسن",
        "birth_date": "1995-05", "sex_registered": "m", "citizenships": ["SD"],
        "languages": ["ar"], "preferred_language": "ar", "interpreter_needed": true,
        "literacy": "literate_other_script", "arrival_year": 2024,
        "contacts": [{ "kind": "phone", "value": "+39 349 157 0156", "safe_to_contact": true }],
        "support_needs": ["interpreter", "flexible_times"], "driving_licences": ["foreign"],
    })
}

fn with(field: &str, value: Value) -> Value {
    let mut body = somebody();
    body[field] = value;
    body
}

async fn add(app: &TestApp, body: Value) -> Answer {
    app.post("operator", URL, body).await
}

/// A person recorded by "operator", as an address.
async fn person(app: &TestApp) -> String {
    let added = add(app, somebody()).await.expect(201);
    added.header("location").to_owned()
}

async fn found(app: &TestApp, who: &str, terms: Value) -> Vec<Value> {
    let answer = app.post(who, SEARCH, terms).await.expect(200);
    answer.body["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_confirmed_name_is_confirmed_until_it_changes() {
    let app = TestApp::new().await;
    let url = person(&app).await;
    let confirmed = async |patch: Value| {
        let changed = app.read_and_patch("operator", &url, patch).await;
        changed.expect(200).body["name_confirmed"].clone()
    };
    assert_eq!(confirmed(json!({ "aliases": ["Abu Said"] })).await, false);
    assert_eq!(confirmed(json!({ "name_confirmed": true })).await, true);
    assert_eq!(confirmed(json!({ "arrival_year": 2023 })).await, true);
    assert_eq!(confirmed(json!({ "given_name": "Mohamed" })).await, false);
    let corrected = json!({ "given_name": "Mohammed", "name_confirmed": true });
    assert_eq!(confirmed(corrected).await, true);
    assert_eq!(
        confirmed(json!({ "name_original_script": null })).await,
        false
    );
}

#[actix_web::test]
async fn a_person_reads_back_and_changes_by_merge_patch() {
    let app = TestApp::new().await;
    let added = add(&app, somebody()).await.expect(201);
    let url = added.header("location").to_owned();
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body, added.body);
    for (field, value) in somebody().as_object().unwrap() {
        assert_eq!(&read.body[field], value, "{field}");
    }
    assert_eq!(read.body["birth_date_precision"], "month");
    assert!(read.body["person_code"].as_str().unwrap().starts_with("P-"));

    let patch = json!({ "given_name": "", "municipality": "Genova", "birth_date": "1995-01-01", "birth_date_precision": "estimated" });
    let changed = app
        .patch("operator", &url, "\"v1\"", patch.clone())
        .await
        .expect(200);
    assert_eq!(changed.body["given_name"], "");
    assert_eq!(changed.body["birth_date_precision"], "estimated");
    assert_eq!(changed.body["contacts"], read.body["contacts"]);
    app.patch("operator", &url, "\"v1\"", patch)
        .await
        .expect(412);
    let cleared = app
        .patch("operator", &url, "\"v2\"", json!({ "birth_date": null }))
        .await
        .expect(200);
    assert!(cleared.body["birth_date"].is_null() && cleared.body["birth_date_precision"].is_null());
    let nameless = app
        .patch("operator", &url, "\"v3\"", json!({ "family_name": null }))
        .await
        .expect(422);
    assert_eq!(nameless.errors(), ["/family_name no_name"]);
}

#[actix_web::test]
async fn what_is_wrong_with_a_person_is_told_at_once_and_nothing_forbidden_is_taken() {
    let app = TestApp::new().await;
    for (body, error) in [
        (
            with("given_name", json!("Ali\u{202e}")),
            "/given_name text_direction_character",
        ),
        (
            with("given_name", json!("x".repeat(1000))),
            "/given_name text_too_long",
        ),
        (
            with("aliases", json!(["Abu", "-"])),
            "/aliases/1 name_no_letter",
        ),
        (
            with("birth_date", json!("1899")),
            "/birth_date date_too_early",
        ),
        (
            with("birth_date", json!("1990-13")),
            "/birth_date date_form_wrong",
        ),
        (
            with("birth_date", json!("0001-01-01")),
            "/birth_date date_too_early",
        ),
        (
            with("birth_date", json!(app.day(1))),
            "/birth_date birth_in_future",
        ),
        (
            with("birth_date_precision", json!("day")),
            "/birth_date_precision wrong_form",
        ),
        (with("citizenships", json!([])), "/citizenships empty"),
        (
            with("citizenships", json!(["SD", "sd"])),
            "/citizenships/1 unknown_code",
        ),
        (
            with("birth_country", json!("XXA")),
            "/birth_country unknown_code",
        ),
        (
            with("preferred_language", json!("ara")),
            "/preferred_language unknown_code",
        ),
        (
            with("arrival_year", json!(2027)),
            "/arrival_year in_the_future",
        ),
        (
            with("dependants_count", json!(-1)),
            "/dependants_count out_of_range",
        ),
        (
            with("contacts", json!([{ "kind": "email", "value": "none" }])),
            "/contacts/0 wrong_form",
        ),
        (
            with("support_needs", json!(["torture"])),
            "/support_needs/0 wrong_type",
        ),
        (with("religion", json!("any")), "/religion unknown_property"),
        (
            with("person_code", json!("P-1")),
            "/person_code unknown_property",
        ),
    ] {
        let refused = add(&app, body).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
    let mut body = with("citizenships", json!(["ZZ"]));
    body["municipality"] = json!("");
    let refused = add(&app, body).await.expect(422);
    assert_eq!(
        refused.errors(),
        [
            "/citizenships/0 unknown_code",
            "/citizenships empty",
            "/municipality text_empty"
        ]
    );
    let stateless = json!({
        "given_name": "Sukarno", "sex_registered": "unknown", "citizenships": ["XXA"], "preferred_language": "it",
    });
    add(&app, stateless).await.expect(201);
}

#[actix_web::test]
async fn likely_duplicates_have_to_be_weighed_first() {
    let app = TestApp::new().await;
    person(&app).await;
    let mut again = somebody();
    again["given_name"] = json!("Mohamed");
    again["family_name"] = json!("Elhassan");
    again["contacts"] = json!([]);
    let refused = add(&app, again.clone()).await.expect(409);
    assert_eq!(refused.unmet(), ["duplicates_weighed"]);
    // Another centre is told nothing of it.
    app.post("other_operator", URL, again.clone())
        .await
        .expect(201);
    again["duplicates_weighed"] = json!(true);
    add(&app, again).await.expect(201);
    let mut other = somebody();
    other["given_name"] = json!("Tigist");
    other["family_name"] = json!("Bekele");
    other["name_original_script"] = json!("ትዕግስት በቀለ");
    other["contacts"] = json!([]);
    add(&app, other).await.expect(201);
}

#[actix_web::test]
async fn a_request_sent_twice_with_one_key_records_one_person() {
    let app = TestApp::new().await;
    let token = app.token("operator").await;
    let send = || {
        app.send(
            request("POST", URL)
                .by(&token)
                .json(somebody())
                .header("idempotency-key", "k1"),
        )
    };
    let first = send().await.expect(201);
    assert_eq!(send().await.expect(201).id(), first.id());
    assert_eq!(app.database.count("SELECT COUNT(*) FROM beneficiaries"), 1);
}

#[actix_web::test]
async fn people_are_found_by_what_is_known_of_them_within_one_centre() {
    let app = TestApp::new().await;
    let url = person(&app).await;
    let added = app.get("operator", &url).await.expect(200);
    let code = json!({ "kind": "cf", "value": "DLLMMD95A01Z343V" });
    app.post("operator", &format!("{url}/identifiers"), code)
        .await
        .expect(201);
    for terms in [
        json!({ "name": "muhammad alhasan" }),
        json!({ "name": "محمد الحسن" }),
        json!({ "name": "HASSAN", "birth_year": 1995 }),
        json!({ "phone": "0039-3491570156" }),
        json!({ "tax_code": "dllmmd95a01z343v" }),
        json!({ "person_code": added.body["person_code"] }),
    ] {
        for who in ["operator", "colleague", "supervisor"] {
            let items = found(&app, who, terms.clone()).await;
            assert_eq!(items.len(), 1, "{terms}");
            assert_eq!(items[0]["id"], added.id());
            assert_eq!(items[0]["birth_year"], 1995);
            assert!(items[0].get("contacts").is_none());
        }
        assert!(found(&app, "other_operator", terms).await.is_empty());
    }
    let far = found(
        &app,
        "operator",
        json!({ "name": "Mohammed Al-Hassan", "birth_year": 1960 }),
    )
    .await;
    assert_eq!(far[0]["likely"], false);
    let variant = json!({ "tax_code": "DLLMMD95A01Z34PR" });
    assert!(found(&app, "operator", variant).await.is_empty());
    for (terms, error) in [
        (json!({}), "/name search_term_missing"),
        (json!({ "birth_year": 1995 }), "/name search_term_missing"),
        (
            json!({ "tax_code": "DLLMMD95A01Z343X" }),
            "/tax_code check_letter_wrong",
        ),
        (
            json!({ "name": "a", "birth_year": 5 }),
            "/birth_year out_of_range",
        ),
    ] {
        let refused = app.post("operator", SEARCH, terms).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
    for who in ["reception", "officer", "admin"] {
        app.post(who, SEARCH, json!({ "name": "Hassan" }))
            .await
            .expect(403);
    }
}

#[actix_web::test]
async fn a_changed_name_is_found_and_the_old_one_is_not() {
    let app = TestApp::new().await;
    let url = person(&app).await;
    let patch =
        json!({ "given_name": "Tigist", "family_name": "Bekele", "name_original_script": null });
    app.patch("operator", &url, "\"v1\"", patch)
        .await
        .expect(200);
    assert_eq!(
        found(&app, "operator", json!({ "name": "Bekele" }))
            .await
            .len(),
        1
    );
    assert!(
        found(&app, "operator", json!({ "name": "Al-Hassan" }))
            .await
            .is_empty()
    );
}

#[actix_web::test]
async fn a_person_is_seen_by_those_who_work_with_them() {
    let app = TestApp::new().await;
    let url = person(&app).await;
    for (who, status) in [
        ("operator", 200),
        ("supervisor", 200),
        ("colleague", 404),
        ("other_operator", 404),
        ("other_supervisor", 404),
        ("reception", 404),
        ("officer", 404),
        ("admin", 404),
    ] {
        for papers in [
            "",
            "/identifiers",
            "/stay-permits",
            "/work-right",
            "/reception-stays",
        ] {
            app.get(who, &format!("{url}{papers}")).await.expect(status);
        }
    }
    for who in ["reception", "officer", "admin"] {
        app.post(who, URL, somebody()).await.expect(403);
    }
    // Once there is a case, it is the case's operators who see the person, not who typed the name in.
    let case = app.case_of("centre", "colleague", "agreed");
    let theirs = format!("{URL}/{}", case.beneficiary);
    app.get("colleague", &theirs).await.expect(200);
    app.get("operator", &theirs).await.expect(404);
    app.patch(
        "operator",
        &theirs,
        "\"v1\"",
        json!({ "arrival_year": 2020 }),
    )
    .await
    .expect(404);
    app.patch(
        "other_operator",
        &url,
        "\"v1\"",
        json!({ "arrival_year": 2020 }),
    )
    .await
    .expect(404);
}

#[actix_web::test]
async fn only_supervisors_see_and_report_a_vulnerability() {
    let app = TestApp::new().await;
    add(&app, with("vulnerability_reported", json!(true)))
        .await
        .expect(403);
    let url = person(&app).await;
    let told = app.get("operator", &url).await.expect(200);
    assert!(told.body.get("vulnerability_reported").is_none());
    let patch = json!({ "vulnerability_reported": true });
    app.patch("operator", &url, "\"v1\"", patch.clone())
        .await
        .expect(403);
    let reported = app
        .patch("supervisor", &url, "\"v1\"", patch)
        .await
        .expect(200);
    assert_eq!(reported.body["vulnerability_reported"], true);
    // An operator's change of something else leaves it as it is.
    app.patch(
        "operator",
        &url,
        "\"v2\"",
        json!({ "municipality": "Savona" }),
    )
    .await
    .expect(200);
    let read = app.get("supervisor", &url).await.expect(200);
    assert_eq!(read.body["vulnerability_reported"], true);
}

#[actix_web::test]
async fn identifiers_are_sealed_unique_and_keep_their_history() {
    let app = TestApp::new().await;
    let url = format!("{}/identifiers", person(&app).await);
    let send = async |kind: &str, value: &str| {
        app.post("operator", &url, json!({ "kind": kind, "value": value }))
            .await
    };
    send("cf_provisional", "00000010108").await.expect(201);
    send("cf", "dllmmd95a01z343v").await.expect(201);
    let listed = app.get("supervisor", &url).await.expect(200);
    let items = listed.body["items"].as_array().unwrap();
    assert_eq!(items[0]["value"], "DLLMMD95A01Z343V");
    assert!(items[0]["replaced_at"].is_null());
    assert_eq!(items[1]["value"], "00000010108");
    assert!(!items[1]["replaced_at"].is_null());
    let late = send("cf_provisional", "12345670108").await.expect(409);
    assert_eq!(late.body["code"], "definitive_tax_code_known");

    let plain = "SELECT COUNT(*) FROM identifiers WHERE sealed_value LIKE '%DLLMMD%' OR blind_index LIKE '%DLLMMD%'";
    assert_eq!(app.database.count(plain), 0);
    app.database.execute("DELETE FROM data_keys");
    let erased = app.get("operator", &url).await.expect(200);
    assert!(erased.body["items"][0]["value"].is_null());
    // A key that is made anew opens nothing of it.
    app.advance(TimeDelta::minutes(1));
    send("passport", "X1234567").await.expect(201);
    let listed = app.get("operator", &url).await.expect(200);
    let values = listed.body["items"].as_array().unwrap().iter();
    let values: Vec<_> = values.map(|it| it["value"].as_str()).collect();
    assert_eq!(values, [Some("X1234567"), None, None]);
}

#[actix_web::test]
async fn a_known_identifier_is_a_conflict_that_names_nobody_and_variants_are_two_people() {
    let app = TestApp::new().await;
    let one = format!("{}/identifiers", person(&app).await);
    let other = add(&app, json!({
        "given_name": "Amara", "sex_registered": "f", "citizenships": ["GN"], "preferred_language": "fr",
    })).await.expect(201).header("location").to_owned();
    let two = format!("{other}/identifiers");
    let code = json!({ "kind": "cf", "value": "DLLMMD95A01Z343V" });
    app.post("operator", &one, code.clone()).await.expect(201);
    let refused = app.post("operator", &two, code.clone()).await.expect(409);
    assert_eq!(refused.body["code"], "identifier_known");
    let text = refused.body.to_string();
    assert!(!text.contains("DLLMMD") && !text.contains("Hassan"));
    app.post(
        "operator",
        &two,
        json!({ "kind": "cf", "value": "DLLMMD95A01Z34PR" }),
    )
    .await
    .expect(201);
    // What another centre knows is no matter here.
    let theirs = app
        .post("other_operator", URL, somebody())
        .await
        .expect(201)
        .header("location")
        .to_owned();
    app.post("other_operator", &format!("{theirs}/identifiers"), code)
        .await
        .expect(201);

    for (kind, value, error) in [
        ("cf", "DLLMMD95A01Z343W", "/value check_letter_wrong"),
        ("cf", "00000010108", "/value tax_code_of_other_kind"),
        ("cf_provisional", "00000010109", "/value check_digit_wrong"),
        ("other", "STP0101010000001", "/value health_code_not_kept"),
        (
            "passport",
            "eni 010 101 0000001",
            "/value health_code_not_kept",
        ),
        ("passport", "--", "/value wrong_form"),
        ("stp", "x", "/kind wrong_type"),
    ] {
        let refused = app
            .post("operator", &one, json!({ "kind": kind, "value": value }))
            .await
            .expect(422);
        assert_eq!(refused.errors(), [error]);
    }
    let dates = json!({
        "kind": "passport", "value": "P123", "issuing_country": "SDN", "valid_from": app.day(-5),
        "valid_to": app.day(-6), "verified_on": app.day(1),
    });
    let refused = app.post("operator", &one, dates.clone()).await.expect(422);
    assert_eq!(refused.errors(), ["/issuing_country unknown_code"]);
    let mut dates = dates;
    dates["issuing_country"] = json!("SD");
    let refused = app.post("operator", &one, dates).await.expect(422);
    assert_eq!(
        refused.errors(),
        ["/valid_to before_start", "/verified_on in_the_future"]
    );
}

#[actix_web::test]
async fn the_newest_permit_counts_for_the_right_to_work() {
    let app = TestApp::new().await;
    let url = person(&app).await;
    let work = async |on: &str| {
        app.get("operator", &format!("{url}/work-right{on}"))
            .await
            .expect(200)
            .body
    };
    assert_eq!(work("").await["result"], "to_verify");
    let permits = format!("{url}/stay-permits");
    let asylum = json!({ "permit_code": "asylum_request", "status": "valid", "application_on": app.day(-10) });
    app.post("operator", &permits, asylum).await.expect(201);
    let day_59 = work(&format!("?on={}", app.day(49))).await;
    assert_eq!(day_59["result"], "not_yet");
    assert_eq!(day_59["allowed_from_on"], app.day(50));
    assert!(!day_59["rule_id"].as_str().unwrap().is_empty());
    assert_eq!(
        work(&format!("?on={}", app.day(50))).await["result"],
        "full"
    );
    app.post(
        "operator",
        &permits,
        json!({ "permit_code": "refugee", "status": "valid" }),
    )
    .await
    .expect(201);
    assert_eq!(work("").await["result"], "full");
    let listed = app.get("operator", &permits).await.expect(200);
    assert_eq!(listed.body["items"][0]["permit_code"], "refugee");
    for bad in ["?on=x", "?on=0001-01-01", "?when=2026-01-01"] {
        app.get("operator", &format!("{url}/work-right{bad}"))
            .await
            .expect(400);
    }
    let bad = json!({
        "permit_code": "expired", "status": "valid", "application_on": app.day(1),
        "issued_on": "1900-01-02", "expires_on": "1900-01-01",
    });
    let refused = app.post("operator", &permits, bad).await.expect(422);
    assert_eq!(
        refused.errors(),
        [
            "/permit_code unknown_code",
            "/application_on in_the_future",
            "/expires_on before_start",
        ]
    );
}

#[actix_web::test]
async fn a_reception_stay_names_a_centre_of_the_network() {
    let app = TestApp::new().await;
    let stays = format!("{}/reception-stays", person(&app).await);
    let stay = json!({ "reception_organisation_id": app.organisation("cas"), "facility_kind": "cas", "from_on": app.day(-90) });
    app.post("operator", &stays, stay).await.expect(201);
    let listed = app.get("supervisor", &stays).await.expect(200);
    assert_eq!(listed.body["items"][0]["facility_kind"], "cas");
    let nowhere = json!({ "reception_organisation_id": "01900000-0000-7000-8000-000000000000", "facility_kind": "cas" });
    let refused = app.post("operator", &stays, nowhere).await.expect(422);
    assert_eq!(
        refused.errors(),
        ["/reception_organisation_id unknown_code"]
    );
    let backwards =
        json!({ "facility_kind": "sai", "from_on": app.day(-9), "to_on": app.day(-10) });
    let refused = app.post("operator", &stays, backwards).await.expect(422);
    assert_eq!(refused.errors(), ["/to_on before_start"]);
}
