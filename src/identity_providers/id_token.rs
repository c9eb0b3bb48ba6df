//! Whether an ID token says what it must (OpenID Connect Core 1.0, 3.1.3.7), and what it says of
//! somebody.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, ClaimsVerificationError, ClientId, EmptyExtraTokenFields,
    IdTokenClaims, IdTokenFields, IdTokenVerifier, IssuerUrl, Nonce, OAuth2TokenResponse,
    SignatureVerificationError, StandardTokenResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::model::Assertion;
use super::settings::IdentityProvider;

/// How far a provider's clock may be from ours.
const LEEWAY: TimeDelta = TimeDelta::seconds(30);

/// How long ago a token may have been made: it comes straight from the provider.
const FRESH: TimeDelta = TimeDelta::minutes(5);

/// Asymmetric ones only: the service must not be able to make such a token itself (RFC 8725, 3.1).
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The claims that the specification does not name, as the groups.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Claims {
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

impl AdditionalClaims for Claims {}

/// What a provider gives for a code.
pub type Tokens = StandardTokenResponse<
    IdTokenFields<
        Claims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// What a token is held to.
pub struct Expected<'a> {
    pub provider: &'a IdentityProvider,
    pub issuer: IssuerUrl,
    pub keys: CoreJsonWebKeySet,
    pub nonce: Nonce,
    /// When the user may have shown at the earliest who they are.
    pub oldest: DateTime<Utc>,
    pub now: DateTime<Utc>,
}

/// What is wrong with a token, in a word.
#[derive(Debug, PartialEq)]
pub struct Refusal(pub &'static str);

/// What the token says of somebody, if it is good.
pub fn check(tokens: &Tokens, expected: &Expected) -> Result<Assertion, Refusal> {
    let token = tokens.id_token().ok_or(Refusal("no_id_token"))?;
    let verifier = verifier(expected);
    let claims = token
        .claims(&verifier, &expected.nonce)
        .map_err(|cause| Refusal(reason(&cause)))?;
    let client_id = expected.provider.client_id.as_str();
    if claims
        .authorized_party()
        .is_some_and(|it| it.as_str() != client_id)
    {
        return Err(Refusal("authorised_party"));
    }
    if let Some(told) = claims.access_token_hash() {
        let key = token.signing_key(&verifier);
        let algorithm = token.signing_alg();
        let (key, algorithm) = key
            .ok()
            .zip(algorithm.ok())
            .ok_or(Refusal("access_token_hash"))?;
        let made = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        if made.ok().as_ref() != Some(told) {
            return Err(Refusal("access_token_hash"));
        }
    }
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > 255 {
        return Err(Refusal("subject"));
    }
    let authenticated_at = claims.auth_time().ok_or(Refusal("authentication_time"))?;
    if authenticated_at < expected.oldest - LEEWAY || authenticated_at > expected.now + LEEWAY {
        return Err(Refusal("authentication_time"));
    }
    Ok(Assertion {
        issuer: claims.issuer().as_str().to_owned(),
        subject: subject.to_owned(),
        authenticated_at: authenticated_at.min(expected.now),
        second_factor: shows_second_factor(claims, expected.provider),
        groups: groups(&claims.additional_claims().others, expected.provider),
        email: claims
            .email()
            .filter(|_| claims.email_verified() == Some(true))
            .map(|email| email.as_str().to_owned()),
        name: claims
            .name()
            .and_then(|name| name.get(None))
            .map(|name| name.as_str().to_owned()),
    })
}

fn verifier<'a>(expected: &Expected) -> IdTokenVerifier<'a, CoreJsonWebKey> {
    let now = expected.now;
    let client_id = ClientId::new(expected.provider.client_id.clone());
    // For a public client: the client's secret is no key, whatever a token's header says.
    IdTokenVerifier::new_public_client(client_id, expected.issuer.clone(), expected.keys.clone())
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || now - LEEWAY)
        .set_issue_time_verifier_fn(move |made| {
            let fits = made <= now + LEEWAY && made >= now - FRESH;
            fits.then_some(()).ok_or_else(|| "issue time".to_owned())
        })
}

fn reason(cause: &ClaimsVerificationError) -> &'static str {
    match cause {
        ClaimsVerificationError::Expired(_) => "time",
        ClaimsVerificationError::InvalidAudience(_) => "audience",
        ClaimsVerificationError::InvalidIssuer(_) => "issuer",
        ClaimsVerificationError::InvalidNonce(_) => "nonce",
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        ) => "unknown_key",
        ClaimsVerificationError::SignatureVerification(_) => "signature",
        _ => "id_token",
    }
}

fn shows_second_factor(
    claims: &IdTokenClaims<Claims, CoreGenderClaim>,
    provider: &IdentityProvider,
) -> bool {
    let context = claims.auth_context_ref();
    let by_context = context.is_some_and(|acr| provider.second_factor_acr.contains(acr));
    let methods = claims.auth_method_refs();
    by_context
        || methods
            .into_iter()
            .flatten()
            .any(|amr| provider.second_factor_amr.contains(amr))
}

/// The groups that a token names: a list or a single text, under the claim's whole name or, as in
/// `realm_access.roles`, inside of others.
fn groups(claims: &BTreeMap<String, Value>, provider: &IdentityProvider) -> Vec<String> {
    let name = provider.groups_claim.as_str();
    let inside = || {
        let mut parts = name.split('.');
        let first = claims.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.get(part))
    };
    match claims.get(name).or_else(inside) {
        Some(Value::String(group)) => vec![group.clone()],
        Some(Value::Array(groups)) => groups
            .iter()
            .filter_map(|group| group.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}
