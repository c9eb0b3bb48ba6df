//! A date of which perhaps only the month or the year is known, or which was estimated.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

use crate::text_enum;

/// Births before this year are refused as errors of typing.
pub const FIRST_YEAR: i32 = 1900;

/// The age at which a person is of full age (Civil Code art. 2).
pub const FULL_AGE: u32 = 18;

text_enum! {
    /// What of a date is known.
    Precision {
        Day = "day",
        Month = "month",
        Year = "year",
        /// Estimated or assigned by an authority, often 1 January: the date is kept as it stands on
        /// the papers, and any day of its year is held possible.
        Estimated = "estimated",
    }
}

/// A date with its precision. Where the day (or month) is unknown the date is the first day of
/// the period, so that equal dates are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartialDate {
    date: NaiveDate,
    precision: Precision,
}

/// Why a date was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateProblem {
    /// Not `1990`, `1990-05` or `1990-05-17`, or no such day.
    Form,
    /// Before [`FIRST_YEAR`].
    TooEarly,
    /// A birth after today.
    Future,
}

impl DateProblem {
    /// The machine word that the caller translates.
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "date_form_wrong",
            Self::TooEarly => "date_too_early",
            Self::Future => "birth_in_future",
        }
    }
}

impl fmt::Display for DateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for DateProblem {}

/// Completed years, both bounds included. Equal where the day of birth is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeRange {
    pub at_least: u32,
    pub at_most: u32,
}

/// The age bands of the funders' reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgeBand {
    Under18,
    From18To24,
    From25To34,
    From35To44,
    From45To54,
    From55To64,
    From65,
}

impl AgeBand {
    pub fn of(age: u32) -> Self {
        match age {
            ..18 => Self::Under18,
            18..25 => Self::From18To24,
            25..35 => Self::From25To34,
            35..45 => Self::From35To44,
            45..55 => Self::From45To54,
            55..65 => Self::From55To64,
            65.. => Self::From65,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Under18 => "under_18",
            Self::From18To24 => "18_24",
            Self::From25To34 => "25_34",
            Self::From35To44 => "35_44",
            Self::From45To54 => "45_54",
            Self::From55To64 => "55_64",
            Self::From65 => "65_and_over",
        }
    }
}

impl PartialDate {
    /// Brings the date to the first day of what is known.
    pub fn new(date: NaiveDate, precision: Precision) -> Self {
        let date = match precision {
            Precision::Day | Precision::Estimated => date,
            Precision::Month => first_of_month(date),
            Precision::Year => first_of_year(date),
        };
        Self { date, precision }
    }

    /// Reads `1990`, `1990-05` or `1990-05-17`; the precision follows from the form unless the
    /// date is said to be estimated. Refuses years before [`FIRST_YEAR`].
    pub fn parse(text: &str, estimated: bool) -> Result<Self, DateProblem> {
        let (filled, precision) = match text.len() {
            4 => (format!("{text}-01-01"), Precision::Year),
            7 => (format!("{text}-01"), Precision::Month),
            10 => (text.to_owned(), Precision::Day),
            _ => return Err(DateProblem::Form),
        };
        let date = exact_date(&filled).ok_or(DateProblem::Form)?;
        if date.year() < FIRST_YEAR {
            return Err(DateProblem::TooEarly);
        }
        let precision = if estimated {
            Precision::Estimated
        } else {
            precision
        };
        Ok(Self::new(date, precision))
    }

    /// [`PartialDate::parse`] for a birth: refuses what begins after `today`.
    pub fn parse_birth(text: &str, estimated: bool, today: NaiveDate) -> Result<Self, DateProblem> {
        let birth = Self::parse(text, estimated)?;
        if birth.date > today {
            Err(DateProblem::Future)
        } else {
            Ok(birth)
        }
    }

    /// The date itself; the first day of the period where only the period is known.
    pub fn date(self) -> NaiveDate {
        self.date
    }

    pub fn precision(self) -> Precision {
        self.precision
    }

    /// The first day that the date can mean.
    pub fn earliest(self) -> NaiveDate {
        match self.precision {
            Precision::Day => self.date,
            Precision::Month => first_of_month(self.date),
            Precision::Year | Precision::Estimated => first_of_year(self.date),
        }
    }

    /// The last day that the date can mean.
    pub fn latest(self) -> NaiveDate {
        let months = match self.precision {
            Precision::Day => return self.date,
            Precision::Month => 1,
            Precision::Year | Precision::Estimated => 12,
        };
        let next = self.earliest().checked_add_months(Months::new(months));
        next.and_then(|next| next.pred_opt()).unwrap_or(self.date)
    }

    /// The age of a person born then. Someone born on 29 February is a year older on 1 March.
    pub fn age_on(self, day: NaiveDate) -> AgeRange {
        AgeRange {
            at_least: completed_years(self.latest(), day),
            at_most: completed_years(self.earliest(), day),
        }
    }

    /// The band of the lower bound of the age, so that it agrees with
    /// [`PartialDate::is_minor_on`].
    pub fn age_band(self, day: NaiveDate) -> AgeBand {
        AgeBand::of(self.age_on(day).at_least)
    }

    /// Whether the person may still be under age: true as long as one possible day of birth makes
    /// them so, as the law presumes in doubt (D.Lgs. 142/2015 art. 19-bis).
    pub fn is_minor_on(self, day: NaiveDate) -> bool {
        self.age_on(day).at_least < FULL_AGE
    }
}

/// As much as is known; an estimated date ends with `~` (ISO 8601-2, approximate).
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self.precision {
            Precision::Day => "%Y-%m-%d",
            Precision::Month => "%Y-%m",
            Precision::Year => "%Y",
            Precision::Estimated => "%Y-%m-%d~",
        };
        write!(f, "{}", self.date.format(form))
    }
}

/// chrono alone would also read `1990-5-7` and `+1990`.
fn exact_date(text: &str) -> Option<NaiveDate> {
    let shaped = text.bytes().enumerate().all(|(place, byte)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let date = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    shaped.then(date).flatten()
}

fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

fn first_of_year(date: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(date.year(), 1, 1).unwrap_or(date)
}

fn completed_years(birth: NaiveDate, day: NaiveDate) -> u32 {
    day.years_since(birth).unwrap_or(0)
}

#[cfg(test)]
mod tests;
