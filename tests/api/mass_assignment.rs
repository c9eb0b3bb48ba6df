//! No body takes a property that its operation does not have: not the ones that would help most.

use bilancio::api::ENDPOINTS;
use bilancio::http::describe::Description;
use serde_json::{Value, json};

use crate::access::expectations::who_may;
use crate::support::bodies::{body, takes_a_body};
use crate::support::{TestApp, World};

/// What a record has and its maker does not choose.
const WANTED: &[&str] = &[
    "id",
    "organisation_id",
    "status",
    "role",
    "created_by",
    "created_at",
    "updated_at",
    "approved_by",
    "certificate_number",
    "author_id",
    "version",
    "active",
];

/// Whether a schema has a property of this name at its first level.
fn has(description: &Description, schema: &Value, name: &str) -> bool {
    let named = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next());
    if let Some(named) = named {
        return has(description, &description.schemas[named], name);
    }
    let parts = ["allOf", "oneOf", "anyOf"];
    let mut parts = parts.iter().filter_map(|part| schema[part].as_array());
    schema["properties"].get(name).is_some()
        || parts.any(|part| part.iter().any(|it| has(description, it, name)))
}

/// The pointers of the objects inside a body that is an object.
fn inner(value: &Value, at: &str, found: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(k, v)| (k.clone(), v)).collect(),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.map(|(index, v)| (index.to_string(), v)).collect()
        }
        _ => return,
    };
    for (name, member) in members {
        let at = format!("{at}/{name}");
        if member.is_object() {
            found.push(at.clone());
        }
        inner(member, &at, found);
    }
}

#[actix_web::test]
async fn no_body_takes_what_its_sender_does_not_choose() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let case = world.id("case_id");
    app.database.execute(&format!(
        "UPDATE cases SET status = 'conclusion' WHERE id = '{case}'"
    ));
    let (mut refused, mut inside) = (0, 0);
    for endpoint in ENDPOINTS {
        if !takes_a_body(endpoint) {
            continue;
        }
        let description = Description::of(endpoint);
        let (_, schema) = description.body.clone().unwrap();
        let good = body(&world, endpoint.operation);
        let mut places = Vec::new();
        inner(&good, "", &mut places);
        let token = app.token(who_may(endpoint)).await;
        for name in WANTED {
            let outside = (!has(&description, &schema, name)).then(String::new);
            // What inner objects have is known by the example alone.
            let inner = places.iter().filter(|at| {
                let object = good.pointer(at).unwrap();
                object.get(name).is_none() && !["id", "status", "role", "active"].contains(name)
            });
            for at in outside.iter().chain(inner) {
                let mut bad = good.clone();
                bad.pointer_mut(at).unwrap()[*name] = json!(app.organisation("other_centre"));
                let call = || world.call(endpoint, Some(&bad)).by(&token);
                let mut answer = app.send(call()).await;
                if answer.status == 412 {
                    let present = call().header("if-match", answer.header("etag"));
                    answer = app.send(present).await;
                }
                let operation = endpoint.operation;
                assert_eq!(
                    answer.status, 422,
                    "{operation} {at}/{name}: {}",
                    answer.body
                );
                let told = format!("{at}/{name} unknown_property");
                assert_eq!(answer.errors(), [told], "{operation}");
                refused += 1;
                inside += usize::from(!at.is_empty());
            }
        }
    }
    assert!(refused > 600 && inside > 25, "{refused} {inside}");
}

#[actix_web::test]
async fn no_address_takes_a_parameter_that_it_does_not_have() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let mut refused = 0;
    for endpoint in ENDPOINTS.iter().filter(|it| it.method == "Get") {
        let who = who_may(endpoint);
        let url = world.url(endpoint);
        let plain = app.get(who, &url).await;
        for query in [
            "organisation_id=x",
            "include=notes",
            "embed=case",
            "fields=reason",
            "sort=vulnerability_reported",
            "filter[notes]=x",
        ] {
            let answer = app.get(who, &format!("{url}?{query}")).await;
            if answer.status == 400 {
                refused += 1;
                continue;
            }
            // Or it changes nothing.
            let name = format!("{} {query}", endpoint.operation);
            assert_eq!(answer.status, plain.status, "{name}");
            assert_eq!(answer.header("etag"), plain.header("etag"), "{name}");
            assert_eq!(answer.body, plain.body, "{name}");
        }
    }
    assert!(refused > 40, "{refused}");
}
