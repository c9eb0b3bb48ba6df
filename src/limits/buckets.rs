//! The general limit of one instance: a bucket of requests for each client, refilled all the time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::settings::RateLimit;

/// Buckets kept at most. A bucket that has refilled tells nothing and is forgotten first.
const MOST: usize = 50_000;

pub struct Buckets<K> {
    limit: RateLimit,
    buckets: Mutex<HashMap<K, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    requests: f64,
    at: DateTime<Utc>,
}

/// What is left after a request, for the `RateLimit` headers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Left {
    pub limit: u32,
    pub remaining: u32,
    /// Seconds until the bucket is full again.
    pub reset: u64,
    /// Seconds until the next request, where this one was one too many.
    pub wait: Option<u32>,
}

impl<K: Eq + Hash> Buckets<K> {
    pub fn new(limit: &RateLimit) -> Self {
        Self {
            limit: RateLimit {
                burst: limit.burst.max(1),
                per_second: limit.per_second.max(1),
            },
            buckets: Mutex::default(),
        }
    }

    /// Takes a request out of a client's bucket, if there is one in it.
    pub fn take(&self, key: K, now: DateTime<Utc>) -> Left {
        let (burst, rate) = (
            f64::from(self.limit.burst),
            f64::from(self.limit.per_second),
        );
        let refilled = |bucket: &Bucket| {
            let seconds = (now - bucket.at).num_milliseconds().max(0) as f64 / 1000.0;
            (bucket.requests + seconds * rate).min(burst)
        };
        // A thread that panicked left whole buckets behind: each is written in one go.
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| refilled(bucket) < burst);
            if buckets.len() > MOST / 2 {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(key).or_insert(Bucket {
            requests: burst,
            at: now,
        });
        let present = refilled(bucket);
        let taken = present >= 1.0;
        let requests = if taken { present - 1.0 } else { present };
        *bucket = Bucket { requests, at: now };
        Left {
            limit: self.limit.burst,
            remaining: requests as u32,
            reset: ((burst - requests) / rate).ceil() as u64,
            wait: (!taken).then(|| (((1.0 - requests) / rate).ceil() as u32).max(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn buckets(burst: u32, per_second: u32) -> Buckets<usize> {
        Buckets::new(&RateLimit { burst, per_second })
    }

    #[test]
    fn a_burst_is_served_and_then_as_many_as_the_bucket_refills() {
        let buckets = buckets(3, 2);
        let left: Vec<_> = (0..3).map(|_| buckets.take(1, start()).remaining).collect();
        assert_eq!(left, [2, 1, 0]);
        let refused = buckets.take(1, start());
        assert_eq!((refused.wait, refused.reset), (Some(1), 2));
        // A refused request costs nothing, and nobody else pays.
        assert_eq!(buckets.take(2, start()).wait, None);
        let later = start() + TimeDelta::milliseconds(500);
        assert_eq!(buckets.take(1, later).wait, None);
        assert_eq!(buckets.take(1, later).wait, Some(1));
        // A clock that was set back gives nothing and takes nothing.
        assert_eq!(buckets.take(1, start()).wait, Some(1));
        let full = buckets.take(1, start() + TimeDelta::hours(1));
        assert_eq!((full.remaining, full.limit), (2, 3));
    }

    #[test]
    fn buckets_do_not_grow_without_end() {
        let buckets = buckets(2, 1);
        for key in 0..3 * MOST {
            buckets.take(key, start());
            assert!(buckets.buckets.lock().unwrap().len() <= MOST);
        }
    }
}
