//! The API's description, read off the handlers' own signatures.
//!
//! What a handler takes and gives back says what the operation's parameters, body and answer are, so
//! that the description cannot tell of something else than what runs.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use serde_json::{Map, Value, json};
use utoipa::openapi::path::ParameterIn;
use utoipa::{IntoParams, ToSchema};

use super::caller::Anyone;
use super::file::{Download, FileKind, Upload};
use super::once::Repeatable;
use super::{
    Accepted, Begun, Body, Created, Document, Done, IfMatch, Item, Listed, Once, Patch, Progress,
    Query, Versioned,
};
use crate::access::Caller;
use crate::api::Endpoint;
use crate::error::Error;
use crate::limits::Visitor;
use crate::openapi::refusals;

/// An operation as far as its handler's signature tells.
#[derive(Default)]
pub struct Description {
    pub parameters: Vec<Value>,
    /// The media type of the body that it takes, and the schema.
    pub body: Option<(&'static str, Value)>,
    /// The media types of the file that it takes.
    pub files: Vec<&'static str>,
    pub answers: Map<String, Value>,
    pub schemas: Map<String, Value>,
    pub signed_in: bool,
}

impl Description {
    pub fn of(endpoint: &Endpoint) -> Self {
        let mut description = Self::default();
        (endpoint.describe)(&mut description);
        description
    }

    /// Whether it takes one, be it a file.
    pub fn takes_a_body(&self) -> bool {
        self.body.is_some() || !self.files.is_empty()
    }

    /// Takes a type's schema into the description and gives a reference to it.
    pub fn schema<T: ToSchema>(&mut self) -> Value {
        let mut found = Vec::new();
        T::schemas(&mut found);
        found.push((T::name().into_owned(), T::schema()));
        for (name, schema) in found {
            let value = serde_json::to_value(schema).unwrap_or_default();
            self.schemas.insert(name, value);
        }
        json!({ "$ref": format!("#/components/schemas/{}", T::name()) })
    }

    pub fn header(&mut self, name: &str, required: bool, description: &str) {
        self.parameters.push(json!({
            "name": name, "in": "header", "required": required, "description": description,
            "schema": { "type": "string", "maxLength": 128 },
        }));
    }

    fn takes<T: ToSchema>(&mut self, media_type: &'static str) {
        self.body = Some((media_type, self.schema::<T>()));
    }

    /// Adds an answer; `content` gives the schema by media type, and is null where there is none.
    pub fn answers(&mut self, status: &str, meaning: &str, headers: &[&str], content: Value) {
        let headers = refusals::headers(headers);
        let mut answer = json!({ "description": meaning, "headers": headers });
        if !content.is_null() {
            answer["content"] = content;
        }
        self.answers.insert(status.to_owned(), answer);
    }
}

/// The content of an answer in JSON.
fn json_of(schema: Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}

/// The content of a body or an answer that is a file of one of these media types.
pub fn files(media_types: impl IntoIterator<Item = &'static str>) -> Value {
    let schema = json!({ "schema": { "type": "string", "format": "binary" } });
    let of_type = |media_type: &str| (media_type.to_owned(), schema.clone());
    let content = media_types.into_iter().map(of_type);
    content.collect::<Map<_, _>>().into()
}

/// An argument of a handler.
pub trait Describe {
    fn describe(description: &mut Description);
}

/// What a handler gives back.
pub trait DescribeAnswer {
    fn describe(description: &mut Description);
}

/// A handler that can be described.
pub trait Handled<Args> {
    fn describe(description: &mut Description);
}

macro_rules! handled {
    ($($argument:ident)*) => {
        impl<F, Fut, A, $($argument,)*> Handled<($($argument,)*)> for F
        where
            F: Fn($($argument,)*) -> Fut,
            Fut: Future<Output = Result<A, Error>>,
            A: DescribeAnswer,
            $($argument: Describe,)*
        {
            fn describe(description: &mut Description) {
                $(<$argument as Describe>::describe(description);)*
                <A as DescribeAnswer>::describe(description);
            }
        }
    };
}
handled!();
handled!(A1);
handled!(A1 A2);
handled!(A1 A2 A3);
handled!(A1 A2 A3 A4);
handled!(A1 A2 A3 A4 A5);
handled!(A1 A2 A3 A4 A5 A6);
handled!(A1 A2 A3 A4 A5 A6 A7);
handled!(A1 A2 A3 A4 A5 A6 A7 A8);
handled!(A1 A2 A3 A4 A5 A6 A7 A8 A9);

impl<T> Describe for Data<T> {
    fn describe(_: &mut Description) {}
}

/// Path parameters are named by the address itself.
impl<T> Describe for Path<T> {
    fn describe(_: &mut Description) {}
}

impl Describe for HttpRequest {
    fn describe(_: &mut Description) {}
}

impl Describe for Visitor {
    fn describe(_: &mut Description) {}
}

impl Describe for Anyone {
    fn describe(_: &mut Description) {}
}

impl Describe for Caller {
    fn describe(description: &mut Description) {
        description.signed_in = true;
    }
}

impl Describe for IfMatch {
    fn describe(description: &mut Description) {
        description.header("If-Match", true, "The ETag of the record as last seen.");
    }
}

impl<T: IntoParams> Describe for Query<T> {
    fn describe(description: &mut Description) {
        for parameter in T::into_params(|| Some(ParameterIn::Query)) {
            let parameter = serde_json::to_value(parameter).unwrap_or_default();
            description.parameters.push(parameter);
        }
    }
}

impl<T: ToSchema> Describe for Body<T> {
    fn describe(description: &mut Description) {
        description.takes::<T>("application/json");
    }
}

impl<T: ToSchema> Describe for Once<T> {
    fn describe(description: &mut Description) {
        description.takes::<T>("application/json");
        let text = "Any text of the client's; a repeated request with it gets the first answer.";
        description.header("Idempotency-Key", false, text);
    }
}

impl<T: ToSchema> Describe for Patch<T> {
    fn describe(description: &mut Description) {
        description.takes::<T>("application/merge-patch+json");
    }
}

impl<K: FileKind> Describe for Upload<K> {
    fn describe(description: &mut Description) {
        description.files = K::KINDS.iter().map(|kind| kind.media_type()).collect();
    }
}

impl<T: ToSchema> DescribeAnswer for Item<T> {
    fn describe(description: &mut Description) {
        let schema = description.schema::<T>();
        description.answers("200", "As asked.", &[], json_of(schema));
    }
}

impl<T: ToSchema> DescribeAnswer for Versioned<T> {
    fn describe(description: &mut Description) {
        let schema = description.schema::<T>();
        let meaning = "The record; its version is in `ETag`.";
        description.answers("200", meaning, &["ETag"], json_of(schema));
    }
}

impl<T: ToSchema> DescribeAnswer for Created<T> {
    fn describe(description: &mut Description) {
        let schema = description.schema::<T>();
        let meaning = "Made; its address is in `Location`.";
        description.answers("201", meaning, &["Location", "ETag"], json_of(schema));
    }
}

impl<T: ToSchema> DescribeAnswer for Listed<T> {
    fn describe(description: &mut Description) {
        let items = description.schema::<T>();
        let name = format!("{}List", T::name());
        let list = json!({
            "type": "object",
            "required": ["items", "_links"],
            "properties": {
                "items": { "type": "array", "items": items },
                "_links": {
                    "type": "object",
                    "properties": { "next": { "type": "string", "format": "uri-reference" } },
                },
            },
        });
        description.schemas.insert(name.clone(), list);
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        let meaning = "A page of the list, newest first.";
        description.answers("200", meaning, &["Link"], json_of(schema));
    }
}

impl DescribeAnswer for Done {
    fn describe(description: &mut Description) {
        description.answers("204", "Done.", &[], Value::Null);
    }
}

impl DescribeAnswer for Accepted {
    fn describe(description: &mut Description) {
        description.answers("202", "It will be done.", &[], Value::Null);
    }
}

impl<T: ToSchema> DescribeAnswer for Begun<T> {
    fn describe(description: &mut Description) {
        let schema = description.schema::<T>();
        let meaning = "Begun; how far it came is told at the address in `Location`.";
        description.answers("202", meaning, &["Location"], json_of(schema));
    }
}

impl<T: ToSchema> DescribeAnswer for Progress<T> {
    fn describe(description: &mut Description) {
        let schema = description.schema::<T>();
        let meaning = "How far it came.";
        description.answers("200", meaning, &["Retry-After"], json_of(schema));
        let meaning = "It is over; what came of it is at the address in `Location`.";
        description.answers("303", meaning, &["Location"], Value::Null);
    }
}

impl DescribeAnswer for Document {
    fn describe(description: &mut Description) {
        let pdf = files(["application/pdf"]);
        description.answers("200", "The file.", &["Content-Disposition"], pdf);
    }
}

impl<K: FileKind> DescribeAnswer for Download<K> {
    fn describe(description: &mut Description) {
        let kinds = files(K::KINDS.iter().map(|kind| kind.media_type()));
        description.answers("200", "The file.", &["Content-Disposition"], kinds);
    }
}

impl<A: DescribeAnswer> DescribeAnswer for Repeatable<A> {
    fn describe(description: &mut Description) {
        A::describe(description);
    }
}
