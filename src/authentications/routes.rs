use actix_web::web::Data;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::service;
use crate::access::Caller;
use crate::accounts::Email;
use crate::accounts::passwords::{HashingTurns, Password};
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::{Body, Created};
use crate::limits::{Attempt, Visitor};
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
    visitor: Visitor,
    caller: Caller,
    body: Body<AuthenticationBody>,
) -> Result<Created<AuthenticatedBody>> {
    let AuthenticationBody { password, code } = body.0;
    let password = Password::given(&password).map_err(|code| Error::invalid("/password", code))?;
    let user = database.lookup(caller.clone(), service::find_mine).await?;
    let email = Email::new(&user.email).map_err(Error::internal)?;
    let attempt = Attempt::begin(&database, &visitor, &email).await?;
    let open = attempt.is_open();
    let cost = turns.cost();
    let matched = turns
        .run(move || password.matches(user.password_hash.as_deref(), cost))
        .await?
        && open;
    let body = database
        .write(caller, move |tx| {
            let methods = service::renew(tx, &email, matched, code.as_deref())?;
            Ok(AuthenticatedBody {
                authenticated_at: tx.now(),
                methods,
            })
        })
        .await;
    let body = attempt.settled(&database, body).await?;
    Ok(Created::new("/v1/sign-ins/current".to_owned(), None, body))
}
