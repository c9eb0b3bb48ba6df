use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;

use super::service;
use crate::access::Caller;
use crate::accounts::Email;
use crate::accounts::passwords::{HashingTurns, Password};
use crate::config::Settings;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::Body;
use crate::http::caller::Anyone;
use crate::limits::{Attempt, Visitor};
use crate::organisations::OrganisationId;
use crate::signing_keys::tokens::Tokens;
use crate::token_refreshes::{Issued, Mode, SignedOut, service as token_refreshes};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    email: String,
    password: String,
    /// What the authenticator app shows, or a recovery code, for who has a second factor.
    code: Option<String>,
    /// Which of the user's organisations to act for; the first one when left out.
    organisation_id: Option<OrganisationId>,
    /// `browser` for the refresh token in a cookie; in the body when left out.
    mode: Option<Mode>,
}

pub async fn sign_in(
    database: Data<Database>,
    tokens: Data<Tokens>,
    turns: Data<HashingTurns>,
    visitor: Visitor,
    settings: Data<Settings>,
    caller: Anyone,
    body: Body<SignInBody>,
) -> Result<Issued> {
    let SignInBody {
        email,
        password,
        code,
        organisation_id,
        mode,
    } = body.0;
    let password = Password::given(&password).map_err(|code| Error::invalid("/password", code))?;
    let email = Email::new(&email).map_err(|code| Error::invalid("/email", code))?;
    let attempt = Attempt::begin(&database, &visitor, &email).await?;
    let (open, counted) = (attempt.is_open(), attempt.clone());
    let granted = async {
        let found = database
            .lookup(caller.0.clone(), move |tx| {
                service::find_for_sign_in(tx, &email)
            })
            .await?;
        let account = found.as_ref().map(|user| user.id.clone());
        let cost = turns.cost();
        let matched = turns
            .run(move || service::compare(found, &password, cost))
            .await??
            .filter(|_| open);
        let terms = settings.sign_in;
        database
            .write(caller.0, move |tx| {
                service::name_account(tx, account.as_ref())?;
                let code = code.as_deref();
                let row = service::sign_in(tx, matched, organisation_id, code, terms.longest());
                let row = row.inspect_err(|error| counted.explain(tx, error))?;
                counted.succeeded(tx)?;
                token_refreshes::begin(tx, row, mode.unwrap_or(Mode::Program), terms.idle())
            })
            .await
    };
    let granted = attempt.settled(&database, granted.await).await?;
    Issued::new(&database, &tokens, granted).await
}

pub async fn sign_out(database: Data<Database>, caller: Caller) -> Result<SignedOut> {
    database.write(caller, service::sign_out).await?;
    Ok(SignedOut)
}
