//! Passwords: argon2id, 15 to 128 code points after NFKC, 8 where a second factor is asked for as well
//! (NIST SP 800-63B-4, ASVS 5.0 6.2).

mod blocklist;
mod cost;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::Arc;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

pub use blocklist::Context;
pub use cost::Cost;

use crate::error::{Error, Result};

const SHORTEST: usize = 15;
const SHORTEST_WITH_SECOND_FACTOR: usize = 8;
const LONGEST: usize = 128;
/// A password that is longer than this in bytes is refused before anything is computed.
const LONGEST_BYTES: usize = 1024;

/// What stands in the place of a hash whose password is good for nothing any more: no password matches it.
pub const WITHDRAWN: &str = "withdrawn";

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

    /// A password somebody chooses, of whom nothing is known.
    pub fn chosen(text: &str) -> std::result::Result<Self, &'static str> {
        Self::chosen_by(text, &Chooser::default())
    }

    /// A password somebody chooses.
    pub fn chosen_by(text: &str, chooser: &Chooser) -> std::result::Result<Self, &'static str> {
        let password = Self::given(text)?;
        let shortest = match chooser.has_second_factor {
            true => SHORTEST_WITH_SECOND_FACTOR,
            false => SHORTEST,
        };
        let length = password.0.chars().count();
        if length < shortest {
            Err("password_too_short")
        } else if length > LONGEST {
            Err("password_too_long")
        } else if blocklist::blocks(&password.0, &chooser.context) {
            Err("password_blocked")
        } else {
            Ok(password)
        }
    }

    /// The PHC string to keep, at the least cost that is allowed.
    pub fn hash(&self) -> Result<String> {
        self.hash_at(Cost::FLOOR)
    }

    /// The PHC string to keep. Takes tens of milliseconds: call it off the async threads and outside
    /// of transactions.
    pub fn hash_at(&self, cost: Cost) -> Result<String> {
        cost.argon2()
            .hash_password(self.0.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|cause| Error::internal(cause.to_string()))
    }

    /// Whether this is the password of the hash. Without a hash, for an unknown user, the same work
    /// is done against a hash that nothing matches, so that time does not tell who exists.
    pub fn matches(&self, hash: Option<&str>, cost: Cost) -> bool {
        let nobody = cost.hash_of_nobody();
        let known = hash.and_then(|hash| PasswordHash::new(hash).ok());
        let is_known = known.is_some();
        let hash = known.or_else(|| PasswordHash::new(&nobody).ok());
        let verified = hash.is_some_and(|hash| {
            let argon2 = cost.argon2();
            argon2.verify_password(self.0.as_bytes(), &hash).is_ok()
        });
        verified && is_known
    }
}

/// Who chooses a password, as far as it matters for what they may choose.
#[derive(Clone, Debug, Default)]
pub struct Chooser {
    pub context: Context,
    pub has_second_factor: bool,
}

/// Passwords that are hashed at once; the others wait, and other requests go on.
pub struct HashingTurns {
    turns: Arc<Semaphore>,
    cost: Cost,
}

impl HashingTurns {
    pub fn new(at_once: usize) -> Self {
        Self {
            turns: Arc::new(Semaphore::new(at_once)),
            cost: Cost::FLOOR,
        }
    }

    /// The same turns, for hashes of this cost.
    pub fn at_cost(self, cost: Cost) -> Self {
        Self { cost, ..self }
    }

    /// What a new hash costs.
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// Runs costly work off the async threads when its turn comes.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let turn = Arc::clone(&self.turns).acquire_owned();
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
                .matches(Some(&hash), Cost::FLOOR)
        );
        assert!(
            !Password::given("ein langes Passwort e")
                .unwrap()
                .matches(Some(&hash), Cost::FLOOR)
        );
        assert!(
            !Password::given("ein langes Passwort é")
                .unwrap()
                .matches(None, Cost::FLOOR)
        );
    }

    #[test]
    fn length_is_counted_in_code_points() {
        let of = |length: usize| "éàüöñçšž".chars().cycle().take(length).collect::<String>();
        let alone = Chooser::default();
        let with_code = Chooser {
            has_second_factor: true,
            ..Chooser::default()
        };
        for (length, chooser, expected) in [
            (14, &alone, Some("password_too_short")),
            (15, &alone, None),
            (7, &with_code, Some("password_too_short")),
            (9, &with_code, None),
            (127, &alone, None),
            (129, &alone, Some("password_too_long")),
        ] {
            let refused = Password::chosen_by(&of(length), chooser).err();
            assert_eq!(refused, expected, "{length}");
        }
        assert!(Password::given(&"x".repeat(1_000_000)).is_err());
    }
}
