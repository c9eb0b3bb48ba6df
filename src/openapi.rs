//! The API's description in OpenAPI 3.1, made from [`crate::api::ENDPOINTS`].

mod bounds;
pub mod examples;
pub mod refusals;

use serde_json::{Map, Value, json};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};

use crate::api::{ENDPOINTS, Endpoint};
use crate::http::describe::{self, Description};
use crate::http::problem::Problem;
use bounds::bound;
use examples::sample_id;

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
    let mut shared = Description::default();
    let problem = shared.schema::<Problem>();
    let mut schemas = shared.schemas;
    for endpoint in ENDPOINTS {
        let mut description = Description::of(endpoint);
        schemas.append(&mut description.schemas);
        let path = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        path[endpoint.method.to_lowercase()] = operation(endpoint, description);
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
            "responses": refusals::responses(&problem),
            "headers": refusals::components(),
            "securitySchemes": {
                "bearer": {
                    "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "The access token of a sign-in, ten minutes long: a JWT signed \
                        with EdDSA, made and read as RFC8725 asks.",
                },
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

fn operation(endpoint: &Endpoint, description: Description) -> Value {
    let mut answers = description.answers.clone();
    if let Some(example) = examples::answer(endpoint.operation) {
        show_example(&mut answers, example);
    }
    for status in refused_with(endpoint, &description) {
        answers.insert(status.to_owned(), refusals::refusal(status));
    }
    let mut parameters = path_parameters(endpoint.path);
    parameters.extend(description.parameters);
    let mut operation = json!({
        "operationId": endpoint.operation,
        "summary": endpoint.summary,
        "description": endpoint.summary,
        "tags": [tag(endpoint.path)],
        "parameters": parameters,
        "responses": answers,
    });
    if let Some((media_type, schema)) = description.body {
        let example = examples::body(endpoint.operation, &|blank| blank.sample());
        operation["requestBody"] = json!({
            "required": true,
            "content": { media_type: { "schema": schema, "example": example } },
        });
    }
    if !description.files.is_empty() {
        let content = describe::files(description.files);
        operation["requestBody"] = json!({ "required": true, "content": content });
    }
    if !description.signed_in {
        operation["security"] = json!([{}]);
    }
    operation
}

/// Gives an answer's JSON its example.
fn show_example(answers: &mut Map<String, Value>, example: &Value) {
    for answer in answers.values_mut() {
        let contents = answer.get_mut("content").and_then(Value::as_object_mut);
        for (media_type, content) in contents.into_iter().flatten() {
            let file = content["schema"]["format"] == "binary";
            if media_type.ends_with("json") && !file {
                content["example"] = example.clone();
            }
        }
    }
}

/// What takes something that works once and for a time.
const GONE: &[&str] = &[
    "set_password",
    "sign_in_through_provider",
    "authenticate_through_provider",
    "make_questionnaire_link",
    "decide_reference_request",
    "send_reference_link",
    "dismiss_reference_answer",
];

/// What is refused though it changes nothing: the record cannot be told as it is.
const REFUSES_TO_TELL: &[&str] = &[
    "read_questionnaire_response",
    "download_european_credential",
    "read_certificate_batch_result",
    "print_certificate_batch",
    "download_certificate_batch",
    "download_signed_file",
];

/// What is asked without a sign-in for what has a code of its own.
const BY_CODE: &[&str] = &[
    "open_private_questionnaire",
    "answer_private_questionnaire",
    "complete_private_questionnaire",
    "open_reference_confirmation",
    "answer_reference_confirmation",
];

/// What looks closer at its parameters, or at the record, than that they can be read.
const CHECKS_PARAMETERS: &[&str] = &[
    "read_code_list",
    "read_profile_form",
    "read_form_of_case",
    "list_skills",
    "read_skill",
    "list_occupations",
    "read_occupation",
    "propose_occupations",
    "list_questionnaires",
    "read_questionnaire",
    "list_questionnaire_responses",
    "read_questionnaire_response",
    "complete_questionnaire",
    "suggest_skills",
    "read_checklist",
    "read_dequalification",
    "draw_participation_agreement",
    "draw_privacy_notice",
    "draw_programme_notice",
    "draw_attendance_register",
    "draw_individual_register",
];

/// The statuses of [`refusals`] that an operation may answer.
fn refused_with(endpoint: &Endpoint, description: &Description) -> Vec<&'static str> {
    let (signed_in, has_body) = (description.signed_in, description.takes_a_body());
    let checks_parameters = CHECKS_PARAMETERS.contains(&endpoint.operation);
    let by_code = BY_CODE.contains(&endpoint.operation);
    let versioned = description
        .parameters
        .iter()
        .any(|it| it["name"] == "If-Match");
    [
        ("400", true),
        ("401", signed_in || has_body),
        ("403", signed_in),
        ("404", signed_in || by_code || endpoint.path.contains('{')),
        ("408", has_body),
        (
            "409",
            endpoint.method != "Get" || REFUSES_TO_TELL.contains(&endpoint.operation),
        ),
        ("410", by_code || GONE.contains(&endpoint.operation)),
        ("412", versioned),
        ("413", has_body),
        ("415", has_body),
        ("422", has_body || checks_parameters),
        ("428", versioned),
        ("429", true),
        ("431", true),
        ("503", true),
    ]
    .into_iter()
    .filter_map(|(status, may)| may.then_some(status))
    .collect()
}

fn path_parameters(path: &str) -> Vec<Value> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| {
            let schema = if name.ends_with("_id") {
                json!({ "type": "string", "format": "uuid", "example": sample_id(name) })
            } else {
                json!({ "type": "string", "maxLength": 64 })
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect()
}
