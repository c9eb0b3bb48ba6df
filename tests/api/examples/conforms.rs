//! Whether a value is of the form that a schema describes, as far as the description's schemas go.

use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value};

/// What of a value is not as the schema says, each with its place.
pub fn faults(value: &Value, schema: &Value, document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    Checker { document }.check(value, schema, "", &mut faults);
    faults
}

struct Checker<'a> {
    document: &'a Value,
}

impl Checker<'_> {
    fn check(&self, value: &Value, schema: &Value, at: &str, faults: &mut Vec<String>) {
        if let Some(reference) = schema["$ref"].as_str() {
            let found = self.document.pointer(reference.trim_start_matches('#'));
            return self.check(value, found.unwrap(), at, faults);
        }
        if let Some(choices) = schema["oneOf"].as_array() {
            let fits = |choice: &&Value| {
                let mut faults = Vec::new();
                self.check(value, choice, at, &mut faults);
                faults.is_empty()
            };
            if choices.iter().filter(fits).count() != 1 {
                faults.push(format!("{at}: {value} is not one of {schema}"));
            }
            return;
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.check(value, part, at, faults);
        }
        if !of_type(value, &schema["type"]) {
            faults.push(format!("{at}: {value} is no {}", schema["type"]));
            return;
        }
        if let Some(words) = schema["enum"].as_array()
            && !words.contains(value)
        {
            faults.push(format!("{at}: {value} is none of {words:?}"));
        }
        match value {
            Value::Object(members) => self.check_members(members, schema, at, faults),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.check(item, &schema["items"], &format!("{at}/{index}"), faults);
                }
            }
            Value::String(text) if !of_format(text, schema) => {
                faults.push(format!("{at}: {text} is not as {schema} asks"));
            }
            Value::Number(number) if !in_bounds(number.as_f64().unwrap(), schema) => {
                faults.push(format!("{at}: {number} is out of bounds"));
            }
            _ => {}
        }
    }

    fn check_members(
        &self,
        members: &Map<String, Value>,
        schema: &Value,
        at: &str,
        faults: &mut Vec<String>,
    ) {
        for name in schema["required"].as_array().into_iter().flatten() {
            if !members.contains_key(name.as_str().unwrap()) {
                faults.push(format!("{at}: {name} is missing"));
            }
        }
        for (name, member) in members {
            let property = schema["properties"].get(name);
            let any = || {
                schema
                    .get("additionalProperties")
                    .filter(|it| it.is_object())
            };
            match property.or_else(any) {
                Some(schema) => self.check(member, schema, &format!("{at}/{name}"), faults),
                None => faults.push(format!("{at}: {name} is not described")),
            }
        }
    }
}

fn of_type(value: &Value, kinds: &Value) -> bool {
    let is = |kind: &str| match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("a type {other}"),
    };
    match kinds {
        Value::String(kind) => is(kind),
        Value::Array(kinds) => kinds.iter().any(|kind| is(kind.as_str().unwrap())),
        _ => true,
    }
}

fn of_format(text: &str, schema: &Value) -> bool {
    let longest = schema["maxLength"].as_u64().unwrap_or(u64::MAX);
    let formed = match schema["format"].as_str() {
        Some("date") => text.parse::<NaiveDate>().is_ok(),
        Some("date-time") => DateTime::parse_from_rfc3339(text).is_ok(),
        Some("uuid") => uuid::Uuid::try_parse(text).is_ok(),
        _ => true,
    };
    formed && text.chars().count() as u64 <= longest
}

fn in_bounds(number: f64, schema: &Value) -> bool {
    schema["minimum"]
        .as_f64()
        .is_none_or(|least| number >= least)
        && schema["maximum"].as_f64().is_none_or(|most| number <= most)
}
