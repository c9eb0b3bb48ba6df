//! Passwords: argon2id, 15 to 128 code points after NFKC (NIST SP 800-63B-4, ASVS 5.0 6.2).

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::error::{Error, Result};

const LENGTH: std::ops::RangeInclusive<usize> = 15..=128;
/// The floor that OWASP gives for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
/// A password that is longer than this in bytes is refused before anything is computed.
const LONGEST_BYTES: usize = 1024;

/// A password as typed, normalised so that two keyboards give the same. Never printed.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

impl Password {
    /// A password somebody signs in with: anything that could be one.
    pub fn given(text: &str) -> std::result::Result<Self, &'static str> {
        if text.len() > LONGEST_BYTES {
            return Err("password_too_long");
        }
        Ok(Self(Zeroizing::new(text.nfkc().collect())))
    }

    /// A password somebody chooses.
    pub fn chosen(text: &str) -> std::result::Result<Self, &'static str> {
        let password = Self::given(text)?;
        let length = password.0.chars().count();
        if length < *LENGTH.start() {
            Err("password_too_short")
        } else if length > *LENGTH.end() {
            Err("password_too_long")
        } else {
            Ok(password)
        }
    }

    /// The PHC string to keep. Takes tens of milliseconds: call it off the async threads and outside
    /// of transactions.
    pub fn hash(&self) -> Result<String> {
        argon2()
            .hash_password(self.0.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|cause| Error::internal(cause.to_string()))
    }

    /// Whether this is the password of the hash. Without a hash, for an unknown user, the same work
    /// is done against a hash that nothing matches, so that time does not tell who exists.
    pub fn matches(&self, hash: Option<&str>) -> bool {
        static NOBODY: LazyLock<String> = LazyLock::new(|| {
            let nobody = hex(&crate::vault::random_bytes::<32>());
            Password(Zeroizing::new(nobody))
                .hash()
                .expect("argon2 takes these parameters")
        });
        let known = hash.and_then(|hash| PasswordHash::new(hash).ok());
        let is_known = known.is_some();
        let hash = known.or_else(|| PasswordHash::new(NOBODY.as_str()).ok());
        let verified =
            hash.is_some_and(|hash| argon2().verify_password(self.0.as_bytes(), &hash).is_ok());
        verified && is_known
    }
}

/// Passwords that are hashed at once; the others wait, and other requests go on.
pub struct HashingTurns(Arc<Semaphore>);

impl HashingTurns {
    pub fn new(at_once: usize) -> Self {
        Self(Arc::new(Semaphore::new(at_once)))
    }

    /// Runs costly work off the async threads when its turn comes.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let turn = Arc::clone(&self.0).acquire_owned();
        let turn = tokio::time::timeout(std::time::Duration::from_secs(3), turn)
            .await
            .map_err(|_elapsed| Error::Unavailable("too_busy"))?
            .map_err(Error::internal)?;
        let hashed = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        hashed.await.map_err(Error::internal)
    }
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).expect("the parameters are allowed");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_only() {
        let hash = Password::chosen("ein langes Passwort é")
            .unwrap()
            .hash()
            .unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        // The same letters from another keyboard: e and a combining accent.
        assert!(
            Password::given("ein langes Passwort e\u{301}")
                .unwrap()
                .matches(Some(&hash))
        );
        assert!(
            !Password::given("ein langes Passwort e")
                .unwrap()
                .matches(Some(&hash))
        );
        assert!(
            !Password::given("ein langes Passwort é")
                .unwrap()
                .matches(None)
        );
    }

    #[test]
    fn length_is_counted_in_code_points() {
        assert!(Password::chosen(&"é".repeat(14)).is_err());
        assert!(Password::chosen(&"é".repeat(15)).is_ok());
        assert!(Password::chosen(&"é".repeat(128)).is_ok());
        assert!(Password::chosen(&"é".repeat(129)).is_err());
        assert!(Password::given(&"x".repeat(1_000_000)).is_err());
    }
}
