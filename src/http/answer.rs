//! The shapes of answers.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, ETAG, LINK, LOCATION, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::{Deserialize, Serialize};

use super::headers::etag;
use super::page::Page;
use crate::vault::Vault;

/// 200 with a body.
pub struct Item<T>(pub T);

/// 200 with a body and the version of its record as an entity tag.
pub struct Versioned<T>(pub i32, pub T);

/// 201 with the address of the new record, its body, and its tag where it has versions.
pub struct Created<T> {
    pub location: String,
    pub version: Option<i32>,
    pub body: T,
}

/// 200 with a page of a list.
#[derive(Serialize)]
pub struct Listed<T> {
    items: Vec<T>,
    #[serde(rename = "_links")]
    links: Links,
}

#[derive(Serialize)]
struct Links {
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// 204.
pub struct Done;

/// 202: it will be done; nothing is told of how it went.
pub struct Accepted;

/// 202 with the address where it is told how far it came, and how far that is now.
pub struct Begun<T> {
    pub location: String,
    pub body: T,
}

/// 200 with how far something came that was begun, or 303 with the address of what came of it.
pub enum Progress<T> {
    UnderWay(T),
    Over(String),
}

/// 200 with a file.
pub struct Document {
    pub media_type: &'static str,
    /// An ASCII name without quotes, made by the service.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl<T> Created<T> {
    pub fn new(location: String, version: impl Into<Option<i32>>, body: T) -> Self {
        Self {
            location,
            version: version.into(),
            body,
        }
    }
}

impl<T> Listed<T> {
    /// A list that always fits in one page.
    pub fn whole<R>(rows: Vec<R>, show: impl Fn(R) -> T) -> Self {
        Self {
            items: rows.into_iter().map(show).collect(),
            links: Links { next: None },
        }
    }

    /// A page of rows, of which there may be one more than the page holds.
    /// `position` gives a row's id; `query` the parameters that the next page's link repeats.
    pub fn page<R>(
        mut rows: Vec<R>,
        page: &Page,
        vault: &Vault,
        request: &HttpRequest,
        position: impl Fn(&R) -> String,
        show: impl Fn(R) -> T,
    ) -> Self {
        let limit = usize::try_from(page.limit).unwrap_or_default();
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|last| {
            let kept = request
                .query_string()
                .split('&')
                .filter(|part| !part.is_empty() && !part.starts_with("cursor="));
            let cursor = format!("cursor={}", page.cursor(vault, &position(last)));
            let query: Vec<_> = kept.chain([cursor.as_str()]).collect();
            format!("{}?{}", request.path(), query.join("&"))
        });
        Self {
            items: rows.into_iter().map(show).collect(),
            links: Links { next },
        }
    }
}

impl<T: Serialize> Responder for Item<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self.0)
    }
}

impl<T: Serialize> Responder for Versioned<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((ETAG, etag(self.0)))
            .json(self.1)
    }
}

impl<T: Serialize> Responder for Created<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Created();
        answer.insert_header((LOCATION, self.location));
        if let Some(version) = self.version {
            answer.insert_header((ETAG, etag(version)));
        }
        answer.json(self.body)
    }
}

impl<T: Serialize> Responder for Listed<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        if let Some(next) = &self.links.next {
            answer.insert_header((LINK, format!("<{next}>; rel=\"next\"")));
        }
        answer.json(self)
    }
}

impl Responder for Done {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
}

impl Responder for Accepted {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Accepted().finish()
    }
}

impl<T: Serialize> Responder for Progress<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        match self {
            Self::UnderWay(body) => HttpResponse::Ok()
                .insert_header((RETRY_AFTER, "1"))
                .json(body),
            Self::Over(location) => HttpResponse::SeeOther()
                .insert_header((LOCATION, location))
                .finish(),
        }
    }
}

impl Responder for Document {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .content_type(self.media_type)
            .insert_header((
                CONTENT_DISPOSITION,
                format!("attachment; filename=\"{}\"", self.name),
            ))
            .insert_header(("content-security-policy", "sandbox"))
            .body(self.bytes)
    }
}

/// An answer as it is kept for a repeated request with the same `Idempotency-Key`.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    status: u16,
    location: Option<String>,
    version: Option<i32>,
    body: serde_json::Value,
}

impl Kept {
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }
}

/// An answer that can be kept.
pub trait Keep {
    fn keep(self) -> serde_json::Result<Kept>;
}

impl<T: Serialize> Keep for Created<T> {
    fn keep(self) -> serde_json::Result<Kept> {
        Ok(Kept {
            status: StatusCode::CREATED.as_u16(),
            location: Some(self.location),
            version: self.version,
            body: serde_json::to_value(self.body)?,
        })
    }
}

impl<T: Serialize> Keep for Begun<T> {
    fn keep(self) -> serde_json::Result<Kept> {
        Ok(Kept {
            status: StatusCode::ACCEPTED.as_u16(),
            location: Some(self.location),
            version: None,
            body: serde_json::to_value(self.body)?,
        })
    }
}

impl<T: Serialize> Keep for Item<T> {
    fn keep(self) -> serde_json::Result<Kept> {
        Ok(Kept {
            status: StatusCode::OK.as_u16(),
            location: None,
            version: None,
            body: serde_json::to_value(self.0)?,
        })
    }
}

impl<T: Serialize> Keep for Versioned<T> {
    fn keep(self) -> serde_json::Result<Kept> {
        Ok(Kept {
            status: StatusCode::OK.as_u16(),
            location: None,
            version: Some(self.0),
            body: serde_json::to_value(self.1)?,
        })
    }
}

impl Responder for Kept {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut answer = HttpResponse::build(status);
        if let Some(location) = self.location {
            answer.insert_header((LOCATION, location));
        }
        if let Some(version) = self.version {
            answer.insert_header((ETAG, etag(version)));
        }
        answer.json(self.body)
    }
}
