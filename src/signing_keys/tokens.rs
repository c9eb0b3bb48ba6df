//! Access tokens: signed statements of who signed in (RFC 9068, RFC 8725). They say who, never what.

use std::collections::BTreeMap;
use std::sync::RwLock;
use std::time::Duration;

use actix_web::web::Data;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::verified::Verified;
use super::{SigningKeyId, SigningKeyRow};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::clock::Clock;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::sign_ins::SignInId;
use crate::telemetry::metrics::Signatures;
use crate::vault::{Place, Vault};

/// How long an access token is good for.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// How far the clocks of two machines may differ.
const LEEWAY_SECONDS: i64 = 30;
/// How long a new key is shown before it signs, so that every instance knows it by then.
const SHOWN_FIRST: TimeDelta = TimeDelta::seconds(15);
/// How old an instance's knowledge of the keys may be when it signs.
const KEYS_GOOD_FOR: TimeDelta = TimeDelta::seconds(5);
/// An instance looks no oftener for a key that it does not know.
const LOOK_AGAIN: TimeDelta = TimeDelta::seconds(1);
/// How long a key that was rotated still verifies: until the last token that it signed is dead.
pub const OUTLIVES: TimeDelta = TimeDelta::seconds(15 + 5 + 600 + 30);
/// Seconds for which an instance may still sign with a key that was withdrawn: until it has looked again, by a
/// clock that may be slow.
const SEEN_LATE: i64 = KEYS_GOOD_FOR.num_seconds() + LEEWAY_SECONDS;
/// How often an instance that nobody asks for anything looks at the clock.
const LOOK: Duration = Duration::from_secs(1);
const TYPE: &str = "at+jwt";

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Claims {
    pub(super) iss: String,
    pub(super) aud: String,
    pub(super) sub: String,
    pub(super) sid: SignInId,
    pub(super) jti: String,
    pub(super) client_id: String,
    pub(super) iat: i64,
    pub(super) exp: i64,
    /// Our tokens have none; one that has it is held to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) nbf: Option<i64>,
}

impl Claims {
    fn are_good_at(&self, now: i64) -> bool {
        let begun = |at: i64| at.saturating_sub(LEEWAY_SECONDS) <= now;
        let ended = self.exp.saturating_add(LEEWAY_SECONDS) <= now;
        let current = !ended && begun(self.iat) && self.nbf.is_none_or(begun);
        let whole =
            self.exp.saturating_sub(self.iat) <= LIFETIME.num_seconds() && !self.sub.is_empty();
        current && whole
    }
}

/// Makes and reads access tokens with the service's signing keys.
pub struct Tokens {
    issuer: String,
    clock: Clock,
    keys: RwLock<Keys>,
    verified: Verified,
    /// When the database was last asked for the keys.
    asked_at: Mutex<DateTime<Utc>>,
    signatures: Signatures,
}

type Keys = BTreeMap<String, Key>;

/// A key as an instance knows it. Ids grow with time.
struct Key {
    signs_from: NaiveDateTime,
    retired_at: Option<NaiveDateTime>,
    compromised: bool,
    signing: EncodingKey,
    verifying: DecodingKey,
    public: String,
}

impl Key {
    fn stands(&self, now: NaiveDateTime) -> bool {
        self.retired_at.is_none_or(|at| now < at)
    }
}

/// Why a token tells of no sign-in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NotRead {
    /// It may be signed with a key that this instance has not seen yet.
    UnknownKey,
    /// It names a key of ours, which did not sign it.
    Forged,
    /// It was signed with a key of ours after that was withdrawn.
    KeyWithdrawn,
    NotOurs,
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
            asked_at: Mutex::new(clock.now()),
            clock,
            keys: RwLock::default(),
            verified: Verified::default(),
            signatures: Signatures::default(),
        }
    }

    /// The same, counting what is signed among a service's metrics.
    pub fn counted_by(self, signatures: Signatures) -> Self {
        Self { signatures, ..self }
    }

    /// Takes the keys as the database has them.
    pub fn take_keys(&self, rows: &[SigningKeyRow], vault: &Vault) -> Result<()> {
        let mut keys = Keys::default();
        for row in rows {
            let private = vault
                .open_secret(place(&row.id), &row.sealed_private_key)
                .map_err(Error::internal)?;
            let key = Key {
                signs_from: row.created_at + SHOWN_FIRST,
                retired_at: row.retired_at,
                compromised: row.compromised_at.is_some(),
                signing: EncodingKey::from_ed_der(&private),
                verifying: DecodingKey::from_ed_components(&row.public_key)
                    .map_err(Error::internal)?,
                public: row.public_key.clone(),
            };
            keys.insert(row.id.to_string(), key);
        }
        *self
            .keys
            .write()
            .map_err(|_poisoned| Error::internal("keys"))? = keys;
        Ok(())
    }

    /// Asks the database for the keys when this instance has not for a while. Where it cannot be
    /// asked, the instance goes on with those that it knows.
    pub async fn keep_current(&self, database: &Database) {
        self.ask_again(database, KEYS_GOOD_FOR).await;
    }

    /// [`Tokens::sign_in_of`], once more with fresh keys where the key is not known.
    ///
    /// A key that signs was shown for longer than an instance goes without looking, so one that
    /// looked within the last second and does not know a key need not look again.
    pub async fn read(
        &self,
        token: &str,
        database: &Database,
    ) -> std::result::Result<SignInId, NotRead> {
        if let Err(NotRead::UnknownKey) = self.sign_in_of(token) {
            self.ask_again(database, LOOK_AGAIN).await;
        }
        self.sign_in_of(token)
    }

    async fn ask_again(&self, database: &Database, after: TimeDelta) {
        // Who comes while another asks waits for what that one learns.
        let mut asked_at = self.asked_at.lock().await;
        let now = self.clock.now();
        if now - *asked_at < after {
            return;
        }
        *asked_at = now;
        let rows = database
            .read(Caller::worker("take_keys"), super::service::known)
            .await;
        let taken = rows.and_then(|rows| self.take_keys(&rows, &database.vault()));
        if let Err(error) = taken {
            tracing::warn!(code = error.code(), "the signing keys were not read again");
        }
    }

    /// A token for a sign-in, and the seconds it is good for. The newest key signs that was shown
    /// for long enough; a service's first key at once.
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
            nbf: None,
        };
        let token = self.signed(TYPE, |header, key| {
            jsonwebtoken::encode(header, &claims, key)
        })?;
        Ok((token, LIFETIME.num_seconds()))
    }

    /// Has something signed by the key that signs now.
    pub(super) fn signed(
        &self,
        kind: &'static str,
        sign: impl FnOnce(&Header, &EncodingKey) -> jsonwebtoken::errors::Result<String>,
    ) -> Result<String> {
        let at = self.clock.now().naive_utc();
        let keys = self
            .keys
            .read()
            .map_err(|_poisoned| Error::internal("keys"))?;
        let standing = || keys.iter().filter(|(_, key)| key.stands(at));
        let (kid, key) = standing()
            .rfind(|(_, key)| key.signs_from <= at)
            .or_else(|| standing().next())
            .ok_or_else(|| Error::internal("there is no signing key"))?;
        let header = Header {
            typ: Some(kind.to_owned()),
            kid: Some(kid.clone()),
            ..Header::new(Algorithm::EdDSA)
        };
        self.signatures.count(kind);
        sign(&header, &key.signing).map_err(Error::internal)
    }

    /// The sign-in that a token speaks of, if it is one of ours and of this time.
    pub fn sign_in_of(&self, token: &str) -> std::result::Result<SignInId, NotRead> {
        let header = jsonwebtoken::decode_header(token).map_err(|_cause| NotRead::NotOurs)?;
        if header.alg != Algorithm::EdDSA || header.typ.as_deref() != Some(TYPE) {
            return Err(NotRead::NotOurs);
        }
        let kid: SigningKeyId = header
            .kid
            .and_then(|kid| kid.parse().ok())
            .ok_or(NotRead::NotOurs)?;
        let now = self.clock.now();
        let keys = self.keys.read().map_err(|_poisoned| NotRead::NotOurs)?;
        let key = keys.get(kid.as_str()).ok_or(NotRead::UnknownKey)?;
        let claims = self
            .verified
            .claims(&kid, token, || self.claims_of(token, &key.verifying))?;
        if !key.stands(now.naive_utc()) {
            let retired = key.retired_at.map(|at| at.and_utc().timestamp());
            let later = retired.is_some_and(|at| claims.iat > at.saturating_add(SEEN_LATE));
            return Err(if later {
                NotRead::KeyWithdrawn
            } else {
                NotRead::NotOurs
            });
        }
        if claims.are_good_at(now.timestamp()) {
            Ok(claims.sid)
        } else {
            Err(NotRead::NotOurs)
        }
    }

    fn claims_of(&self, token: &str, key: &DecodingKey) -> std::result::Result<Claims, NotRead> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.issuer]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Times are compared with the service's own clock, typed as numbers, below.
        validation.validate_exp = false;
        let read = jsonwebtoken::decode::<Claims>(token, key, &validation);
        read.map(|read| read.claims)
            .map_err(|cause| match cause.kind() {
                ErrorKind::InvalidSignature => NotRead::Forged,
                _ => NotRead::NotOurs,
            })
    }

    /// Also of keys that sign no more: exports of the log and its checkpoints are checked for years. No
    /// token of theirs is taken.
    pub fn public_keys(&self) -> Vec<PublicKey> {
        let Ok(keys) = self.keys.read() else {
            return Vec::new();
        };
        keys.iter()
            .filter(|(_, key)| !key.compromised)
            .map(|(kid, key)| PublicKey {
                kty: "OKP",
                crv: "Ed25519",
                alg: "EdDSA",
                r#use: "sig",
                kid: kid.clone(),
                x: key.public.clone(),
            })
            .collect()
    }
}

/// Has an instance look at the keys however idle it is, inside its runtime: one that was retired at once
/// verifies nothing after [`KEYS_GOOD_FOR`].
pub fn watch(tokens: Data<Tokens>, database: Data<Database>) {
    actix_web::rt::spawn(async move {
        loop {
            tokens.keep_current(&database).await;
            tokio::time::sleep(LOOK).await;
        }
    });
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
        compromised_at: None,
    })
}

pub(super) fn place(id: &SigningKeyId) -> Place<'_> {
    Place {
        table: "signing_keys",
        column: "sealed_private_key",
        row: id.as_str(),
        organisation: "",
    }
}
