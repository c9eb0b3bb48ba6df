//! The answers that hand tokens over and take them away.

use actix_web::body::BoxBody;
use actix_web::http::header::{LOCATION, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Granted, Mode, cookie};
use crate::db::Database;
use crate::error::Result;
use crate::http::describe::{DescribeAnswer, Description};
use crate::http::{Created, Done};
use crate::signing_keys::tokens::Tokens;

#[derive(Serialize, ToSchema)]
pub struct TokenBody {
    access_token: String,
    token_type: &'static str,
    /// Seconds.
    expires_in: i64,
    /// Absent in browser mode, where it is in a cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    /// Seconds that the refresh token may stay unused.
    refresh_expires_in: i64,
}

/// 201 with an access token and the refresh token that follows it.
pub struct Issued {
    body: TokenBody,
    cookie: Option<String>,
}

impl Issued {
    pub async fn new(database: &Database, tokens: &Tokens, granted: Granted) -> Result<Self> {
        tokens.keep_current(database).await;
        let sign_in = &granted.sign_in;
        let (access_token, expires_in) = tokens.make(&sign_in.id, &sign_in.user_id)?;
        let token = granted.token.as_str();
        let (refresh_token, cookie) = match granted.mode {
            Mode::Program => (Some(token.to_owned()), None),
            Mode::Browser => (None, Some(cookie::set(token, granted.idle))),
        };
        Ok(Self {
            body: TokenBody {
                access_token,
                token_type: "Bearer",
                expires_in,
                refresh_token,
                refresh_expires_in: granted.idle.num_seconds(),
            },
            cookie,
        })
    }
}

impl Responder for Issued {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Created();
        answer.insert_header((LOCATION, "/v1/sign-ins/current"));
        if let Some(cookie) = self.cookie {
            answer.insert_header((SET_COOKIE, cookie));
        }
        answer.json(self.body)
    }
}

impl DescribeAnswer for Issued {
    fn describe(description: &mut Description) {
        <Created<TokenBody> as DescribeAnswer>::describe(description);
    }
}

/// 204; a browser forgets its refresh token.
pub struct SignedOut;

impl Responder for SignedOut {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent()
            .insert_header((SET_COOKIE, cookie::clear()))
            .finish()
    }
}

impl DescribeAnswer for SignedOut {
    fn describe(description: &mut Description) {
        <Done as DescribeAnswer>::describe(description);
    }
}
