use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::{Checks, Result};
use crate::http::describe::{Describe, Description};
use crate::http::{Body, IfMatch, Versioned};
use crate::sessions::{NoteKey, SessionId, WorkingNote, service};
use crate::text::clean_text;

/// What the conductor writes down for themselves: nothing on health, faith, opinions, origins or the
/// story of flight.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWorkingNoteBody {
    text: String,
}

#[derive(Serialize, ToSchema)]
pub struct WorkingNoteBody {
    author_id: UserId,
    text: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<(WorkingNote, String)> for WorkingNoteBody {
    fn from((note, text): (WorkingNote, String)) -> Self {
        let WorkingNote {
            id: _,
            session_id: _,
            case_id: _,
            organisation_id: _,
            author_id,
            sealed_text: _,
            version: _,
            created_at,
            updated_at,
        } = note;
        Self {
            author_id,
            text,
            created_at: created_at.and_utc(),
            updated_at: updated_at.and_utc(),
        }
    }
}

/// The working notes that may be read: one's own, or under an access grant those of all authors.
#[derive(Serialize, ToSchema)]
pub struct WorkingNotesBody {
    session_id: SessionId,
    case_id: CaseId,
    notes: Vec<WorkingNoteBody>,
}

/// The tag is missing when a note is written for the first time.
impl Describe for Option<IfMatch> {
    fn describe(description: &mut Description) {
        description.parameters.push(json!({
            "name": "If-Match", "in": "header", "required": false,
            "description": "The ETag of the note as last seen; none when there is none yet.",
            "schema": { "type": "string", "maxLength": 128 },
        }));
    }
}

pub async fn write_note(
    database: Data<Database>,
    caller: Caller,
    path: Path<(SessionId, CaseId)>,
    if_match: Option<IfMatch>,
    body: Body<NewWorkingNoteBody>,
) -> Result<Versioned<WorkingNoteBody>> {
    let mut checks = Checks::default();
    let text = checks.value(clean_text(&body.0.text, 10_000), "/text");
    let text = checks.finish(|| text)?;
    let key = key(path);
    let version = if_match.map(|tag| tag.0);
    let note = database
        .write(caller, move |tx| {
            service::write_note(tx, &key, version, &text)
        })
        .await?;
    Ok(Versioned(note.0.version, note.into()))
}

pub async fn read_notes(
    database: Data<Database>,
    caller: Caller,
    path: Path<(SessionId, CaseId)>,
) -> Result<Versioned<WorkingNotesBody>> {
    let key = key(path);
    let NoteKey {
        session_id,
        case_id,
    } = key.clone();
    let notes = database
        .read(caller, move |tx| service::read_notes(tx, &key))
        .await?;
    // One's own note alone has its own version; several change with any of theirs.
    let version = notes.iter().map(|(note, _)| note.version).sum();
    let notes = notes.into_iter().map(Into::into).collect();
    let body = WorkingNotesBody {
        session_id,
        case_id,
        notes,
    };
    Ok(Versioned(version, body))
}

fn key(path: Path<(SessionId, CaseId)>) -> NoteKey {
    let (session_id, case_id) = path.into_inner();
    NoteKey {
        session_id,
        case_id,
    }
}
