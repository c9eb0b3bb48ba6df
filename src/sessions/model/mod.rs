mod attendance;
mod change;
mod hours;
mod note;

pub use attendance::{
    Attendance, AttendanceStatus, NewAttendance, NewOutcome, Participant, SessionOutcome,
};
pub use change::{
    FormerAttendance, FormerSession, SessionChange, SessionChangeId, SessionChangeKind,
};
pub use hours::{HeldSession, Hours};
pub use note::{NoteKey, NotePlace, WorkingNote, WorkingNoteId};

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::schema::sessions;
use crate::db::types::Json;
use crate::groups::GroupId;
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(SessionId);

text_enum! {
    SessionKind {
        IntakeInterview = "intake_interview",
        Individual = "individual",
        Group = "group",
        InfoMeeting = "info_meeting",
        Restitution = "restitution",
        FollowUp = "follow_up",
        MediationOnly = "mediation_only",
        ThreeParty = "three_party",
    }
}

text_enum! {
    SessionMode { InPerson = "in_person", Phone = "phone", Video = "video", Mixed = "mixed" }
}

text_enum! {
    SessionStatus {
        Planned = "planned",
        Held = "held",
        Cancelled = "cancelled",
        NoShow = "no_show",
    }
}

text_enum! {
    /// Who interprets. A member of the family is recorded because it happens; it is discouraged.
    SessionInterpreter {
        None = "none",
        StaffMediator = "staff_mediator",
        External = "external",
        Family = "family",
    }
}

text_enum! {
    /// What is allowed and worth a second look.
    SessionWarning {
        /// The conductor has another session at this time.
        ConductorDoubleBooked = "conductor_double_booked",
    }
}

impl SessionKind {
    /// Whether it may be held before the participation agreement is signed.
    pub fn is_before_agreement(self) -> bool {
        matches!(self, Self::IntakeInterview | Self::InfoMeeting)
    }

    pub fn is_for_case(self) -> bool {
        self != Self::Group
    }

    pub fn is_for_group(self) -> bool {
        matches!(self, Self::Group | Self::InfoMeeting)
    }

    /// Whether its minutes are minutes of the skills audit: not those of meetings that tell about
    /// it, mediate, or follow it up.
    pub fn counts_as_hours(self) -> bool {
        !matches!(
            self,
            Self::InfoMeeting | Self::MediationOnly | Self::FollowUp
        )
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = sessions)]
#[diesel(treat_none_as_null = true)]
pub struct Session {
    pub id: SessionId,
    pub organisation_id: OrganisationId,
    /// Either this or `group_id`.
    pub case_id: Option<CaseId>,
    pub group_id: Option<GroupId>,
    pub kind: SessionKind,
    /// Which step of the pathway it is, counted from one.
    pub step: Option<i32>,
    pub mode: SessionMode,
    pub status: SessionStatus,
    pub scheduled_from: NaiveDateTime,
    pub scheduled_to: NaiveDateTime,
    pub held_from: Option<NaiveDateTime>,
    pub held_to: Option<NaiveDateTime>,
    pub place: String,
    pub language: String,
    pub interpreter: SessionInterpreter,
    pub conductor_id: UserId,
    pub mediator: Option<String>,
    /// A mediator of the organisation's own, who sees the session.
    pub mediator_id: Option<UserId>,
    pub topics: Json<Vec<String>>,
    /// What the person may read.
    pub shared_summary: String,
    pub cancelled_reason: Option<String>,
    /// When an outcome was first recorded.
    pub held_recorded_at: Option<NaiveDateTime>,
    /// When the submission of a report locked it.
    pub locked_at: Option<NaiveDateTime>,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub created_by: UserId,
    pub updated_at: NaiveDateTime,
}

impl Protected for Session {
    const RESOURCE: Resource = Resource::Session;
}

impl Session {
    /// How long its outcome can be corrected without a reason.
    pub const OPEN_FOR: TimeDelta = TimeDelta::days(7);
    /// The longest session.
    pub const LONGEST: TimeDelta = TimeDelta::hours(8);

    /// Whether it is only amended from now on, with a reason.
    pub fn is_locked(&self, now: NaiveDateTime) -> bool {
        let passed = |at: NaiveDateTime| at + Self::OPEN_FOR <= now;
        self.status != SessionStatus::Planned
            && (self.locked_at.is_some() || self.held_recorded_at.is_some_and(passed))
    }
}

/// A session as its detail shows it.
#[derive(Clone, Debug)]
pub struct SessionView {
    pub session: Session,
    pub locked: bool,
    pub attendance: Vec<Attendance>,
    pub changes: Vec<SessionChange>,
    pub warnings: Vec<SessionWarning>,
}

#[derive(Clone, Debug)]
pub struct NewSession {
    /// Made by the client, or by the service.
    pub id: Option<SessionId>,
    pub kind: SessionKind,
    pub step: Option<i32>,
    pub mode: SessionMode,
    pub scheduled_from: NaiveDateTime,
    pub scheduled_to: NaiveDateTime,
    pub place: String,
    /// The group's where not said.
    pub language: Option<String>,
    pub interpreter: SessionInterpreter,
    /// The group's, or the acting user, where not said.
    pub conductor_id: Option<UserId>,
    pub mediator: Option<String>,
    pub mediator_id: Option<UserId>,
    pub topics: Vec<String>,
}
