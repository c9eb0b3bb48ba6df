use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::groups::GroupId;
use crate::sessions::{
    Attendance, AttendanceStatus, FormerAttendance, FormerSession, Session, SessionChange,
    SessionChangeKind, SessionId, SessionInterpreter, SessionKind, SessionMode, SessionStatus,
    SessionView, SessionWarning,
};

/// A session as lists show it.
#[derive(Serialize, ToSchema)]
pub struct SessionRowBody {
    id: SessionId,
    case_id: Option<CaseId>,
    group_id: Option<GroupId>,
    kind: SessionKind,
    step: Option<i32>,
    mode: SessionMode,
    status: SessionStatus,
    scheduled_from: DateTime<Utc>,
    scheduled_to: DateTime<Utc>,
    held_from: Option<DateTime<Utc>>,
    held_to: Option<DateTime<Utc>>,
    place: String,
    conductor_id: UserId,
    /// The person's own, in the list of a case.
    attendance: Option<AttendanceBody>,
}

impl From<(Session, Option<Attendance>)> for SessionRowBody {
    fn from((session, attendance): (Session, Option<Attendance>)) -> Self {
        Self {
            id: session.id,
            case_id: session.case_id,
            group_id: session.group_id,
            kind: session.kind,
            step: session.step,
            mode: session.mode,
            status: session.status,
            scheduled_from: session.scheduled_from.and_utc(),
            scheduled_to: session.scheduled_to.and_utc(),
            held_from: utc(session.held_from),
            held_to: utc(session.held_to),
            place: session.place,
            conductor_id: session.conductor_id,
            attendance: attendance.map(Into::into),
        }
    }
}

fn utc(at: Option<NaiveDateTime>) -> Option<DateTime<Utc>> {
    at.map(|at| at.and_utc())
}

#[derive(Serialize, ToSchema)]
pub struct AttendanceBody {
    case_id: CaseId,
    status: AttendanceStatus,
    minutes: i32,
}

impl From<Attendance> for AttendanceBody {
    fn from(row: Attendance) -> Self {
        let Attendance {
            session_id: _,
            case_id,
            organisation_id: _,
            status,
            minutes,
            recorded_by: _,
            recorded_at: _,
        } = row;
        Self {
            case_id,
            status,
            minutes,
        }
    }
}

impl From<FormerAttendance> for AttendanceBody {
    fn from(row: FormerAttendance) -> Self {
        Self {
            case_id: row.case_id,
            status: row.status,
            minutes: row.minutes,
        }
    }
}

/// A change that was kept: a session moved, or amended after it was locked.
#[derive(Serialize, ToSchema)]
pub struct SessionChangeBody {
    kind: SessionChangeKind,
    reason: String,
    at: DateTime<Utc>,
    changed_by: UserId,
    before: FormerSessionBody,
}

impl From<SessionChange> for SessionChangeBody {
    fn from(change: SessionChange) -> Self {
        let SessionChange {
            id: _,
            session_id: _,
            organisation_id: _,
            kind,
            reason,
            before,
            at,
            changed_by,
        } = change;
        Self {
            kind,
            reason,
            at: at.and_utc(),
            changed_by,
            before: before.get().into(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct FormerSessionBody {
    status: SessionStatus,
    mode: SessionMode,
    scheduled_from: DateTime<Utc>,
    scheduled_to: DateTime<Utc>,
    held_from: Option<DateTime<Utc>>,
    held_to: Option<DateTime<Utc>>,
    place: String,
    language: String,
    conductor_id: UserId,
    mediator: Option<String>,
    step: Option<i32>,
    topics: Vec<String>,
    shared_summary: String,
    cancelled_reason: Option<String>,
    attendance: Vec<AttendanceBody>,
}

impl From<FormerSession> for FormerSessionBody {
    fn from(former: FormerSession) -> Self {
        Self {
            status: former.status,
            mode: former.mode,
            scheduled_from: former.scheduled_from.and_utc(),
            scheduled_to: former.scheduled_to.and_utc(),
            held_from: utc(former.held_from),
            held_to: utc(former.held_to),
            place: former.place,
            language: former.language,
            conductor_id: former.conductor_id,
            mediator: former.mediator,
            step: former.step,
            topics: former.topics,
            shared_summary: former.shared_summary,
            cancelled_reason: former.cancelled_reason,
            attendance: former.attendance.into_iter().map(Into::into).collect(),
        }
    }
}

/// A session with everybody's attendance and its history. Working notes are never in it.
#[derive(Serialize, ToSchema)]
pub struct SessionBody {
    id: SessionId,
    case_id: Option<CaseId>,
    group_id: Option<GroupId>,
    kind: SessionKind,
    step: Option<i32>,
    mode: SessionMode,
    status: SessionStatus,
    scheduled_from: DateTime<Utc>,
    scheduled_to: DateTime<Utc>,
    held_from: Option<DateTime<Utc>>,
    held_to: Option<DateTime<Utc>>,
    place: String,
    language: String,
    interpreter: SessionInterpreter,
    conductor_id: UserId,
    mediator: Option<String>,
    mediator_id: Option<UserId>,
    topics: Vec<String>,
    shared_summary: String,
    cancelled_reason: Option<String>,
    /// Whether it is only amended from now on, with a reason.
    locked: bool,
    attendance: Vec<AttendanceBody>,
    changes: Vec<SessionChangeBody>,
    /// What is allowed and worth a second look; only in the answer to a change.
    warnings: Vec<SessionWarning>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<SessionView> for SessionBody {
    fn from(view: SessionView) -> Self {
        let Session {
            id,
            organisation_id: _,
            case_id,
            group_id,
            kind,
            step,
            mode,
            status,
            scheduled_from,
            scheduled_to,
            held_from,
            held_to,
            place,
            language,
            interpreter,
            conductor_id,
            mediator,
            mediator_id,
            topics,
            shared_summary,
            cancelled_reason,
            held_recorded_at: _,
            locked_at: _,
            version: _,
            created_at,
            created_by: _,
            updated_at,
        } = view.session;
        Self {
            id,
            case_id,
            group_id,
            kind,
            step,
            mode,
            status,
            scheduled_from: scheduled_from.and_utc(),
            scheduled_to: scheduled_to.and_utc(),
            held_from: utc(held_from),
            held_to: utc(held_to),
            place,
            language,
            interpreter,
            conductor_id,
            mediator,
            mediator_id,
            topics: topics.get(),
            shared_summary,
            cancelled_reason,
            locked: view.locked,
            attendance: view.attendance.into_iter().map(Into::into).collect(),
            changes: view.changes.into_iter().map(Into::into).collect(),
            warnings: view.warnings,
            created_at: created_at.and_utc(),
            updated_at: updated_at.and_utc(),
        }
    }
}
