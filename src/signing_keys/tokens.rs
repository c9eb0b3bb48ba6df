//! Access tokens: signed statements of who signed in (RFC 9068, RFC 8725). They say who, never what.

use std::collections::HashMap;
use std::sync::RwLock;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::{SigningKeyId, SigningKeyRow};
use crate::accounts::UserId;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::sign_ins::SignInId;
use crate::vault::{Place, Vault};

/// How long an access token is good for.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// How far the clocks of two machines may differ.
const LEEWAY_SECONDS: i64 = 30;
const TYPE: &str = "at+jwt";

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: SignInId,
    jti: String,
    client_id: String,
    iat: i64,
    exp: i64,
}

/// Makes and reads access tokens with the service's signing keys.
pub struct Tokens {
    issuer: String,
    clock: Clock,
    keys: RwLock<Keys>,
}

#[derive(Default)]
struct Keys {
    signing: Option<(String, EncodingKey)>,
    verifying: HashMap<String, (DecodingKey, String)>,
}

/// A public key in the form of RFC 8037.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PublicKey {
    kty: &'static str,
    crv: &'static str,
    alg: &'static str,
    r#use: &'static str,
    kid: String,
    x: String,
}

impl Tokens {
    pub fn new(issuer: String, clock: Clock) -> Self {
        Self {
            issuer,
            clock,
            keys: RwLock::default(),
        }
    }

    /// Takes the keys as the database has them; the newest that is not retired signs.
    pub fn take_keys(&self, rows: &[SigningKeyRow], vault: &Vault) -> Result<()> {
        let mut keys = Keys::default();
        for row in rows {
            let kid = row.id.to_string();
            let key = DecodingKey::from_ed_components(&row.public_key).map_err(Error::internal)?;
            keys.verifying
                .insert(kid.clone(), (key, row.public_key.clone()));
            if row.retired_at.is_none() {
                let private = vault
                    .open_secret(place(&row.id), &row.sealed_private_key)
                    .map_err(Error::internal)?;
                keys.signing = Some((kid, EncodingKey::from_ed_der(&private)));
            }
        }
        *self
            .keys
            .write()
            .map_err(|_poisoned| Error::internal("keys"))? = keys;
        Ok(())
    }

    /// A token for a sign-in, and the seconds it is good for.
    pub fn make(&self, sign_in: &SignInId, user: &UserId) -> Result<(String, i64)> {
        let now = self.clock.now().timestamp();
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.issuer.clone(),
            sub: user.to_string(),
            sid: sign_in.clone(),
            jti: uuid::Uuid::now_v7().to_string(),
            client_id: "bilancio".to_owned(),
            iat: now,
            exp: now + LIFETIME.num_seconds(),
        };
        let keys = self
            .keys
            .read()
            .map_err(|_poisoned| Error::internal("keys"))?;
        let (kid, key) = keys
            .signing
            .as_ref()
            .ok_or_else(|| Error::internal("there is no signing key"))?;
        let header = Header {
            typ: Some(TYPE.to_owned()),
            kid: Some(kid.clone()),
            ..Header::new(Algorithm::EdDSA)
        };
        let token = jsonwebtoken::encode(&header, &claims, key).map_err(Error::internal)?;
        Ok((token, LIFETIME.num_seconds()))
    }

    /// The sign-in that a token speaks of, if it is one of ours and of this time.
    pub fn sign_in_of(&self, token: &str) -> Option<SignInId> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        if header.alg != Algorithm::EdDSA || header.typ.as_deref() != Some(TYPE) {
            return None;
        }
        let keys = self.keys.read().ok()?;
        let (key, _) = keys.verifying.get(header.kid.as_deref()?)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.issuer]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Times are compared with the service's own clock, typed as numbers, below.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &validation)
            .ok()?
            .claims;
        let now = self.clock.now().timestamp();
        let current = claims.exp + LEEWAY_SECONDS > now && claims.iat - LEEWAY_SECONDS <= now;
        let whole = claims.exp - claims.iat <= LIFETIME.num_seconds() && !claims.sub.is_empty();
        (current && whole).then_some(claims.sid)
    }

    pub fn public_keys(&self) -> Vec<PublicKey> {
        let Ok(keys) = self.keys.read() else {
            return Vec::new();
        };
        let mut public: Vec<_> = keys
            .verifying
            .iter()
            .map(|(kid, (_, x))| PublicKey {
                kty: "OKP",
                crv: "Ed25519",
                alg: "EdDSA",
                r#use: "sig",
                kid: kid.clone(),
                x: x.clone(),
            })
            .collect();
        public.sort_by(|a, b| a.kid.cmp(&b.kid));
        public
    }
}

/// A fresh signing key, sealed.
pub fn new_key(vault: &Vault, now: chrono::NaiveDateTime) -> Result<SigningKeyRow> {
    let random = aws_lc_rs::rand::SystemRandom::new();
    let private = Ed25519KeyPair::generate_pkcs8(&random)
        .map_err(|_unspecified| Error::internal("no signing key could be made"))?;
    let pair = Ed25519KeyPair::from_pkcs8(private.as_ref())
        .map_err(|_rejected| Error::internal("no signing key could be made"))?;
    let id = SigningKeyId::new();
    Ok(SigningKeyRow {
        sealed_private_key: vault.seal_secret(place(&id), private.as_ref()),
        public_key: BASE64.encode(pair.public_key()),
        id,
        created_at: now,
        retired_at: None,
    })
}

fn place(id: &SigningKeyId) -> Place<'_> {
    Place {
        table: "signing_keys",
        column: "sealed_private_key",
        row: id.as_str(),
        organisation: "",
    }
}
