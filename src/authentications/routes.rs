use actix_web::web::Data;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::service;
use crate::access::Caller;
use crate::accounts::passwords::{HashingTurns, Password};
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::{Body, Created};
use crate::sign_ins::Methods;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthenticationBody {
    password: String,
    /// What the authenticator app shows, or a recovery code, for who has a second factor.
    code: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct AuthenticatedBody {
    authenticated_at: DateTime<Utc>,
    methods: Methods,
}

pub async fn renew(
    database: Data<Database>,
    turns: Data<HashingTurns>,
    caller: Caller,
    body: Body<AuthenticationBody>,
) -> Result<Created<AuthenticatedBody>> {
    let AuthenticationBody { password, code } = body.0;
    let password = Password::given(&password).map_err(|code| Error::invalid("/password", code))?;
    let user = database.lookup(caller.clone(), service::find_mine).await?;
    let cost = turns.cost();
    let matched = turns
        .run(move || password.matches(user.password_hash.as_deref(), cost))
        .await?;
    let body = database
        .write(caller, move |tx| {
            let methods = service::renew(tx, matched, code.as_deref())?;
            Ok(AuthenticatedBody {
                authenticated_at: tx.now(),
                methods,
            })
        })
        .await?;
    Ok(Created::new("/v1/sign-ins/current".to_owned(), None, body))
}
