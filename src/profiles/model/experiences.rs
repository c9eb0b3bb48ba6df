use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Content, Named};
use crate::beneficiaries::partial_date::PartialDate;
use crate::db::schema::experiences;
use crate::db::types::Json;
use crate::error::Checks;
use crate::{id_type, text_enum};

id_type!(ExperienceId);

text_enum! {
    ExperienceKind {
        FormalEducation = "formal_education",
        Training = "training",
        WorkEmployed = "work_employed",
        WorkSelf = "work_self",
        WorkInformal = "work_informal",
        Internship = "internship",
        Volunteering = "volunteering",
        CivilService = "civil_service",
        FamilyCare = "family_care",
        MigrationContext = "migration_context",
        Other = "other",
    }
}

text_enum! {
    /// Whether something that has an end, as a school, was brought to it.
    #[derive(Default)]
    ExperienceCompletion {
        Completed = "completed",
        NotCompleted = "not_completed",
        Interrupted = "interrupted",
        #[default]
        Unknown = "unknown",
    }
}

text_enum! {
    /// Where something was learnt (Council Recommendation of 20 December 2012 on validation).
    LearningSetting { Formal = "formal", NonFormal = "non_formal", Informal = "informal" }
}

text_enum! {
    /// Whether a title from abroad can be recognised in Italy, as far as somebody looked into it.
    Recognition {
        /// It says enough without.
        NotNeeded = "not_needed",
        Possible = "possible",
        /// Asked for, and not answered yet.
        Requested = "requested",
        Recognised = "recognised",
        /// By no way that was found.
        NotPossible = "not_possible",
    }
}

text_enum! {
    /// ISCED 2011, in Eurostat's codes.
    IscedLevel {
        Ed0 = "ed0",
        Ed1 = "ed1",
        Ed2 = "ed2",
        Ed3 = "ed3",
        Ed4 = "ed4",
        Ed5 = "ed5",
        Ed6 = "ed6",
        Ed7 = "ed7",
        Ed8 = "ed8",
        Ed9 = "ed9",
        Unknown = "unk",
        NoResponse = "nrp",
    }
}

/// Work, school, care or anything else that a person did and learnt from.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = experiences)]
#[diesel(treat_none_as_null = true)]
pub struct Experience {
    pub kind: ExperienceKind,
    pub title: String,
    /// Employer, school or family; empty where none is to be named.
    pub employer: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub place: String,
    /// As much of the date as is known: `1990`, `1990-05` or `1990-05-17`.
    pub started: Option<String>,
    pub ended: Option<String>,
    pub ongoing: bool,
    pub completion: ExperienceCompletion,
    pub hours_per_week: Option<i32>,
    pub setting: LearningSetting,
    pub tasks: Json<Vec<String>>,
    pub tools: Json<Vec<String>>,
    pub context: String,
    pub isced_level: Option<IscedLevel>,
    /// ISCO-08, one to four digits.
    pub isco_code: Option<String>,
    /// The occupation of ESCO that it was, with its English name and the release.
    pub esco_uri: Option<String>,
    pub esco_label: Option<String>,
    pub esco_release: Option<String>,
    /// Of a title; none where nobody looked into it.
    pub recognition: Option<Recognition>,
}

impl ExperienceKind {
    /// Whether it may end with a title.
    pub fn is_learning(self) -> bool {
        matches!(self, Self::FormalEducation | Self::Training)
    }
}

impl Content for Experience {
    type Id = ExperienceId;

    fn new_id() -> ExperienceId {
        ExperienceId::new()
    }

    fn named(&mut self) -> Option<Named<'_>> {
        Some(Named {
            is_occupation: true,
            uri: self.esco_uri.as_deref()?,
            label: &mut self.esco_label,
            release: &mut self.esco_release,
        })
    }
}

/// From when to when, as far as known.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    pub started: Option<PartialDate>,
    pub ended: Option<PartialDate>,
    pub ongoing: bool,
}

impl Period {
    /// Refuses what lies wholly in the future, an end wholly before the start, and an end of what
    /// still goes on. Dates known in part are given the benefit of the doubt.
    pub fn check(&self, today: NaiveDate, checks: &mut Checks) {
        let begun = |date: Option<PartialDate>| date.is_none_or(|it| it.earliest() <= today);
        checks.ensure(begun(self.started), "/started", "in_the_future");
        checks.ensure(begun(self.ended), "/ended", "in_the_future");
        if let (Some(started), Some(ended)) = (self.started, self.ended) {
            let in_order = started.earliest() <= ended.latest();
            checks.ensure(in_order, "/ended", "before_start");
        }
        let open = !self.ongoing || self.ended.is_none();
        checks.ensure(open, "/ended", "still_ongoing");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn refused(started: &str, ended: &str, ongoing: bool) -> Vec<&'static str> {
        let date = |text: &str| PartialDate::parse(text, false).ok();
        let mut checks = Checks::default();
        let period = Period {
            started: date(started),
            ended: date(ended),
            ongoing,
        };
        period.check(
            NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day"),
            &mut checks,
        );
        match checks.finish(|| Some(())) {
            Err(Error::Invalid(errors)) => errors.iter().map(|error| error.code).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_period_is_refused_only_when_no_reading_of_its_dates_is_possible() {
        assert!(refused("", "", false).is_empty());
        assert!(refused("2010-05", "2010", false).is_empty());
        assert!(refused("2026", "", true).is_empty());
        assert_eq!(refused("2010-05", "2010-04", false), ["before_start"]);
        assert_eq!(refused("2011", "2010-12-31", false), ["before_start"]);
        assert_eq!(refused("2026-03-03", "", true), ["in_the_future"]);
        assert_eq!(refused("", "2026-04", false), ["in_the_future"]);
        assert_eq!(refused("2010", "2011", true), ["still_ongoing"]);
    }
}
