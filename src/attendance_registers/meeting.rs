//! A session as a register has it.

use chrono::{NaiveDate, NaiveDateTime};

use super::MeetingRow;
use crate::clock::{day_in_italy, time_in_italy};
use crate::documents::content::{AttendanceEntry, MeetingEntry};
use crate::documents::labels;
use crate::fixed_texts::TextLanguage::English;
use crate::sessions::{HeldSession, Session, SessionStatus};

/// A session with its place among all, counted from one.
pub struct Meeting {
    number: usize,
    pub session: Session,
    conductor: String,
    moved_from: Vec<NaiveDate>,
}

impl Meeting {
    /// Each session once, in the order of their times, with the days it was moved from.
    pub fn all(rows: Vec<MeetingRow>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for row in rows {
            let moved = row
                .moved
                .map(|before| day_in_italy(before.get().scheduled_from));
            match all.last_mut() {
                Some(last) if last.session.id == row.session.id => last.moved_from.extend(moved),
                _ => all.push(Self {
                    number: all.len() + 1,
                    session: row.session,
                    conductor: row.conductor.unwrap_or_default(),
                    moved_from: moved.into_iter().collect(),
                }),
            }
        }
        all
    }

    pub fn span(&self) -> (NaiveDateTime, NaiveDateTime) {
        let session = &self.session;
        let held = session.held_from.zip(session.held_to);
        held.unwrap_or((session.scheduled_from, session.scheduled_to))
    }

    pub fn day(&self) -> NaiveDate {
        day_in_italy(self.span().0)
    }

    pub fn is_held(&self) -> bool {
        self.session.status == SessionStatus::Held
    }

    pub fn counts(&self) -> bool {
        self.session.kind.counts_as_hours()
    }

    /// With the minutes of somebody's attendance.
    pub fn attended(&self, minutes: i32) -> HeldSession {
        let session = &self.session;
        HeldSession {
            kind: session.kind,
            step: session.step,
            in_group: session.group_id.is_some(),
            minutes,
            held_from: session.held_from,
            held_to: session.held_to,
            language: session.language.clone(),
            mediator: session.mediator.clone(),
        }
    }

    pub fn entry(&self, attendance: Vec<AttendanceEntry>) -> MeetingEntry {
        let session = &self.session;
        let (from, to) = self.span();
        let time = |at| time_in_italy(at).format("%H:%M").to_string();
        let day = self.day();
        MeetingEntry {
            number: count(self.number),
            kind: labels::label("session", session.kind.as_str(), English),
            status: session.status.to_string(),
            status_said: labels::label("meeting", session.status.as_str(), English),
            counts: self.counts(),
            on: day,
            from: time(from),
            to: time(to),
            place: session.place.clone(),
            mode: labels::label("mode", session.mode.as_str(), English),
            topics: session.topics.get(),
            conductor: self.conductor.clone(),
            mediator: session.mediator.clone(),
            moved_from: self
                .moved_from
                .iter()
                .copied()
                .filter(|it| *it != day)
                .collect(),
            attendance,
        }
    }
}

/// For a page, which has room for no more.
pub fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
