//! The one place that reads the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{
    DateTime, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Europe::Rome;

/// The system's time, or in tests a time that stands still until it is moved.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed_micros: Option<Arc<AtomicI64>>,
}

/// The day of an instant where the law speaks of days: in Italy.
pub fn day_in_italy(at: NaiveDateTime) -> NaiveDate {
    at.and_utc().with_timezone(&Rome).date_naive()
}

/// The time of day of an instant, in Italy.
pub fn time_in_italy(at: NaiveDateTime) -> NaiveTime {
    at.and_utc().with_timezone(&Rome).time()
}

/// From when to when a year lasts in Italy, the end not included; none for one that no calendar has.
pub fn year_in_italy(year: i32) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let begins = |year| {
        let new_year = Rome.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single()?;
        Some(new_year.naive_utc())
    };
    Some((begins(year)?, begins(year.checked_add(1)?)?))
}

impl Clock {
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self {
            fixed_micros: Some(Arc::new(AtomicI64::new(at.timestamp_micros()))),
        }
    }

    /// Now, cut to the microseconds that PostgreSQL keeps.
    #[expect(clippy::disallowed_methods, reason = "this is where the time is read")]
    pub fn now(&self) -> DateTime<Utc> {
        self.fixed_micros
            .as_ref()
            .and_then(|micros| DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)))
            .unwrap_or_else(Utc::now)
            .trunc_subsecs(6)
    }

    /// Moves a fixed clock; the system's goes on as it is.
    pub fn advance(&self, by: TimeDelta) {
        if let Some(micros) = &self.fixed_micros {
            micros.fetch_add(by.num_microseconds().unwrap_or_default(), Ordering::SeqCst);
        }
    }
}
