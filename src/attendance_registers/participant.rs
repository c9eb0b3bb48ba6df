//! A person as a register has them.

use std::collections::HashMap;

use super::meeting::{Meeting, count};
use super::model::MemberRow;
use super::{PersonRow, RegisterNames};
use crate::cases::CaseId;
use crate::documents::content::{AttendanceEntry, PersonEntry};
use crate::documents::labels;
use crate::fixed_texts::TextLanguage::English;
use crate::groups::GroupMember;
use crate::sessions::{Attendance, Hours, SessionId, SessionStatus};

/// Somebody with what was recorded of their attendance.
pub struct Participant {
    person: PersonRow,
    member: Option<GroupMember>,
    attendance: HashMap<SessionId, Attendance>,
}

impl Participant {
    pub fn case_id(&self) -> &CaseId {
        &self.person.case_id
    }

    /// From a row for each attendance to one for each person.
    pub fn of_members(rows: Vec<(MemberRow, Option<Attendance>)>) -> Vec<Self> {
        let mut people: Vec<Self> = Vec::new();
        for ((member, person), attendance) in rows {
            if people
                .last()
                .is_none_or(|last| last.person.case_id != person.case_id)
            {
                people.push(Self {
                    person,
                    member: Some(member),
                    attendance: HashMap::new(),
                });
            }
            if let (Some(last), Some(row)) = (people.last_mut(), attendance) {
                last.attendance.insert(row.session_id.clone(), row);
            }
        }
        people
    }

    pub fn alone(person: PersonRow, attendance: impl Iterator<Item = Attendance>) -> Self {
        Self {
            person,
            member: None,
            attendance: attendance
                .map(|row| (row.session_id.clone(), row))
                .collect(),
        }
    }

    /// Whether they stand in a meeting's list: they were recorded, or are to come.
    pub fn stands_in(&self, meeting: &Meeting) -> bool {
        match meeting.session.status {
            SessionStatus::Planned => {
                let in_group = |member: &GroupMember| member.is_in_group(meeting.day());
                let goes_on = self.person.status.ensure_not_ended().is_ok();
                goes_on && self.member.as_ref().is_none_or(in_group)
            }
            SessionStatus::Held | SessionStatus::NoShow => {
                self.attendance.contains_key(&meeting.session.id)
            }
            SessionStatus::Cancelled => false,
        }
    }

    pub fn at(&self, meeting: &Meeting, number: usize) -> AttendanceEntry {
        let row = self.attendance.get(&meeting.session.id);
        let row = row.filter(|_| meeting.session.status != SessionStatus::Planned);
        AttendanceEntry {
            person: count(number),
            status: row.map(|it| labels::label("attended", it.status.as_str(), English)),
            minutes: row.map(|it| it.minutes.unsigned_abs()),
        }
    }

    /// What was recorded of meetings that count: held, or missed by the person.
    fn recorded<'a>(
        &'a self,
        meetings: &'a [Meeting],
    ) -> impl Iterator<Item = (&'a Meeting, &'a Attendance)> {
        let took_place = |it: &&Meeting| {
            let status = it.session.status;
            matches!(status, SessionStatus::Held | SessionStatus::NoShow) && it.counts()
        };
        let recorded = meetings.iter().filter(took_place);
        recorded.filter_map(move |it| Some((it, self.attendance.get(&it.session.id)?)))
    }

    /// As the hours of a certificate are counted.
    fn hours(&self, meetings: &[Meeting]) -> Hours {
        let recorded = self.recorded(meetings);
        let attended: Vec<_> = recorded.map(|(it, row)| it.attended(row.minutes)).collect();
        Hours::of(&[], &attended)
    }

    pub fn entry(&self, meetings: &[Meeting], names: RegisterNames) -> PersonEntry {
        let hours = self.hours(meetings);
        let absent = self
            .recorded(meetings)
            .filter(|(_, row)| !row.status.was_there());
        let PersonRow {
            case_code,
            given_name,
            family_name,
            ..
        } = &self.person;
        let name = format!("{given_name} {family_name}");
        PersonEntry {
            name: match names {
                RegisterNames::Names if !name.trim().is_empty() => name.trim().to_owned(),
                RegisterNames::Names | RegisterNames::Codes => case_code.clone(),
            },
            present: hours.meetings.unsigned_abs(),
            absent: count(absent.count()),
            individual_minutes: hours.individual.unsigned_abs(),
            group_minutes: hours.group.unsigned_abs(),
        }
    }
}
