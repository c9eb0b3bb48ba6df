//! What goes from one user to another when the first one leaves.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{Permit, Transaction, Update};
use crate::accounts::UserId;
use crate::cases::{Assignment, CaseId, PastAssignment};
use crate::db::schema::{case_operators, cases, group_members, groups, past_assignments, sessions};
use crate::error::{Error, Result};
use crate::groups::GroupId;
use crate::organisations::Organisation;
use crate::sessions::{SessionId, SessionStatus};

type ToHandOver = Permit<Update, Assignment, Organisation>;

/// What users do in running cases of the organisation, with the cases' versions, in the order of the
/// cases.
pub fn running(
    tx: &mut Transaction,
    permit: &ToHandOver,
    users: &[&UserId],
) -> Result<Vec<(Assignment, i32)>> {
    Ok(case_operators::table
        .inner_join(cases::table)
        .filter(cases::organisation_id.eq(&permit.parent().id))
        .filter(cases::ended_at.is_null())
        .filter(case_operators::user_id.eq_any(users.to_vec()))
        .order(case_operators::case_id)
        .select((Assignment::as_select(), cases::version))
        .load(tx.connection(permit))?)
}

/// Gives a case the next version, unless somebody did meanwhile.
pub fn count_up(
    tx: &mut Transaction,
    permit: &ToHandOver,
    case: &CaseId,
    version: i32,
    now: NaiveDateTime,
) -> Result<()> {
    let changed = diesel::update(cases::table)
        .filter(cases::id.eq(case))
        .filter(cases::version.eq(version))
        .filter(cases::ended_at.is_null())
        .set((cases::version.eq(version + 1), cases::updated_at.eq(now)))
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed_meanwhile"))
    }
}

/// Puts an assignment in the place of others in its case; none where it is there already.
pub fn replace(
    tx: &mut Transaction,
    permit: &ToHandOver,
    former: &[PastAssignment],
    present: Option<&Assignment>,
) -> Result<()> {
    for past in former {
        diesel::delete(case_operators::table.find((&past.case_id, &past.user_id)))
            .execute(tx.connection(permit))?;
        diesel::insert_into(past_assignments::table)
            .values(past)
            .execute(tx.connection(permit))?;
    }
    if let Some(present) = present {
        diesel::insert_into(case_operators::table)
            .values(present)
            .execute(tx.connection(permit))?;
    }
    Ok(())
}

/// A planned session in which somebody has a part.
pub struct Planned {
    pub id: SessionId,
    pub case_id: Option<CaseId>,
    pub conducts: bool,
    pub mediates: bool,
}

/// The planned sessions of the organisation in which a user has a part.
pub fn planned(tx: &mut Transaction, permit: &ToHandOver, user: &UserId) -> Result<Vec<Planned>> {
    type Row = (SessionId, Option<CaseId>, UserId, Option<UserId>);
    let rows: Vec<Row> = sessions::table
        .filter(sessions::organisation_id.eq(&permit.parent().id))
        .filter(
            sessions::conductor_id
                .nullable()
                .eq(user)
                .or(sessions::mediator_id.eq(user)),
        )
        .filter(sessions::status.eq(SessionStatus::Planned))
        .order(sessions::id)
        .select((
            sessions::id,
            sessions::case_id,
            sessions::conductor_id,
            sessions::mediator_id,
        ))
        .load(tx.connection(permit))?;
    let planned = |(id, case_id, conductor, mediator): Row| Planned {
        id,
        case_id,
        conducts: conductor == *user,
        mediates: mediator.as_ref() == Some(user),
    };
    Ok(rows.into_iter().map(planned).collect())
}

/// Puts another user in the same parts of sessions that are planned still.
pub fn give_sessions(
    tx: &mut Transaction,
    permit: &ToHandOver,
    given: &[Planned],
    to: &UserId,
) -> Result<()> {
    let now = tx.now().naive_utc();
    let ids = |has: fn(&Planned) -> bool| -> Vec<SessionId> {
        let with = given.iter().filter(|it| has(it));
        with.map(|it| it.id.clone()).collect()
    };
    let (conducted, mediated) = (ids(|it| it.conducts), ids(|it| it.mediates));
    let next = (
        sessions::version.eq(sessions::version + 1),
        sessions::updated_at.eq(now),
    );
    let of = |ids: &[SessionId]| {
        sessions::table
            .filter(sessions::id.eq_any(ids.to_vec()))
            .filter(sessions::status.eq(SessionStatus::Planned))
    };
    let changed = diesel::update(of(&conducted))
        .set((sessions::conductor_id.eq(to), next))
        .execute(tx.connection(permit))?
        + diesel::update(of(&mediated))
            .set((sessions::mediator_id.eq(to), next))
            .execute(tx.connection(permit))?;
    if changed == conducted.len() + mediated.len() {
        Ok(())
    } else {
        Err(Error::Conflict("changed_meanwhile"))
    }
}

/// The groups of the organisation that a user conducts and that have members or meetings to come.
pub fn groups(tx: &mut Transaction, permit: &ToHandOver, user: &UserId) -> Result<Vec<GroupId>> {
    let members = group_members::table
        .filter(group_members::left_on.is_null())
        .select(group_members::group_id);
    let meeting = sessions::table
        .filter(sessions::status.eq(SessionStatus::Planned))
        .filter(sessions::group_id.is_not_null())
        .select(sessions::group_id.assume_not_null());
    Ok(groups::table
        .filter(groups::organisation_id.eq(&permit.parent().id))
        .filter(groups::conductor_id.eq(user))
        .filter(groups::id.eq_any(members).or(groups::id.eq_any(meeting)))
        .order(groups::id)
        .select(groups::id)
        .load(tx.connection(permit))?)
}

/// Gives groups another conductor.
pub fn give_groups(
    tx: &mut Transaction,
    permit: &ToHandOver,
    given: &[GroupId],
    to: &UserId,
) -> Result<()> {
    let now = tx.now().naive_utc();
    diesel::update(groups::table.filter(groups::id.eq_any(given.to_vec())))
        .set((
            groups::conductor_id.eq(to),
            groups::version.eq(groups::version + 1),
            groups::updated_at.eq(now),
        ))
        .execute(tx.connection(permit))?;
    Ok(())
}
