//! The bounds that the service holds texts, numbers, lists and objects to.

use serde_json::{Map, Value, json};

/// The longest text that any field takes, where it has no tighter rule of its own.
const TEXT: u32 = 20_000;

/// No control character but line breaks and tabs, as `http::body` reads texts.
const LETTERS: &str = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$";

/// Gives every text, number and list the bounds that the service holds it to, and closes objects.
pub fn bound(value: &mut Value) {
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
        match members.get("format").and_then(Value::as_str) {
            Some("binary") => {}
            Some("date") => default(members, "maxLength", json!(10)),
            Some("date-time") => default(members, "maxLength", json!(35)),
            Some("uuid") => default(members, "maxLength", json!(36)),
            Some(_) => default(members, "maxLength", json!(TEXT)),
            None => {
                default(members, "maxLength", json!(TEXT));
                default(members, "pattern", json!(LETTERS));
            }
        }
    }
    if is(members, "integer") {
        default(members, "format", json!("int32"));
        default(members, "minimum", json!(i32::MIN));
        default(members, "maximum", json!(i32::MAX));
    }
    if is(members, "array") {
        default(members, "minItems", json!(0));
        default(members, "maxItems", json!(500));
    }
    if is(members, "object") && members.contains_key("properties") {
        default(members, "additionalProperties", json!(false));
    }
    for (name, member) in members {
        if name != "example" {
            bound(member);
        }
    }
}
