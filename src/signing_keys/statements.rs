//! Signed statements (JWS, RFC 7515): what the service said, for those who ask later.

use std::collections::HashMap;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::SigningKeyRow;
use super::tokens::{Tokens, place};
use crate::error::{Error, Result};
use crate::vault::Vault;

impl Tokens {
    /// A statement with its signature. Its `kind` is in the header, so that none is taken for another.
    pub fn sign(&self, kind: &'static str, statement: &impl Serialize) -> Result<String> {
        self.signed(kind, |header, key| {
            jsonwebtoken::encode(header, statement, key)
        })
    }

    /// A signature over bytes that are sent beside it (RFC 7515, appendix F): who checks it puts their
    /// base64url between the two dots.
    pub fn sign_beside(&self, kind: &'static str, bytes: &[u8]) -> Result<String> {
        self.signed(kind, |header, key| {
            let header = BASE64.encode(serde_json::to_vec(header)?);
            let message = format!("{header}.{}", BASE64.encode(bytes));
            let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key, Algorithm::EdDSA)?;
            Ok(format!("{header}..{signature}"))
        })
    }
}

/// Reads statements, also those that were signed by keys which sign no more.
pub struct Reader {
    keys: HashMap<String, DecodingKey>,
}

impl Reader {
    /// Knows a key by its private half, which only this service's vault opens. A public key that somebody
    /// wrote into the database is no key.
    pub fn new(rows: &[SigningKeyRow], vault: &Vault) -> Result<Self> {
        let mut keys = HashMap::new();
        for row in rows {
            let opened = vault.open_secret(place(&row.id), &row.sealed_private_key);
            let Ok(private) = opened else { continue };
            let Ok(pair) = Ed25519KeyPair::from_pkcs8(&private) else {
                continue;
            };
            let public = BASE64.encode(pair.public_key());
            let key = DecodingKey::from_ed_components(&public).map_err(Error::internal)?;
            keys.insert(row.id.to_string(), key);
        }
        Ok(Self { keys })
    }

    /// What a statement says, if this service made it and it is of this kind.
    pub fn read<T: DeserializeOwned>(&self, kind: &str, statement: &str) -> Option<T> {
        let header = jsonwebtoken::decode_header(statement).ok()?;
        let key = self.keys.get(header.kid.as_deref()?)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        let read = jsonwebtoken::decode::<T>(statement, key, &validation).ok()?;
        (header.typ.as_deref() == Some(kind)).then_some(read.claims)
    }
}
