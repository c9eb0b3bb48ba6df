//! The API's description in OpenAPI 3.1, made from [`crate::api::ENDPOINTS`].

use serde_json::{Map, Value, json};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};

use crate::api::{ENDPOINTS, Endpoint};
use crate::http::describe::Description;
use crate::http::problem::Problem;

/// The longest text that any field takes, where it has no tighter rule of its own.
const TEXT: u32 = 20_000;

/// A text of bounded length, for the schemas of value types.
pub fn text_schema(longest: usize, format: Option<&str>) -> Schema {
    let mut object = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(longest));
    if let Some(format) = format {
        object = object.format(Some(SchemaFormat::Custom(format.to_owned())));
    }
    object.build().into()
}

/// The whole document.
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    let mut schemas: Map<String, Value> = Map::new();
    for endpoint in ENDPOINTS {
        let mut description = Description::default();
        let problem = description.schema::<Problem>();
        (endpoint.describe)(&mut description);
        let operation = operation(endpoint, &mut description, &problem);
        let path = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        path[endpoint.method.to_lowercase()] = operation;
        schemas.append(&mut description.schemas);
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "bilancio",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Skills audit (bilancio di competenze) of migrants and refugees",
            "description": "The back end of a skills-audit service: referrals, interviews, \
                assessments, reports, certificates. See docs/API.md for conventions.",
            "x-summary": "Skills audit (bilancio di competenze) of migrants and refugees",
            "x-api-id": "0192f0c2-7c1a-7c8e-9f38-6f1f6f5c0b11",
            "termsOfService": "https://bilancio.example/terms",
            "contact": { "name": "bilancio", "url": "https://bilancio.example/contact" },
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": "/", "description": "This service", "x-sandbox": true }],
        "tags": tags(),
        "security": [{ "bearer": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
            },
        },
    });
    bound(&mut document);
    document
}

fn tag(path: &str) -> &str {
    path.trim_start_matches("/v1/")
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default()
}

fn tags() -> Vec<Value> {
    let mut names: Vec<&str> = Vec::new();
    for endpoint in ENDPOINTS {
        if !names.contains(&tag(endpoint.path)) {
            names.push(tag(endpoint.path));
        }
    }
    names
        .iter()
        .map(|name| json!({ "name": name, "description": format!("Operations on {name}.") }))
        .collect()
}

fn operation(endpoint: &Endpoint, description: &mut Description, problem: &Value) -> Value {
    let mut parameters: Vec<Value> = path_parameters(endpoint.path);
    parameters.append(&mut description.parameters);
    let mut answers = std::mem::take(&mut description.answers);
    let mut refuse = |status: &str, text: &str| {
        let content = json!({ "application/problem+json": { "schema": problem } });
        answers.insert(
            status.to_owned(),
            json!({ "description": text, "content": content }),
        );
    };
    refuse("400", "Not understood.");
    if description.signed_in {
        refuse("401", "Not signed in.");
        refuse("403", "The role may not do this.");
        refuse("404", "No such record in reach.");
    }
    if endpoint.method != "Get" {
        refuse("409", "The record's state does not allow it.");
    }
    if description.body.is_some() {
        refuse("413", "Body too large.");
        refuse("415", "Another media type.");
        refuse("422", "Fields not valid, each listed.");
    }
    if parameters.iter().any(|p| p["name"] == "If-Match") {
        refuse("412", "Changed meanwhile.");
        refuse("428", "If-Match is missing.");
    }
    refuse("503", "Unavailable; try again.");
    let mut operation = json!({
        "operationId": endpoint.operation,
        "summary": endpoint.summary,
        "description": endpoint.summary,
        "tags": [tag(endpoint.path)],
        "parameters": parameters,
        "responses": answers,
    });
    if let Some(body) = description.body.take() {
        operation["requestBody"] = body;
    }
    if !description.signed_in {
        operation["security"] = json!([]);
    }
    operation
}

fn path_parameters(path: &str) -> Vec<Value> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| {
            let schema = if name.ends_with("_id") {
                json!({ "type": "string", "format": "uuid", "maxLength": 36 })
            } else {
                json!({ "type": "string", "maxLength": 64 })
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect()
}

/// Gives every text, number and list the bounds that the service holds it to, and closes objects.
fn bound(value: &mut Value) {
    if let Value::Array(items) = value {
        items.iter_mut().for_each(bound);
        return;
    }
    let Value::Object(members) = value else {
        return;
    };
    let is = |members: &Map<String, Value>, name: &str| match members.get("type") {
        Some(Value::String(kind)) => kind == name,
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == name),
        _ => false,
    };
    let default = |members: &mut Map<String, Value>, key: &str, value: Value| {
        members.entry(key).or_insert(value);
    };
    if is(members, "string") && !members.contains_key("enum") {
        let longest = match members.get("format").and_then(Value::as_str) {
            Some("date") => 10,
            Some("date-time") => 35,
            Some("uuid") => 36,
            _ => TEXT,
        };
        default(members, "maxLength", json!(longest));
    }
    if is(members, "integer") {
        default(members, "format", json!("int32"));
        default(members, "minimum", json!(i32::MIN));
        default(members, "maximum", json!(i32::MAX));
    }
    if is(members, "array") {
        default(members, "maxItems", json!(500));
    }
    if is(members, "object") && members.contains_key("properties") {
        default(members, "additionalProperties", json!(false));
    }
    members.values_mut().for_each(bound);
}
