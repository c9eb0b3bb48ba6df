//! An id is looked up under the record that the address names before it, and an id in a body among the
//! records that its sender may name.

use std::collections::HashMap;

use bilancio::api::{ENDPOINTS, Endpoint};
use bilancio::openapi::examples::{self, Blank};
use serde_json::json;

use crate::access::expectations::who_may;
use crate::support::bodies::{TAX_CODE, body, person, takes_a_body};
use crate::support::world::NOBODY;
use crate::support::{TestApp, World, request};

/// What takes a record under another parent on purpose.
const TAKES_IN: &[&str] = &["set_group_member"];

fn ids_of(endpoint: &Endpoint) -> Vec<&'static str> {
    let parts = endpoint.path.split('/');
    parts
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .collect()
}

/// Records of the same kinds that "operator" and "admin" reach as well, by the names of their ids.
async fn parents(app: &TestApp, world: &World) -> HashMap<&'static str, String> {
    let case = app.case("conclusion").case;
    let session = format!("/v1/cases/{case}/sessions");
    let session = app
        .post("operator", &session, body(world, "plan_session"))
        .await;
    HashMap::from([
        ("case_id", case),
        ("session_id", session.expect(201).id()),
        ("user_id", app.user("officer")),
        ("organisation_id", app.organisation("other_centre")),
        ("referral_id", another_referral(app, world).await),
        ("transfer_id", another_offer(app, world).await),
    ])
}

/// A referral to the same recipient, of another case and without documents.
async fn another_referral(app: &TestApp, world: &World) -> String {
    let case = format!("/v1/cases/{}", app.case("conclusion").case);
    let mut sharing = body(world, "authorise_sharing");
    sharing["document_ids"] = json!([]);
    let url = format!("{case}/sharing-authorisations");
    let under = app.post("operator", &url, sharing).await.expect(201).id();
    let mut draft = body(world, "draft_outbound_referral");
    draft["authorisation_id"] = json!(under);
    draft["document_ids"] = json!([]);
    let url = format!("{case}/outbound-referrals");
    let id = app.post("operator", &url, draft).await.expect(201).id();
    let url = format!("/v1/outbound-referrals/{id}/transitions");
    let send = json!({ "event": "send" });
    app.post("operator", &url, send).await.expect(200);
    id
}

/// Another case that is offered to the same centre, without documents.
async fn another_offer(app: &TestApp, world: &World) -> String {
    let case = format!("/v1/cases/{}", app.case("conclusion").case);
    let mut sharing = body(world, "authorise_sharing");
    sharing["recipient_organisation_id"] = json!(app.organisation("other_centre"));
    sharing["document_ids"] = json!([]);
    let url = format!("{case}/sharing-authorisations");
    let under = app.post("operator", &url, sharing).await.expect(201).id();
    let mut offer = body(world, "offer_transfer");
    offer["authorisation_id"] = json!(under);
    let url = format!("{case}/transfers");
    app.post("supervisor", &url, offer).await.expect(201).id()
}

#[actix_web::test]
async fn a_record_is_not_found_under_another_parent() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let parents = parents(&app, &world).await;
    let mut asked = 0;
    for endpoint in ENDPOINTS {
        let ids = ids_of(endpoint);
        if ids.len() < 2 || TAKES_IN.contains(&endpoint.operation) {
            continue;
        }
        let parent = ids[0];
        let elsewhere = world.with(parent, &parents[parent]);
        let body = takes_a_body(endpoint).then(|| body(&world, endpoint.operation));
        let call = elsewhere.call(endpoint, body.as_ref());
        let who = who_may(endpoint);
        let answer = app.send(call.by(&app.token(who).await)).await;
        assert_eq!(answer.status, 404, "{who} {}", endpoint.operation);
        asked += 1;
    }
    assert!(asked > 20, "{asked}");
}

/// Another centre's records, by the names that the examples have for them.
async fn foreign(app: &TestApp, world: &World) -> HashMap<&'static str, String> {
    let theirs = app.case_of("other_centre", "other_operator", "conclusion");
    let case = format!("/v1/cases/{}", theirs.case);
    let document = uuid::Uuid::now_v7().to_string();
    let (org, user) = (app.organisation("other_centre"), app.user("other_operator"));
    app.database.execute(&format!(
        "INSERT INTO documents (id, case_id, organisation_id, kind, edition, status, content, \
         content_hash, author_id, created_at, issued_at, version) VALUES ('{document}', '{}', \
         '{org}', 'assessment_report', 1, 'issued', '{{}}', 'c0', '{user}', \
         '2026-03-01 08:00:00', '2026-03-01 08:00:00', 1)",
        theirs.case
    ));
    let made = async |part: &str, operation: &str| {
        let body = body(&world.with("document_id", &document), operation);
        let url = format!("{case}/{part}");
        let made = app.post("other_operator", &url, body).await;
        made.expect(201).id()
    };
    let experience = made("experiences", "record_experience").await;
    let evidence = made("evidence", "record_evidence").await;
    let authorisation = made("sharing-authorisations", "authorise_sharing").await;
    let me = app.get("other_operator", "/v1/me").await.expect(200);
    let membership = me.body["acting_as"]["id"].as_str().unwrap().to_owned();
    HashMap::from([
        ("case_id", theirs.case),
        ("beneficiary_id", theirs.beneficiary),
        ("programme_id", theirs.programme),
        ("experience_id", experience),
        ("evidence_id", evidence),
        ("document_id", document),
        ("authorisation_id", authorisation),
        ("operator_id", app.user("other_operator")),
        ("mediator_id", app.user("other_mediator")),
        ("own_membership_id", membership),
    ])
}

/// The ids that an operation's example names.
fn named_in(operation: &str) -> Vec<String> {
    let names = std::cell::RefCell::new(Vec::new());
    examples::body(operation, &|blank| {
        if let Blank::Id(name) = blank {
            names.borrow_mut().push(name.to_owned());
        }
        String::new()
    });
    names.into_inner()
}

#[actix_web::test]
async fn a_body_that_names_another_centres_record_is_answered_as_if_it_named_none() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let case = world.id("case_id");
    app.database.execute(&format!(
        "UPDATE cases SET status = 'conclusion' WHERE id = '{case}'"
    ));
    let foreign = foreign(&app, &world).await;
    let mut compared = Vec::new();
    for endpoint in ENDPOINTS {
        for (name, theirs) in &foreign {
            let operation = endpoint.operation;
            // An address names its own records; only the body is another's here.
            if !named_in(operation).iter().any(|it| it == name) {
                continue;
            }
            let who = who_may(endpoint);
            let mut answers = Vec::new();
            for id in [theirs.as_str(), NOBODY] {
                let body = body(&world.with(name, id), operation);
                let call = world.call(endpoint, Some(&body));
                let mut answer = app.send(call.by(&app.token(who).await)).await;
                answer.body["instance"] = json!("");
                answers.push((answer.status, answer.body));
            }
            assert!(answers[0].0 >= 400, "{operation} took {name}: {answers:?}");
            assert_eq!(answers[0], answers[1], "{operation} {name}");
            compared.push((operation, *name));
        }
    }
    assert!(compared.len() >= 10, "{compared:?}");
}

#[actix_web::test]
async fn what_another_centre_knows_refuses_nobody_and_is_found_by_nobody() {
    let app = TestApp::new().await;
    World::new(&app).await;
    // A person with the same name and the same tax code, at another centre.
    let added = app
        .post("other_operator", "/v1/beneficiaries", person())
        .await
        .expect(201);
    let identifiers = format!("/v1/beneficiaries/{}/identifiers", added.id());
    let code = json!({ "kind": "cf", "value": TAX_CODE });
    app.post("other_operator", &identifiers, code.clone())
        .await
        .expect(201);
    let term = json!({ "tax_code": code["value"] });
    let found = app
        .post("other_operator", "/v1/beneficiary-searches", term)
        .await
        .expect(200);
    let ids: Vec<_> = found.body["items"].as_array().unwrap().iter().collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(ids[0]["id"], json!(added.id()));
}

#[actix_web::test]
async fn no_header_names_another_organisation() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    let theirs = app.organisation("centre");
    let token = app.token("other_supervisor").await;
    for (header, value) in [
        ("x-organisation", theirs.as_str()),
        ("x-organisation-id", &theirs),
        ("x-tenant", &theirs),
        ("x-role", "administrator"),
        ("x-original-url", "/v1/cases"),
        ("x-forwarded-user", "supervisor@example.org"),
    ] {
        let call = |url: &str| request("GET", url).by(&token).header(header, value);
        let read = app.send(call(&format!("/v1/cases/{case}"))).await;
        assert_eq!(read.status, 404, "{header}");
        let list = app.send(call("/v1/cases")).await.expect(200);
        assert_eq!(list.body["items"], json!([]), "{header}");
    }
}
