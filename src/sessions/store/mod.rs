mod notes;

pub use notes::{all_notes, insert_note, own_note, update_note};

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{
    Attendance, HeldSession, Participant, Session, SessionChange, SessionId, SessionKind,
    SessionStatus,
};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, List, Parent, Permit, Proof, Transaction, Update};
use crate::access_grants::Subject;
use crate::cases::{Case, CaseId};
use crate::db::DbConnection;
use crate::db::schema::{attendances, cases, group_members, groups, session_changes, sessions};
use crate::error::{Error, Result};
use crate::groups::{Group, GroupMember};
use crate::in_caseload;

impl Parent for Session {
    type Id = SessionId;

    fn id(&self) -> &SessionId {
        &self.id
    }

    /// A group's session is everybody's in the group, and not opened.
    fn subject(&self) -> Option<Subject<'_>> {
        self.case_id.as_ref().map(Subject::Case)
    }

    /// In the caseload of who works on its case, conducts its group, or conducts the session itself.
    fn load(
        connection: &mut DbConnection,
        id: &SessionId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let caseloads = actor.caseloads();
        let assigned = in_caseload!(sessions::case_id, actor);
        let leads_group = exists(
            groups::table
                .filter(groups::id.nullable().eq(sessions::group_id))
                .filter(groups::conductor_id.eq_any(&caseloads)),
        );
        let found = sessions::table
            .find(id)
            .select((Self::as_select(), assigned, leads_group))
            .first::<(Self, bool, bool)>(connection)
            .optional()?;
        Ok(found.map(|(session, assigned, leads_group)| {
            let theirs = assigned || leads_group || caseloads.contains(&session.conductor_id);
            let needed = actor.needs_to_reach(&session.organisation_id, theirs);
            (session, needed)
        }))
    }
}

pub fn insert<P: Parent>(
    tx: &mut Transaction,
    permit: &Permit<Create, Session, P>,
    session: &Session,
) -> Result<()> {
    match diesel::insert_into(sessions::table)
        .values(session)
        .execute(tx.connection(permit))
    {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("already_exists"))
        }
        other => Ok(other.map(|_| ())?),
    }
}

/// Replaces the record whose version is one lower.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, Session, Session>,
    session: &Session,
) -> Result<()> {
    let changed = diesel::update(sessions::table)
        .filter(sessions::id.eq(&permit.parent().id))
        .filter(sessions::version.eq(session.version - 1))
        .set(session)
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: session.version,
        })
    }
}

/// The sessions of a case's own, the latest first, with the person's attendance.
pub fn list_of_case(
    tx: &mut Transaction,
    permit: &Permit<List, Session, Case>,
) -> Result<Vec<(Session, Option<Attendance>)>> {
    let case = &permit.case().id;
    Ok(sessions::table
        .left_join(
            attendances::table.on(attendances::session_id
                .eq(sessions::id)
                .and(attendances::case_id.eq(case))),
        )
        .filter(sessions::case_id.eq(case))
        .order((sessions::scheduled_from.desc(), sessions::id.desc()))
        .limit(500)
        .select((Session::as_select(), Option::<Attendance>::as_select()))
        .load(tx.connection(permit))?)
}

/// The sessions of the groups that a case is or was in, with the person's time in the group.
pub fn list_of_groups_of_case(
    tx: &mut Transaction,
    permit: &Permit<List, Session, Case>,
) -> Result<Vec<(Session, GroupMember, Option<Attendance>)>> {
    let case = &permit.case().id;
    Ok(group_members::table
        .inner_join(sessions::table.on(sessions::group_id.eq(group_members::group_id.nullable())))
        .left_join(
            attendances::table.on(attendances::session_id
                .eq(sessions::id)
                .and(attendances::case_id.eq(case))),
        )
        .filter(group_members::case_id.eq(case))
        .order((sessions::scheduled_from.desc(), sessions::id.desc()))
        .limit(500)
        .select((
            Session::as_select(),
            GroupMember::as_select(),
            Option::<Attendance>::as_select(),
        ))
        .load(tx.connection(permit))?)
}

pub fn list_of_group(
    tx: &mut Transaction,
    permit: &Permit<List, Session, Group>,
) -> Result<Vec<Session>> {
    Ok(sessions::table
        .filter(sessions::group_id.eq(&permit.parent().id))
        .order((sessions::scheduled_from.desc(), sessions::id.desc()))
        .limit(500)
        .select(Session::as_select())
        .load(tx.connection(permit))?)
}

/// The case that a session belongs to, where it belongs to one.
pub fn case_of(
    tx: &mut Transaction,
    permit: &Permit<Update, Session, Session>,
) -> Result<Option<Case>> {
    let Some(id) = &permit.parent().case_id else {
        return Ok(None);
    };
    let case = cases::table
        .find(id)
        .select(Case::as_select())
        .first(tx.connection(permit))?;
    Ok(Some(case))
}

/// Everybody who is or was in the group.
pub fn participants(
    tx: &mut Transaction,
    permit: &Permit<Update, Session, Group>,
) -> Result<Vec<Participant>> {
    let rows = group_members::table
        .inner_join(cases::table)
        .filter(group_members::group_id.eq(&permit.parent().id))
        .order(group_members::case_id)
        .select((
            GroupMember::as_select(),
            cases::status,
            cases::suspended_from,
        ))
        .load::<(GroupMember, _, _)>(tx.connection(permit))?;
    let participant = |(member, status, suspended_from): (GroupMember, _, _)| Participant {
        case_id: member.case_id,
        status,
        suspended_from,
        joined_on: Some(member.joined_on),
        left_on: member.left_on,
    };
    Ok(rows.into_iter().map(participant).collect())
}

pub fn attendance<V>(
    tx: &mut Transaction,
    permit: &Permit<V, Session, Session>,
) -> Result<Vec<Attendance>> {
    Ok(attendances::table
        .filter(attendances::session_id.eq(&permit.parent().id))
        .order(attendances::case_id)
        .select(Attendance::as_select())
        .load(tx.connection(permit))?)
}

/// Puts these rows in the place of all others, except those of the `kept` cases.
pub fn replace_attendance(
    tx: &mut Transaction,
    permit: &Permit<Update, Session, Session>,
    rows: &[Attendance],
    kept: Vec<CaseId>,
) -> Result<()> {
    diesel::delete(attendances::table)
        .filter(attendances::session_id.eq(&permit.parent().id))
        .filter(attendances::case_id.ne_all(kept))
        .execute(tx.connection(permit))?;
    for row in rows {
        diesel::insert_into(attendances::table)
            .values(row)
            .execute(tx.connection(permit))?;
    }
    Ok(())
}

pub fn insert_change(
    tx: &mut Transaction,
    permit: &Permit<Update, Session, Session>,
    change: &SessionChange,
) -> Result<()> {
    diesel::insert_into(session_changes::table)
        .values(change)
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn changes<V>(
    tx: &mut Transaction,
    permit: &Permit<V, Session, Session>,
) -> Result<Vec<SessionChange>> {
    Ok(session_changes::table
        .filter(session_changes::session_id.eq(&permit.parent().id))
        .order(session_changes::id)
        .select(SessionChange::as_select())
        .limit(500)
        .load(tx.connection(permit))?)
}

/// Whether the session's conductor has another one at the same time at this centre.
pub fn is_double_booked(
    tx: &mut Transaction,
    proof: &impl Proof,
    session: &Session,
) -> Result<bool> {
    let live = [SessionStatus::Planned, SessionStatus::Held];
    Ok(diesel::select(exists(
        sessions::table
            .filter(sessions::conductor_id.eq(&session.conductor_id))
            .filter(sessions::organisation_id.eq(&session.organisation_id))
            .filter(sessions::id.ne(&session.id))
            .filter(sessions::status.eq_any(live))
            .filter(sessions::scheduled_from.lt(session.scheduled_to))
            .filter(sessions::scheduled_to.gt(session.scheduled_from)),
    ))
    .get_result(tx.connection(proof))?)
}

/// The held sessions in which a case's attendance was recorded, the earliest first.
pub fn held(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<Vec<HeldSession>> {
    Ok(attendances::table
        .inner_join(sessions::table)
        .filter(attendances::case_id.eq(case))
        .filter(sessions::status.eq(SessionStatus::Held))
        .order((sessions::held_from, sessions::id))
        .select((
            sessions::kind,
            sessions::step,
            sessions::group_id.is_not_null(),
            attendances::minutes,
            sessions::held_from,
            sessions::held_to,
            sessions::language,
            sessions::mediator,
        ))
        .load(tx.connection(proof))?)
}

/// Whether a session of a kind was held with the person of a case.
pub fn was_held(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    kind: SessionKind,
) -> Result<bool> {
    let held = sessions::table
        .filter(sessions::case_id.eq(case))
        .filter(sessions::kind.eq(kind))
        .filter(sessions::status.eq(SessionStatus::Held));
    Ok(diesel::select(exists(held)).get_result(tx.connection(proof))?)
}
