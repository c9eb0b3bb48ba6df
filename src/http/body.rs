//! JSON bodies: read strictly, refused clearly, and never quoted back.

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::error::Category;

use super::day::OUT_OF_RANGE;
use crate::config::Settings;
use crate::error::{Error, FieldError, Result};

/// Levels of nesting that a body may have.
const DEPTH: usize = 32;

/// A body of `application/json`.
pub struct Body<T>(pub T);

/// A body of `application/merge-patch+json` (RFC 7396), whose type has [`Change`] fields.
pub struct Patch<T>(pub T);

/// What a merge patch says of one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Change<T> {
    /// The field is not in the patch.
    #[default]
    Keep,
    /// The field is null.
    Clear,
    Set(T),
}

impl<T> Change<T> {
    /// The value after the change of an optional field.
    pub fn apply(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// The same with another value in the place of one that is set.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Change<U> {
        match self {
            Self::Keep => Change::Keep,
            Self::Clear => Change::Clear,
            Self::Set(value) => Change::Set(change(value)),
        }
    }

    /// The new value of a field that may not be cleared: null is refused by its rule.
    pub fn required(self, pointer: &str, checks: &mut crate::error::Checks) -> Option<T> {
        match self {
            Self::Keep => None,
            Self::Clear => {
                checks.ensure(false, pointer, "wrong_type");
                None
            }
            Self::Set(value) => Some(value),
        }
    }

    /// Turns a set value into a checked one.
    pub fn try_map<U, E: Into<&'static str>>(
        self,
        make: impl FnOnce(T) -> std::result::Result<U, E>,
        pointer: &str,
        checks: &mut crate::error::Checks,
    ) -> Change<U> {
        match self {
            Self::Keep => Change::Keep,
            Self::Clear => Change::Clear,
            Self::Set(value) => checks
                .value(make(value), pointer)
                .map_or(Change::Keep, Change::Set),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

impl<T: utoipa::__dev::ComposeSchema> utoipa::__dev::ComposeSchema for Change<T> {
    fn compose(
        generics: Vec<utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>>,
    ) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        Option::<T>::compose(generics)
    }
}

impl<T: utoipa::ToSchema + utoipa::__dev::ComposeSchema> utoipa::ToSchema for Change<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        T::name()
    }

    fn schemas(
        schemas: &mut Vec<(
            String,
            utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>,
        )>,
    ) {
        T::schemas(schemas);
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read(request, payload, "application/json");
        Box::pin(async move { Ok(Self(parse(&body.await?)?)) })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Patch<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read(request, payload, "application/merge-patch+json");
        Box::pin(async move { Ok(Self(parse(&body.await?)?)) })
    }
}

/// Reads the whole body of the one media type that the operation takes.
pub(super) fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    media_type: &'static str,
) -> LocalBoxFuture<'static, Result<Bytes>> {
    let taken = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<mime::Mime>().ok())
        .is_some_and(|mime| mime.essence_str() == media_type);
    let bytes = Bytes::from_request(request, payload);
    let settings = request.app_data::<Data<Settings>>();
    let patience = settings.map_or(0, |settings| settings.patience.body_milliseconds);
    Box::pin(async move {
        if !taken {
            return Err(Error::MediaType);
        }
        match tokio::time::timeout(Duration::from_millis(patience), bytes).await {
            Ok(bytes) => bytes.map_err(|_cause| Error::TooLarge),
            Err(_elapsed) => Err(Error::SlowBody),
        }
    })
}

/// Reads a value from JSON; says where it is wrong, never what it was.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    check_depth(bytes)?;
    check_shape(bytes)?;
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| refuse(bytes, &error))?;
    deserializer
        .end()
        .map_err(|_cause| Error::Malformed("body_not_json"))?;
    let tree: Value =
        serde_json::from_slice(bytes).map_err(|_cause| Error::Malformed("body_not_json"))?;
    let mut found = Vec::new();
    find_controls(&tree, &mut String::new(), &mut found);
    if found.is_empty() {
        Ok(value)
    } else {
        Err(Error::Invalid(found))
    }
}

/// A body is UTF-8 in every part, also in those that are skipped, and an object: serde would take an
/// array as the members of an object in their order.
fn check_shape(bytes: &[u8]) -> Result<()> {
    let text = std::str::from_utf8(bytes).map_err(|_cause| Error::Malformed("body_not_json"))?;
    let value = text.trim_start_matches([' ', '\t', '\n', '\r']);
    if !value.starts_with('[') {
        return Ok(());
    }
    serde_json::from_str::<serde::de::IgnoredAny>(value)
        .map_err(|_cause| Error::Malformed("body_not_json"))?;
    Err(Error::invalid("", "wrong_type"))
}

/// Counts brackets before anything recursive looks at them.
fn check_depth(bytes: &[u8]) -> Result<()> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH {
            return Err(Error::Malformed("nesting_too_deep"));
        }
    }
    Ok(())
}

fn refuse(bytes: &[u8], error: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    let inner = error.inner();
    if inner.classify() != Category::Data {
        return Error::Malformed("body_not_json");
    }
    if serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_err() {
        return Error::Malformed("body_not_json");
    }
    let message = inner.to_string();
    // serde names the property in these messages, and only there; values are never passed on.
    let named = || {
        message
            .split('`')
            .nth(1)
            .unwrap_or_default()
            .replace('~', "~0")
            .replace('/', "~1")
    };
    let at = pointer(error.path());
    if message.starts_with("duplicate field") {
        Error::Malformed("duplicate_property")
    } else if message.starts_with("unknown field") {
        // The property's name is the client's; it is cut to what a name can be.
        let name: String = named()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
            .take(64)
            .collect();
        let parent =
            at.rsplit_once('/').map_or(
                "",
                |(parent, last)| if last == name { parent } else { at.as_str() },
            );
        Error::invalid(&format!("{parent}/{name}"), "unknown_property")
    } else if message.starts_with("missing field") {
        Error::invalid(&format!("{at}/{}", named()), "missing_property")
    } else if message.starts_with(OUT_OF_RANGE) {
        Error::invalid(&at, "out_of_range")
    } else {
        Error::invalid(&at, "wrong_type")
    }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

/// Text may hold line breaks and tabs; no other control character, and no NUL.
fn find_controls(value: &Value, at: &mut String, found: &mut Vec<FieldError>) {
    let refused = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    match value {
        Value::String(text) if text.chars().any(refused) => found.push(FieldError {
            pointer: at.clone(),
            code: "control_character",
        }),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let length = at.len();
                at.push_str(&format!("/{index}"));
                find_controls(item, at, found);
                at.truncate(length);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let length = at.len();
                at.push('/');
                at.push_str(&name.replace('~', "~0").replace('/', "~1"));
                find_controls(member, at, found);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Person {
        #[serde(rename = "name")]
        _name: String,
        #[serde(default, rename = "years")]
        _years: Vec<i32>,
    }

    fn refused(body: &str) -> String {
        match parse::<Person>(body.as_bytes()).unwrap_err() {
            Error::Invalid(errors) => format!("{} {}", errors[0].pointer, errors[0].code),
            other => other.code().to_owned(),
        }
    }

    #[test]
    fn a_bad_body_is_refused_with_its_place_and_without_its_value() {
        assert_eq!(refused("{"), "body_not_json");
        assert_eq!(refused(r#"{"name":"a"} x"#), "body_not_json");
        assert_eq!(refused(r#"{"name":"a","name":"b"}"#), "duplicate_property");
        assert_eq!(refused(r#"{"name":"a","age":1}"#), "/age unknown_property");
        assert_eq!(refused("{}"), "/name missing_property");
        assert_eq!(refused(r#"{"name":1}"#), "/name wrong_type");
        assert_eq!(
            refused(r#"{"name":"a","years":[1,"x"]}"#),
            "/years/1 wrong_type"
        );
        assert_eq!(refused(r#"{"name":"a\u0000b"}"#), "/name control_character");
        assert_eq!(refused(&"[".repeat(100_000)), "nesting_too_deep");
        assert_eq!(refused(r#"{"name":"\ud800"}"#), "body_not_json");
    }
}
