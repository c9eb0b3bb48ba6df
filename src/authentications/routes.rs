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
    /// Left out by who came through an identity provider and still owes the code.
    password: Option<String>,
    /// What the authenticator app shows, or a recovery code, for who has a second factor.
    code: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct AuthenticatedBody {
    authenticated_at: DateTime<Utc>,
    methods: Methods,
}

impl AuthenticatedBody {
    pub fn new(authenticated_at: DateTime<Utc>, methods: Methods) -> Self {
        Self {
            authenticated_at,
            methods,
        }
    }
}

pub async fn renew(
    database: Data<Database>,
    turns: Data<HashingTurns>,
    visitor: Visitor,
    caller: Caller,
    body: Body<AuthenticationBody>,
) -> Result<Created<AuthenticatedBody>> {
    let AuthenticationBody { password, code } = body.0;
    let password = password.as_deref().map(Password::given).transpose();
    let password = password.map_err(|code| Error::invalid("/password", code))?;
    let (user, sign_in) = database.lookup(caller.clone(), service::find_mine).await?;
    if password.is_none() && !sign_in.methods.awaits_code() {
        return Err(Error::invalid("/password", "missing_property"));
    }
    let email = Email::new(&user.email).map_err(Error::internal)?;
    let attempt = Attempt::begin(&database, &visitor, &email).await?;
    let (open, counted) = (attempt.is_open(), attempt.clone());
    let cost = turns.cost();
    let matched = match password {
        Some(password) => {
            let matches = move || password.matches(user.password_hash.as_deref(), cost);
            Some(turns.run(matches).await? && open)
        }
        None => None,
    };
    let body = database
        .write(caller, move |tx| {
            let code = code.as_deref();
            let shown = match matched {
                Some(matched) => service::renew(tx, &email, matched, code)
                    .map(|methods| AuthenticatedBody::new(tx.now(), methods)),
                None => {
                    let at = sign_in.authenticated_at.and_utc();
                    service::add_code(tx, &email, open, code)
                        .map(|methods| AuthenticatedBody::new(at, methods))
                }
            };
            shown.inspect_err(|error| counted.explain(tx, error))
        })
        .await;
    let body = attempt.settled(&database, body).await?;
    Ok(Created::new("/v1/sign-ins/current".to_owned(), None, body))
}
