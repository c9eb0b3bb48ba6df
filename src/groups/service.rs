use super::{Group, GroupId, GroupMember, MemberRow, NewGroup, NewMember, store};
use crate::access::{Action, Create, Proof, Read, Role, Transaction, Update};
use crate::accounts::UserId;
use crate::accounts::service::ensure_can_act;
use crate::cases::{Case, CaseId};
use crate::error::{Checks, Error, Result};
use crate::http::Page;
use crate::organisations::{Organisation, OrganisationId};
use crate::programmes::ProgrammeId;

/// A group with everybody who is or was in it.
pub type WithMembers = (Group, Vec<MemberRow>);

/// Makes a group in a programme of the acting centre.
pub fn open(tx: &mut Transaction, new: NewGroup) -> Result<WithMembers> {
    let own = tx.actor().organisation_id.clone();
    let permit = tx.permit::<Create, Group, Organisation>(&own)?;
    if !store::programme_is_active(tx, &permit, &new.programme_id)? {
        return Err(Error::invalid("/programme_id", "unknown_code"));
    }
    ensure_conductor(tx, &permit, &new.conductor_id, &own)?;
    let now = tx.now().naive_utc();
    let group = Group {
        id: GroupId::new(),
        organisation_id: own,
        programme_id: new.programme_id,
        label: new.label,
        language: new.language,
        conductor_id: new.conductor_id,
        mediator: new.mediator,
        capacity: new.capacity,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert(tx, &permit, &group)?;
    tx.touch::<Group>(&permit, Action::Create, &group.id);
    Ok((group, Vec::new()))
}

/// Groups and meetings are conducted by operators and supervisors of the centre.
pub fn ensure_conductor(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    organisation: &OrganisationId,
) -> Result<()> {
    let roles = [Role::Operator, Role::Supervisor];
    ensure_can_act(tx, proof, user, organisation, &roles, "/conductor_id")
}

pub fn list(
    tx: &mut Transaction,
    page: &Page,
    programme: Option<&ProgrammeId>,
) -> Result<Vec<(Group, i64)>> {
    let listing = tx.listing::<Group>()?;
    store::list(tx, &listing, page, programme)
}

pub fn read(tx: &mut Transaction, id: &GroupId) -> Result<WithMembers> {
    let permit = tx.permit::<Read, Group, Group>(id)?;
    let members = store::members(tx, &permit, id)?;
    Ok((permit.parent().clone(), members))
}

pub fn update(
    tx: &mut Transaction,
    id: &GroupId,
    version: i32,
    change: impl FnOnce(Group) -> Group,
) -> Result<WithMembers> {
    let permit = tx.permit::<Update, Group, Group>(id)?;
    let before = permit.parent().clone();
    let conductor = before.conductor_id.clone();
    let after = counted_up(tx, change(current(before, version)?));
    if after.conductor_id != conductor {
        ensure_conductor(tx, &permit, &after.conductor_id, &after.organisation_id)?;
    }
    store::update(tx, &permit, &after)?;
    let members = store::members(tx, &permit, id)?;
    Ok((after, members))
}

/// Takes a person's case into a group, or says when they leave it.
///
/// Who joins must follow the group's programme at the same centre, and whoever lets them join must
/// be able to change their case. Beyond its capacity a group grows only when that is said.
pub fn set_member(
    tx: &mut Transaction,
    id: &GroupId,
    case_id: &CaseId,
    version: i32,
    new: NewMember,
) -> Result<WithMembers> {
    let permit = tx.permit::<Update, Group, Group>(id)?;
    let group = counted_up(tx, current(permit.parent().clone(), version)?);
    let mut checks = Checks::default();
    let in_order = new.left_on.is_none_or(|last| last >= new.joined_on);
    checks.ensure(in_order, "/left_on", "before_start");
    checks.finish(|| Some(()))?;

    // The version is taken before the members are counted: two who join at once do not pass together.
    store::update(tx, &permit, &group)?;
    let members = store::members(tx, &permit, id)?;
    let known = members.iter().any(|(member, _)| member.case_id == *case_id);
    let others = members
        .iter()
        .filter(|(member, _)| member.case_id != *case_id && member.left_on.is_none())
        .count();
    let full = i64::try_from(others).unwrap_or(i64::MAX) >= i64::from(group.capacity);
    if new.left_on.is_none() && full && !new.over_capacity {
        return Err(Error::unmet("group_full"));
    }
    let member = GroupMember {
        group_id: id.clone(),
        case_id: case_id.clone(),
        organisation_id: group.organisation_id.clone(),
        joined_on: new.joined_on,
        left_on: new.left_on,
    };
    if known {
        // Who conducts the group says when somebody leaves it; others need a right on the case.
        if tx.actor().caseloads().contains(&group.conductor_id) {
            tx.touch::<Case>(&permit, Action::Update, case_id);
        } else {
            tx.permit::<Update, Case, Case>(case_id)?;
        }
        store::update_member(tx, &permit, &member)?;
    } else {
        let case = tx.permit::<Update, Case, Case>(case_id)?;
        ensure_may_join(case.case(), &group)?;
        store::insert_member(tx, &permit, &member)?;
    }
    let members = store::members(tx, &permit, id)?;
    Ok((group, members))
}

fn ensure_may_join(case: &Case, group: &Group) -> Result<()> {
    case.ensure_open()?;
    if case.programme_id == group.programme_id && case.organisation_id == group.organisation_id {
        Ok(())
    } else {
        Err(Error::unmet("other_programme"))
    }
}

fn current(group: Group, version: i32) -> Result<Group> {
    if group.version == version {
        Ok(group)
    } else {
        Err(Error::Stale {
            current: group.version,
        })
    }
}

fn counted_up(tx: &Transaction, mut group: Group) -> Group {
    group.version += 1;
    group.updated_at = tx.now().naive_utc();
    group
}
