use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::SessionKind;
use crate::clock::day_in_italy;
use crate::programmes::PathwayStep;

/// A held session with the attendance that was recorded of one case.
#[derive(Clone, Debug, Queryable)]
pub struct HeldSession {
    pub kind: SessionKind,
    /// The step of the pathway that it was.
    pub step: Option<i32>,
    pub in_group: bool,
    pub minutes: i32,
    pub held_from: Option<NaiveDateTime>,
    pub held_to: Option<NaiveDateTime>,
    pub language: String,
    pub mediator: Option<String>,
}

impl HeldSession {
    /// Whether its minutes are hours of the audit and the person was there.
    pub fn was_attended(&self) -> bool {
        self.minutes > 0 && self.kind.counts_as_hours()
    }

    /// Minutes from its beginning to its end.
    fn length(&self) -> i32 {
        let length = self.held_from.zip(self.held_to).map(|(from, to)| to - from);
        length.map_or(0, |it| i32::try_from(it.num_minutes()).unwrap_or(0))
    }
}

/// What a person's audit amounts to, in minutes. Information meetings, mediation and follow-up are
/// no part of it and count neither as attended nor as planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    pub individual: i32,
    pub group: i32,
    /// Those of the pathway's steps, or of the held sessions where it has no fixed steps
    /// (Extracompetenze).
    pub planned: i32,
    /// Whether the pathway fixes them.
    pub fixed: bool,
    /// Meetings attended for at least a minute.
    pub meetings: i32,
    pub first_on: Option<NaiveDate>,
    pub last_on: Option<NaiveDate>,
}

impl Hours {
    pub fn of(steps: &[PathwayStep], sessions: &[HeldSession]) -> Self {
        let steps: i32 = steps.iter().map(|step| step.planned_minutes).sum();
        let held = sessions.iter().filter(|it| it.kind.counts_as_hours());
        let attended = || sessions.iter().filter(|it| it.was_attended());
        let minutes = |in_group: bool| {
            let chosen = attended().filter(|it| it.in_group == in_group);
            chosen.map(|it| it.minutes).sum()
        };
        let days = || attended().filter_map(|it| it.held_from.map(day_in_italy));
        Self {
            individual: minutes(false),
            group: minutes(true),
            planned: if steps > 0 {
                steps
            } else {
                held.map(HeldSession::length).sum()
            },
            fixed: steps > 0,
            meetings: i32::try_from(attended().count()).unwrap_or(i32::MAX),
            first_on: days().min(),
            last_on: days().max(),
        }
    }

    pub fn attended(&self) -> i32 {
        self.individual + self.group
    }

    /// Whether that is at least so many percent; never when nothing was planned.
    pub fn reach(&self, percent: i32) -> bool {
        self.planned > 0
            && i64::from(self.attended()) * 100 >= i64::from(self.planned) * i64::from(percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::{PathwayPhase, StepKind};

    fn step(planned_minutes: i32) -> PathwayStep {
        PathwayStep {
            order: 1,
            phase: PathwayPhase::Investigation,
            kind: StepKind::Individual,
            title: "Interview".to_owned(),
            planned_minutes,
            mandatory: true,
        }
    }

    fn session(kind: SessionKind, day: u32, minutes: i32) -> HeldSession {
        let at = |hour| {
            let day = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
            day.and_hms_opt(hour, 0, 0)
        };
        HeldSession {
            kind,
            step: None,
            in_group: kind == SessionKind::Group,
            minutes,
            held_from: at(9),
            held_to: at(10),
            language: "fr".to_owned(),
            mediator: None,
        }
    }

    #[test]
    fn minutes_are_summed_apart_with_the_days_of_those_attended() {
        let held = [
            session(SessionKind::Individual, 2, 60),
            session(SessionKind::Group, 3, 50),
            session(SessionKind::Group, 4, 0),
        ];
        let hours = Hours::of(&[step(240)], &held);
        assert_eq!((hours.individual, hours.group), (60, 50));
        assert_eq!((hours.planned, hours.fixed, hours.meetings), (240, true, 2));
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day);
        assert_eq!((hours.first_on, hours.last_on), (day(2), day(3)));
    }

    #[test]
    fn a_pathway_without_steps_plans_what_was_held() {
        let held = [
            session(SessionKind::Individual, 2, 60),
            session(SessionKind::Restitution, 3, 30),
        ];
        let hours = Hours::of(&[], &held);
        assert_eq!(
            (hours.attended(), hours.planned, hours.fixed),
            (90, 120, false)
        );
    }

    #[test]
    fn meetings_that_only_tell_about_the_audit_are_no_hours_of_it() {
        let held = [
            session(SessionKind::InfoMeeting, 2, 60),
            session(SessionKind::FollowUp, 3, 60),
            session(SessionKind::Individual, 4, 30),
        ];
        let hours = Hours::of(&[], &held);
        assert_eq!(
            (hours.attended(), hours.planned, hours.meetings),
            (30, 60, 1)
        );
    }

    #[test]
    fn the_minimum_is_reached_exactly_and_never_of_nothing() {
        let hours = |individual, planned| Hours {
            individual,
            planned,
            ..Hours::of(&[], &[])
        };
        assert!(hours(1218, 1740).reach(70));
        assert!(!hours(1217, 1740).reach(70));
        assert!(!hours(0, 0).reach(0));
    }
}
