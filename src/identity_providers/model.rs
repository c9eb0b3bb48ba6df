use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::prelude::*;
use zeroize::Zeroizing;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::db::schema::{authentication_requests, external_identities};
use crate::id_type;
use crate::sign_ins::SignInId;
use crate::token_refreshes::Mode;
use crate::vault::{Vault, random_bytes};

id_type!(ExternalIdentityId);
id_type!(AuthenticationRequestId);

/// How an identity provider knows a user. The pair of issuer and subject is unique.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = external_identities)]
pub struct ExternalIdentity {
    pub id: ExternalIdentityId,
    pub user_id: UserId,
    pub issuer: String,
    pub subject: String,
    pub created_at: NaiveDateTime,
    /// Since when the user signs in by it; none while it waits for their word.
    pub confirmed_at: Option<NaiveDateTime>,
}

impl ExternalIdentity {
    /// Whether the user may sign in by it.
    pub fn counts(&self) -> bool {
        self.confirmed_at.is_some()
    }
}

impl Protected for ExternalIdentity {
    const RESOURCE: Resource = Resource::ExternalIdentity;
}

/// Somebody who was sent to a provider to show who they are.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = authentication_requests)]
pub struct AuthenticationRequest {
    pub id: AuthenticationRequestId,
    pub secret_hash: String,
    pub identity_provider: String,
    pub mode: Mode,
    /// The sign-in whose user is to show again who they are; none for who is about to sign in.
    pub sign_in_id: Option<SignInId>,
    pub created_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    pub used_at: Option<NaiveDateTime>,
}

/// The policy takes it for a part of signing in.
impl Protected for AuthenticationRequest {
    const RESOURCE: Resource = Resource::SignIn;
}

/// How long somebody may take at the provider.
pub const REQUEST_LASTS: TimeDelta = TimeDelta::minutes(10);

/// What the client that began a request keeps until the provider's answer is there: in a cookie, or by
/// itself. The database has its hash only, and what the provider is asked with follows from it.
#[derive(Clone)]
pub struct RequestSecret(Zeroizing<String>);

impl RequestSecret {
    pub fn random() -> Self {
        Self(Zeroizing::new(BASE64.encode(random_bytes::<32>())))
    }

    /// What a client says is one.
    pub fn given(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> String {
        BASE64.encode(digest(&SHA256, self.0.as_bytes()))
    }

    /// State, nonce and PKCE verifier of the request: each a keyed hash, which nobody makes without the
    /// secret and the service's own key.
    pub fn proofs(&self, vault: &Vault) -> Proofs {
        let of = |kind: &str| vault.blind_index(&format!("authentication {kind}"), &self.0);
        Proofs {
            state: of("state"),
            nonce: of("nonce"),
            verifier: of("verifier"),
        }
    }
}

/// What ties a provider's answer to the request.
#[derive(Clone)]
pub struct Proofs {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

impl Proofs {
    pub fn is_state(&self, given: &str) -> bool {
        verify_slices_are_equal(self.state.as_bytes(), given.as_bytes()).is_ok()
    }
}

/// What a provider is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Purpose {
    /// Who somebody is; they showed it not longer ago than this.
    SignIn(TimeDelta),
    /// That they show it now.
    Authentication,
}

/// What a provider gave the client for the service.
pub struct Answer {
    pub code: String,
    pub state: String,
    /// The issuer, where the provider tells it beside the code (RFC 9207).
    pub issuer: Option<String>,
    pub secret: RequestSecret,
    pub mode: Mode,
}

/// What a provider says of somebody, after it was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    pub issuer: String,
    pub subject: String,
    /// When they showed the provider who they are; never in the future.
    pub authenticated_at: DateTime<Utc>,
    /// Whether they showed a second factor there.
    pub second_factor: bool,
    pub groups: Vec<String>,
    /// An address that the provider has verified.
    pub email: Option<String>,
    pub name: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ties_an_answer_to_a_request_follows_from_both_secrets() {
        let (one, other) = (RequestSecret::random(), RequestSecret::random());
        let vault = || Vault::open_with(&Vault::new_master_key()).unwrap();
        let (vault, another) = (vault(), vault());
        let proofs = one.proofs(&vault);
        // RFC 7636, 4.1: 43 to 128 unreserved characters.
        assert_eq!(proofs.verifier.len(), 43);
        assert!(proofs.is_state(&one.proofs(&vault).state));
        assert!(!proofs.is_state(&other.proofs(&vault).state));
        assert!(!proofs.is_state(&one.proofs(&another).state));
        assert!(!proofs.is_state(&proofs.nonce));
        assert!(!proofs.is_state(""));
    }
}
