use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use zeroize::Zeroizing;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::db::schema::password_links;
use crate::vault::Vault;
use crate::{id_type, text_enum};

id_type!(PasswordLinkId);

text_enum! {
    PasswordLinkKind {
        Invitation = "invitation",
        PasswordReset = "password_reset",
    }
}

impl PasswordLinkKind {
    /// How long a link can be used after it was sent.
    pub fn lifetime(self) -> TimeDelta {
        match self {
            Self::Invitation => TimeDelta::hours(24),
            Self::PasswordReset => TimeDelta::minutes(30),
        }
    }
}

/// A link by which a user sets a password, once.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = password_links)]
pub struct PasswordLink {
    pub id: PasswordLinkId,
    pub user_id: UserId,
    pub kind: PasswordLinkKind,
    pub token_hash: String,
    pub created_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    /// When it was used, or a newer one took its place.
    pub ended_at: Option<NaiveDateTime>,
}

impl Protected for PasswordLink {
    const RESOURCE: Resource = Resource::PasswordLink;
}

/// What a link holds: 256 bits that nobody without the master key can tell. Never printed.
pub struct Token(Zeroizing<String>);

impl Token {
    /// The token of a mail, the same at each attempt to send it.
    pub fn of(vault: &Vault, mail: &PasswordLinkId) -> Self {
        Self(Zeroizing::new(
            vault.blind_index("password link", mail.as_str()),
        ))
    }

    /// A token that somebody shows.
    pub fn given(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// What the database keeps.
    pub fn hash(&self) -> String {
        BASE64.encode(digest(&SHA256, self.0.as_bytes()))
    }

    /// For the mail, and for nothing else.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
