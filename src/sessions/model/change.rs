use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Attendance, AttendanceStatus, Session, SessionId, SessionMode, SessionStatus};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::schema::session_changes;
use crate::db::types::Json;
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(SessionChangeId);

text_enum! {
    SessionChangeKind {
        /// To another time.
        Moved = "moved",
        /// After it was locked.
        Amended = "amended",
    }
}

/// A change that is kept, with its reason and what stood there before.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = session_changes)]
pub struct SessionChange {
    pub id: SessionChangeId,
    pub session_id: SessionId,
    pub organisation_id: OrganisationId,
    pub kind: SessionChangeKind,
    pub reason: String,
    pub before: Json<FormerSession>,
    pub at: NaiveDateTime,
    pub changed_by: UserId,
}

/// What of a session can be amended, as it was.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FormerSession {
    pub status: SessionStatus,
    pub mode: SessionMode,
    pub scheduled_from: NaiveDateTime,
    pub scheduled_to: NaiveDateTime,
    pub held_from: Option<NaiveDateTime>,
    pub held_to: Option<NaiveDateTime>,
    pub place: String,
    pub language: String,
    pub conductor_id: UserId,
    pub mediator: Option<String>,
    pub step: Option<i32>,
    pub topics: Vec<String>,
    pub shared_summary: String,
    pub cancelled_reason: Option<String>,
    pub attendance: Vec<FormerAttendance>,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FormerAttendance {
    pub case_id: CaseId,
    pub status: AttendanceStatus,
    pub minutes: i32,
}

impl FormerSession {
    pub fn of(session: &Session, attendance: &[Attendance]) -> Self {
        let session = session.clone();
        Self {
            status: session.status,
            mode: session.mode,
            scheduled_from: session.scheduled_from,
            scheduled_to: session.scheduled_to,
            held_from: session.held_from,
            held_to: session.held_to,
            place: session.place,
            language: session.language,
            conductor_id: session.conductor_id,
            mediator: session.mediator,
            step: session.step,
            topics: session.topics.get(),
            shared_summary: session.shared_summary,
            cancelled_reason: session.cancelled_reason,
            attendance: attendance
                .iter()
                .map(|row| FormerAttendance {
                    case_id: row.case_id.clone(),
                    status: row.status,
                    minutes: row.minutes,
                })
                .collect(),
        }
    }
}
