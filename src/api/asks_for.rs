//! Which requests a row of the table takes, by its method.

use actix_web::guard::GuardContext;
use actix_web::http::Method;

/// Also HEAD: the same answer, whose body the server keeps to itself (RFC 9110, 9.3.2).
pub fn Get(context: &GuardContext<'_>) -> bool {
    matches!(context.head().method, Method::GET | Method::HEAD)
}

pub fn Post(context: &GuardContext<'_>) -> bool {
    context.head().method == Method::POST
}

pub fn Put(context: &GuardContext<'_>) -> bool {
    context.head().method == Method::PUT
}

pub fn Patch(context: &GuardContext<'_>) -> bool {
    context.head().method == Method::PATCH
}

pub fn Delete(context: &GuardContext<'_>) -> bool {
    context.head().method == Method::DELETE
}
