//! Who took part, when, and for how many hours.

use chrono::NaiveDate;

use super::{holder, issuer, programme};
use crate::clock::day_in_italy;
use crate::documents::content::{AttendedTime, ParticipationContent, Period, Signatory};
use crate::documents::labels::{activities, supervisor};
use crate::documents::model::{Header, HeldSession};

/// The hours of a case, in minutes. Meetings that tell about the audit, mediate or follow it up are
/// no part of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participation {
    pub individual: i32,
    pub group: i32,
    /// Those of the pathway's steps, or of the held sessions where it has no fixed steps.
    pub planned: i32,
    pub fixed: bool,
    /// Meetings attended for at least a minute.
    pub meetings: i32,
    pub first_on: Option<NaiveDate>,
    pub last_on: Option<NaiveDate>,
}

impl Participation {
    pub fn of(header: &Header, sessions: &[HeldSession]) -> Self {
        let steps: i32 = header
            .steps
            .get()
            .iter()
            .map(|step| step.planned_minutes)
            .sum();
        let held: i64 = sessions
            .iter()
            .filter(|session| session.kind.counts_as_hours())
            .filter_map(|session| Some((session.held_to? - session.held_from?).num_minutes()))
            .sum();
        let attended = || sessions.iter().filter(|session| session.was_attended());
        let minutes = |in_group: bool| {
            let chosen = attended().filter(|session| session.in_group == in_group);
            chosen.map(|session| session.minutes).sum()
        };
        let days = || attended().filter_map(|session| session.held_from.map(day_in_italy));
        Self {
            individual: minutes(false),
            group: minutes(true),
            planned: if steps > 0 {
                steps
            } else {
                i32::try_from(held).unwrap_or(i32::MAX)
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

    pub(super) fn time(&self) -> AttendedTime {
        AttendedTime {
            individual_minutes: self.individual.unsigned_abs(),
            group_minutes: self.group.unsigned_abs(),
            planned_minutes: self.fixed.then_some(self.planned.unsigned_abs()),
            meetings: self.meetings.unsigned_abs(),
        }
    }

    pub(super) fn period(&self, otherwise: NaiveDate) -> Period {
        Period {
            from: self.first_on.unwrap_or(otherwise),
            to: self.last_on.unwrap_or(otherwise),
        }
    }
}

/// What a certificate or an attendance statement says, but for its number and verification code.
pub fn participation(
    header: &Header,
    sessions: &[HeldSession],
    today: NaiveDate,
) -> (ParticipationContent, Participation) {
    let hours = Participation::of(header, sessions);
    let attended = sessions.iter().filter(|session| session.was_attended());
    let content = ParticipationContent {
        number: String::new(),
        verification_code: None,
        replaces: None,
        issuer: issuer(header),
        programme: programme(header),
        holder: holder(header),
        period: hours.period(today),
        attended: hours.time(),
        activities: activities(attended.map(|session| session.kind.as_str())),
        place: header.municipality.clone(),
        issued_on: today,
        signatory: Signatory {
            name: header.signatory.clone(),
            role: supervisor(),
        },
        legal_note: None,
    };
    (content, hours)
}
