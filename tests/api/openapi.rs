//! The description of the API is committed, whole, and of the form that others' tools ask for.

use bilancio::api::ENDPOINTS;
use bilancio::openapi::document;
use serde_json::Value;

#[test]
fn the_committed_description_is_that_of_the_code() {
    let committed = std::fs::read_to_string("docs/openapi.json").unwrap();
    let committed: Value = serde_json::from_str(&committed).unwrap();
    assert!(
        committed == document(),
        "run `bilancio openapi > docs/openapi.json`"
    );
}

#[test]
fn every_endpoint_is_described_once_under_a_name_that_is_no_verb_of_http() {
    let document = document();
    let mut names = Vec::new();
    for endpoint in ENDPOINTS {
        let operation = &document["paths"][endpoint.path][endpoint.method.to_lowercase()];
        let name = operation["operationId"].as_str().unwrap().to_owned();
        for verb in ["get", "post", "put", "patch", "delete", "head", "options"] {
            assert!(!name.starts_with(verb), "{name}");
        }
        assert!(!names.contains(&name), "{name}");
        names.push(name);
    }
}

/// References that point nowhere, texts and lists without bounds, objects that are open.
#[test]
fn every_reference_leads_somewhere_and_everything_is_bounded() {
    let document = document();
    let mut faults = Vec::new();
    walk(&document, &document, "", &mut faults);
    assert!(faults.is_empty(), "{faults:#?}");
}

fn walk(value: &Value, document: &Value, at: &str, faults: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str)
                && document
                    .pointer(reference.trim_start_matches('#'))
                    .is_none()
            {
                faults.push(format!("{at}: {reference}"));
            }
            let kind = members.get("type").and_then(Value::as_str);
            let lacks = |key: &str| !members.contains_key(key);
            let file = members.get("format").is_some_and(|it| it == "binary");
            if kind == Some("string") && lacks("maxLength") && lacks("enum") && !file {
                faults.push(format!("{at}: no maxLength"));
            }
            if kind == Some("array") && lacks("maxItems") {
                faults.push(format!("{at}: no maxItems"));
            }
            for (name, member) in members {
                walk(member, document, &format!("{at}/{name}"), faults);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, document, &format!("{at}/{index}"), faults);
            }
        }
        _ => {}
    }
}
