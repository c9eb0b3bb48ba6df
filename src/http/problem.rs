//! Errors as problem documents (RFC 9457), in the language that the client asked for.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue,
    RETRY_AFTER,
};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;

use super::caller::RequestId;
use super::headers::etag;
use crate::access::policy::RECENT;
use crate::error::texts::{Language, text};
use crate::error::{Error, FieldError, Unmet};

/// The body of every error.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Stable URI of the kind of error.
    r#type: String,
    title: String,
    status: u16,
    detail: String,
    /// The request's id, to be quoted when asking for help.
    instance: String,
    code: &'static str,
    /// The rules that fields break.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemField>,
    /// The guards of a move that are not met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unmet: Vec<ProblemGuard>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ProblemField {
    /// RFC 6901 JSON Pointer into the body.
    pointer: String,
    code: &'static str,
    detail: &'static str,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ProblemGuard {
    guard: &'static str,
    detail: &'static str,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, language: Language, instance: String) -> Self {
        Self {
            r#type: format!("urn:bilancio:problem:{code}"),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: text(code, language).to_owned(),
            instance,
            code,
            errors: Vec::new(),
            unmet: Vec::new(),
        }
    }

    /// An error as it is shown; `instance` is the request's id.
    pub fn of(error: &Error, language: Language, instance: String) -> Self {
        let mut problem = Self::new(error.status(), error.code(), language, instance);
        match error {
            Error::Invalid(errors) => {
                let show = |error: &FieldError| ProblemField {
                    pointer: error.pointer.clone(),
                    code: error.code,
                    detail: text(error.code, language),
                };
                problem.errors = errors.iter().map(show).collect();
            }
            Error::Unmet(unmet) => {
                let show = |unmet: &Unmet| ProblemGuard {
                    guard: unmet.guard,
                    detail: text(unmet.guard, language),
                };
                problem.unmet = unmet.iter().map(show).collect();
            }
            _ => {}
        }
        problem
    }
}

impl Error {
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Unauthenticated
            | Self::WrongCredentials
            | Self::WrongAgain { .. }
            | Self::SecondFactorNeeded
            | Self::WrongCode
            | Self::AuthenticationTooOld => StatusCode::UNAUTHORIZED,
            Self::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::Forbidden { .. } | Self::SecondFactorRequired => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Conflict(_) | Self::Unmet(_) => StatusCode::CONFLICT,
            Self::Gone => StatusCode::GONE,
            Self::Stale { .. } => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::Unavailable(_) | Self::OutcomeUnknown => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// An empty answer: [`show`] has the request and writes the body.
    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status());
        match self {
            Self::Stale { current } => {
                answer.insert_header((ETAG, etag(*current)));
            }
            Self::Unauthenticated => {
                answer.insert_header(("www-authenticate", "Bearer realm=\"bilancio\""));
            }
            Self::AuthenticationTooOld => {
                let seconds = RECENT.num_seconds();
                let challenge =
                    format!("Bearer error=\"insufficient_user_authentication\", max_age={seconds}");
                answer.insert_header(("www-authenticate", challenge));
            }
            Self::WrongAgain { wait } | Self::TooManyRequests { wait } => {
                answer.insert_header((RETRY_AFTER, wait.to_string()));
            }
            Self::Unavailable(_) | Self::OutcomeUnknown => {
                answer.insert_header((RETRY_AFTER, "2"));
            }
            _ => {}
        }
        answer.finish()
    }
}

/// The code that a request was refused with, kept beside it for those who count and tell.
#[derive(Clone, Copy)]
pub struct Refusal(pub &'static str);

/// Gives every error answer its body, whatever part of the service it came from.
pub async fn show(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let reader = Reader::of(request.request());
    let answer = next.call(request).await?.map_into_boxed_body();
    let status = answer.status();
    let failed = status.is_client_error() || status.is_server_error();
    let has_body = answer.headers().contains_key(CONTENT_TYPE);
    if !failed || (has_body && answer.response().error().is_none()) {
        return Ok(answer);
    }
    let (request, response) = answer.into_parts();
    let bare = copy_headers(HttpResponse::build(status).finish(), response.headers());
    let error = response.error().and_then(|error| error.as_error());
    let code = error.map_or_else(|| code_of(status), Error::code);
    request.extensions_mut().insert(Refusal(code));
    Ok(ServiceResponse::new(request, problem(reader, bare, error)))
}

/// Who will read the answer: in which language, and under which request id.
struct Reader {
    language: Language,
    request_id: String,
}

impl Reader {
    fn of(request: &HttpRequest) -> Self {
        Self {
            language: language_of(request),
            request_id: RequestId::of(request),
        }
    }
}

/// The language that a client asked for errors in.
pub fn language_of(request: &HttpRequest) -> Language {
    let header = request.headers().get(ACCEPT_LANGUAGE);
    header
        .and_then(|value| value.to_str().ok())
        .map_or(Language::English, Language::accepted)
}

fn copy_headers(mut answer: HttpResponse, from: &HeaderMap) -> HttpResponse {
    for (name, value) in from {
        if name != CONTENT_TYPE && name != CONTENT_LENGTH {
            answer.headers_mut().insert(name.clone(), value.clone());
        }
    }
    answer
}

fn problem(reader: Reader, bare: HttpResponse, error: Option<&Error>) -> HttpResponse {
    let Reader {
        language,
        request_id,
    } = reader;
    if let Some(Error::Internal(cause)) = error {
        tracing::error!(%request_id, %cause, "internal error");
    }
    let status = bare.status();
    let body = match error {
        Some(error) => Problem::of(error, language, request_id),
        None => Problem::new(status, code_of(status), language, request_id),
    };
    let body = serde_json::to_vec(&body).unwrap_or_default();
    let mut answer = copy_headers(HttpResponse::build(status).body(body), bare.headers());
    let headers = answer.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.insert(
        CONTENT_LANGUAGE,
        HeaderValue::from_static(language.as_str()),
    );
    answer
}

/// For errors that the framework itself makes.
pub(super) fn code_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::PAYLOAD_TOO_LARGE => "body_too_large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_media_type",
        status if status.is_client_error() => "header_not_valid",
        _ => "internal",
    }
}
