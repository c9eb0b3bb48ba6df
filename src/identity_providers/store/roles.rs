use diesel::prelude::*;

use crate::access::{Permit, Role, Service, Transaction, Update};
use crate::accounts::{Membership, MembershipId, UserId};
use crate::db::schema::{memberships, organisations};
use crate::error::Result;
use crate::identity_providers::ExternalIdentity;
use crate::organisations::OrganisationId;

type Entering = Permit<Update, ExternalIdentity, Service>;

/// The roles that a user has or had, whoever gave them.
pub fn memberships_of(
    tx: &mut Transaction,
    permit: &Entering,
    user: &UserId,
) -> Result<Vec<Membership>> {
    Ok(memberships::table
        .filter(memberships::user_id.eq(user))
        .select(Membership::as_select())
        .limit(500)
        .load(tx.connection(permit))?)
}

pub fn switch_membership(
    tx: &mut Transaction,
    permit: &Entering,
    id: &MembershipId,
    active: bool,
) -> Result<()> {
    diesel::update(memberships::table.find(id))
        .set(memberships::active.eq(active))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Gives a role in the name of a provider; false where there is no such organisation.
pub fn give_role(
    tx: &mut Transaction,
    permit: &Entering,
    user: &UserId,
    organisation: &OrganisationId,
    role: Role,
    provider: &str,
) -> Result<bool> {
    let found = organisations::table.find(organisation);
    let there = diesel::select(diesel::dsl::exists(found)).get_result(tx.connection(permit))?;
    if there {
        let membership = Membership {
            id: MembershipId::new(),
            user_id: user.clone(),
            organisation_id: organisation.clone(),
            role,
            active: true,
            created_at: tx.now().naive_utc(),
            identity_provider: Some(provider.to_owned()),
        };
        diesel::insert_into(memberships::table)
            .values(&membership)
            .execute(tx.connection(permit))?;
    }
    Ok(there)
}
