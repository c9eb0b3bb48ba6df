use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use zeroize::Zeroizing;

use crate::access::{Protected, Resource};
use crate::db::schema::refresh_tokens;
use crate::sign_ins::{SignInId, SignInRow};
use crate::vault::random_bytes;
use crate::{id_type, text_enum};

id_type!(RefreshTokenId);

text_enum! {
    /// How a client is handed its refresh tokens.
    Mode {
        /// In a cookie that no script can read.
        Browser = "browser",
        /// In the body.
        Program = "program",
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens)]
pub struct RefreshRow {
    pub id: RefreshTokenId,
    pub sign_in_id: SignInId,
    pub token_hash: String,
    pub mode: Mode,
    pub made_at: NaiveDateTime,
    /// When it was used first.
    pub used_at: Option<NaiveDateTime>,
    /// The successor that its last use gave.
    pub successor_id: Option<RefreshTokenId>,
    /// When another successor took its place, because the answer that held it was lost.
    pub replaced_at: Option<NaiveDateTime>,
}

impl Protected for RefreshRow {
    const RESOURCE: Resource = Resource::RefreshToken;
}

/// How long after its first use a token may come back because the answer was lost.
const LOST_ANSWER: TimeDelta = TimeDelta::seconds(10);

impl RefreshRow {
    /// Whether a used token came back early enough to mean a lost answer.
    pub fn came_back_soon(&self, now: NaiveDateTime) -> bool {
        self.used_at.is_some_and(|used| now - used <= LOST_ANSWER)
    }

    /// Whether it may still be used, as far as its history goes.
    pub fn is_fresh(&self) -> bool {
        self.used_at.is_none() && self.replaced_at.is_none()
    }
}

/// A refresh token in the clear.
pub struct RefreshToken(Zeroizing<String>);

/// Random bytes of a token.
const BYTES: usize = 32;

impl RefreshToken {
    pub fn random() -> Self {
        Self(Zeroizing::new(BASE64.encode(random_bytes::<BYTES>())))
    }

    /// What a client says is one.
    pub fn given(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database keeps of it. 256 random bits need no slow hash.
    pub fn hash(&self) -> String {
        BASE64.encode(digest(&SHA256, self.0.as_bytes()))
    }
}

/// A sign-in with a refresh token for its client.
pub struct Granted {
    pub sign_in: SignInRow,
    pub token: RefreshToken,
    pub mode: Mode,
    /// How long the token may stay unused.
    pub idle: TimeDelta,
}
