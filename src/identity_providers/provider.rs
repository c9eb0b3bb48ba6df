//! One identity provider: what it publishes of itself, and the exchange of a code for its word.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
};
use openidconnect::http::{Request, StatusCode};
use openidconnect::{
    AuthType, AuthUrl, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret,
    CsrfToken, EndpointNotSet, EndpointSet, IssuerUrl, JsonWebKeySetUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, StandardErrorResponse, SyncHttpClient,
    TokenUrl,
};
use serde::Deserialize;

use super::client::Client;
use super::id_token::{self, Claims, Expected, Refusal, Tokens};
use super::model::{Answer, Assertion, Proofs, Purpose};
use super::settings::{IdentityProvider, is_safe};
use crate::error::{Error, Result};

/// How long what a provider publishes is believed.
const LASTS: TimeDelta = TimeDelta::hours(1);

/// How often its keys are asked for at most, when a signature names one that is not known.
const PAUSE: TimeDelta = TimeDelta::seconds(30);

/// What a provider publishes of itself (OpenID Connect Discovery 1.0, 3; RFC 9207, 3), as far as it
/// matters here: what else it can do may be spelt in words that nobody here knows.
#[derive(Clone, Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: AuthUrl,
    token_endpoint: TokenUrl,
    jwks_uri: JsonWebKeySetUrl,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// This service, as the provider knows it.
type Relying = openidconnect::Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
    EndpointNotSet,
>;

/// What a provider published, and when it was asked.
#[derive(Clone)]
struct Known {
    metadata: Metadata,
    keys: CoreJsonWebKeySet,
    asked_at: DateTime<Utc>,
    keys_asked_at: DateTime<Utc>,
}

pub struct Provider {
    pub settings: IdentityProvider,
    client: Client,
    known: Mutex<Option<Arc<Known>>>,
}

impl Provider {
    pub fn new(settings: IdentityProvider, client: Client) -> Self {
        Self {
            settings,
            client,
            known: Mutex::new(None),
        }
    }

    /// Where the user goes to show who they are. Blocks where the provider is to be asked.
    pub fn authorisation_url(
        &self,
        proofs: &Proofs,
        purpose: Purpose,
        now: DateTime<Utc>,
    ) -> Result<String> {
        let known = self.known(now)?;
        let relying = self.relying(&known)?;
        let Proofs {
            state,
            nonce,
            verifier,
        } = proofs.clone();
        let verifier = PkceCodeVerifier::new(verifier);
        let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
        let mut asked = relying
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .add_scopes(scopes)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        for value in &self.settings.acr_values {
            asked = asked.add_auth_context_value(AuthenticationContextClass::new(value.clone()));
        }
        // With a greatest age the provider has to tell when the user showed who they are.
        asked = match purpose {
            Purpose::SignIn(longest) => asked.set_max_age(longest.to_std().unwrap_or_default()),
            Purpose::Authentication => asked
                .add_prompt(CoreAuthPrompt::Login)
                .set_max_age(Duration::ZERO),
        };
        Ok(asked.url().0.into())
    }

    /// Exchanges a code for the provider's word on who came, and checks it. Blocks.
    pub fn redeem(
        &self,
        answer: &Answer,
        proofs: Proofs,
        oldest: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Assertion> {
        let known = self.known(now)?;
        self.check_issuer(answer, &known)?;
        let code = AuthorizationCode::new(answer.code.clone());
        let relying = self.relying(&known)?;
        let tokens = relying
            .exchange_code(code)
            .set_pkce_verifier(PkceCodeVerifier::new(proofs.verifier))
            .request(&self.client)
            .map_err(|cause| match cause {
                RequestTokenError::Request(cause) => self.unavailable(&cause.to_string()),
                RequestTokenError::ServerResponse(_) => self.refused("code"),
                RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                    self.refused("token_response")
                }
            })?;
        let issuer = self.issuer()?;
        let expected = |known: &Known| Expected {
            provider: &self.settings,
            issuer: issuer.clone(),
            keys: known.keys.clone(),
            nonce: Nonce::new(proofs.nonce.clone()),
            oldest,
            now,
        };
        let checked = match id_token::check(&tokens, &expected(&known)) {
            Err(Refusal("unknown_key")) => match self.with_new_keys(&known, now)? {
                Some(known) => id_token::check(&tokens, &expected(&known)),
                None => Err(Refusal("unknown_key")),
            },
            checked => checked,
        };
        checked.map_err(|Refusal(reason)| self.refused(reason))
    }

    /// Refuses an answer that another provider gave (RFC 9207, 2.4).
    fn check_issuer(&self, answer: &Answer, known: &Known) -> Result<()> {
        let promised = known
            .metadata
            .authorization_response_iss_parameter_supported;
        match &answer.issuer {
            Some(issuer) if *issuer == self.settings.issuer => Ok(()),
            None if !promised => Ok(()),
            _ => Err(self.refused("issuer_parameter")),
        }
    }

    fn issuer(&self) -> Result<IssuerUrl> {
        IssuerUrl::new(self.settings.issuer.clone()).map_err(Error::internal)
    }

    fn relying(&self, known: &Known) -> Result<Relying> {
        let metadata = &known.metadata;
        let methods = &metadata.token_endpoint_auth_methods_supported;
        // Where nothing is said, the secret goes into the header.
        let takes = |name: &str| methods.iter().any(|method| method == name);
        let auth_type = match takes("client_secret_post") && !takes("client_secret_basic") {
            true => AuthType::RequestBody,
            false => AuthType::BasicAuth,
        };
        let redirect_uri =
            RedirectUrl::new(self.settings.redirect_uri.clone()).map_err(Error::internal)?;
        let secret = ClientSecret::new(self.settings.client_secret.as_str().to_owned());
        let client_id = ClientId::new(self.settings.client_id.clone());
        Ok(
            openidconnect::Client::new(client_id, self.issuer()?, known.keys.clone())
                .set_client_secret(secret)
                .set_auth_uri(metadata.authorization_endpoint.clone())
                .set_token_uri(metadata.token_endpoint.clone())
                .set_auth_type(auth_type)
                .set_redirect_uri(redirect_uri),
        )
    }

    /// What the provider publishes: as it was told within the last hour, or as it tells now.
    fn known(&self, now: DateTime<Utc>) -> Result<Arc<Known>> {
        let kept = self.kept();
        if let Some(known) = kept.filter(|known| now - known.asked_at < LASTS) {
            return Ok(known);
        }
        let metadata = self.metadata()?;
        Ok(self.keep(Known {
            keys: self.keys(&metadata)?,
            metadata,
            asked_at: now,
            keys_asked_at: now,
        }))
    }

    fn metadata(&self) -> Result<Metadata> {
        let issuer = self.settings.issuer.trim_end_matches('/');
        let request = Request::get(format!("{issuer}/.well-known/openid-configuration"))
            .header("accept", "application/json")
            .body(Vec::new())
            .map_err(Error::internal)?;
        let answer = self.client.call(request);
        let answer = answer.map_err(|cause| self.unavailable(&cause.to_string()))?;
        if answer.status() != StatusCode::OK {
            return Err(self.unavailable("no metadata"));
        }
        let metadata: Metadata = serde_json::from_slice(answer.body())
            .map_err(|_cause| self.unavailable("metadata that cannot be read"))?;
        let addresses = [
            metadata.authorization_endpoint.as_str(),
            metadata.token_endpoint.as_str(),
            metadata.jwks_uri.as_str(),
        ];
        if metadata.issuer != self.settings.issuer {
            Err(self.unavailable("the metadata of another issuer"))
        } else if !addresses.into_iter().all(is_safe) {
            Err(self.unavailable("an endpoint without TLS"))
        } else {
            Ok(metadata)
        }
    }

    fn keys(&self, metadata: &Metadata) -> Result<CoreJsonWebKeySet> {
        CoreJsonWebKeySet::fetch(&metadata.jwks_uri, &self.client)
            .map_err(|cause| self.unavailable(&cause.to_string()))
    }

    /// The same with the keys that the provider has now; none where it was asked a moment ago.
    fn with_new_keys(&self, known: &Known, now: DateTime<Utc>) -> Result<Option<Arc<Known>>> {
        // Another thread may have asked meanwhile.
        let newest = self
            .kept()
            .filter(|it| it.keys_asked_at > known.keys_asked_at);
        if newest.is_some() {
            return Ok(newest);
        }
        if now - known.keys_asked_at < PAUSE {
            return Ok(None);
        }
        Ok(Some(self.keep(Known {
            keys: self.keys(&known.metadata)?,
            metadata: known.metadata.clone(),
            asked_at: known.asked_at,
            keys_asked_at: now,
        })))
    }

    fn kept(&self) -> Option<Arc<Known>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    fn keep(&self, known: Known) -> Arc<Known> {
        let known = Arc::new(known);
        let mut kept = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(Arc::clone(&known));
        known
    }

    /// What the client learns is that it may not enter; why stands in the technical log, as a word.
    pub fn refused(&self, reason: &'static str) -> Error {
        let provider = self.settings.id.as_str();
        tracing::warn!(
            provider,
            reason,
            "an identity provider's answer was refused"
        );
        Error::WrongCredentials
    }

    fn unavailable(&self, cause: &str) -> Error {
        let provider = self.settings.id.as_str();
        tracing::warn!(provider, cause, "an identity provider does not answer");
        Error::Unavailable("identity_provider_unavailable")
    }
}
