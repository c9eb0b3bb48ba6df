use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::SessionId;
use crate::accounts::UserId;
use crate::cases::{CaseId, CaseStatus};
use crate::db::schema::attendances;
use crate::organisations::OrganisationId;
use crate::text_enum;

text_enum! {
    AttendanceStatus {
        Present = "present",
        Late = "late",
        LeftEarly = "left_early",
        AbsentJustified = "absent_justified",
        Absent = "absent",
    }
}

text_enum! {
    /// How a planned session ended.
    SessionOutcome { Held = "held", Cancelled = "cancelled", NoShow = "no_show" }
}

impl AttendanceStatus {
    pub fn was_there(self) -> bool {
        matches!(self, Self::Present | Self::Late | Self::LeftEarly)
    }

    /// The minutes that go with a status in a session of a length: all of them, some, or none.
    /// Where they follow from the status they need not be given.
    pub fn minutes(self, length: i32, given: Option<i32>) -> Result<i32, &'static str> {
        match (self, given) {
            (Self::Present, None) => Ok(length),
            (Self::Present, Some(minutes)) if minutes == length => Ok(length),
            (Self::Present, Some(_)) => Err("minutes_not_full"),
            (Self::Late | Self::LeftEarly, Some(minutes)) if (1..length).contains(&minutes) => {
                Ok(minutes)
            }
            (Self::Late | Self::LeftEarly, _) => Err("minutes_not_partial"),
            (Self::AbsentJustified | Self::Absent, None | Some(0)) => Ok(0),
            (Self::AbsentJustified | Self::Absent, Some(_)) => Err("minutes_not_zero"),
        }
    }
}

/// Whether a person was at a session, and for how many minutes.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = attendances)]
pub struct Attendance {
    pub session_id: SessionId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub status: AttendanceStatus,
    pub minutes: i32,
    pub recorded_by: UserId,
    pub recorded_at: NaiveDateTime,
}

#[derive(Clone, Debug)]
pub struct NewAttendance {
    pub case_id: CaseId,
    pub status: AttendanceStatus,
    pub minutes: Option<i32>,
}

/// What a conductor records of a session.
#[derive(Clone, Debug)]
pub struct NewOutcome {
    pub status: SessionOutcome,
    pub held_from: Option<NaiveDateTime>,
    pub held_to: Option<NaiveDateTime>,
    pub attendance: Vec<NewAttendance>,
    pub shared_summary: Option<String>,
    pub cancelled_reason: Option<String>,
    /// Why a locked session is amended.
    pub reason: Option<String>,
}

/// Somebody who may be expected at a session.
#[derive(Clone, Debug)]
pub struct Participant {
    pub case_id: CaseId,
    pub status: CaseStatus,
    pub suspended_from: Option<CaseStatus>,
    /// Their first and last day in the group; none for a session of their own.
    pub joined_on: Option<NaiveDate>,
    pub left_on: Option<NaiveDate>,
}

impl Participant {
    pub fn is_expected(&self, on: NaiveDate) -> bool {
        !self.has_ended()
            && self.joined_on.is_none_or(|first| first <= on)
            && self.left_on.is_none_or(|last| on <= last)
    }

    pub fn has_ended(&self) -> bool {
        matches!(self.status, CaseStatus::Closed | CaseStatus::Withdrawn)
    }

    /// Whether the participation agreement is signed, by where the case stands.
    pub fn has_agreed(&self) -> bool {
        let stands = self.suspended_from.unwrap_or(self.status);
        !matches!(stands, CaseStatus::Opened | CaseStatus::Preliminary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_agree_with_the_status() {
        use AttendanceStatus as S;
        for (status, given, minutes) in [
            (S::Present, None, Ok(180)),
            (S::Present, Some(180), Ok(180)),
            (S::Present, Some(179), Err("minutes_not_full")),
            (S::Present, Some(181), Err("minutes_not_full")),
            (S::Late, Some(179), Ok(179)),
            (S::Late, Some(180), Err("minutes_not_partial")),
            (S::Late, None, Err("minutes_not_partial")),
            (S::LeftEarly, Some(1), Ok(1)),
            (S::LeftEarly, Some(0), Err("minutes_not_partial")),
            (S::LeftEarly, Some(-5), Err("minutes_not_partial")),
            (S::Absent, None, Ok(0)),
            (S::AbsentJustified, Some(0), Ok(0)),
            (S::Absent, Some(1), Err("minutes_not_zero")),
        ] {
            assert_eq!(status.minutes(180, given), minutes, "{status} {given:?}");
        }
    }

    #[test]
    fn a_suspended_case_has_agreed_if_it_had_before() {
        let mut person = Participant {
            case_id: CaseId::new(),
            status: CaseStatus::Suspended,
            suspended_from: Some(CaseStatus::Preliminary),
            joined_on: None,
            left_on: None,
        };
        assert!(!person.has_agreed());
        person.suspended_from = Some(CaseStatus::Investigation);
        assert!(person.has_agreed());
    }
}
