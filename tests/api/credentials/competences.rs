//! Credentials of competences: only what the person chose, and at no level that the centre may not attest.

use std::process::Command;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Issued, Published, altered, issued, place, revoke};
use crate::certificates::quickly_approved_case;
use crate::documents::{CANARY, assessed_case};
use crate::support::world::{NOBODY, token_parts};
use crate::support::{Answer, TestApp, esco_uri, request};

/// The competences of a case, the first recorded first.
async fn competences(app: &TestApp, case: &str) -> Vec<String> {
    let url = format!("/v1/cases/{case}/competences");
    let list = app.get("operator", &url).await.expect(200).body;
    let mut ids: Vec<String> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    ids
}

/// Further competences of a case: one at level 2 that ESCO knows, one that is not agreed upon, one at 0.
fn add_competences(app: &TestApp, case: &str) {
    let (org, uri) = (
        app.organisation("centre"),
        esco_uri("skill", "sew pieces of fabric"),
    );
    for (label, level, esco) in [
        ("I mend what is torn", "2", true),
        ("I keep accounts", "NULL", false),
        ("I drive", "0", false),
    ] {
        let (id, at) = (uuid::Uuid::now_v7(), "2026-02-02 08:00:00");
        let esco = match esco {
            true => format!("'{uri}', 'sew pieces of fabric', '1.2.0'"),
            false => "NULL, NULL, NULL".to_owned(),
        };
        app.database.execute(&format!(
            "INSERT INTO competences (id, case_id, organisation_id, label, kind, description, setting, \
             self_level, agreed_level, version, created_at, updated_at, esco_uri, esco_label, \
             esco_release) VALUES ('{id}', '{case}', '{org}', '{label}', 'technical', '{CANARY}', \
             'informal', 5, {level}, 1, '{at}', '{at}', {esco})"
        ));
    }
}

fn request_for(level: &str, chosen: &[(&str, &str)]) -> Value {
    let chosen: Vec<Value> = chosen
        .iter()
        .map(|(id, wording)| json!({ "competence_id": id, "wording": wording }))
        .collect();
    let act = (level != "first_party").then_some("Verbale 12 del 20/2/2026");
    json!({
        "requested_on": "2026-03-01", "request_form": "signed_form", "attestation_level": level,
        "act_reference": act, "competences": chosen,
    })
}

async fn ask(app: &TestApp, who: &str, case: &str, body: Value) -> Answer {
    let url = format!("/v1/cases/{case}/competence-credentials");
    app.post(who, &url, body).await
}

async fn handed(app: &TestApp, answer: Answer) -> Issued {
    let url = answer.expect(201).header("location").to_owned();
    let token = app.get("operator", &format!("{url}/credential")).await;
    Issued {
        file: Vec::new(),
        token: String::from_utf8(token.expect(200).bytes.to_vec()).unwrap(),
        url,
    }
}

/// The credential of somebody who sews.
pub async fn attested(app: &TestApp) -> Issued {
    let case = quickly_approved_case(app);
    let answer = attest(app, &case).await;
    handed(app, answer).await
}

pub async fn attest(app: &TestApp, case: &str) -> Answer {
    let body = of(app, case).await;
    ask(app, "supervisor", case, body).await.expect(201)
}

/// What is asked for to have one of a case.
pub async fn of(app: &TestApp, case: &str) -> Value {
    let sews = &competences(app, case).await[0];
    request_for("first_party", &[(sews, "own_words")])
}

fn entitlement(levels: &[&str], until: &str) -> Value {
    json!({
        "legal_reference": "Decreto 522/2018", "public_holder": "Regione Liguria",
        "levels": levels, "valid_from": "2026-01-01", "valid_to": until,
    })
}

async fn entitle(app: &TestApp, levels: &[&str], until: &str) {
    let centre = app.organisation("centre");
    let url = format!("/v1/organisations/{centre}/entitlements");
    let body = entitlement(levels, until);
    app.post("admin", &url, body).await.expect(201);
}

#[actix_web::test]
async fn a_credential_says_of_competences_what_the_person_chose_and_nothing_else() {
    let app = TestApp::new().await;
    let case = quickly_approved_case(&app);
    add_competences(&app, &case);
    app.database
        .execute("UPDATE beneficiaries SET name_original_script = 'أمينة ديالو'");
    let ids = competences(&app, &case).await;
    let mut body = request_for(
        "first_party",
        &[(&ids[0], "own_words"), (&ids[1], "esco_name")],
    );
    let answer = ask(&app, "supervisor", &case, body.clone()).await;
    let first = handed(&app, answer).await;
    let (header, claims) = token_parts(first.token.as_bytes());
    assert_eq!(
        (&header["alg"], &header["typ"]),
        (&json!("EdDSA"), &json!("JWT"))
    );
    assert_eq!(claims["iss"], claims["issuer"]["id"]);
    let subject = &claims["credentialSubject"];
    assert_eq!(subject["identifier"].as_array().unwrap().len(), 1);
    assert_eq!(subject["identifier"][0]["identityHash"], "Amina Diallo");
    let achievement = &subject["achievement"];
    let name = |index: usize| &achievement["resultDescription"][index]["name"];
    assert_eq!(
        (name(1), name(2)),
        (&json!("I sew shirts"), &json!("sew pieces of fabric"))
    );
    let values: Vec<&Value> = subject["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["value"])
        .collect();
    // That of the final assessment, and that of the competence.
    assert_eq!(values, ["first_party", "4", "2"]);
    let alignment = &achievement["alignment"];
    assert_eq!(alignment.as_array().unwrap().len(), 1);
    assert_eq!(
        alignment[0]["targetUrl"],
        esco_uri("skill", "sew pieces of fabric")
    );
    assert_eq!(alignment[0]["targetFramework"], "ESCO 1.2.0");
    assert_eq!(achievement["resultDescription"][2]["alignment"], *alignment);
    let said = claims.to_string();
    assert!(said.contains("neither validation nor certification"));
    assert!(said.contains("4 alone, also new problems"));
    for never in [
        CANARY,
        "mend",
        "accounts",
        "drive",
        "Seamstress",
        "sewing",
        "\"GN\"",
        "1995",
        "ديالو",
        "HoursAttended",
        app.user("supervisor").as_str(),
    ] {
        assert!(!said.contains(never), "{never}");
    }

    // In their own words with the skill beside them, and with the name in its own script.
    body["competences"] = json!([{ "competence_id": ids[1], "wording": "both" }]);
    body["name_in_original_script"] = json!(true);
    let answer = ask(&app, "supervisor", &case, body).await;
    let second = handed(&app, answer).await;
    let (_, claims) = token_parts(second.token.as_bytes());
    let subject = &claims["credentialSubject"];
    assert_eq!(subject["identifier"][1]["identityHash"], "أمينة ديالو");
    let described = &subject["achievement"]["resultDescription"][1];
    assert_eq!(described["name"], "I mend what is torn");
    assert_eq!(
        described["alignment"][0]["targetName"],
        "sew pieces of fabric"
    );
    let (status, said) = verify(&Published::of(&app, &second).await);
    assert_eq!(status, 0, "{said}");
    for words in [
        "Amina Diallo · أمينة ديالو can",
        "2 of 5: I mend what is torn (ESCO: sew pieces of fabric)\n",
    ] {
        assert!(said.contains(words), "{said}");
    }
    let list = format!("/v1/cases/{case}/competence-credentials");
    let list = app.get("operator", &list).await.expect(200).body;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    assert_eq!(list["items"][1]["competences"][1]["wording"], "esco_name");
}

#[actix_web::test]
async fn what_was_not_agreed_upon_is_not_attested() {
    let app = TestApp::new().await;
    let case = quickly_approved_case(&app);
    add_competences(&app, &case);
    let ids = competences(&app, &case).await;
    let elsewhere = quickly_approved_case(&app);
    let foreign = &competences(&app, &elsewhere).await[0];
    let own = "own_words";
    for (chosen, error) in [
        (
            vec![(ids[2].as_str(), own)],
            "/competences/0/competence_id no_agreed_level",
        ),
        (
            vec![(&ids[3], own)],
            "/competences/0/competence_id no_agreed_level",
        ),
        (
            vec![(foreign, own)],
            "/competences/0/competence_id not_in_this_case",
        ),
        (
            vec![(&ids[0], own), (&ids[0], own)],
            "/competences/1/competence_id listed_twice",
        ),
        (
            vec![(&ids[0], "esco_name")],
            "/competences/0/competence_id no_esco_name",
        ),
        (
            vec![(&ids[0], "both")],
            "/competences/0/competence_id no_esco_name",
        ),
        (vec![], "/competences out_of_range"),
    ] {
        let body = request_for("first_party", &chosen);
        let refused = ask(&app, "supervisor", &case, body).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
    let mut body = request_for("first_party", &[(&ids[0], own)]);
    body["requested_on"] = json!(app.day(1));
    let refused = ask(&app, "supervisor", &case, body).await.expect(422);
    assert_eq!(refused.errors(), ["/requested_on in_the_future"]);
    let body = request_for("none", &[(&ids[0], own)]);
    let refused = ask(&app, "supervisor", &case, body).await.expect(422);
    assert_eq!(refused.errors(), ["/attestation_level wrong_type"]);
    let count = "SELECT COUNT(*) FROM credentials";
    assert_eq!(app.database.count(count), 0);
}

#[actix_web::test]
async fn all_that_stands_against_a_credential_of_competences_is_named_at_once() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "withdrawn").case;
    app.database.execute(&format!(
        "UPDATE assessments SET assessor_id = '{}' WHERE case_id = '{case}'",
        app.user("supervisor")
    ));
    app.database
        .execute("UPDATE beneficiaries SET name_confirmed = false");
    let sews = &competences(&app, &case).await[0];
    let body = request_for("second_party", &[(sews, "own_words")]);
    let refused = ask(&app, "supervisor", &case, body.clone()).await;
    assert_eq!(
        refused.expect(409).unmet(),
        [
            "case_withdrawn",
            "four_eyes",
            "no_approved_report",
            "name_confirmed",
            "not_entitled"
        ]
    );
    ask(&app, "operator", &case, body.clone()).await.expect(403);
    ask(&app, "other_supervisor", &case, body).await.expect(404);
}

#[actix_web::test]
async fn only_who_is_entitled_today_attests_as_second_or_third_party() {
    let app = TestApp::new().await;
    let case = quickly_approved_case(&app);
    let sews = competences(&app, &case).await.remove(0);
    let as_party = async |level: &str| {
        let body = request_for(level, &[(&sews, "own_words")]);
        ask(&app, "supervisor", &case, body).await
    };
    for level in ["second_party", "third_party"] {
        let refused = as_party(level).await.expect(409);
        assert_eq!(refused.unmet(), ["not_entitled"], "{level}");
    }
    // Another organisation's, and one that has ended, entitle nobody here.
    let other = format!(
        "/v1/organisations/{}/entitlements",
        app.organisation("other_centre")
    );
    let body = entitlement(&["second_party"], &app.day(30));
    app.post("admin", &other, body).await.expect(201);
    entitle(&app, &["second_party"], &app.day(-1)).await;
    assert_eq!(
        as_party("second_party").await.expect(409).unmet(),
        ["not_entitled"]
    );

    entitle(&app, &["second_party"], &app.day(0)).await;
    let issued = handed(&app, as_party("second_party").await).await;
    let (_, claims) = token_parts(issued.token.as_bytes());
    assert_eq!(
        claims["credentialSubject"]["result"][0]["value"],
        "second_party"
    );
    let issuer = &claims["issuer"];
    assert_eq!(
        issuer["otherIdentifier"][0]["identifier"],
        "Decreto 522/2018"
    );
    assert!(
        issuer["description"]
            .as_str()
            .unwrap()
            .contains("Regione Liguria")
    );
    let achievement = &claims["credentialSubject"]["achievement"];
    let meant =
        achievement["resultDescription"].to_string() + &achievement["description"].to_string();
    assert!(meant.contains("Verbale 12 del 20/2/2026"), "{meant}");
    let kept = app.get("supervisor", &issued.url).await.expect(200).body;
    let entitled = kept["entitlement_id"].as_str().unwrap();
    // Found by it, where it turns out that it had ended.
    for (entitlement, count) in [(entitled, 1), (NOBODY, 0)] {
        let centre = app.organisation("centre");
        let url = format!(
            "/v1/organisations/{centre}/competence-credentials?entitlement_id={entitlement}"
        );
        let listed = app.get("supervisor", &url).await.expect(200);
        let listed = listed.body["items"].as_array().unwrap();
        assert_eq!(listed.len(), count, "{entitlement}");
    }
    assert_eq!(kept["act_reference"], "Verbale 12 del 20/2/2026");
    // Each level with the act that it rests on, and the first party with none.
    for (level, act, code) in [
        ("second_party", None, "act_needed"),
        ("third_party", None, "act_needed"),
        ("first_party", Some("Verbale 12"), "act_of_first_party"),
    ] {
        let mut body = request_for(level, &[(&sews, "own_words")]);
        body["act_reference"] = json!(act);
        let refused = ask(&app, "supervisor", &case, body).await.expect(422);
        assert_eq!(refused.errors(), [format!("/act_reference {code}")]);
    }
    assert_eq!(
        as_party("third_party").await.expect(409).unmet(),
        ["not_entitled"]
    );
    let first = handed(&app, as_party("first_party").await).await;
    let (_, claims) = token_parts(first.token.as_bytes());
    assert!(claims["issuer"]["otherIdentifier"].is_null());

    // One minute before midnight in Rome, and after it.
    app.advance(TimeDelta::minutes(13 * 60 + 59));
    as_party("second_party").await.expect(201);
    app.advance(TimeDelta::minutes(1));
    assert_eq!(
        as_party("second_party").await.expect(409).unmet(),
        ["not_entitled"]
    );
    // What was attested before goes on to hold.
    let published = Published::of(&app, &issued).await;
    assert!(published.ended().is_empty());
}

#[actix_web::test]
async fn a_revoked_one_is_on_the_list_of_the_certificates() {
    let app = TestApp::new().await;
    let (certificate, attested) = (issued(&app).await, attested(&app).await);
    let published = Published::of(&app, &attested).await;
    assert!(published.ended().is_empty());
    let end = format!("{}/revocation", attested.url);
    let reason = json!({ "reason": "The person wants another choice" });
    app.post("operator", &end, reason.clone()).await.expect(403);
    let revoked = app.post("supervisor", &end, reason.clone()).await;
    let revoked = revoked.expect(200).body;
    assert_eq!(revoked["status"], "revoked");
    assert_eq!(revoked["ended_by"], app.user("supervisor"));
    let again = app.post("supervisor", &end, reason.clone()).await;
    assert_eq!(again.expect(409).body["code"], "credential_not_valid");
    let published = Published::of(&app, &certificate).await;
    assert_eq!(published.ended(), [place(&attested)]);
    let held = app.get("supervisor", &certificate.url).await.expect(200);
    assert_eq!(held.body["status"], "valid");

    let other = super::competences::attested(&app).await;
    let case = app.get("supervisor", &other.url).await.expect(200).body;
    app.database.execute(&format!(
        "UPDATE assessments SET assessor_id = '{}' WHERE case_id = '{}'",
        app.user("supervisor"),
        case["case_id"].as_str().unwrap()
    ));
    let end = format!("{}/revocation", other.url);
    let refused = app.post("supervisor", &end, reason).await.expect(409);
    assert_eq!(refused.unmet(), ["four_eyes"]);
}

#[actix_web::test]
async fn a_stranger_sees_nothing_of_somebodys_competences() {
    let app = TestApp::new().await;
    let attested = attested(&app).await;
    for url in [attested.url.clone(), format!("{}/credential", attested.url)] {
        for who in [
            "other_supervisor",
            "colleague",
            "officer",
            "reception",
            "admin",
        ] {
            app.get(who, &url).await.expect(404);
        }
        app.send(request("GET", &url)).await.expect(401);
    }
}

/// What `bilancio verify` says of it, and with which exit status.
fn verify(published: &Published) -> (i32, String) {
    let [keys, token, list] = published.files();
    let output = Command::new(env!("CARGO_BIN_EXE_bilancio"))
        .arg("verify")
        .arg(token)
        .arg("--keys")
        .arg(keys)
        .arg("--status-list")
        .arg(list)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), said)
}

#[actix_web::test]
async fn who_is_shown_it_reads_in_plain_words_what_it_attests() {
    let app = TestApp::new().await;
    let first = attested(&app).await;
    let published = Published::of(&app, &first).await;
    let (status, said) = verify(&published);
    assert_eq!(status, 0, "{said}");
    for words in [
        "VALID: credential of competences urn:uuid:",
        "Amina Diallo can",
        "4 of 5: I sew shirts",
        "first party",
        "neither validated nor certified",
    ] {
        assert!(said.contains(words), "{said}");
    }
    assert!(!said.contains("took part"), "{said}");
    for part in [0, 1, 2] {
        let forged = published.with(&altered(&first.token, part));
        assert_eq!(verify(&forged).0, 1, "{part}");
    }
    revoke(&app, &first).await;
    let (status, said) = verify(&Published::of(&app, &first).await);
    assert_eq!(status, 1);
    assert!(said.contains("was revoked or replaced"), "{said}");

    entitle(&app, &["third_party"], &app.day(30)).await;
    let case = quickly_approved_case(&app);
    let sews = &competences(&app, &case).await[0];
    let body = request_for("third_party", &[(sews, "own_words")]);
    let answer = ask(&app, "supervisor", &case, body).await;
    let third = handed(&app, answer).await;
    let (status, said) = verify(&Published::of(&app, &third).await);
    assert_eq!(status, 0, "{said}");
    for words in [
        "third party",
        "Decreto 522/2018",
        "Act: Verbale 12 del 20/2/2026",
    ] {
        assert!(said.contains(words), "{said}");
    }
    // Once in each language.
    assert_eq!(said.matches("Decreto 522/2018").count(), 2, "{said}");
}
