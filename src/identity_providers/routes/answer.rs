//! What a client keeps of a request, and brings back with the provider's answer.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::{LOCATION, SET_COOKIE};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::describe::{Describe, DescribeAnswer, Description};
use crate::http::{Created, cookie};
use crate::identity_providers::model::{Purpose, REQUEST_LASTS};
use crate::identity_providers::provider::Provider;
use crate::identity_providers::{Answer, Assertion, Providers, RequestSecret, service};
use crate::sign_ins::SignInId;
use crate::token_refreshes::Mode;

const COOKIE: &str = "__Host-bilancio-authentication";

#[derive(Serialize, ToSchema)]
pub struct AuthenticationRequestBody {
    /// Where the browser goes; it comes back to the front end with `code` and `state`.
    authorisation_url: String,
    /// To be sent with them. Absent in browser mode, where it is in a cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_secret: Option<String>,
    expires_at: DateTime<Utc>,
}

/// 201 with the address of a provider, and what the client keeps until it answers.
pub struct Begun {
    place: String,
    body: AuthenticationRequestBody,
    cookie: Option<String>,
}

impl Begun {
    /// `place` takes the answer.
    pub fn new(
        place: String,
        authorisation_url: String,
        secret: &RequestSecret,
        mode: Mode,
        expires_at: DateTime<Utc>,
    ) -> Self {
        let secret = secret.as_str();
        let (request_secret, cookie) = match mode {
            Mode::Program => (Some(secret.to_owned()), None),
            Mode::Browser => (None, Some(cookie::set(COOKIE, secret, REQUEST_LASTS))),
        };
        Self {
            place,
            body: AuthenticationRequestBody {
                authorisation_url,
                request_secret,
                expires_at,
            },
            cookie,
        }
    }
}

impl Responder for Begun {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Created();
        answer.insert_header((LOCATION, self.place));
        if let Some(cookie) = self.cookie {
            answer.insert_header((SET_COOKIE, cookie));
        }
        answer.json(self.body)
    }
}

impl DescribeAnswer for Begun {
    fn describe(description: &mut Description) {
        <Created<AuthenticationRequestBody> as DescribeAnswer>::describe(description);
    }
}

/// The secret of a request that a browser keeps for its page.
pub struct RequestCookie(Option<String>);

impl FromRequest for RequestCookie {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(cookie::read(request, COOKIE))))
    }
}

impl Describe for RequestCookie {
    fn describe(_: &mut Description) {}
}

/// What a client brought back, as far as its body tells.
pub struct Brought {
    pub code: String,
    pub state: String,
    pub issuer: Option<String>,
    pub secret: Option<String>,
}

impl Brought {
    /// With the secret of the body or else of the cookie.
    pub fn with(self, cookie: RequestCookie) -> Result<Answer> {
        let (secret, mode) = match self.secret {
            Some(secret) => (Some(secret), Mode::Program),
            None => (cookie.0, Mode::Browser),
        };
        Ok(Answer {
            code: self.code,
            state: self.state,
            issuer: self.issuer,
            secret: RequestSecret::given(secret.ok_or(Error::WrongCredentials)?),
            mode,
        })
    }
}

/// The provider's word for an answer of a request that stands. The request is used up whatever comes of
/// it.
pub async fn redeem(
    database: &Database,
    providers: &Providers,
    provider: &Arc<Provider>,
    answer: Answer,
    sign_in: Option<SignInId>,
    purpose: Purpose,
) -> Result<Assertion> {
    let id = provider.settings.id.clone();
    let (taken, answer) = database
        .tally(move |tx| {
            let taken = service::take(tx, &id, &answer, sign_in.as_ref())?;
            Ok((taken, answer))
        })
        .await?;
    let oldest = match purpose {
        Purpose::SignIn(longest) => taken.begun_at - longest,
        Purpose::Authentication => taken.begun_at,
    };
    providers
        .redeem(provider, answer, taken.proofs, oldest)
        .await
}
