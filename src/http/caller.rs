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

impl FromRequest for Caller {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let headers = request.headers();
            let token = headers
                .get(AUTHORIZATION)
                .and_then(|value| value.to_str().ok())
                .and_then(|value| value.strip_prefix("Bearer "))
                .ok_or(Error::Unauthenticated)?;
            let tokens = request.app_data::<Data<Tokens>>();
            let database = request.app_data::<Data<Database>>();
            let (tokens, database) = tokens.zip(database).ok_or(Error::Unauthenticated)?;
            let sign_in = tokens.read(token, database).await;
            sign_in
                .map(|id| caller(&request, Identity::SignIn(id)))
                .ok_or(Error::Unauthenticated)
        })
    }
}

fn caller(request: &HttpRequest, identity: Identity) -> Caller {
    Caller {
        identity,
        request_id: RequestId::of(request),
        operation: api::operation_of(request),
    }
}
