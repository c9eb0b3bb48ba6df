use chrono::NaiveDate;
use diesel::prelude::*;

use crate::cases::{CaseId, CaseStatus};
use crate::db::types::Json;
use crate::groups::{Group, GroupMember};
use crate::organisations::Organisation;
use crate::programmes::ProgrammeTerms;
use crate::sessions::{Attendance, FormerSession, Session};
use crate::text_enum;

text_enum! {
    /// By what people stand in a register.
    RegisterNames { Codes = "codes", Names = "names" }
}

/// What is asked of a register: the days are days in Italy, both included.
#[derive(Clone, Debug)]
pub struct RegisterRequest {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub names: RegisterNames,
}

impl RegisterRequest {
    pub fn has(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|first| first <= day) && self.to.is_none_or(|last| day <= last)
    }

    /// Whether it is of all meetings.
    pub fn is_whole(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// A group with its programme and its centre, and the name of its conductor.
#[derive(Clone, Debug, Queryable)]
pub struct GroupHead {
    pub programme: ProgrammeTerms,
    pub centre: Organisation,
    pub conductor: Option<String>,
}

/// A session with the name of who conducts it; once for each time it was moved, with what stood there before.
#[derive(Clone, Debug, Queryable)]
pub struct MeetingRow {
    pub session: Session,
    pub conductor: Option<String>,
    pub moved: Option<Json<FormerSession>>,
}

/// Who may stand in a register.
#[derive(Clone, Debug, Queryable)]
pub struct PersonRow {
    pub case_id: CaseId,
    pub case_code: String,
    pub status: CaseStatus,
    pub given_name: String,
    pub family_name: String,
}

/// A meeting of a person, their time in its group, and what was recorded of their attendance.
pub type PersonalMeetingRow = (MeetingRow, Option<GroupMember>, Option<Attendance>);

/// Somebody's time in a group.
pub type MemberRow = (GroupMember, PersonRow);

/// What a group's register is made of.
#[derive(Clone, Debug)]
pub struct GroupFacts {
    pub group: Group,
    pub head: GroupHead,
    pub meetings: Vec<MeetingRow>,
}
