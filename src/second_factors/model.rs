use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::totp::Secret;
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::db::schema::{recovery_codes, second_factors};
use crate::vault::{Place, Vault, VaultError, random_bytes};

/// Recovery codes that a user is given.
pub const RECOVERY_CODES: usize = 10;

/// A user's authenticator app.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = second_factors)]
pub struct SecondFactor {
    pub user_id: UserId,
    /// The secret that codes are compared with; none until the user showed a code of it.
    pub sealed_secret: Option<String>,
    /// A secret that waits for its first code.
    pub offered_secret: Option<String>,
    /// The step of the last code taken: no code is taken twice, nor an older one after it.
    pub last_step: Option<i64>,
    pub confirmed_at: Option<NaiveDateTime>,
}

impl Protected for SecondFactor {
    const RESOURCE: Resource = Resource::SecondFactor;
}

impl SecondFactor {
    pub fn seal(vault: &Vault, user: &UserId, secret: &Secret) -> String {
        vault.seal_secret(secret_place(user), secret.bytes())
    }

    pub fn open(vault: &Vault, user: &UserId, sealed: &str) -> Result<Secret, VaultError> {
        let bytes = vault.open_secret(secret_place(user), sealed)?;
        Ok(Secret::of(&bytes))
    }
}

/// Where a user's secret is sealed for. The same for one that is offered and one in use: it moves from the
/// one to the other.
pub fn secret_place(user: &UserId) -> Place<'_> {
    Place {
        table: "second_factors",
        column: "sealed_secret",
        row: user.as_str(),
        organisation: "",
    }
}

#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = recovery_codes)]
pub struct RecoveryCode {
    pub user_id: UserId,
    pub code_hash: String,
}

impl RecoveryCode {
    /// Eighty bits in sixteen letters and digits that are hard to mix up, in groups of four.
    pub fn random() -> String {
        const SYMBOLS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
        let symbols: Vec<char> = random_bytes::<16>()
            .iter()
            .map(|byte| char::from(SYMBOLS[usize::from(byte % 32)]))
            .collect();
        let groups = symbols.chunks(4).map(|group| group.iter().collect());
        groups.collect::<Vec<String>>().join("-")
    }

    /// What is kept of a code, however it is typed.
    pub fn hash(user: &UserId, code: &str) -> String {
        let plain = code.chars().filter(|c| c.is_ascii_alphanumeric());
        let plain: String = plain.map(|c| c.to_ascii_lowercase()).collect();
        BASE64.encode(digest(&SHA256, format!("{user}\u{1f}{plain}").as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_is_the_same_however_it_is_typed_and_another_for_another_user() {
        let (one, other) = (UserId::new(), UserId::new());
        let code = RecoveryCode::random();
        assert_eq!(code.len(), 19);
        let typed = code.to_uppercase().replace('-', " ");
        assert_eq!(
            RecoveryCode::hash(&one, &code),
            RecoveryCode::hash(&one, &typed)
        );
        assert_ne!(
            RecoveryCode::hash(&one, &code),
            RecoveryCode::hash(&other, &code)
        );
        assert_ne!(code, RecoveryCode::random());
    }
}
