//! A read costs few queries, and as many for a hundred rows as for one.

use crate::certificates::certificate;
use crate::credentials::competences;
use crate::support::world::NOBODY;
use crate::support::{TestApp, queries};

async fn cost(app: &TestApp, who: &str, url: &str) -> Vec<String> {
    app.token(who).await;
    queries::take(&app.database.target);
    app.get(who, url).await.expect(200);
    queries::take(&app.database.target)
}

#[actix_web::test]
async fn an_organisation_is_read_with_two_queries_and_listed_with_two() {
    queries::watch();
    let app = TestApp::new().await;
    let url = format!("/v1/organisations/{}", app.organisation("cpi"));
    let read = cost(&app, "operator", &url).await;
    assert_eq!(read.len(), 2, "{read:#?}");
    let listed = cost(&app, "operator", "/v1/organisations").await;
    assert_eq!(listed.len(), 2, "{listed:#?}");
}

#[actix_web::test]
async fn a_case_is_read_whole_and_cases_are_listed_with_at_most_five_queries() {
    queries::watch();
    let app = TestApp::new().await;
    let first = app.case("investigation").case;
    let one = cost(&app, "operator", "/v1/cases").await.len();
    for _ in 0..30 {
        app.case("investigation");
    }
    // The first one also takes the catalogue into memory.
    app.get("operator", "/v1/catalogue").await.expect(200);
    for url in [
        format!("/v1/cases/{first}"),
        format!("/v1/cases/{first}/overview"),
        format!("/v1/cases/{first}/transitions"),
        format!("/v1/cases/{first}/sessions"),
        format!("/v1/cases/{first}/competences"),
        format!("/v1/cases/{first}/occupation-matches"),
        format!("/v1/cases/{first}/dequalification"),
    ] {
        let queries = cost(&app, "operator", &url).await;
        assert!(queries.len() <= 5, "{url}: {queries:#?}");
    }
    let other = app.case_of("centre", "colleague", "investigation").case;
    let stand_in = serde_json::json!({
        "absent_user_id": app.user("colleague"), "stand_in_user_id": app.user("operator"),
        "from_on": app.day(0), "to_on": app.day(1),
    });
    let named = app.post("supervisor", "/v1/stand-ins", stand_in).await;
    for url in [
        "/v1/cases".to_owned(),
        format!("/v1/cases/{other}"),
        format!("/v1/cases/{other}/operators"),
        format!("/v1/cases/{other}/transfers"),
    ] {
        let queries = cost(&app, "operator", &url).await;
        assert!(queries.len() <= 5, "{url}: {queries:#?}");
    }
    let id = named.expect(201).id();
    app.delete("supervisor", &format!("/v1/stand-ins/{id}"))
        .await
        .expect(204);
    let many = cost(&app, "operator", "/v1/cases?status=investigation&limit=30").await;
    assert!(many.len() <= 5, "{many:#?}");
    assert_eq!(many.len(), one);
}

#[actix_web::test]
async fn registers_and_papers_take_as_few_queries_for_many_as_for_one() {
    queries::watch();
    let app = TestApp::new().await;
    let first = app.case("investigation");
    let group = app.group("operator", &first.programme, 40).await;
    let joined = serde_json::json!({ "joined_on": app.day(-1) });
    app.join("operator", &group, &first.case, joined.clone())
        .await
        .expect(200);
    let register = format!("{group}/attendance-register");
    let case = format!("/v1/cases/{}", first.case);
    app.session("operator", &group, "group").await;
    let one = cost(&app, "operator", &register).await;
    assert!(one.len() <= 5, "{one:#?}");
    for part in [
        "attendance-register",
        "participation-agreement",
        "privacy-notice",
    ] {
        let queries = cost(&app, "operator", &format!("{case}/{part}")).await;
        assert!(queries.len() <= 5, "{part}: {queries:#?}");
    }
    for _ in 0..10 {
        let another = app.case("investigation").case;
        app.move_to_programme(&another, &first.programme);
        app.join("operator", &group, &another, joined.clone())
            .await
            .expect(200);
        app.session("operator", &group, "group").await;
    }
    let many = cost(&app, "operator", &register).await;
    assert_eq!(many.len(), one.len(), "{many:#?}");
}

#[actix_web::test]
async fn a_register_takes_as_few_queries_for_many_as_for_one() {
    queries::watch();
    let app = TestApp::new().await;
    let centre = format!("/v1/organisations/{}", app.organisation("centre"));
    let mut costs = Vec::new();
    for more in [1, 11] {
        for _ in 0..more {
            let (_, certificate) = certificate(&app).await;
            let case = certificate.body["case_id"].as_str().unwrap();
            competences::attest(&app, case).await;
        }
        for list in ["certificates", "competence-credentials"] {
            let url = format!("{centre}/{list}?key_stands=true");
            let queries = cost(&app, "supervisor", &url).await;
            assert!(queries.len() <= 5, "{queries:#?}");
            costs.push(queries.len());
        }
    }
    assert_eq!(costs[..2], costs[2..]);
}

/// So that the time of an answer tells no more than the answer: D02 of the checklist.
#[actix_web::test]
async fn what_is_hidden_takes_the_same_queries_as_what_never_was() {
    queries::watch();
    let app = TestApp::new().await;
    let ids = app.case("investigation");
    for (who, kind, id) in [
        ("other_operator", "cases", &ids.case),
        ("other_supervisor", "cases", &ids.case),
        ("other_operator", "beneficiaries", &ids.beneficiary),
    ] {
        app.token(who).await;
        let mut asked = Vec::new();
        for id in [id.as_str(), NOBODY] {
            queries::take(&app.database.target);
            let answer = app.get(who, &format!("/v1/{kind}/{id}")).await;
            let taken = queries::take(&app.database.target);
            let texts = taken.iter().map(|it| it.split(" -- binds").next());
            let texts: Vec<_> = texts.map(|it| it.map(str::to_owned)).collect();
            asked.push((answer.status, texts));
        }
        assert_eq!(asked[0].0, 404, "{who} {kind}");
        assert!(!asked[0].1.is_empty());
        assert_eq!(asked[0], asked[1], "{who} {kind}");
    }
}
