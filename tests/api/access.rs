//! Nobody gets what the policy does not give, on any endpoint.
//!
//! The sweep asks every endpoint as everybody for the records of one case. A body is read before the
//! right is asked for, so each request has a valid one (`support::bodies`): a refusal is then a
//! refusal of the right, and not of the body. Whoever is refused by the record's state or version
//! (409, 412) got through. No change names a version that exists, so that each asker finds the same
//! record; what does change something for the others comes last.

pub mod expectations;

use std::collections::BTreeMap;

use bilancio::access::Role;
use bilancio::api::{ENDPOINTS, Endpoint};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::bodies::{HIDDEN, NAMED, body, takes_a_body};
use crate::support::world::NOBODY;
use crate::support::{Answer, PEOPLE, TestApp, World, request};
use expectations::EXPECTATIONS;

/// Endpoints that answer without a sign-in; this list may only shrink or be argued for. The first
/// three tell of nobody, and are asked by what watches over the service.
const PUBLIC: &[&str] = &[
    "check_life",
    "check_readiness",
    "read_status",
    "sign_in",
    "ask_for_password_reset",
    "set_password",
    "list_identity_providers",
    "begin_provider_sign_in",
    "sign_in_through_provider",
    "refresh_tokens",
    "list_public_keys",
    "read_issuer",
    "list_issuers_public_keys",
    "read_issuers_public_key",
    "read_status_list",
    "check_certificate",
    "open_private_questionnaire",
    "answer_private_questionnaire",
    "complete_private_questionnaire",
    "open_reference_confirmation",
    "answer_reference_confirmation",
];

/// What ends something that the other endpoints need, in this order.
const LAST: &[&str] = &[
    "withdraw_intake_referral",
    "withdraw_consent_to_refer",
    "replace_certificate",
    "refuse_transfer_offer",
    "withdraw_transfer",
    "accept_transfer_offer",
    "revoke_sharing",
    "take_role",
    "sign_out",
];

pub fn last_comes_last() -> Vec<&'static Endpoint> {
    let place = |endpoint: &&Endpoint| {
        let last = LAST.iter().position(|it| *it == endpoint.operation);
        (last.map_or(0, |place| place + 1), endpoint.method != "Get")
    };
    let mut endpoints: Vec<_> = ENDPOINTS.iter().collect();
    endpoints.sort_by_key(place);
    endpoints
}

/// What ends the sign-ins of "colleague".
const ENDS_SIGN_INS: &str = "end_users_sign_ins";

/// What names records in its body and makes something in the asker's own organisation.
const NAMING: &[&str] = &[
    "open_case",
    "open_group",
    "hand_over_cases",
    "appoint_stand_in",
];

fn body_of(world: &World, endpoint: &Endpoint) -> Option<Value> {
    takes_a_body(endpoint).then(|| body(world, endpoint.operation))
}

async fn ask(app: &TestApp, world: &World, endpoint: &Endpoint, who: &str, at: &World) -> Answer {
    let body = body_of(world, endpoint);
    let call = at.call(endpoint, body.as_ref());
    let answer = app.send(call.by(&app.token(who).await)).await;
    if endpoint.operation == ENDS_SIGN_INS {
        // Who comes next may be the one whose sign-ins this ended.
        app.forget_token("colleague");
    }
    answer
}

fn let_through(answer: &Answer) -> bool {
    !matches!(answer.status, 401 | 403 | 404)
}

#[test]
fn every_endpoint_has_one_row_and_every_row_an_endpoint() {
    let mut rows: Vec<_> = EXPECTATIONS.iter().map(|(name, _)| *name).collect();
    let mut endpoints: Vec<_> = ENDPOINTS.iter().map(|it| it.operation).collect();
    rows.sort_unstable();
    endpoints.sort_unstable();
    assert_eq!(rows, endpoints);
    for (operation, who) in EXPECTATIONS {
        for name in *who {
            assert!(PEOPLE.iter().any(|it| it.0 == *name), "{operation}: {name}");
        }
    }
}

#[actix_web::test]
async fn each_person_gets_through_where_the_table_says_and_nowhere_else() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    for (who, ..) in PEOPLE {
        app.token(who).await;
    }
    let mut wrong = Vec::new();
    for endpoint in last_comes_last() {
        let mut through = Vec::new();
        let mut statuses = Vec::new();
        for (who, organisation, _) in PEOPLE {
            let answer = ask(&app, &world, endpoint, who, &world).await;
            statuses.push(answer.status);
            assert_ne!(answer.status, 400, "{}", answer.body);
            // A body that names another organisation's records names none.
            let unknown = NAMING.contains(&endpoint.operation) && *organisation != "centre";
            let name = endpoint.operation;
            let rules = answer.errors();
            let again = rules
                .iter()
                .all(|rule| rule.ends_with(" already_exists") || rule == "/code wrong_code");
            assert!(again || unknown, "{name}: {}", answer.body);
            assert!(!unknown || answer.status >= 300, "{who} {name}");
            if let_through(&answer) {
                through.push(*who);
            }
        }
        let expected = EXPECTATIONS.iter().find(|it| it.0 == endpoint.operation);
        if expected.map(|it| it.1) != Some(through.as_slice()) {
            let name = endpoint.operation;
            wrong.push(format!("(\"{name}\", &{through:?}), // {statuses:?}"));
        }
    }
    assert!(wrong.is_empty(), "these got through:\n{}", wrong.join("\n"));
}

/// The headers of an answer but for those that are another's at each request.
fn telling(answer: &Answer) -> BTreeMap<String, String> {
    let passing = ["x-request-id", "ratelimit-remaining", "ratelimit-reset"];
    let names = answer.headers.keys().map(|name| name.as_str());
    names
        .filter(|name| !passing.contains(name))
        .map(|name| (name.to_owned(), answer.header(name).to_owned()))
        .collect()
}

#[actix_web::test]
async fn a_hidden_record_and_one_that_never_was_get_the_same_answer() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let gone = world.gone();
    let mut hidden_from = 0;
    for endpoint in last_comes_last() {
        if !endpoint.path.contains('{') {
            continue;
        }
        for (who, ..) in PEOPLE {
            let mut none = ask(&app, &world, endpoint, who, &gone).await;
            assert!(!let_through(&none), "{who} {}", endpoint.operation);
            let mut real = ask(&app, &world, endpoint, who, &world).await;
            if real.status != 404 {
                continue;
            }
            for answer in [&mut none, &mut real] {
                answer.body["instance"] = json!("");
            }
            let name = format!("{who} {}", endpoint.operation);
            assert_eq!(
                (real.status, &real.body, telling(&real)),
                (none.status, &none.body, telling(&none)),
                "{name}"
            );
            hidden_from += 1;
        }
    }
    assert!(hidden_from > 500, "{hidden_from}");
}

#[actix_web::test]
async fn no_word_of_a_case_reaches_another_organisation_or_a_role_that_sees_no_case() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let reply = ENDPOINTS
        .iter()
        .find(|it| it.operation == "reply_to_referral");
    let answer = ask(&app, &world, reply.unwrap(), "officer", &world).await;
    answer.expect(200);
    let mut found = 0;
    for endpoint in ENDPOINTS.iter().filter(|it| it.method == "Get") {
        for (who, organisation, role) in PEOPLE {
            let answer = ask(&app, &world, endpoint, who, &world).await;
            let shown = String::from_utf8_lossy(&answer.bytes);
            let (named, hidden) = (shown.contains(NAMED), shown.contains(HIDDEN));
            let works_on_cases = matches!(role, Role::Operator | Role::Supervisor);
            if *organisation == "centre" && works_on_cases {
                found += usize::from(named) + usize::from(hidden);
                continue;
            }
            let name = format!("{who} {}: {shown}", endpoint.operation);
            // A privacy officer is told why somebody took a grant.
            let told = (*who, endpoint.operation) == ("privacy_officer", "read_access_grant");
            assert!(told || !hidden, "{name}");
            // Their name, and what one service wrote to the other: to the recipient that the person
            // authorised, and to those who referred the person themselves.
            let shared = match *who {
                "officer" => endpoint.operation.contains("inbox_referral"),
                "reception" => endpoint.operation.contains("intake_referral"),
                "other_supervisor" => endpoint.operation.contains("transfer_offer"),
                "mediator" => endpoint.operation.contains("mediated_session"),
                _ => false,
            };
            assert!(shared || !named, "{name}");
        }
    }
    assert!(found > 50, "the words are not there to be found: {found}");
}

#[actix_web::test]
async fn every_endpoint_that_is_not_public_refuses_a_request_without_a_sign_in_that_stands() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let ended = app.token("second_supervisor").await;
    let sign_out = request("DELETE", "/v1/sign-ins/current").by(&ended);
    app.send(sign_out).await.expect(204);
    let old = app.token("operator").await;
    app.advance(TimeDelta::minutes(11));
    for endpoint in ENDPOINTS {
        if PUBLIC.contains(&endpoint.operation) {
            continue;
        }
        let name = endpoint.operation;
        for at in [&world, &world.gone()] {
            let body = body_of(&world, endpoint);
            let call = || at.call(endpoint, body.as_ref());
            for token in ["", "garbage", "a.b.c", NOBODY, &ended, &old] {
                let answer = app.send(call().by(token)).await;
                assert_eq!(answer.status, 401, "{name} with '{token}'");
            }
            assert_eq!(app.send(call()).await.status, 401, "{name} without any");
        }
    }
}

#[actix_web::test]
async fn a_method_that_an_address_does_not_take_is_405_and_names_those_it_takes() {
    let app = TestApp::new().await;
    let answer = app
        .send(request("PUT", "/v1/organisations"))
        .await
        .expect(405);
    assert_eq!(answer.header("allow"), "POST, GET, HEAD");
    app.send(request("GET", "/v1/nothing-here"))
        .await
        .expect(404);
    app.send(request("GET", "/v1/organisations/not-an-id").by(&app.token("operator").await))
        .await
        .expect(404);
}

#[actix_web::test]
async fn every_operation_leaves_one_entry_in_the_log() {
    let app = TestApp::new().await;
    let entries = || app.database.count("SELECT COUNT(*) FROM activity_log");
    app.token("operator").await;
    app.token("admin").await;
    let url = format!("/v1/organisations/{}", app.organisation("cpi"));
    for (who, status) in [("operator", 200), ("admin", 200)] {
        let before = entries();
        app.get(who, &url).await.expect(status);
        assert_eq!(entries(), before + 1);
    }
    let before = entries();
    app.patch("operator", &url, "\"v1\"", json!({ "name": "Mine" }))
        .await
        .expect(403);
    assert_eq!(entries(), before + 1);
    let refused = "SELECT COUNT(*) FROM activity_log WHERE outcome = 'refused' \
        AND operation = 'change_organisation' AND reason_code = 'forbidden'";
    assert_eq!(app.database.count(refused), 1);
    app.patch("admin", &url, "\"v1\"", json!({ "name": "Theirs" }))
        .await
        .expect(200);
    assert_eq!(entries(), before + 2);
}
