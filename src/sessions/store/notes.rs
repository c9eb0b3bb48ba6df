use chrono::NaiveDateTime;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use crate::access::policy::Reach;
use crate::access::{Actor, Create, Parent, Permit, Read, Transaction, Update};
use crate::cases::Case;
use crate::db::DbConnection;
use crate::db::schema::{access_grants, cases, group_members, sessions, working_notes};
use crate::error::{Error, Result};
use crate::sessions::{
    AccessGrant, AccessGrantId, GrantScope, NoteKey, NotePlace, SessionId, WorkingNote,
};

impl Parent for NotePlace {
    type Id = NoteKey;

    fn id(&self) -> &NoteKey {
        &self.key
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

impl Parent for AccessGrant {
    type Id = AccessGrantId;

    fn id(&self) -> &AccessGrantId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &AccessGrantId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let grant = access_grants::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        Ok(grant.map(|grant: Self| {
            let own =
                grant.organisation_id == actor.organisation_id && grant.user_id == actor.user_id;
            let needed = if own { Reach::Own } else { Reach::Everything };
            (grant, needed)
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

/// All notes of a session about the person whose case a grant opens, while it lasts.
pub fn notes_under(
    tx: &mut Transaction,
    permit: &Permit<Read, WorkingNote, AccessGrant>,
    session: &SessionId,
) -> Result<Vec<WorkingNote>> {
    let grant = permit.parent();
    if grant.scope != GrantScope::WorkingNotes || grant.expires_at <= tx.now().naive_utc() {
        return Ok(Vec::new());
    }
    Ok(working_notes::table
        .filter(working_notes::case_id.eq(&grant.case_id))
        .filter(working_notes::session_id.eq(session))
        .order(working_notes::id)
        .select(WorkingNote::as_select())
        .load(tx.connection(permit))?)
}

pub fn insert_grant(
    tx: &mut Transaction,
    permit: &Permit<Create, AccessGrant, Case>,
    grant: &AccessGrant,
) -> Result<()> {
    diesel::insert_into(access_grants::table)
        .values(grant)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// The acting user's grant for this case that lasts longest, if one still does.
pub fn find_grant(
    tx: &mut Transaction,
    permit: &Permit<Read, AccessGrant, Case>,
    scope: GrantScope,
    now: NaiveDateTime,
) -> Result<Option<AccessGrant>> {
    let user = tx.actor().user_id.clone();
    Ok(access_grants::table
        .filter(access_grants::case_id.eq(&permit.case().id))
        .filter(access_grants::user_id.eq(user))
        .filter(access_grants::scope.eq(scope))
        .filter(access_grants::expires_at.gt(now))
        .order(access_grants::expires_at.desc())
        .select(AccessGrant::as_select())
        .first(tx.connection(permit))
        .optional()?)
}

fn unique(result: QueryResult<usize>) -> Result<()> {
    match result {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("already_exists"))
        }
        other => Ok(other.map(|_| ())?),
    }
}
