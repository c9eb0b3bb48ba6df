//! The examples of the description are of the form that it describes, and the service takes them.
//!
//! Its examples of answers are what the service answered to these tests under `RECORD_ANSWERS=1`.

mod conforms;
mod prepared;
mod recorded;

use bilancio::api::{ENDPOINTS, Endpoint};
use bilancio::openapi::{document, examples};
use serde_json::Value;

use crate::access::{expectations::who_may, last_comes_last};
use crate::support::bodies::{body, takes_a_body};
use crate::support::{Answer, TestApp, World};
use conforms::faults;
use recorded::Recorder;

/// The first media type of a body or an answer.
fn content(of: &Value) -> Option<&Value> {
    of["content"].as_object()?.values().next()
}

fn operation<'a>(document: &'a Value, endpoint: &Endpoint) -> &'a Value {
    &document["paths"][endpoint.path][endpoint.method.to_lowercase()]
}

#[test]
fn every_operation_with_a_body_has_an_example_and_every_example_an_operation() {
    let mut examples: Vec<_> = examples::operations().collect();
    let mut operations: Vec<_> = ENDPOINTS
        .iter()
        .filter(|endpoint| takes_a_body(endpoint))
        .map(|endpoint| endpoint.operation)
        .collect();
    examples.sort_unstable();
    operations.sort_unstable();
    assert_eq!(examples, operations);
}

#[test]
fn every_example_is_of_the_form_that_is_described() {
    let document = document();
    let mut wrong = Vec::new();
    for endpoint in ENDPOINTS {
        let operation = operation(&document, endpoint);
        let answers = operation["responses"].as_object().unwrap();
        let parts = answers.values().chain([&operation["requestBody"]]);
        for part in parts.filter_map(content) {
            // Files have none.
            if part["schema"]["format"] == "binary" {
                continue;
            }
            for fault in faults(&part["example"], &part["schema"], &document) {
                wrong.push(format!("{} {fault}", endpoint.operation));
            }
        }
    }
    for (status, refusal) in document["components"]["responses"].as_object().unwrap() {
        let problem = content(refusal).unwrap();
        for fault in faults(&problem["example"], &problem["schema"], &document) {
            wrong.push(format!("{status} {fault}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A request as it is meant, by somebody who may: where a version is asked for, the present one.
async fn send(app: &TestApp, world: &World, endpoint: &Endpoint) -> Answer {
    let token = app.token(who_may(endpoint)).await;
    let body = takes_a_body(endpoint).then(|| body(world, endpoint.operation));
    let call = || world.call(endpoint, body.as_ref()).by(&token);
    let answer = app.send(call()).await;
    if answer.status != 412 {
        return answer;
    }
    app.send(call().header("if-match", answer.header("etag")))
        .await
}

#[actix_web::test]
async fn the_service_takes_every_example_and_answers_as_described() {
    let document = document();
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let mut recorder = Recorder::new(&world);
    let mut wrong = Vec::new();
    let mut endpoints = last_comes_last();
    endpoints.sort_by_key(|endpoint| endpoint.method == "Delete");
    for endpoint in endpoints {
        let name = endpoint.operation;
        let world = prepared::for_operation(&app, &world, endpoint).await;
        let answer = send(&app, &world, endpoint).await;
        let described = &operation(&document, endpoint)["responses"][answer.status.to_string()];
        if !(200..300).contains(&answer.status) || described.is_null() {
            wrong.push(format!("{name}: {} {}", answer.status, answer.body));
            continue;
        }
        if answer.body.is_null() {
            continue;
        }
        let schema = &content(described).unwrap()["schema"];
        // A file of JSON is a file.
        if schema["format"] == "binary" {
            continue;
        }
        for fault in faults(&answer.body, schema, &document) {
            wrong.push(format!("{name} {fault}"));
        }
        recorder.keep(name, &answer.body);
    }
    if std::env::var_os("RECORD_ANSWERS").is_some() {
        recorder.write();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
