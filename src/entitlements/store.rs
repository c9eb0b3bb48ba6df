use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Entitlement, EntitlementId};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, Parent, Permit, Proof, Resource, Transaction, Update};
use crate::db::DbConnection;
use crate::db::schema::entitlements;
use crate::error::{Error, Result};
use crate::organisations::{Organisation, OrganisationId};

/// As far away as its organisation.
impl Parent for Entitlement {
    type Id = EntitlementId;

    fn id(&self) -> &EntitlementId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &EntitlementId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let entitlement = entitlements::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        let Some(entitlement) = entitlement else {
            return Ok(None);
        };
        let organisation = Organisation::load(connection, &entitlement.organisation_id, actor)?;
        Ok(organisation.map(|(_, reach)| (entitlement, reach)))
    }
}

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, Entitlement, Organisation>,
    entitlement: &Entitlement,
) -> Result<()> {
    diesel::insert_into(entitlements::table)
        .values(entitlement)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// The entitlements of an organisation, the newest first.
pub fn list(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
) -> Result<Vec<Entitlement>> {
    Ok(entitlements::table
        .filter(entitlements::organisation_id.eq(organisation))
        .order(entitlements::id.desc())
        .select(Entitlement::as_select())
        .limit(500)
        .load(tx.connection(proof))?)
}

pub fn find(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    id: &EntitlementId,
) -> Result<Entitlement> {
    entitlements::table
        .find(id)
        .filter(entitlements::organisation_id.eq(organisation))
        .select(Entitlement::as_select())
        .first(tx.connection(proof))
        .optional()?
        .ok_or(Error::NotFound(Resource::Entitlement))
}

/// An entitlement as it is, which it stays until this work is done: whoever ends it at the same time waits, or
/// was first.
pub fn hold(tx: &mut Transaction, proof: &impl Proof, id: &EntitlementId) -> Result<Entitlement> {
    diesel::update(entitlements::table.find(id))
        .set(entitlements::version.eq(entitlements::version))
        .execute(tx.connection(proof))?;
    Ok(entitlements::table
        .find(id)
        .select(Entitlement::as_select())
        .first(tx.connection(proof))?)
}

/// Gives the version that was seen another last day; somebody else may have changed it meanwhile.
pub fn set_last_day(
    tx: &mut Transaction,
    permit: &Permit<Update, Entitlement, Organisation>,
    seen: &Entitlement,
    last: Option<NaiveDate>,
) -> Result<()> {
    let changed = diesel::update(entitlements::table.find(&seen.id))
        .filter(entitlements::version.eq(seen.version))
        .set((
            entitlements::valid_to.eq(last),
            entitlements::version.eq(seen.version + 1),
        ))
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: seen.version + 1,
        })
    }
}
