use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::Begun;
use crate::access::Caller;
use crate::config::Settings;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::caller::Anyone;
use crate::http::{Body, Listed};
use crate::identity_providers::model::Purpose;
use crate::identity_providers::settings::IdentityProvider;
use crate::identity_providers::{Providers, RequestSecret, service};
use crate::limits::{self, Kind, Visitor};
use crate::token_refreshes::Mode;

#[derive(Serialize, ToSchema)]
pub struct IdentityProviderBody {
    id: String,
    /// For the button of a sign-in page.
    name: String,
}

impl From<&IdentityProvider> for IdentityProviderBody {
    fn from(provider: &IdentityProvider) -> Self {
        Self {
            id: provider.id.clone(),
            name: provider.name.clone(),
        }
    }
}

pub async fn list(providers: Data<Providers>) -> Result<Listed<IdentityProviderBody>> {
    Ok(Listed::whole(providers.all().collect(), Into::into))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderSignInRequestBody {
    /// `browser` for the request's secret in a cookie, and later the refresh token too; in the body when
    /// left out.
    mode: Option<Mode>,
}

pub async fn begin(
    database: Data<Database>,
    providers: Data<Providers>,
    settings: Data<Settings>,
    visitor: Visitor,
    caller: Anyone,
    id: Path<String>,
    body: Body<ProviderSignInRequestBody>,
) -> Result<Begun> {
    let provider = providers.named(&id)?;
    limits::take(&database, Kind::AuthenticationRequest, &visitor).await?;
    let mode = body.0.mode.unwrap_or(Mode::Program);
    let secret = RequestSecret::random();
    let proofs = secret.proofs(&database.vault());
    let purpose = Purpose::SignIn(settings.sign_in.longest());
    let url = providers
        .authorisation_url(&provider, proofs, purpose)
        .await?;
    let (kept, named) = (secret.clone(), id.clone());
    let expires_at = database
        .write(caller.0, move |tx| service::begin(tx, &named, &kept, mode))
        .await?;
    let place = format!("/v1/identity-providers/{id}/sign-ins");
    Ok(Begun::new(place, url, &secret, mode, expires_at))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderAuthenticationRequestBody {
    identity_provider: String,
    /// As for a sign-in.
    mode: Option<Mode>,
}

pub async fn begin_anew(
    database: Data<Database>,
    providers: Data<Providers>,
    caller: Caller,
    body: Body<ProviderAuthenticationRequestBody>,
) -> Result<Begun> {
    let ProviderAuthenticationRequestBody {
        identity_provider: id,
        mode,
    } = body.0;
    let unknown = || Error::invalid("/identity_provider", "unknown_identity_provider");
    let provider = providers.find(&id).ok_or_else(unknown)?;
    let mode = mode.unwrap_or(Mode::Program);
    let secret = RequestSecret::random();
    let proofs = secret.proofs(&database.vault());
    let url = providers
        .authorisation_url(&provider, proofs, Purpose::Authentication)
        .await?;
    let kept = secret.clone();
    let expires_at = database
        .write(caller, move |tx| service::begin_anew(tx, &id, &kept, mode))
        .await?;
    let place = "/v1/sign-ins/current/provider-authentications".to_owned();
    Ok(Begun::new(place, url, &secret, mode, expires_at))
}
