use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::db::schema::signing_keys;
use crate::id_type;

id_type!(SigningKeyId);

/// A key that signs tokens and credentials; its private half is sealed.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_keys)]
pub struct SigningKeyRow {
    pub id: SigningKeyId,
    pub sealed_private_key: String,
    /// Ed25519 public key, base64url.
    pub public_key: String,
    pub created_at: NaiveDateTime,
    /// From when on it signs and verifies no token any more.
    pub retired_at: Option<NaiveDateTime>,
    /// From when on somebody else may have it, and nothing that it signed is worth anything.
    pub compromised_at: Option<NaiveDateTime>,
}

impl Protected for SigningKeyRow {
    const RESOURCE: Resource = Resource::SigningKey;
}
