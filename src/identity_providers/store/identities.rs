use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use crate::access::{Delete, List, Permit, Proof, Resource, Service, Transaction, Update};
use crate::accounts::User;
use crate::db::schema::{external_identities as identities, users};
use crate::error::{Error, Result};
use crate::identity_providers::{ExternalIdentity, ExternalIdentityId};

/// Whom a provider means, and as which user they are known here.
pub fn find_identity(
    tx: &mut Transaction,
    proof: &impl Proof,
    issuer: &str,
    subject: &str,
) -> Result<Option<(ExternalIdentity, User)>> {
    Ok(identities::table
        .inner_join(users::table)
        .filter(identities::issuer.eq(issuer))
        .filter(identities::subject.eq(subject))
        .select((ExternalIdentity::as_select(), User::as_select()))
        .first(tx.connection(proof))
        .optional()?)
}

/// Keeps others from signing in by the same identity until this transaction ends; false where it was
/// removed meanwhile.
pub fn lock_identity(
    tx: &mut Transaction,
    permit: &Permit<Update, ExternalIdentity, Service>,
    id: &ExternalIdentityId,
) -> Result<bool> {
    let locked = diesel::update(identities::table.find(id))
        .filter(identities::confirmed_at.is_not_null())
        .set(identities::created_at.eq(identities::created_at))
        .execute(tx.connection(permit))?;
    Ok(locked == 1)
}

pub fn insert_identity(
    tx: &mut Transaction,
    proof: &impl Proof,
    identity: &ExternalIdentity,
) -> Result<()> {
    match diesel::insert_into(identities::table)
        .values(identity)
        .execute(tx.connection(proof))
    {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("already_exists"))
        }
        other => Ok(other.map(|_| ())?),
    }
}

pub fn identities_of(
    tx: &mut Transaction,
    permit: &Permit<List, ExternalIdentity, User>,
) -> Result<Vec<ExternalIdentity>> {
    Ok(identities::table
        .filter(identities::user_id.eq(&permit.parent().id))
        .order(identities::id.desc())
        .select(ExternalIdentity::as_select())
        .limit(500)
        .load(tx.connection(permit))?)
}

/// Has an identity of the permit's user count; one that does already stays as it is.
pub fn confirm_identity(
    tx: &mut Transaction,
    permit: &Permit<Update, ExternalIdentity, User>,
    id: &ExternalIdentityId,
) -> Result<ExternalIdentity> {
    let (user, now) = (&permit.parent().id, tx.now().naive_utc());
    diesel::update(identities::table.find(id))
        .filter(identities::user_id.eq(user))
        .filter(identities::confirmed_at.is_null())
        .set(identities::confirmed_at.eq(now))
        .execute(tx.connection(permit))?;
    identities::table
        .find(id)
        .filter(identities::user_id.eq(user))
        .select(ExternalIdentity::as_select())
        .first(tx.connection(permit))
        .optional()?
        .ok_or(Error::NotFound(Resource::ExternalIdentity))
}

pub fn remove_identity(
    tx: &mut Transaction,
    permit: &Permit<Delete, ExternalIdentity, User>,
    id: &ExternalIdentityId,
) -> Result<()> {
    let removed = diesel::delete(identities::table.find(id))
        .filter(identities::user_id.eq(&permit.parent().id))
        .execute(tx.connection(permit))?;
    if removed == 1 {
        Ok(())
    } else {
        Err(Error::NotFound(Resource::ExternalIdentity))
    }
}
