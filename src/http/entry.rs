//! No operation is answered without its entry in the activity log.
//!
//! Most have it from the transaction of their work. What was refused before that (no sign-in, a body that is
//! none, a header that is missing) is given it here, before its answer leaves; where it cannot be written,
//! the answer is 503 instead.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::caller::{caller_of, misuse_of};
use super::problem::code_of;
use crate::access::Identity;
use crate::api;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::limits::gate::Gate;

/// Sees to it that an operation has its entry.
pub async fn ensure(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let answer = next.call(request).await?.map_into_boxed_body();
    Ok(match write_missing(&answer).await {
        Ok(()) => answer,
        Err(error) => answer.error_response(error),
    })
}

/// Writes the entry of an answer that has none. An answer that the database could not give has none, and
/// tells of nothing; who comes too often has one each minute.
async fn write_missing(answer: &ServiceResponse<BoxBody>) -> Result<()> {
    let caller = caller_of(answer.request());
    let told_nothing = matches!(
        answer.status(),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
    );
    if told_nothing || caller.logged.is_set() || api::NOT_LOGGED.contains(&caller.operation) {
        return Ok(());
    }
    let database = answer.request().app_data::<Data<Database>>();
    let database = database.ok_or_else(|| Error::internal("the database is not registered"))?;
    let reason = reason_of(answer);
    let gate = answer.request().app_data::<Data<Gate>>();
    if reason.is_some()
        && caller.identity == Identity::Anonymous
        && let Some(wait) = gate.and_then(|gate| gate.take_refusal(caller.address))
    {
        return Err(Error::TooManyRequests { wait });
    }
    database.note(caller, reason).await
}

/// Why an answer refuses, if it does.
fn reason_of(answer: &ServiceResponse<BoxBody>) -> Option<&'static str> {
    let status = answer.status();
    let refused = status.is_client_error() || status.is_server_error();
    let error = answer.response().error();
    let error = error.and_then(|error| error.as_error::<Error>());
    let reason = || match error {
        Some(Error::Unauthenticated) => misuse_of(answer.request()).unwrap_or("unauthenticated"),
        Some(error) => error.reason(),
        None => code_of(status),
    };
    refused.then(reason)
}
