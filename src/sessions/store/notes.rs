use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use crate::access::policy::Reach;
use crate::access::{Actor, Parent, Permit, Read, Transaction, Update};
use crate::access_grants::Subject;
use crate::cases::Case;
use crate::db::DbConnection;
use crate::db::schema::{cases, group_members, sessions, working_notes};
use crate::error::{Error, Result};
use crate::sessions::{NoteKey, NotePlace, WorkingNote};

impl Parent for NotePlace {
    type Id = NoteKey;

    fn id(&self) -> &NoteKey {
        &self.key
    }

    fn subject(&self) -> Option<Subject<'_>> {
        Some(Subject::Case(&self.key.case_id))
    }

    /// Notes are the own of who conducts the session, and of who has written one there.
    fn load(
        connection: &mut DbConnection,
        key: &NoteKey,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let wrote = exists(
            working_notes::table
                .filter(working_notes::session_id.eq(&key.session_id))
                .filter(working_notes::case_id.eq(&key.case_id))
                .filter(working_notes::author_id.eq(&actor.user_id)),
        );
        let in_group = exists(
            group_members::table
                .filter(group_members::group_id.nullable().eq(sessions::group_id))
                .filter(group_members::case_id.eq(&key.case_id)),
        );
        let found = sessions::table
            .inner_join(cases::table.on(cases::organisation_id.eq(sessions::organisation_id)))
            .filter(sessions::id.eq(&key.session_id))
            .filter(cases::id.eq(&key.case_id))
            .filter(sessions::case_id.eq(&key.case_id).or(in_group))
            .select((
                Case::as_select(),
                sessions::conductor_id.eq(&actor.user_id),
                wrote,
            ))
            .first::<(Case, bool, bool)>(connection)
            .optional()?;
        Ok(found.map(|(case, conducts, wrote)| {
            let own = case.organisation_id == actor.organisation_id;
            let needed = match (own, conducts || wrote) {
                (true, true) => Reach::Own,
                (true, false) => Reach::Organisation,
                (false, _) => Reach::Everything,
            };
            let key = key.clone();
            (Self { key, case }, needed)
        }))
    }
}

/// The acting user's own note.
pub fn own_note<V>(
    tx: &mut Transaction,
    permit: &Permit<V, WorkingNote, NotePlace>,
) -> Result<Option<WorkingNote>> {
    let key = &permit.parent().key;
    let author = tx.actor().user_id.clone();
    Ok(working_notes::table
        .filter(working_notes::session_id.eq(&key.session_id))
        .filter(working_notes::case_id.eq(&key.case_id))
        .filter(working_notes::author_id.eq(author))
        .select(WorkingNote::as_select())
        .first(tx.connection(permit))
        .optional()?)
}

pub fn insert_note(
    tx: &mut Transaction,
    permit: &Permit<Update, WorkingNote, NotePlace>,
    note: &WorkingNote,
) -> Result<()> {
    unique(
        diesel::insert_into(working_notes::table)
            .values(note)
            .execute(tx.connection(permit)),
    )
}

/// Replaces the text of the note whose version is one lower.
pub fn update_note(
    tx: &mut Transaction,
    permit: &Permit<Update, WorkingNote, NotePlace>,
    note: &WorkingNote,
) -> Result<()> {
    let key = &permit.parent().key;
    let changed = diesel::update(working_notes::table)
        .filter(working_notes::id.eq(&note.id))
        .filter(working_notes::session_id.eq(&key.session_id))
        .filter(working_notes::case_id.eq(&key.case_id))
        .filter(working_notes::version.eq(note.version - 1))
        .set((
            working_notes::sealed_text.eq(&note.sealed_text),
            working_notes::updated_at.eq(note.updated_at),
            working_notes::version.eq(note.version),
        ))
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: note.version,
        })
    }
}

/// The notes of all authors; not for who may read their own only.
pub fn all_notes(
    tx: &mut Transaction,
    permit: &Permit<Read, WorkingNote, NotePlace>,
) -> Result<Vec<WorkingNote>> {
    let key = &permit.parent().key;
    Ok(working_notes::table
        .filter(working_notes::session_id.eq(&key.session_id))
        .filter(working_notes::case_id.eq(&key.case_id))
        .order(working_notes::id)
        .select(WorkingNote::as_select())
        .load(tx.connection(permit))?)
}

fn unique(result: QueryResult<usize>) -> Result<()> {
    match result {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("already_exists"))
        }
        other => Ok(other.map(|_| ())?),
    }
}
