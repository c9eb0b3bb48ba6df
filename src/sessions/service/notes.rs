use crate::access::{Action, Create, Read, Transaction, Update};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::{Case, CaseId};
use crate::error::{Error, Result};
use crate::sessions::{
    AccessGrant, AccessGrantId, GrantScope, NewGrant, NoteKey, NotePlace, WorkingNote,
    WorkingNoteId, notes, store,
};

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
    let data_key =
        beneficiaries::data_key(tx, &permit, &case.beneficiary_id, &case.organisation_id)?;
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
/// of them, under an access grant that has not expired.
pub fn read_notes(tx: &mut Transaction, key: &NoteKey) -> Result<Vec<(WorkingNote, String)>> {
    match tx.permit::<Read, WorkingNote, NotePlace>(key) {
        Ok(permit) => {
            let case = permit.parent().case.clone();
            tx.touch::<Case>(&permit, Action::Read, &case.id);
            let note = store::own_note(tx, &permit)?
                .ok_or(Error::NotFound(crate::access::Resource::WorkingNote))?;
            notes::open(tx, &permit, &case, vec![note])
        }
        Err(Error::NotFound(_)) => read_under_grant(tx, key),
        Err(other) => Err(other),
    }
}

fn read_under_grant(tx: &mut Transaction, key: &NoteKey) -> Result<Vec<(WorkingNote, String)>> {
    let permit = tx.permit::<Read, AccessGrant, Case>(&key.case_id);
    let permit = permit.map_err(|error| match error {
        // To whom no grant is given, a note of another author is like none.
        Error::Forbidden { .. } => Error::NotFound(crate::access::Resource::WorkingNote),
        other => other,
    })?;
    let now = tx.now().naive_utc();
    let grant = store::find_grant(tx, &permit, GrantScope::WorkingNotes, now)?
        .ok_or_else(|| Error::unmet("access_grant_needed"))?;
    let case = permit.case().clone();
    tx.touch::<Case>(&permit, Action::Read, &case.id);
    let permit = tx.permit::<Read, WorkingNote, AccessGrant>(&grant.id)?;
    let found = store::notes_under(tx, &permit, &key.session_id)?;
    if found.is_empty() {
        return Err(Error::NotFound(crate::access::Resource::WorkingNote));
    }
    notes::open(tx, &permit, &case, found)
}

/// Gives the acting user a right to read, for this case, a day long and with its reason.
pub fn grant(tx: &mut Transaction, case: &CaseId, new: NewGrant) -> Result<AccessGrant> {
    let permit = tx.permit::<Create, AccessGrant, Case>(case)?;
    let now = tx.now().naive_utc();
    let grant = AccessGrant {
        id: AccessGrantId::new(),
        case_id: case.clone(),
        organisation_id: permit.case().organisation_id.clone(),
        user_id: tx.actor().user_id.clone(),
        scope: new.scope,
        reason_code: new.reason_code,
        reason: new.reason,
        granted_at: now,
        expires_at: now + AccessGrant::LASTS,
    };
    store::insert_grant(tx, &permit, &grant)?;
    tx.touch::<AccessGrant>(&permit, Action::Create, &grant.id);
    Ok(grant)
}
