//! Who a request speaks for, as far as its headers tell.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;

use crate::access::log::Logged;
use crate::access::{Caller, Identity};
use crate::api;
use crate::config::Settings;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::limits::gate::address_of;
use crate::sign_ins::SignInId;
use crate::signing_keys::tokens::{NotRead, Tokens};

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

/// Marks a request whose operation asks nobody who they are.
struct AsksNobody;

impl FromRequest for Anyone {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        request.extensions_mut().insert(AsksNobody);
        ready(Ok(Self(caller(request, Identity::Anonymous))))
    }
}

/// What a request's token tells. A signature is looked at once a request.
#[derive(Clone)]
struct Bearer(std::result::Result<SignInId, NotRead>);

/// The sign-in that a request's token names, if the token is ours and good now.
pub fn sign_in_of(request: &HttpRequest) -> Option<SignInId> {
    read(request).ok()
}

fn read(request: &HttpRequest) -> std::result::Result<SignInId, NotRead> {
    if let Some(Bearer(known)) = request.extensions().get() {
        return known.clone();
    }
    let tokens = request.app_data::<Data<Tokens>>();
    let told = bearer(request).zip(tokens);
    let told = told.map_or(Err(NotRead::NotOurs), |(token, tokens)| {
        tokens.sign_in_of(token)
    });
    request.extensions_mut().insert(Bearer(told.clone()));
    told
}

/// Why a request's token tells of no sign-in, where that is more than that it does not stand.
pub fn misuse_of(request: &HttpRequest) -> Option<&'static str> {
    match read(request) {
        Err(NotRead::Forged) => Some("token_forged"),
        Err(NotRead::KeyWithdrawn) => Some("withdrawn_key_used"),
        _ => None,
    }
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
            let told = tokens.read(token, database).await;
            request.extensions_mut().insert(Bearer(told.clone()));
            told.map(|id| caller(&request, Identity::SignIn(id)))
                .map_err(|_not_read| Error::Unauthenticated)
        })
    }
}

/// Who a request speaks for that is refused before any work is done for it.
pub fn caller_of(request: &HttpRequest) -> Caller {
    let asks_nobody = request.extensions().contains::<AsksNobody>();
    let sign_in = sign_in_of(request).filter(|_| !asks_nobody);
    let identity = sign_in.map_or(Identity::Anonymous, Identity::SignIn);
    caller(request, identity)
}

fn caller(request: &HttpRequest, identity: Identity) -> Caller {
    let settings = request.app_data::<Data<Settings>>();
    let logged: Logged = {
        let mut extensions = request.extensions_mut();
        extensions.get_or_insert_with(Logged::default).clone()
    };
    Caller {
        identity,
        request_id: RequestId::of(request),
        operation: api::operation_of(request),
        address: settings.map(|settings| address_of(request, settings)),
        logged,
    }
}
