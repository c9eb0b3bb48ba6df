//! One form for each kind of record, from which its three shapes follow: new (with an id that the
//! client may have made), changed by a merge patch, and shown.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{Object, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::EntryForm;
use crate::error::{Checks, Error, Result};
use crate::http::body;
use crate::openapi::text_schema;
use crate::profiles::Entry;
use crate::text::{clean_line, clean_text};

/// What clients write of a record. Refuses unknown properties, and shows every property that it
/// has, so that a patch finds it.
pub trait Form: Serialize + DeserializeOwned + ToSchema {
    /// The record's name in the API description.
    const NAME: &'static str;

    /// What is shown beside it, and written by operations of its own.
    type Rest: Serialize + ToSchema;
}

/// Nothing beside the form.
#[derive(Serialize, ToSchema)]
pub struct Alone {}

/// The members of an object that is read as a form later.
struct Members(Map<String, Value>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut access: A,
            ) -> std::result::Result<Members, A::Error> {
                let mut members = Map::new();
                while let Some((name, value)) = access.next_entry::<String, Value>()? {
                    if members.insert(name, value).is_some() {
                        return Err(A::Error::custom("duplicate field"));
                    }
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

impl Members {
    fn read<F: Form>(self) -> Result<F> {
        let bytes = serde_json::to_vec(&self.0).map_err(Error::internal)?;
        body::parse(&bytes)
    }
}

/// A form and perhaps an `id`, a UUIDv7 made by a client that could not ask.
#[derive(Deserialize)]
#[serde(transparent, bound = "")]
pub struct NewEntry<F> {
    members: Members,
    #[serde(skip)]
    form: PhantomData<fn() -> F>,
}

impl<F: Form> NewEntry<F> {
    pub fn read<I: FromStr>(mut self) -> Result<(Option<I>, F)> {
        let id = match self.members.0.remove("id") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(client_made(&text)?),
            Some(_) => return Err(Error::invalid("/id", "wrong_type")),
        };
        Ok((id, self.members.read()?))
    }
}

fn client_made<I: FromStr>(text: &str) -> Result<I> {
    uuid::Uuid::try_parse(text)
        .ok()
        .filter(|id| id.get_version_num() == 7)
        .and_then(|_| text.parse().ok())
        .ok_or_else(|| Error::invalid("/id", "wrong_form"))
}

/// A merge patch (RFC 7396) of a form: null clears a property, or is refused where it must stand.
/// No property of a form is an object itself, so nothing is merged further down.
#[derive(Deserialize)]
#[serde(transparent, bound = "")]
pub struct EntryPatch<F> {
    members: Members,
    #[serde(skip)]
    form: PhantomData<fn() -> F>,
}

impl<F: Form> EntryPatch<F> {
    pub fn apply(self, before: &F) -> Result<F> {
        let before = serde_json::to_value(before).map_err(Error::internal)?;
        let Value::Object(mut members) = before else {
            return Err(Error::internal("a form is an object"));
        };
        for (name, value) in self.members.0 {
            if value.is_null() && members.contains_key(&name) {
                members.remove(&name);
            } else {
                members.insert(name, value);
            }
        }
        Members(members).read()
    }
}

/// A record as it is shown.
#[derive(Serialize)]
#[serde(bound = "")]
pub struct EntryBody<F: Form> {
    id: String,
    #[serde(flatten)]
    form: F,
    #[serde(flatten)]
    rest: F::Rest,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl<F: EntryForm> From<Entry<F::Content>> for EntryBody<F> {
    fn from(entry: Entry<F::Content>) -> Self {
        let Entry {
            id,
            content,
            version,
            created_at,
            updated_at,
        } = entry;
        Self {
            id: id.to_string(),
            rest: F::rest(&content),
            form: content.into(),
            version,
            created_at: created_at.and_utc(),
            updated_at: updated_at.and_utc(),
        }
    }
}

fn object<F: ToSchema>() -> Object {
    match F::schema() {
        RefOr::T(Schema::Object(object)) => object,
        _ => Object::default(),
    }
}

/// Describes a shape by what it changes in the form's schema.
macro_rules! shape {
    ($shape:ident, $name:literal, $change:expr) => {
        impl<F: Form> utoipa::__dev::ComposeSchema for $shape<F> {
            fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
                let mut object = object::<F>();
                let change: fn(&mut Object, Object) = $change;
                change(&mut object, self::object::<F::Rest>());
                object.into()
            }
        }

        impl<F: Form> ToSchema for $shape<F> {
            fn name() -> Cow<'static, str> {
                Cow::Owned(format!($name, F::NAME))
            }

            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                F::schemas(schemas);
                F::Rest::schemas(schemas);
            }
        }
    };
}

fn id_schema() -> RefOr<Schema> {
    text_schema(36, Some("uuid")).into()
}

fn time_schema() -> RefOr<Schema> {
    text_schema(35, Some("date-time")).into()
}

shape!(NewEntry, "New{}", |object, _| {
    object.properties.insert("id".to_owned(), id_schema());
});
shape!(EntryPatch, "{}Patch", |object, _| object.required.clear());
shape!(EntryBody, "{}Body", |object, rest| {
    let added = [
        ("id", id_schema()),
        ("version", i32::schema()),
        ("created_at", time_schema()),
        ("updated_at", time_schema()),
    ];
    for (name, schema) in added {
        object.properties.insert(name.to_owned(), schema);
    }
    object.properties.extend(rest.properties);
    object.required = object.properties.keys().cloned().collect();
});

/// One line, or none.
pub(super) fn line(text: &str, max: usize, at: &str, checks: &mut Checks) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    checks.value(clean_line(text, max), at).unwrap_or_default()
}

/// Some lines, or none.
pub fn text(text: &str, max: usize, at: &str, checks: &mut Checks) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    checks.value(clean_text(text, max), at).unwrap_or_default()
}

/// A list of short texts.
pub(super) fn lines(texts: &[String], most: usize, at: &str, checks: &mut Checks) -> Vec<String> {
    checks.ensure(texts.len() <= most, at, "too_long");
    let numbered = texts.iter().enumerate().take(most);
    numbered
        .filter_map(|(index, text)| checks.value(clean_line(text, 300), &format!("{at}/{index}")))
        .collect()
}

/// A list in which nothing stands twice.
pub fn distinct<T: PartialEq>(values: &[T], most: usize, at: &str, checks: &mut Checks) {
    checks.ensure(values.len() <= most, at, "too_long");
    for (index, value) in values.iter().enumerate().take(most) {
        let first = !values[..index].contains(value);
        checks.ensure(first, &format!("{at}/{index}"), "listed_twice");
    }
}

/// What the catalogue calls the concept that an entry names, in English, and in which release.
#[derive(Serialize, ToSchema)]
pub struct EscoName {
    esco_label: Option<String>,
    esco_release: Option<String>,
}

impl EscoName {
    pub(super) fn of(label: &Option<String>, release: &Option<String>) -> Self {
        Self {
            esco_label: label.clone(),
            esco_release: release.clone(),
        }
    }
}

/// The address of a concept of ESCO of a kind: `http://data.europa.eu/esco/skill/` and a UUID.
pub fn esco(uri: String, kind: &str) -> std::result::Result<String, &'static str> {
    let id = uri.strip_prefix("http://data.europa.eu/esco/");
    let id = id.and_then(|it| it.strip_prefix(kind)?.strip_prefix('/'));
    if id.is_some_and(|id| uuid::Uuid::try_parse(id).is_ok_and(|it| it.to_string() == id)) {
        Ok(uri)
    } else {
        Err("wrong_form")
    }
}

/// A code of ISCO-08, of one to four digits.
pub fn isco_code(text: String) -> std::result::Result<String, &'static str> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then_some(text).ok_or("wrong_form")
}

/// A number within bounds, where there is one.
pub fn within(
    number: Option<i32>,
    bounds: std::ops::RangeInclusive<i32>,
    at: &str,
    checks: &mut Checks,
) {
    let fits = number.is_none_or(|number| bounds.contains(&number));
    checks.ensure(fits, at, "out_of_range");
}
