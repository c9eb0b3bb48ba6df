use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;

use super::cookie::FromBrowser;
use super::{Issued, Mode, RefreshRow, RefreshToken, service};
use crate::access::{Action, Protected};
use crate::config::Settings;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::Body;
use crate::http::caller::Anyone;
use crate::limits::{self, Kind, Visitor};
use crate::signing_keys::tokens::Tokens;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshBody {
    /// Left out in browser mode, where the cookie holds it.
    refresh_token: Option<String>,
}

pub async fn refresh(
    database: Data<Database>,
    tokens: Data<Tokens>,
    settings: Data<Settings>,
    visitor: Visitor,
    caller: Anyone,
    browser: FromBrowser,
    body: Body<RefreshBody>,
) -> Result<Issued> {
    limits::take(&database, Kind::TokenRefresh, &visitor).await?;
    let (token, mode) = match body.0.refresh_token {
        Some(token) => (Some(token), Mode::Program),
        None => (browser.token, Mode::Browser),
    };
    let token = token.map(RefreshToken::given);
    let idle = settings.sign_in.idle();
    let granted = database
        .write(caller.0, move |tx| {
            let token = token.ok_or(Error::Unauthenticated)?;
            if mode == Mode::Browser && !browser.trusted {
                return Err(Error::Forbidden {
                    action: Action::Update,
                    resource: RefreshRow::RESOURCE,
                });
            }
            service::refresh(tx, &token, mode, idle)
        })
        .await?
        .ok_or(Error::Unauthenticated)?;
    Issued::new(&database, &tokens, granted).await
}
