use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;

use super::answer::{Brought, RequestCookie, redeem};
use crate::access::{Caller, Identity};
use crate::authentications::routes::AuthenticatedBody;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::{Body, Created};
use crate::identity_providers::model::Purpose;
use crate::identity_providers::{Providers, service};
use crate::limits::{self, Kind, Visitor};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderAuthenticationBody {
    identity_provider: String,
    /// As the provider handed it to the browser.
    code: String,
    /// Likewise.
    state: String,
    /// Likewise, where it did.
    iss: Option<String>,
    /// Of the request; left out in browser mode, where the cookie holds it.
    request_secret: Option<String>,
}

pub async fn authenticate(
    database: Data<Database>,
    providers: Data<Providers>,
    visitor: Visitor,
    caller: Caller,
    cookie: RequestCookie,
    body: Body<ProviderAuthenticationBody>,
) -> Result<Created<AuthenticatedBody>> {
    let ProviderAuthenticationBody {
        identity_provider: id,
        code,
        state,
        iss: issuer,
        request_secret: secret,
    } = body.0;
    let unknown = || Error::invalid("/identity_provider", "unknown_identity_provider");
    let provider = providers.find(&id).ok_or_else(unknown)?;
    limits::take(&database, Kind::SignIn, &visitor).await?;
    let sign_in = match &caller.identity {
        Identity::SignIn(id) => Some(id.clone()),
        Identity::Anonymous | Identity::Worker => None,
    };
    let brought = Brought {
        code,
        state,
        issuer,
        secret,
    };
    let assertion = match brought.with(cookie) {
        Ok(answer) => {
            let purpose = Purpose::Authentication;
            redeem(&database, &providers, &provider, answer, sign_in, purpose).await
        }
        Err(error) => Err(error),
    };
    let body = database
        .write(caller, move |tx| {
            let assertion = assertion?;
            let methods = service::authenticate(tx, &assertion)?;
            Ok(AuthenticatedBody::new(assertion.authenticated_at, methods))
        })
        .await?;
    Ok(Created::new("/v1/sign-ins/current".to_owned(), None, body))
}
