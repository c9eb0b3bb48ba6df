use std::collections::HashMap;

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{Group, GroupId, GroupMember, MemberRow};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, Listing, Parent, Permit, Proof, Transaction, Update};
use crate::db::DbConnection;
use crate::db::schema::{cases, group_members, groups, programmes, sessions};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::organisations::Organisation;
use crate::programmes::ProgrammeId;

impl Parent for Group {
    type Id = GroupId;

    fn id(&self) -> &GroupId {
        &self.id
    }

    /// Who conducts the group, or one of its sessions, has it in their caseload.
    fn load(
        connection: &mut DbConnection,
        id: &GroupId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let caseloads = actor.caseloads();
        let conducts = exists(
            sessions::table
                .filter(sessions::group_id.eq(groups::id.nullable()))
                .filter(sessions::conductor_id.eq_any(&caseloads)),
        );
        let found = groups::table
            .find(id)
            .select((Self::as_select(), conducts))
            .first::<(Self, bool)>(connection)
            .optional()?;
        Ok(found.map(|(group, conducts)| {
            let conducts = conducts || caseloads.contains(&group.conductor_id);
            let needed = actor.needs_to_reach(&group.organisation_id, conducts);
            (group, needed)
        }))
    }
}

/// Whether a programme of the organisation takes people now.
pub fn programme_is_active(
    tx: &mut Transaction,
    permit: &Permit<Create, Group, Organisation>,
    programme: &ProgrammeId,
) -> Result<bool> {
    Ok(diesel::select(exists(
        programmes::table
            .filter(programmes::id.eq(programme))
            .filter(programmes::organisation_id.eq(&permit.parent().id))
            .filter(programmes::active.eq(true)),
    ))
    .get_result(tx.connection(permit))?)
}

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, Group, Organisation>,
    group: &Group,
) -> Result<()> {
    diesel::insert_into(groups::table)
        .values(group)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Groups within reach, the newest first, each with the number of its members.
pub fn list(
    tx: &mut Transaction,
    listing: &Listing<Group>,
    page: &Page,
    programme: Option<&ProgrammeId>,
) -> Result<Vec<(Group, i64)>> {
    let mut query = groups::table
        .select(Group::as_select())
        .order(groups::id.desc())
        .limit(page.rows())
        .into_boxed();
    if let Some(organisation) = listing.organisation_id() {
        query = query.filter(groups::organisation_id.eq(organisation.clone()));
    }
    if let Some(users) = listing.caseloads() {
        query = query.filter(groups::conductor_id.eq_any(users));
    }
    if let Some(programme) = programme {
        query = query.filter(groups::programme_id.eq(programme.clone()));
    }
    if let Some(after) = &page.after {
        query = query.filter(groups::id.lt(after.clone()));
    }
    let found: Vec<Group> = query.load(tx.connection(listing))?;
    let ids: Vec<GroupId> = found.iter().map(|group| group.id.clone()).collect();
    let members: HashMap<GroupId, i64> = group_members::table
        .filter(group_members::group_id.eq_any(ids))
        .filter(group_members::left_on.is_null())
        .group_by(group_members::group_id)
        .select((group_members::group_id, count_star()))
        .load::<(GroupId, i64)>(tx.connection(listing))?
        .into_iter()
        .collect();
    let with_count = |group: Group| {
        let count = members.get(&group.id).copied().unwrap_or_default();
        (group, count)
    };
    Ok(found.into_iter().map(with_count).collect())
}

/// Replaces the record whose version is one lower.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, Group, Group>,
    group: &Group,
) -> Result<()> {
    let changed = diesel::update(groups::table)
        .filter(groups::id.eq(&permit.parent().id))
        .filter(groups::version.eq(group.version - 1))
        .set(group)
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: group.version,
        })
    }
}

/// Everybody who is or was in a group, in the order of joining.
pub fn members(
    tx: &mut Transaction,
    proof: &impl Proof,
    group: &GroupId,
) -> Result<Vec<MemberRow>> {
    Ok(group_members::table
        .inner_join(cases::table)
        .filter(group_members::group_id.eq(group))
        .order((group_members::joined_on, group_members::case_id))
        .select((GroupMember::as_select(), cases::case_code))
        .limit(500)
        .load(tx.connection(proof))?)
}

pub fn insert_member(
    tx: &mut Transaction,
    permit: &Permit<Update, Group, Group>,
    member: &GroupMember,
) -> Result<()> {
    match diesel::insert_into(group_members::table)
        .values(member)
        .execute(tx.connection(permit))
    {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("already_exists"))
        }
        other => Ok(other.map(|_| ())?),
    }
}

pub fn update_member(
    tx: &mut Transaction,
    permit: &Permit<Update, Group, Group>,
    member: &GroupMember,
) -> Result<()> {
    diesel::update(group_members::table)
        .filter(group_members::group_id.eq(&permit.parent().id))
        .filter(group_members::case_id.eq(&member.case_id))
        .set((
            group_members::joined_on.eq(member.joined_on),
            group_members::left_on.eq(member.left_on),
        ))
        .execute(tx.connection(permit))?;
    Ok(())
}
