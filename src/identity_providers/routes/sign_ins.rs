use actix_web::web::{Data, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use super::answer::{Brought, RequestCookie, redeem};
use crate::config::Settings;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::Body;
use crate::http::caller::Anyone;
use crate::identity_providers::model::Purpose;
use crate::identity_providers::{Providers, service};
use crate::limits::{self, Kind, Visitor};
use crate::organisations::OrganisationId;
use crate::signing_keys::tokens::Tokens;
use crate::token_refreshes::{Issued, service as token_refreshes};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderSignInBody {
    /// As the provider handed it to the browser.
    code: String,
    /// Likewise.
    state: String,
    /// Likewise, where it did.
    iss: Option<String>,
    /// Of the request; left out in browser mode, where the cookie holds it.
    request_secret: Option<String>,
    /// Which of the user's organisations to act for; the first one when left out.
    organisation_id: Option<OrganisationId>,
}

#[expect(
    clippy::too_many_arguments,
    reason = "what a request brings, each by its name"
)]
pub async fn sign_in(
    database: Data<Database>,
    providers: Data<Providers>,
    tokens: Data<Tokens>,
    settings: Data<Settings>,
    visitor: Visitor,
    caller: Anyone,
    id: Path<String>,
    cookie: RequestCookie,
    body: Body<ProviderSignInBody>,
) -> Result<Issued> {
    let ProviderSignInBody {
        code,
        state,
        iss: issuer,
        request_secret: secret,
        organisation_id,
    } = body.0;
    let provider = providers.named(&id)?;
    limits::take(&database, Kind::SignIn, &visitor).await?;
    let terms = settings.sign_in;
    let answer = Brought {
        code,
        state,
        issuer,
        secret,
    }
    .with(cookie);
    let (assertion, mode) = match answer {
        Ok(answer) => {
            let mode = answer.mode;
            let purpose = Purpose::SignIn(terms.longest());
            let word = redeem(&database, &providers, &provider, answer, None, purpose).await;
            (word, Some(mode))
        }
        Err(error) => (Err(error), None),
    };
    let granted = database
        .write(caller.0, move |tx| {
            let (assertion, mode) = (assertion?, mode.ok_or(Error::WrongCredentials)?);
            let organisation = organisation_id.as_ref();
            let longest = terms.longest();
            let row = service::sign_in(tx, &provider.settings, &assertion, organisation, longest)?;
            row.map(|row| token_refreshes::begin(tx, row, mode, terms.idle()))
                .transpose()
        })
        .await?
        .ok_or(Error::WrongCredentials)?;
    Issued::new(&database, &tokens, granted).await
}
