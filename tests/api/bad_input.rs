//! What no endpoint takes: refused as the client's mistake, and never quoted back.

use bilancio::api::ENDPOINTS;
use bilancio::openapi::document;
use serde_json::{Value, json};

use crate::access::{expectations::who_may, last_comes_last};
use crate::support::bodies::{body, takes_a_body};
use crate::support::{TestApp, World, request};

/// In every bad value; no answer may have it.
const VALUE: &str = "zzvalue";

/// A world whose case may still be written in.
async fn open_world(app: &TestApp) -> World {
    let world = World::new(app).await;
    let case = world.id("case_id");
    app.database.execute(&format!(
        "UPDATE cases SET status = 'conclusion' WHERE id = '{case}'"
    ));
    world
}

/// The body with its first member, or one that it does not have, replaced.
fn with_first(body: &Value, value: Value) -> Value {
    let mut changed = body.clone();
    let members = changed.as_object_mut().unwrap();
    let name = members.keys().next().cloned();
    members.insert(name.unwrap_or_else(|| "name".to_owned()), value);
    changed
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(json!(VALUE), |inner, _| json!([inner]))
}

/// Each bad body with the statuses it may be answered with.
fn bad_bodies(good: &Value) -> Vec<(&'static str, Vec<u8>, &'static [u16])> {
    let text = |value: Value| value.to_string().into_bytes();
    let mut unknown = good.clone();
    unknown["surprise"] = json!(VALUE);
    let repeated = format!("{{\"surprise\":\"{VALUE}\",\"surprise\":\"{VALUE}\"}}");
    vec![
        ("nothing", Vec::new(), &[400]),
        ("not JSON", format!("{{{VALUE}").into_bytes(), &[400]),
        (
            "two values",
            [text(good.clone()), text(good.clone())].concat(),
            &[400],
        ),
        ("an array", text(json!([VALUE])), &[422]),
        ("a text", text(json!(VALUE)), &[422]),
        ("an unknown property", text(unknown), &[422]),
        ("a property twice", repeated.into_bytes(), &[400, 422]),
        (
            "a NUL",
            text(with_first(good, json!(format!("{VALUE}\0")))),
            &[422],
        ),
        (
            "a megabyte",
            text(with_first(good, json!(VALUE.repeat(150_000)))),
            &[413],
        ),
        ("forty levels", text(with_first(good, nested(40))), &[400]),
        (
            "no UTF-8",
            [b"{\"name\":\"".as_slice(), VALUE.as_bytes(), b"\xff\"}"].concat(),
            &[400],
        ),
    ]
}

#[actix_web::test]
async fn no_endpoint_takes_a_bad_body_or_quotes_it() {
    let app = TestApp::new().await;
    let world = open_world(&app).await;
    let mut wrong = Vec::new();
    for endpoint in ENDPOINTS {
        if !takes_a_body(endpoint) {
            continue;
        }
        let media_type = match endpoint.method {
            "Patch" => "application/merge-patch+json",
            _ => "application/json",
        };
        let token = app.token(who_may(endpoint)).await;
        let good = body(&world, endpoint.operation);
        let mut tries = bad_bodies(&good)
            .into_iter()
            .map(|(what, bytes, statuses)| (what, media_type, bytes, statuses))
            .collect::<Vec<_>>();
        let bytes = good.to_string().into_bytes();
        for other in ["text/plain", "application/xml", ""] {
            tries.push(("another media type", other, bytes.clone(), &[415]));
        }
        for (what, media_type, bytes, statuses) in tries {
            // Entries are patched as what they are then, so their version must be right.
            let call = world
                .call(endpoint, None)
                .header("if-match", "\"v1\"")
                .by(&token);
            let answer = app.send(call.bytes(media_type, bytes)).await;
            let name = format!("{} {what}", endpoint.operation);
            let shown = String::from_utf8_lossy(&answer.bytes);
            assert!(!shown.contains(VALUE), "{name}: {shown}");
            if !statuses.contains(&answer.status) {
                wrong.push(format!("{name}: {} {}", answer.status, answer.body));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[actix_web::test]
async fn an_id_that_is_none_or_of_another_kind_is_404() {
    let app = TestApp::new().await;
    let world = open_world(&app).await;
    let mut wrong = Vec::new();
    for endpoint in last_comes_last() {
        let token = app.token(who_may(endpoint)).await;
        let body = takes_a_body(endpoint).then(|| body(&world, endpoint.operation));
        let names = endpoint.path.split('/').filter_map(|part| {
            let name = part.strip_prefix('{')?;
            name.strip_suffix('}')
        });
        for name in names {
            let other = if name == "beneficiary_id" {
                "case_id"
            } else {
                "beneficiary_id"
            };
            for bad in [
                "not-an-id".to_owned(),
                "0".to_owned(),
                "%00".to_owned(),
                "%F0%9F".to_owned(),
                world.id(name).to_uppercase(),
                world.id(name).replace('-', ""),
                world.id(other),
            ] {
                // A verification code has no hyphens and one case.
                if name == "code" && (bad == world.id("code")) {
                    continue;
                }
                let call = world.with(name, &bad).call(endpoint, body.as_ref());
                let call = call.header("if-match", "\"v1\"").by(&token);
                let answer = app.send(call).await;
                if answer.status != 404 {
                    let operation = endpoint.operation;
                    wrong.push(format!("{operation} {name} '{bad}': {}", answer.status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Days outside of the years that law and papers speak of: some that no database keeps, some beyond which
/// nothing can be counted.
const DAYS: &[&str] = &[
    "-9999-01-01",
    "+262142-12-31",
    "-262143-01-01",
    "0000-01-01",
    "1899-12-31",
    "2201-01-01",
];

/// The pointers of the days and times that a schema has, with whether it is a time.
fn dates(document: &Value, schema: &Value, at: &str, found: &mut Vec<(String, bool)>) {
    if let Some(place) = schema["$ref"].as_str() {
        let named = document.pointer(place.trim_start_matches('#')).unwrap();
        return dates(document, named, at, found);
    }
    match schema["format"].as_str() {
        Some("date") => found.push((at.to_owned(), false)),
        Some("date-time") => found.push((at.to_owned(), true)),
        _ => {}
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        dates(document, property, &format!("{at}/{name}"), found);
    }
    if schema["items"].is_object() {
        dates(document, &schema["items"], &format!("{at}/0"), found);
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        for one in schema[choice].as_array().into_iter().flatten() {
            dates(document, one, at, found);
        }
    }
}

/// A body with a value at a pointer, whatever is there.
fn with_at(body: &Value, pointer: &str, value: &str) -> Value {
    let mut changed = body.clone();
    let mut place = &mut changed;
    for name in pointer.split('/').skip(1) {
        place = match name.parse::<usize>() {
            Ok(index) => {
                if place.get(index).is_none() {
                    *place = json!([{}]);
                }
                &mut place[index]
            }
            Err(_) => {
                if !place.is_object() {
                    *place = json!({});
                }
                &mut place[name]
            }
        };
    }
    *place = json!(value);
    changed
}

#[actix_web::test]
async fn no_day_is_taken_that_law_and_papers_do_not_speak_of() {
    let app = TestApp::new().await;
    let world = open_world(&app).await;
    let document = document();
    let (mut wrong, mut fields) = (Vec::new(), 0);
    for endpoint in ENDPOINTS {
        let operation = &document["paths"][endpoint.path][endpoint.method.to_lowercase()];
        let token = app.token(who_may(endpoint)).await;
        let mut asked = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let mut found = Vec::new();
            dates(&document, &parameter["schema"], "", &mut found);
            if parameter["in"] == "query" && !found.is_empty() {
                fields += 1;
                let name = parameter["name"].as_str().unwrap();
                for day in DAYS {
                    let day = day.replace('+', "%2B");
                    let url = format!("{}?{name}={day}", world.url(endpoint));
                    let answer = app.send(request("GET", &url).by(&token)).await;
                    asked.push((format!("{name}={day}"), answer.status == 400, answer));
                }
            }
        }
        let mut found = Vec::new();
        for content in operation["requestBody"]["content"]
            .as_object()
            .into_iter()
            .flatten()
        {
            dates(&document, &content.1["schema"], "", &mut found);
        }
        fields += found.len();
        for (pointer, is_time) in found {
            let good = body(&world, endpoint.operation);
            for day in DAYS {
                let value = format!("{day}{}", if is_time { "T00:00:00Z" } else { "" });
                let bad = with_at(&good, &pointer, &value);
                let call = world.call(endpoint, Some(&bad)).by(&token);
                let answer = app.send(call.header("if-match", "\"v1\"")).await;
                // A time so far away is none that can be read.
                let named = [
                    format!("{pointer} out_of_range"),
                    format!("{pointer} wrong_type"),
                ];
                let refused = answer.errors().iter().any(|it| named.contains(it));
                asked.push((format!("{pointer} {value}"), refused, answer));
            }
        }
        for (what, refused, answer) in asked {
            if !refused {
                let name = endpoint.operation;
                wrong.push(format!("{name} {what}: {} {}", answer.status, answer.body));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(fields > 40, "{fields} fields");
}
