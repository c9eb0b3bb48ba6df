use std::fmt;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::SessionId;
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::{Case, CaseId};
use crate::db::schema::working_notes;
use crate::id_type;
use crate::organisations::OrganisationId;

id_type!(WorkingNoteId);

/// What a conductor writes down for themselves about one person in one session.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = working_notes)]
pub struct WorkingNote {
    pub id: WorkingNoteId,
    pub session_id: SessionId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub author_id: UserId,
    /// Sealed under the person's data key.
    pub sealed_text: String,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl Protected for WorkingNote {
    const RESOURCE: Resource = Resource::WorkingNote;
}

/// One person in one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteKey {
    pub session_id: SessionId,
    pub case_id: CaseId,
}

impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.session_id, self.case_id)
    }
}

/// Where working notes are written: a person who takes part in a session.
#[derive(Clone, Debug)]
pub struct NotePlace {
    pub key: NoteKey,
    pub case: Case,
}

impl Protected for NotePlace {
    const RESOURCE: Resource = Resource::WorkingNote;
}
