use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::service;
use crate::access::Caller;
use crate::accounts::UserId;
use crate::db::Database;
use crate::error::Result;
use crate::http::{Body, Created, Done};

const PLACE: &str = "/v1/me/second-factor";

#[derive(Serialize, ToSchema)]
pub struct OfferedSecondFactorBody {
    /// The secret in base32, for typing into an authenticator app.
    secret: String,
    /// The same as an address, for a QR code that the app reads.
    otpauth_uri: String,
}

pub async fn offer(
    database: Data<Database>,
    caller: Caller,
) -> Result<Created<OfferedSecondFactorBody>> {
    let (user, secret) = database.write(caller, service::offer).await?;
    let body = OfferedSecondFactorBody {
        secret: secret.base32(),
        otpauth_uri: secret.uri(&user.email)?,
    };
    Ok(Created::new(PLACE.to_owned(), None, body))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstCodeBody {
    /// What the app shows now.
    code: String,
}

#[derive(Serialize, ToSchema)]
pub struct RecoveryCodesBody {
    /// Each good for one sign-in without the app; they are not shown again.
    recovery_codes: Vec<String>,
}

pub async fn confirm(
    database: Data<Database>,
    caller: Caller,
    body: Body<FirstCodeBody>,
) -> Result<Created<RecoveryCodesBody>> {
    let code = body.0.code;
    let recovery_codes = database
        .write(caller, move |tx| service::confirm(tx, &code))
        .await?;
    let body = RecoveryCodesBody { recovery_codes };
    Ok(Created::new(PLACE.to_owned(), None, body))
}

pub async fn remove(
    database: Data<Database>,
    caller: Caller,
    user_id: Path<UserId>,
) -> Result<Done> {
    database
        .write(caller, move |tx| service::remove(tx, &user_id))
        .await?;
    Ok(Done)
}
