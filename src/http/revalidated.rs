//! Answers that tell of nobody, and that a cache may keep as long as it asks whether they still hold.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::http::header::{CACHE_CONTROL, ETAG, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, Responder};
use aws_lc_rs::digest::{SHA256, digest};
use serde_json::Value;

use super::describe::{DescribeAnswer, Description};
use crate::openapi::refusals;

/// An answer with a strong entity tag of what it says; 304 to who has it already (RFC 9110, 13.1.2).
pub struct Revalidated<A>(pub A);

impl<A: Responder<Body = BoxBody>> Responder for Revalidated<A> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let (answer, body) = self.0.respond_to(request).into_parts();
        let bytes = match body.try_into_bytes() {
            Ok(bytes) => bytes,
            // What comes in pieces has no tag.
            Err(body) => return answer.set_body(body),
        };
        let tag = tag_of(&bytes);
        let mut answer = if is_known(request, &tag) {
            HttpResponse::NotModified().finish()
        } else {
            answer.set_body(BoxBody::new(bytes))
        };
        let headers = answer.headers_mut();
        let cached = [
            (ETAG, tag.to_string()),
            (CACHE_CONTROL, "no-cache".to_owned()),
        ];
        for (name, value) in cached {
            let value = value
                .parse()
                .expect("a tag of hexadecimal digits is a header's value");
            headers.insert(name, value);
        }
        answer
    }
}

fn tag_of(bytes: &[u8]) -> EntityTag {
    let hash = digest(&SHA256, bytes);
    let digits = hash
        .as_ref()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"));
    EntityTag::new_strong(digits.collect())
}

/// Whether the client says that it has the answer of this tag.
fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|it| it.weak_eq(tag)),
        Err(_) => false,
    }
}

impl<A: DescribeAnswer> DescribeAnswer for Revalidated<A> {
    fn describe(description: &mut Description) {
        A::describe(description);
        let cached = refusals::headers(&["ETag"]);
        for answer in description.answers.values_mut() {
            answer["headers"]["ETag"] = cached["ETag"].clone();
        }
        let known = "The `ETag` of an answer that is there already.";
        description.header("If-None-Match", false, known);
        description.answers("304", "As it was.", &["ETag"], Value::Null);
    }
}
