//! Keys of issuers: made, opened, signing.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::NaiveDateTime;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::Value;
use zeroize::Zeroizing;

use super::{IssuerAddress, IssuerKey, IssuerKeyId, Jwk, KeyAlgorithm};
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::organisations::OrganisationId;
use crate::vault::{Place, Vault};

impl KeyAlgorithm {
    pub(super) fn of_tokens(self) -> Algorithm {
        match self {
            Self::EdDsa => Algorithm::EdDSA,
            Self::Es256 => Algorithm::ES256,
        }
    }
}

/// Where the private half of a key is sealed.
pub fn place<'a>(id: &'a IssuerKeyId, organisation: &'a OrganisationId) -> Place<'a> {
    Place {
        table: "issuer_keys",
        column: "sealed_private_key",
        row: id.as_str(),
        organisation: organisation.as_str(),
    }
}

/// A fresh key, sealed. Its public half is a JSON Web Key (RFC 7517).
pub fn new_key(
    vault: &Vault,
    issuer: &IssuerAddress,
    organisation: &OrganisationId,
    algorithm: KeyAlgorithm,
    now: NaiveDateTime,
) -> Result<IssuerKey> {
    let (private, mut public) = match algorithm {
        KeyAlgorithm::EdDsa => ed25519(),
        KeyAlgorithm::Es256 => p256(),
    }
    .ok_or_else(|| Error::internal("no issuer key could be made"))?;
    let id = IssuerKeyId::new();
    public.kid = issuer.key(&id);
    Ok(IssuerKey {
        sealed_private_key: vault.seal_secret(place(&id, organisation), &private),
        public_jwk: Json::new(&public),
        organisation_id: organisation.clone(),
        id,
        algorithm,
        created_at: now,
        retired_at: None,
        compromised_at: None,
    })
}

fn jwk(kty: &str, crv: &str, alg: KeyAlgorithm, x: &[u8], y: Option<&[u8]>) -> Jwk {
    Jwk {
        kid: String::new(),
        kty: kty.to_owned(),
        crv: crv.to_owned(),
        alg,
        purpose: "sig".to_owned(),
        x: BASE64.encode(x),
        y: y.map(|y| BASE64.encode(y)),
    }
}

fn ed25519() -> Option<(Zeroizing<Vec<u8>>, Jwk)> {
    let random = aws_lc_rs::rand::SystemRandom::new();
    let private = Ed25519KeyPair::generate_pkcs8(&random).ok()?;
    let pair = Ed25519KeyPair::from_pkcs8(private.as_ref()).ok()?;
    let public = jwk(
        "OKP",
        "Ed25519",
        KeyAlgorithm::EdDsa,
        pair.public_key().as_ref(),
        None,
    );
    Some((Zeroizing::new(private.as_ref().to_vec()), public))
}

fn p256() -> Option<(Zeroizing<Vec<u8>>, Jwk)> {
    let (kind, random) = (
        &ECDSA_P256_SHA256_FIXED_SIGNING,
        aws_lc_rs::rand::SystemRandom::new(),
    );
    let private = EcdsaKeyPair::generate_pkcs8(kind, &random).ok()?;
    let pair = EcdsaKeyPair::from_pkcs8(kind, private.as_ref()).ok()?;
    // An uncompressed point: the byte 4, then two coordinates of 32 bytes (SEC 1, 2.3.3).
    let coordinates = pair.public_key().as_ref().get(1..)?;
    let (x, y) = coordinates.split_at_checked(32)?;
    let public = jwk("EC", "P-256", KeyAlgorithm::Es256, x, Some(y));
    Some((Zeroizing::new(private.as_ref().to_vec()), public))
}

/// A key that was opened to sign.
pub struct Signer {
    algorithm: Algorithm,
    key: EncodingKey,
    kid: String,
}

impl Signer {
    pub fn open(vault: &Vault, key: &IssuerKey) -> Result<Self> {
        let private = vault
            .open_secret(
                place(&key.id, &key.organisation_id),
                &key.sealed_private_key,
            )
            .map_err(Error::internal)?;
        Ok(Self {
            algorithm: key.algorithm.of_tokens(),
            key: match key.algorithm {
                KeyAlgorithm::EdDsa => EncodingKey::from_ed_der(&private),
                KeyAlgorithm::Es256 => EncodingKey::from_ec_der(&private),
            },
            kid: key.public_jwk.get().kid,
        })
    }

    /// A token with only `alg`, `kid` and `typ` in its header (Open Badges 3.0, 8.2.4.1).
    pub fn token(&self, kind: &str, claims: &Value) -> Result<String> {
        let header = Header {
            typ: Some(kind.to_owned()),
            kid: Some(self.kid.clone()),
            ..Header::new(self.algorithm)
        };
        jsonwebtoken::encode(&header, claims, &self.key).map_err(Error::internal)
    }

    /// A signature over a message alone, in base64url: 64 bytes under either algorithm.
    pub fn signature(&self, message: &[u8]) -> Result<String> {
        jsonwebtoken::crypto::sign(message, &self.key, self.algorithm).map_err(Error::internal)
    }
}
