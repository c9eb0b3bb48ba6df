//! Who a request speaks for, as far as its headers tell.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;

use crate::access::{Caller, Identity};
use crate::api;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::sign_ins::SignInId;
use crate::signing_keys::tokens::Tokens;

/// The id of a request: the client's `X-Request-Id` if it is a sensible one, else a new one.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

impl RequestId {
    pub fn of(request: &HttpRequest) -> String {
        if let Some(id) = request.extensions().get::<Self>() {
            return id.0.clone();
        }
        let given = request
            .headers()
            .get("x-request-id")
            .and_then(|value| value.to_str().ok())
            .filter(|id| {
                (8..=64).contains(&id.len())
                    && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            });
        let id = given.map_or_else(|| uuid::Uuid::now_v7().to_string(), str::to_owned);
        request.extensions_mut().insert(Self(id.clone()));
        id
    }
}

/// A request that may come without a sign-in: the sign-in itself, and public checks.
pub struct Anyone(pub Caller);

impl FromRequest for Anyone {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(caller(request, Identity::Anonymous))))
    }
}

/// The sign-in that a request's token names. A signature is looked at once a request.
#[derive(Clone)]
struct Bearer(Option<SignInId>);

/// The sign-in that a request's token names, if the token is ours and good now.
pub fn sign_in_of(request: &HttpRequest) -> Option<SignInId> {
    if let Some(Bearer(known)) = request.extensions().get() {
        return known.clone();
    }
    let tokens = request.app_data::<Data<Tokens>>();
    let found = bearer(request)
        .zip(tokens)
        .and_then(|(token, tokens)| tokens.sign_in_of(token).ok());
    request.extensions_mut().insert(Bearer(found.clone()));
    found
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ")
}

impl FromRequest for Caller {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            if let Some(id) = sign_in_of(&request) {
                return Ok(caller(&request, Identity::SignIn(id)));
            }
            // It may be signed by a key that another instance made since.
            let token = bearer(&request).ok_or(Error::Unauthenticated)?;
            let tokens = request.app_data::<Data<Tokens>>();
            let database = request.app_data::<Data<Database>>();
            let (tokens, database) = tokens.zip(database).ok_or(Error::Unauthenticated)?;
            let sign_in = tokens.read(token, database).await;
            request.extensions_mut().insert(Bearer(sign_in.clone()));
            sign_in
                .map(|id| caller(&request, Identity::SignIn(id)))
                .ok_or(Error::Unauthenticated)
        })
    }
}

/// Who a request speaks for that is refused before any work is done for it.
pub fn caller_of(request: &HttpRequest) -> Caller {
    let identity = sign_in_of(request).map_or(Identity::Anonymous, Identity::SignIn);
    caller(request, identity)
}

fn caller(request: &HttpRequest, identity: Identity) -> Caller {
    Caller {
        identity,
        request_id: RequestId::of(request),
        operation: api::operation_of(request),
    }
}
