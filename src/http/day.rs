use chrono::{Datelike, NaiveDate};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// The years that law and papers speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Says of a body's day that it is out of range; serde's errors are texts.
pub(super) const OUT_OF_RANGE: &str = "the day is out of range";

/// A day of the years 1900 to 2200.
// Every request reads its days as this: what lies beyond is a slip or a probe, no database keeps all of it,
// and not every sum with it can be done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = Date)]
pub struct Day(NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let day = NaiveDate::deserialize(deserializer)?;
        match YEARS.contains(&day.year()) {
            true => Ok(Self(day)),
            false => Err(D::Error::custom(OUT_OF_RANGE)),
        }
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        day.0
    }
}

/// Of a form that an answer shows as well.
impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}
