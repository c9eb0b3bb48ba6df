use serde::{Deserialize, Serialize};

use super::Kind;

/// Requests of one sign-in, or of one address where nobody is signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    pub burst: u32,
    pub per_second: u32,
}

/// Attempts at what somebody without a sign-in may ask for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempts {
    pub burst: u32,
    pub public_checks: u32,
    pub every_seconds: u32,
    pub waits_seconds: Vec<u32>,
    pub failures: u32,
}

impl Attempts {
    /// How many of a kind may be made at once.
    pub fn burst_of(&self, kind: Kind) -> u32 {
        match kind {
            Kind::PublicCheck => self.public_checks,
            _ => self.burst,
        }
        .max(1)
    }

    /// What so many failures in a row tell, at the one that changes how the account is treated.
    pub fn alarm_at(&self, failures: u32) -> Option<&'static str> {
        if failures == self.failures.max(2) {
            Some("account_locked")
        } else if u32::try_from(self.waits_seconds.len()) == Ok(failures) {
            Some("account_slowed")
        } else {
            None
        }
    }
}

/// How long a client may take for its part of a request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patience {
    pub head_milliseconds: u64,
    pub body_milliseconds: u64,
    pub idle_milliseconds: u64,
}
