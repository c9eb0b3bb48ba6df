use crate::access::policy::Reach;
use crate::access::{Action, Create, Read, Resource, Transaction, Update};
use crate::access_grants::WorkingNoteGrant;
use crate::beneficiaries::service as beneficiaries;
use crate::cases::Case;
use crate::error::{Error, Result};
use crate::sessions::{NoteKey, NotePlace, WorkingNote, WorkingNoteId, notes, store};

/// Writes the acting user's own note about a person in a session they conduct, or wrote about
/// before. A note that is there already is replaced only by who saw its present version.
pub fn write_note(
    tx: &mut Transaction,
    key: &NoteKey,
    version: Option<i32>,
    text: &str,
) -> Result<(WorkingNote, String)> {
    let permit = tx.permit::<Update, WorkingNote, NotePlace>(key)?;
    let case = permit.parent().case.clone();
    case.ensure_not_ended()?;
    tx.touch::<Case>(&permit, Action::Update, &case.id);
    let now = tx.now().naive_utc();
    let before = store::own_note(tx, &permit)?;
    let data_key = beneficiaries::data_key(tx, &permit, case.key_holder(), &case.organisation_id)?;
    let Some(before) = before else {
        if version.is_some() {
            return Err(Error::Stale { current: 0 });
        }
        let mut note = WorkingNote {
            id: WorkingNoteId::new(),
            session_id: key.session_id.clone(),
            case_id: case.id,
            organisation_id: case.organisation_id,
            author_id: tx.actor().user_id.clone(),
            sealed_text: String::new(),
            version: 1,
            created_at: now,
            updated_at: now,
        };
        note.sealed_text = notes::seal(&data_key, &note, text);
        store::insert_note(tx, &permit, &note)?;
        return Ok((note, text.to_owned()));
    };
    if version.ok_or(Error::PreconditionRequired)? != before.version {
        return Err(Error::Stale {
            current: before.version,
        });
    }
    let note = WorkingNote {
        sealed_text: notes::seal(&data_key, &before, text),
        version: before.version + 1,
        updated_at: now,
        ..before
    };
    store::update_note(tx, &permit, &note)?;
    Ok((note, text.to_owned()))
}

/// The working notes about a person in a session: to their author the own one; to a supervisor all
/// of them, under a live access grant.
pub fn read_notes(tx: &mut Transaction, key: &NoteKey) -> Result<Vec<(WorkingNote, String)>> {
    let permit = match tx.permit::<Read, WorkingNote, NotePlace>(key) {
        Err(Error::NotFound(_)) => return Err(closed(tx, key)),
        permit => permit?,
    };
    let case = permit.parent().case.clone();
    tx.touch::<Case>(&permit, Action::Read, &case.id);
    let found = if permit.needed() == Reach::Own {
        store::own_note(tx, &permit)?.into_iter().collect()
    } else {
        store::all_notes(tx, &permit)?
    };
    if found.is_empty() {
        return Err(Error::NotFound(Resource::WorkingNote));
    }
    notes::open(tx, &permit, &case, found)
}

/// What keeps somebody from reading notes: to whom no grant is given, a note of another author is
/// like none.
fn closed(tx: &mut Transaction, key: &NoteKey) -> Error {
    match tx.permit::<Create, WorkingNoteGrant, Case>(&key.case_id) {
        Ok(_) => Error::unmet("access_grant_needed"),
        Err(_hidden) => Error::NotFound(Resource::WorkingNote),
    }
}
