//! The codes that the API takes are those of the lists, with labels in the language asked for or, tagged
//! so, in English.

use std::collections::BTreeSet;

use bilancio::code_lists;
use bilancio::openapi::document;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, queries, request};

fn items(list: &Answer) -> &[Value] {
    list.body["items"].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn codes(list: &Answer) -> Vec<&str> {
    items(list).iter().map(|item| text(item, "code")).collect()
}

async fn names(app: &TestApp) -> Vec<String> {
    let lists = app.get("operator", "/v1/code-lists").await.expect(200);
    let names = items(&lists).iter().map(|list| text(list, "name"));
    names.map(str::to_owned).collect()
}

#[actix_web::test]
async fn every_list_answers_in_two_languages_each_label_with_its_tag() {
    let app = TestApp::new().await;
    let lists = app.get("operator", "/v1/code-lists").await.expect(200);
    assert!(items(&lists).len() > 20);
    for summary in items(&lists) {
        let name = text(summary, "name");
        let url = format!("/v1/code-lists/{name}?lang=it&lang2=ar");
        let list = app.get("operator", &url).await.expect(200);
        for of in ["name", "version", "source"] {
            assert_eq!(list.body[of], summary[of], "{name}");
            assert!(!text(&list.body, of).is_empty(), "{name} {of}");
        }
        assert_eq!(items(&list).len() as u64, summary["count"], "{name}");
        let english = app.get("operator", &format!("/v1/code-lists/{name}")).await;
        let english = english.expect(200);
        for (label, lang) in [("label", "it"), ("label2", "ar")] {
            let mut own = 0_u64;
            for (item, in_english) in items(&list).iter().zip(items(&english)) {
                let tag = text(&item[label], "lang");
                let code = text(item, "code");
                assert!(tag == lang || tag == "en", "{name} {code}: {tag}");
                if tag == "en" {
                    assert_eq!(item[label], in_english["label"], "{name} {code}");
                }
                own += u64::from(tag == lang);
            }
            let languages = summary["languages"].as_array().unwrap().iter();
            let counted = languages.filter(|it| it["lang"] == lang);
            let counted: u64 = counted.filter_map(|it| it["count"].as_u64()).sum();
            assert_eq!(own, counted, "{name} {lang}");
        }
        assert!(items(&english).iter().all(|it| it.get("label2").is_none()));
    }
}

#[actix_web::test]
async fn what_has_no_label_in_a_language_is_shown_in_english_and_says_so() {
    let app = TestApp::new().await;
    let url = "/v1/code-lists/languages?lang=ar&lang2=fr-CH";
    let list = app.get("operator", url).await.expect(200);
    let code = |code: &str| items(&list).iter().find(|it| it["code"] == code).unwrap();
    let egyptian = json!({ "lang": "ar", "text": "العربية المصرية" });
    assert_eq!(code("arz")["label"], egyptian);
    let bavarian = json!({
        "code": "bar",
        "label": { "lang": "en", "text": "Bavarian" },
        "label2": { "lang": "fr", "text": "bavarois" },
    });
    assert_eq!(*code("bar"), bavarian);
    let url = "/v1/code-lists/digcomp-competences?lang=ar&lang2=fr-CH";
    let list = app.get("operator", url).await.expect(200);
    let devices = items(&list).iter().find(|it| it["code"] == "4.1").unwrap();
    let expected = json!({
        "code": "4.1",
        "parent": "4",
        "label": { "lang": "ar", "text": "حماية الأجهزة" },
        "label2": { "lang": "fr", "text": "Protéger les appareils" },
    });
    assert_eq!(*devices, expected);
    // In no language that anybody has heard of.
    let url = "/v1/code-lists/eqf-levels?lang=tlh";
    let list = app.get("operator", url).await.expect(200);
    assert!(items(&list).iter().all(|it| it["label"]["lang"] == "en"));
}

#[actix_web::test]
async fn an_unknown_list_is_404_and_what_is_no_language_tag_422() {
    let app = TestApp::new().await;
    for name in ["shoe-sizes", "EQF-levels", "eqf-levels.json", "..%2FNOTICE"] {
        let url = format!("/v1/code-lists/{name}");
        app.get("operator", &url).await.expect(404);
    }
    let url = "/v1/code-lists/eqf-levels?lang=it_IT&lang2=";
    let refused = app.get("operator", url).await.expect(422);
    let expected = ["/lang wrong_language_tag", "/lang2 wrong_language_tag"];
    assert_eq!(refused.errors(), expected);
    let url = "/v1/code-lists/eqf-levels?language=it";
    app.get("operator", url).await.expect(400);
    app.send(request("GET", "/v1/code-lists")).await.expect(401);
}

#[actix_web::test]
async fn who_has_a_list_already_is_told_that_it_is_as_it_was() {
    let app = TestApp::new().await;
    let token = app.token("officer").await;
    let italian = "/v1/code-lists/languages?lang=it";
    for url in ["/v1/code-lists", italian, "/openapi.json"] {
        let call = || request("GET", url).by(&token);
        let first = app.send(call()).await.expect(200);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 20, "{url}: {tag}");
        assert_eq!(first.header("cache-control"), "no-cache", "{url}");
        for known in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
            let call = call().header("if-none-match", &known);
            let again = app.send(call).await.expect(304);
            assert_eq!(again.header("etag"), tag, "{url}");
            assert_eq!(again.header("cache-control"), "no-cache", "{url}");
            assert!(again.bytes.is_empty(), "{url}");
        }
        let call = call().header("if-none-match", "\"other\"");
        let changed = app.send(call).await.expect(200);
        assert_eq!(changed.header("etag"), tag, "{url}");
        assert_eq!(changed.bytes, first.bytes, "{url}");
    }
    let tag = app.get("officer", italian).await.header("etag").to_owned();
    let arabic = request("GET", "/v1/code-lists/languages?lang=ar").by(&token);
    let other = app.send(arabic.header("if-none-match", &tag)).await;
    assert_ne!(other.expect(200).header("etag"), tag);
    let nobody = request("GET", italian).header("if-none-match", &tag);
    app.send(nobody).await.expect(401);
}

#[actix_web::test]
async fn a_list_asks_the_database_only_who_it_is_that_reads() {
    queries::watch();
    let app = TestApp::new().await;
    app.token("operator").await;
    for url in ["/v1/code-lists", "/v1/code-lists/countries?lang=it"] {
        queries::take(&app.database.target);
        app.get("operator", url).await.expect(200);
        let asked = queries::take(&app.database.target);
        assert_eq!(asked.len(), 1, "{asked:#?}");
    }
}

/// Lists, and the type of the API whose values are their codes.
const TYPES: &[(&str, &str)] = &[
    ("isced-levels", "IscedLevel"),
    ("cefr-levels", "CefrLevel"),
    ("literacy-levels", "Literacy"),
    ("driving-licences", "DrivingLicence"),
    ("experience-kinds", "ExperienceKind"),
    ("experience-completions", "ExperienceCompletion"),
    ("learning-settings", "LearningSetting"),
    ("evidence-kinds", "EvidenceKind"),
    ("evidence-verifications", "EvidenceVerification"),
    ("competence-kinds", "CompetenceKind"),
    ("expectation-kinds", "ExpectationKind"),
    ("goal-horizons", "GoalHorizon"),
    ("language-skill-sources", "LanguageSkillSource"),
    ("recognitions", "Recognition"),
    ("competence-repertories", "RepertoryScheme"),
    ("resource-or-limit-kinds", "ResourceOrLimitKind"),
];

#[actix_web::test]
async fn the_values_that_a_field_takes_are_the_codes_of_its_list() {
    let app = TestApp::new().await;
    let document = document();
    for (name, of) in TYPES {
        let list = app.get("operator", &format!("/v1/code-lists/{name}")).await;
        let values = document["components"]["schemas"][of]["enum"].as_array();
        let values = values.unwrap_or_else(|| panic!("no type {of}"));
        assert_eq!(json!(codes(&list)), json!(values), "{name}");
    }
}

async fn codes_of(app: &TestApp, name: &str) -> BTreeSet<String> {
    let list = app.get("operator", &format!("/v1/code-lists/{name}")).await;
    let list = list.expect(200);
    codes(&list).into_iter().map(str::to_owned).collect()
}

/// A few of the codes, whichever they are.
fn some(codes: &BTreeSet<String>) -> impl Iterator<Item = (&str, u16)> {
    codes.iter().step_by(60).map(|code| (code.as_str(), 200))
}

#[actix_web::test]
async fn countries_citizenships_and_languages_are_taken_by_the_lists() {
    let app = TestApp::new().await;
    let person = app.case("investigation").beneficiary;
    let url = format!("/v1/beneficiaries/{person}");
    let countries = codes_of(&app, "countries").await;
    let citizenships = codes_of(&app, "citizenships").await;
    let languages = codes_of(&app, "languages").await;
    let further: Vec<_> = citizenships.difference(&countries).collect();
    assert_eq!(further, ["XXA", "XXX"]);
    assert!(countries.len() >= 249 && languages.len() > 600);
    let birth_countries = some(&countries).chain([("XXA", 422), ("ITA", 422)]);
    let birth_countries = birth_countries.map(|(code, is)| ("birth_country", json!(code), is));
    let cases = some(&citizenships).chain([("XXA", 200), ("XXX", 200), ("ZZ", 422)]);
    let cases = cases.map(|(code, is)| ("citizenships", json!([code]), is));
    let tongues = some(&languages).chain([("tzm", 200), ("ita", 422), ("IT", 422)]);
    let tongues = tongues.map(|(code, is)| ("languages", json!([code]), is));
    for (field, value, status) in birth_countries.chain(cases).chain(tongues) {
        let tag = app.get("operator", &url).await.header("etag").to_owned();
        let patch = json!({ field: value });
        let answer = app.patch("operator", &url, &tag, patch.clone()).await;
        assert_eq!(answer.status, status, "{patch}: {}", answer.body);
    }
}

#[actix_web::test]
async fn permits_are_taken_by_the_list() {
    let app = TestApp::new().await;
    let person = app.case("investigation").beneficiary;
    let url = format!("/v1/beneficiaries/{person}/stay-permits");
    let permits = codes_of(&app, "stay-permits").await;
    let known = permits.iter().map(|code| (code.as_str(), 201));
    for (code, status) in known.chain([("expired", 422), ("golden_visa", 422)]) {
        let body = json!({ "permit_code": code, "status": "valid" });
        let answer = app.post("operator", &url, body).await;
        assert_eq!(answer.status, status, "{code}: {}", answer.body);
    }
}

#[actix_web::test]
async fn the_lists_of_the_answer_are_all_lists_there_are() {
    let app = TestApp::new().await;
    let all: Vec<_> = code_lists::ALL.iter().map(|list| &list.name).collect();
    assert_eq!(names(&app).await.iter().collect::<Vec<_>>(), all);
}
