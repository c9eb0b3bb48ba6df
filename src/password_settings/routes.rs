use actix_web::web::{Data, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Token, service};
use crate::access::Caller;
use crate::accounts::passwords::{HashingTurns, Password};
use crate::accounts::{Email, UserId};
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::caller::Anyone;
use crate::http::{Accepted, Body, Done};
use crate::limits::{self, Attempt, Kind, Visitor};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordResetBody {
    email: String,
}

/// 202 whoever has the address.
pub async fn ask_for_reset(
    database: Data<Database>,
    visitor: Visitor,
    caller: Anyone,
    body: Body<PasswordResetBody>,
) -> Result<Accepted> {
    let email = Email::new(&body.0.email).map_err(|code| Error::invalid("/email", code))?;
    limits::take(&database, Kind::PasswordReset, &visitor).await?;
    database
        .write(caller.0, move |tx| service::ask_for_reset(tx, &email))
        .await?;
    Ok(Accepted)
}

pub async fn start_reset(
    database: Data<Database>,
    caller: Caller,
    user_id: Path<UserId>,
) -> Result<Accepted> {
    database
        .write(caller, move |tx| service::start_reset(tx, &user_id))
        .await?;
    Ok(Accepted)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordSettingBody {
    /// What follows after the `#token=` of the link.
    token: String,
    password: String,
}

pub async fn set(
    database: Data<Database>,
    turns: Data<HashingTurns>,
    visitor: Visitor,
    caller: Anyone,
    body: Body<PasswordSettingBody>,
) -> Result<Done> {
    let PasswordSettingBody { token, password } = body.0;
    limits::take(&database, Kind::PasswordReset, &visitor).await?;
    let token = Token::given(token);
    let (chooser, token) = database
        .lookup(caller.0.clone(), move |tx| {
            let chooser = service::chooser_of(tx, &token)?;
            Ok((chooser, token))
        })
        .await?;
    let hash = match chooser {
        Some(chooser) => {
            let password = Password::chosen_by(&password, &chooser)
                .map_err(|code| Error::invalid("/password", code))?;
            let cost = turns.cost();
            Some(turns.run(move || password.hash_at(cost)).await??)
        }
        None => None,
    };
    database
        .write(caller.0, move |tx| service::set_by_token(tx, &token, hash))
        .await?;
    Ok(Done)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChangeBody {
    current_password: String,
    new_password: String,
}

pub async fn change(
    database: Data<Database>,
    turns: Data<HashingTurns>,
    visitor: Visitor,
    caller: Caller,
    body: Body<PasswordChangeBody>,
) -> Result<Done> {
    let PasswordChangeBody {
        current_password,
        new_password,
    } = body.0;
    let (user, chooser) = database
        .lookup(caller.clone(), service::prepare_change)
        .await?;
    let mut checks = Checks::default();
    let current = checks.value(Password::given(&current_password), "/current_password");
    let new = checks.value(
        Password::chosen_by(&new_password, &chooser),
        "/new_password",
    );
    let (current, new) = checks.finish(|| current.zip(new))?;
    let email = Email::new(&user.email).map_err(Error::internal)?;
    let attempt = Attempt::begin(&database, &visitor, &email).await?;
    let open = attempt.is_open();
    let (old, cost) = (user.password_hash, turns.cost());
    let compared = old.clone();
    let failed = attempt.clone();
    let changed = async {
        let hash = turns
            .run(move || {
                let known = current.matches(compared.as_deref(), cost) && open;
                known.then(|| new.hash_at(cost)).transpose()
            })
            .await??;
        database
            .write(caller, move |tx| {
                service::change(tx, old.as_deref(), hash.as_deref())
                    .inspect_err(|error| failed.explain(tx, error))
            })
            .await
    };
    attempt.settled(&database, changed.await).await?;
    Ok(Done)
}
