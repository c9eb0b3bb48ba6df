//! The one error a request can end in.
//!
//! Variants are named after what went wrong *for the client*; the cause of an [`Error::Internal`]
//! goes to the log once and never to the client. `http::problem` shows errors as RFC 9457 bodies in
//! the client's language.

pub mod texts;

use crate::access::{Action, Resource};
use crate::vault::VaultError;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No token, or one that does not stand: 401.
    #[error("sign in first")]
    Unauthenticated,
    /// Wrong e-mail address or password; which of them is not said: 401.
    #[error("e-mail address or password is wrong")]
    WrongCredentials,
    /// The password is right, and a code of the second factor is missing: 401.
    #[error("a code is needed")]
    SecondFactorNeeded,
    /// The password is right, and the code is wrong or was used: 401.
    #[error("the code is wrong")]
    WrongCode,
    /// What is asked for may only be done soon after an authentication (RFC 9470): 401.
    #[error("authenticate again")]
    AuthenticationTooOld,
    /// A role that asks for a second factor, of a user who has none yet: 403.
    #[error("a second factor must be enrolled")]
    SecondFactorRequired,
    /// [`Error::WrongCredentials`] at an account that waits this many seconds now: 401.
    #[error("e-mail address or password is wrong; wait {wait} s")]
    WrongAgain { wait: u32 },
    /// Too many requests; the next one may come after this many seconds: 429.
    #[error("too many requests; wait {wait} s")]
    TooManyRequests { wait: u32 },
    /// A body that did not come in time: 408.
    #[error("the body is too slow")]
    SlowBody,
    /// 431.
    #[error("headers too large")]
    HeadersTooLarge,
    /// A role that may never do this, or a visible record that it may not change: 403.
    #[error("may not {action} {resource}")]
    Forbidden { action: Action, resource: Resource },
    /// Missing, or not visible to the actor; nobody can tell which: 404.
    #[error("no such {0}")]
    NotFound(Resource),
    /// The record's present state does not allow this: 409.
    #[error("{0}")]
    Conflict(&'static str),
    /// A move of the workflow whose guards are not all met, each with its code: 409.
    #[error("guards not met: {0:?}")]
    Unmet(Vec<Unmet>),
    /// Broken rules of the request's fields, all at once: 422.
    #[error("fields not valid: {0:?}")]
    Invalid(Vec<FieldError>),
    /// A request that cannot be understood at all, with a code that says why: 400.
    #[error("{0}")]
    Malformed(&'static str),
    /// A body in a media type this operation does not take: 415.
    #[error("media type not taken")]
    MediaType,
    /// 413.
    #[error("body too large")]
    TooLarge,
    /// A change without `If-Match`: 428.
    #[error("If-Match is missing")]
    PreconditionRequired,
    /// Somebody changed the record first; `current` is its version now: 412.
    #[error("changed meanwhile")]
    Stale { current: i32 },
    /// A link that was used or has expired: 410.
    #[error("gone")]
    Gone,
    /// The service cannot answer now and nothing was changed: 503.
    #[error("unavailable: {0}")]
    Unavailable(&'static str),
    /// The deadline passed while the change was being committed: it may stand or not, 503.
    #[error("outcome unknown")]
    OutcomeUnknown,
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// One guard of a move that is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    pub guard: &'static str,
}

/// One rule that a field breaks. Never holds the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// RFC 6901 JSON Pointer into the request's body.
    pub pointer: String,
    pub code: &'static str,
}

impl Error {
    pub fn invalid(pointer: &str, code: &'static str) -> Self {
        Self::Invalid(vec![FieldError {
            pointer: pointer.to_owned(),
            code,
        }])
    }

    pub fn unmet(guard: &'static str) -> Self {
        Self::Unmet(vec![Unmet { guard }])
    }

    /// The same error of a body that is a part of the request's: its fields lie under `pointer`.
    pub fn within(self, pointer: &str) -> Self {
        let Self::Invalid(mut fields) = self else {
            return self;
        };
        for field in &mut fields {
            field.pointer.insert_str(0, pointer);
        }
        Self::Invalid(fields)
    }

    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// The machine word of this error, stable for clients.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::SecondFactorNeeded => "second_factor_needed",
            Self::WrongCode => "wrong_code",
            Self::AuthenticationTooOld => "insufficient_user_authentication",
            Self::SecondFactorRequired => "second_factor_required",
            Self::WrongCredentials | Self::WrongAgain { .. } => "wrong_credentials",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::SlowBody => "body_too_slow",
            Self::HeadersTooLarge => "headers_too_large",
            Self::Forbidden { .. } => "forbidden",
            Self::NotFound(_) => "not_found",
            Self::Conflict(code) | Self::Malformed(code) | Self::Unavailable(code) => code,
            Self::Unmet(_) => "guards_not_met",
            Self::Invalid(_) => "invalid_fields",
            Self::MediaType => "unsupported_media_type",
            Self::TooLarge => "body_too_large",
            Self::PreconditionRequired => "if_match_required",
            Self::Stale { .. } => "changed_meanwhile",
            Self::Gone => "gone",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Internal(_) => "internal",
        }
    }

    /// [`Error::code`] with what only the activity log is told: that a sealed value did not open.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Internal(cause) if cause.is::<VaultError>() => "seal_broken",
            other => other.code(),
        }
    }
}

/// A database error is the service's fault unless the store says otherwise, because only the store
/// knows whether a missing row is the client's mistake or ours. A database that is full, gone or out
/// of time is unavailable, not broken.
impl From<diesel::result::Error> for Error {
    fn from(cause: diesel::result::Error) -> Self {
        use diesel::result::DatabaseErrorKind::{ClosedConnection, SerializationFailure};
        use diesel::result::Error::{BrokenTransactionManager, DatabaseError};
        match &cause {
            DatabaseError(ClosedConnection | SerializationFailure, _)
            | BrokenTransactionManager => Self::Unavailable("database_unavailable"),
            DatabaseError(_, report) if is_passing(report.message()) => {
                tracing::warn!(
                    reason = passing_reason(report.message()),
                    "database refused"
                );
                Self::Unavailable("database_unavailable")
            }
            _ => Self::internal(cause),
        }
    }
}

/// What SQLite and PostgreSQL say when the disk is full, a lock or a deadline was not had in time, or
/// the server is going away. Neither gives these a kind of their own through the driver.
const PASSING: &[&str] = &[
    "disk is full",
    "No space left",
    "database is locked",
    "disk I/O error",
    "statement timeout",
    "lock timeout",
    "deadlock detected",
    "terminating connection",
    "read-only transaction",
    "readonly database",
    "server closed the connection",
    "the database system is",
    "connection to server",
    "no connection to the server",
];

fn is_passing(message: &str) -> bool {
    PASSING.iter().any(|part| message.contains(part))
}

fn passing_reason(message: &str) -> &'static str {
    PASSING
        .iter()
        .find(|part| message.contains(*part))
        .copied()
        .unwrap_or("unknown")
}

/// Gathers the broken rules of a request, so that the client sees them all at once.
#[derive(Default, Debug)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    pub fn ensure(&mut self, ok: bool, pointer: &str, code: &'static str) {
        if !ok {
            self.0.push(FieldError {
                pointer: pointer.to_owned(),
                code,
            });
        }
    }

    /// Passes on a value that could be made from a field, and notes the rule that was broken else.
    pub fn value<T, E: Into<&'static str>>(
        &mut self,
        value: std::result::Result<T, E>,
        pointer: &str,
    ) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(code) => {
                self.ensure(false, pointer, code.into());
                None
            }
        }
    }

    /// [`Checks::value`] for a field that may be absent.
    pub fn optional<T, E: Into<&'static str>>(
        &mut self,
        value: Option<std::result::Result<T, E>>,
        pointer: &str,
    ) -> Option<T> {
        value.and_then(|value| self.value(value, pointer))
    }

    /// Passes on a part of the request with rules of its own, whose fields lie under `pointer`.
    pub fn part<T>(&mut self, part: Result<T>, pointer: &str) -> Result<Option<T>> {
        match part.map_err(|error| error.within(pointer)) {
            Ok(value) => Ok(Some(value)),
            Err(Error::Invalid(fields)) => {
                self.0.extend(fields);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Builds the checked value if no rule was broken.
    pub fn finish<T>(self, build: impl FnOnce() -> Option<T>) -> Result<T> {
        match build() {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(Error::Invalid(self.0)),
        }
    }
}
