//! Who took part, when, and for how many hours.

use chrono::NaiveDate;

use super::{holder, issuer, programme, second_language};
use crate::documents::content::{AttendedTime, ParticipationContent, Period, Signatory};
use crate::documents::labels::{activities, supervisor};
use crate::documents::model::Header;
use crate::sessions::{HeldSession, Hours};

/// What a certificate or an attendance statement says, but for its number and verification code.
pub fn participation(
    header: &Header,
    sessions: &[HeldSession],
    today: NaiveDate,
) -> (ParticipationContent, Hours) {
    let hours = Hours::of(&header.steps.get(), sessions);
    let attended = sessions.iter().filter(|session| session.was_attended());
    let second = second_language(header);
    let content = ParticipationContent {
        second_language: second,
        number: String::new(),
        verification_code: None,
        replaces: None,
        issuer: issuer(header),
        programme: programme(header),
        holder: holder(header),
        period: period(&hours, today),
        attended: time(&hours),
        activities: activities(attended.map(|session| session.kind.as_str()), second),
        place: header.municipality.clone(),
        issued_on: today,
        signatory: Signatory {
            name: header.signatory.clone(),
            role: supervisor(second),
        },
        legal_note: None,
    };
    (content, hours)
}

pub(super) fn time(hours: &Hours) -> AttendedTime {
    AttendedTime {
        individual_minutes: hours.individual.unsigned_abs(),
        group_minutes: hours.group.unsigned_abs(),
        planned_minutes: hours.fixed.then_some(hours.planned.unsigned_abs()),
        meetings: hours.meetings.unsigned_abs(),
    }
}

pub(super) fn period(hours: &Hours, otherwise: NaiveDate) -> Period {
    Period {
        from: hours.first_on.unwrap_or(otherwise),
        to: hours.last_on.unwrap_or(otherwise),
    }
}
