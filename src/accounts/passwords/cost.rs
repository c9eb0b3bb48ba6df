//! What it costs to compute a password's hash, and so to try passwords on a stolen database.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;

use crate::config::Passwords as Settings;
use crate::vault::random_bytes;

/// Memory, passes and lanes of argon2id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// The floor that OWASP gives for argon2id: 19 MiB, two passes, one lane.
    pub const FLOOR: Self = Self {
        memory_kib: 19_456,
        passes: 2,
        lanes: 1,
    };
    /// A GiB, sixteen passes and sixteen lanes: more would let a few sign-ins stop the service.
    const CEILING: Self = Self {
        memory_kib: 1 << 20,
        passes: 16,
        lanes: 16,
    };

    /// The error is one plain sentence.
    pub fn new(settings: &Settings) -> Result<Self, String> {
        let Settings {
            memory_kib,
            passes,
            lanes,
        } = *settings;
        let within = |value, least, most| (least..=most).contains(&value);
        let (least, most) = (Self::FLOOR, Self::CEILING);
        if within(memory_kib, least.memory_kib, most.memory_kib)
            && within(passes, least.passes, most.passes)
            && within(lanes, least.lanes, most.lanes)
        {
            Ok(Self {
                memory_kib,
                passes,
                lanes,
            })
        } else {
            Err(format!(
                "the settings \"passwords\" are out of range: memory_kib {} to {}, passes {} to {}, lanes {} to {}",
                least.memory_kib,
                most.memory_kib,
                least.passes,
                most.passes,
                least.lanes,
                most.lanes,
            ))
        }
    }

    pub(super) fn argon2(self) -> Argon2<'static> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .expect("the range of the settings is argon2's");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }

    /// Whether a hash costs less than this, or was made otherwise.
    pub fn is_above(self, hash: &str) -> bool {
        let Ok(hash) = PasswordHash::new(hash) else {
            return true;
        };
        let Ok(params) = Params::try_from(&hash) else {
            return true;
        };
        hash.algorithm.as_str() != "argon2id"
            || params.m_cost() < self.memory_kib
            || params.t_cost() < self.passes
            || params.p_cost() < self.lanes
    }

    /// A hash that no password is known for: to compare with it costs what a comparison costs.
    pub(super) fn hash_of_nobody(self) -> String {
        format!(
            "$argon2id$v=19$m={},t={},p={}${}${}",
            self.memory_kib,
            self.passes,
            self.lanes,
            BASE64.encode(random_bytes::<16>()),
            BASE64.encode(random_bytes::<32>()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(memory_kib: u32, passes: u32, lanes: u32) -> Settings {
        Settings {
            memory_kib,
            passes,
            lanes,
        }
    }

    #[test]
    fn settings_below_the_floor_or_beyond_reason_are_refused() {
        assert_eq!(Cost::new(&settings(19_456, 2, 1)), Ok(Cost::FLOOR));
        for (memory, passes, lanes) in [
            (19_455, 2, 1),
            (19_456, 1, 1),
            (19_456, 2, 0),
            (u32::MAX, 2, 1),
            (19_456, 17, 1),
        ] {
            assert!(Cost::new(&settings(memory, passes, lanes)).is_err());
        }
    }

    #[test]
    fn a_hash_of_less_cost_is_known_and_nobodys_hash_costs_the_same() {
        let dear = Cost::new(&settings(65_536, 3, 1)).unwrap();
        assert!(dear.is_above(&Cost::FLOOR.hash_of_nobody()));
        assert!(!dear.is_above(&dear.hash_of_nobody()));
        assert!(!Cost::FLOOR.is_above(&dear.hash_of_nobody()));
        assert!(dear.is_above("not a hash"));
        assert_ne!(dear.hash_of_nobody(), dear.hash_of_nobody());
    }
}
