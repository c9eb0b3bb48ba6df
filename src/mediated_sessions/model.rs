use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::cases::CaseId;
use crate::clock::day_in_italy;
use crate::db::schema::sessions;
use crate::sessions::{SessionId, SessionKind, SessionMode, SessionStatus};

/// What a mediator is told of a session that they are assigned to.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct MediatedSession {
    pub id: SessionId,
    pub kind: SessionKind,
    pub mode: SessionMode,
    pub status: SessionStatus,
    pub scheduled_from: NaiveDateTime,
    pub scheduled_to: NaiveDateTime,
    pub place: String,
    pub language: String,
}

impl Protected for MediatedSession {
    const RESOURCE: Resource = Resource::MediatedSession;
}

impl MediatedSession {
    /// The day it is held, in Italy.
    pub fn day(&self) -> NaiveDate {
        day_in_italy(self.scheduled_from)
    }
}

/// Somebody whom the mediator speaks for.
#[derive(Clone, Queryable)]
pub struct MediatedPerson {
    /// For the activity log; the mediator is not told.
    pub case_id: CaseId,
    pub given_name: String,
    pub family_name: String,
    pub preferred_language: String,
}
