use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::service;
use crate::access::Caller;
use crate::accounts::Email;
use crate::accounts::passwords::{HashingTurns, Password};
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::caller::Anyone;
use crate::http::{Body, Created, Done};
use crate::limits::{Attempt, Visitor};
use crate::organisations::OrganisationId;
use crate::signing_keys::tokens::Tokens;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    email: String,
    password: String,
    /// What the authenticator app shows, or a recovery code, for who has a second factor.
    code: Option<String>,
    /// Which of the user's organisations to act for; the first one when left out.
    organisation_id: Option<OrganisationId>,
}

#[derive(Serialize, ToSchema)]
pub struct TokenBody {
    access_token: String,
    token_type: &'static str,
    /// Seconds.
    expires_in: i64,
}

pub async fn sign_in(
    database: Data<Database>,
    tokens: Data<Tokens>,
    turns: Data<HashingTurns>,
    visitor: Visitor,
    caller: Anyone,
    body: Body<SignInBody>,
) -> Result<Created<TokenBody>> {
    let SignInBody {
        email,
        password,
        code,
        organisation_id,
    } = body.0;
    let password = Password::given(&password).map_err(|code| Error::invalid("/password", code))?;
    let email = Email::new(&email).map_err(|code| Error::invalid("/email", code))?;
    let attempt = Attempt::begin(&database, &visitor, &email).await?;
    let (open, counted) = (attempt.is_open(), attempt.clone());
    let found = database
        .lookup(caller.0.clone(), move |tx| {
            service::find_for_sign_in(tx, &email)
        })
        .await?;
    let cost = turns.cost();
    let matched = turns
        .run(move || service::compare(found, &password, cost))
        .await??
        .filter(|_| open);
    let row = database
        .write(caller.0, move |tx| {
            let row = service::sign_in(tx, matched, organisation_id, code.as_deref())?;
            counted.succeeded(tx)?;
            Ok(row)
        })
        .await
        .map_err(|error| attempt.refused(error))?;
    let (access_token, expires_in) = tokens.make(&row.id, &row.user_id)?;
    let body = TokenBody {
        access_token,
        token_type: "Bearer",
        expires_in,
    };
    Ok(Created::new("/v1/sign-ins/current".to_owned(), None, body))
}

pub async fn sign_out(database: Data<Database>, caller: Caller) -> Result<Done> {
    database.write(caller, service::sign_out).await?;
    Ok(Done)
}
