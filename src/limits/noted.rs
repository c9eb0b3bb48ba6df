//! Which clients were told lately that they come too often: the activity log has one entry a minute for
//! each, whatever they send.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// Clients remembered at most. Beyond that none is noted until a minute has passed for one of them.
const MOST: usize = 1_000;

const PAUSE: TimeDelta = TimeDelta::minutes(1);

pub struct Noted<K>(Mutex<HashMap<K, DateTime<Utc>>>);

impl<K: Eq + Hash> Noted<K> {
    pub fn new() -> Self {
        Self(Mutex::default())
    }

    /// Whether a refusal of this client is to be written down now.
    pub fn is_due(&self, key: K, now: DateTime<Utc>) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.len() >= MOST {
            noted.retain(|_, at| now - *at < PAUSE);
        }
        let due = match noted.get(&key) {
            Some(at) => now - *at >= PAUSE,
            None => noted.len() < MOST,
        };
        if due {
            noted.insert(key, now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_is_noted_once_a_minute_and_a_crowd_not_at_all() {
        let noted = Noted::new();
        let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let due = |key: usize, seconds| noted.is_due(key, start + TimeDelta::seconds(seconds));
        assert!(due(0, 0) && !due(0, 59) && due(0, 60));
        let crowd = (1..3 * MOST).filter(|key| due(*key, 61)).count();
        assert_eq!(crowd, MOST - 1);
        assert!(due(5 * MOST, 200));
    }
}
