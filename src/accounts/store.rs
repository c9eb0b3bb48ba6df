use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::passwords::WITHDRAWN;
use super::{Account, MemberRow, Membership, MembershipId, MembershipRow, User, UserId};
use crate::access::policy::Reach;
use crate::access::{
    Actor, Create, List, Mine, Parent, Permit, Proof, Read, Resource, Role, Transaction, Update,
};
use crate::db::DbConnection;
use crate::db::schema::{memberships, organisations, users};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::organisations::{Organisation, OrganisationId};

impl Parent for User {
    type Id = UserId;

    fn id(&self) -> &UserId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &UserId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let user = users::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        let needed = if actor.user_id == *id {
            Reach::Own
        } else {
            Reach::Everything
        };
        Ok(user.map(|user| (user, needed)))
    }
}

/// The memberships that a user can act in, the oldest first: those given here, and those given by the
/// provider that they signed in `through`.
pub fn memberships_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    through: Option<&str>,
) -> Result<Vec<MembershipRow>> {
    let given_here = memberships::identity_provider.is_null();
    let given_there = memberships::identity_provider.eq(through.unwrap_or_default());
    Ok(memberships::table
        .inner_join(organisations::table)
        .filter(memberships::user_id.eq(user))
        .filter(memberships::active.eq(true))
        .filter(organisations::active.eq(true))
        .filter(given_here.or(given_there))
        .order(memberships::id)
        .select((Membership::as_select(), organisations::name))
        .load(tx.connection(proof))?)
}

/// The acting user.
pub fn find_mine(tx: &mut Transaction, permit: &Permit<Read, Account, Mine>) -> Result<User> {
    let id = tx.actor().user_id.clone();
    Ok(users::table
        .find(id)
        .select(User::as_select())
        .first(tx.connection(permit))?)
}

pub fn insert(tx: &mut Transaction, permit: &impl Proof, user: &User) -> Result<()> {
    match diesel::insert_into(users::table)
        .values(user)
        .execute(tx.connection(permit))
    {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::invalid("/email", "email_taken"))
        }
        other => Ok(other.map(|_| ())?),
    }
}

pub fn insert_membership<P>(
    tx: &mut Transaction,
    permit: &Permit<Create, Membership, P>,
    membership: &Membership,
) -> Result<()> {
    match diesel::insert_into(memberships::table)
        .values(membership)
        .execute(tx.connection(permit))
    {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("already_exists"))
        }
        other => Ok(other.map(|_| ())?),
    }
}

/// Gives a user a role again that they had in the permit's organisation; none where they never had it, or
/// have it. It is an administrator's from then on: no provider takes it.
pub fn give_back(
    tx: &mut Transaction,
    permit: &Permit<Create, Membership, Organisation>,
    user: &UserId,
    role: Role,
) -> Result<Option<Membership>> {
    let had = memberships::user_id
        .eq(user)
        .and(memberships::organisation_id.eq(&permit.parent().id))
        .and(memberships::role.eq(role));
    let given = diesel::update(memberships::table)
        .filter(had)
        .filter(memberships::active.eq(false))
        .set((
            memberships::active.eq(true),
            memberships::identity_provider.eq(None::<String>),
        ))
        .execute(tx.connection(permit))?;
    if given == 0 {
        return Ok(None);
    }
    Ok(memberships::table
        .filter(had)
        .select(Membership::as_select())
        .first(tx.connection(permit))
        .optional()?)
}

/// The people of one organisation, the role given last first.
pub fn list_of_organisation(
    tx: &mut Transaction,
    permit: &Permit<List, User, Organisation>,
    page: &Page,
) -> Result<Vec<MemberRow>> {
    let mut query = memberships::table
        .inner_join(users::table)
        .filter(memberships::organisation_id.eq(&permit.parent().id))
        .order(memberships::id.desc())
        .select((User::as_select(), Membership::as_select()))
        .limit(page.rows())
        .into_boxed();
    if let Some(after) = &page.after {
        query = query.filter(memberships::id.lt(after.clone()));
    }
    Ok(query.load(tx.connection(permit))?)
}

/// Whether a user can act in an organisation in one of these roles.
pub fn can_act(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    organisation: &OrganisationId,
    roles: &[Role],
) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(
        memberships::table
            .inner_join(users::table)
            .filter(memberships::user_id.eq(user))
            .filter(memberships::organisation_id.eq(organisation))
            .filter(memberships::role.eq_any(roles.to_vec()))
            .filter(memberships::active.eq(true))
            .filter(users::active.eq(true)),
    ))
    .get_result(tx.connection(proof))?)
}

/// The addresses of those who can act in an organisation in one of these roles, each once.
pub fn addresses(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    roles: &[Role],
) -> Result<Vec<String>> {
    Ok(memberships::table
        .inner_join(users::table)
        .filter(memberships::organisation_id.eq(organisation))
        .filter(memberships::role.eq_any(roles.to_vec()))
        .filter(memberships::active.eq(true))
        .filter(users::active.eq(true))
        .order(users::email)
        .select(users::email)
        .distinct()
        .load(tx.connection(proof))?)
}

/// Keeps another password hash if the one kept is still the old one.
pub fn replace_hash(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    old: &str,
    new: &str,
) -> Result<bool> {
    let replaced = diesel::update(users::table)
        .filter(users::id.eq(user))
        .filter(users::password_hash.eq(old))
        .set(users::password_hash.eq(new))
        .execute(tx.connection(proof))?;
    Ok(replaced == 1)
}

/// Has a user's password, if they have one, match nothing any more. That they had one stays known.
pub fn withdraw_password(tx: &mut Transaction, proof: &impl Proof, user: &UserId) -> Result<bool> {
    let withdrawn = diesel::update(users::table.find(user))
        .filter(users::password_hash.is_not_null())
        .set(users::password_hash.eq(WITHDRAWN))
        .execute(tx.connection(proof))?;
    Ok(withdrawn == 1)
}

/// Switches a user on or off; counts the version up.
pub fn update_active(
    tx: &mut Transaction,
    permit: &Permit<Update, User, User>,
    active: bool,
    at: NaiveDateTime,
) -> Result<()> {
    let user = permit.parent();
    let changed = diesel::update(users::table)
        .filter(users::id.eq(&user.id))
        .filter(users::version.eq(user.version))
        .set((
            users::active.eq(active),
            users::updated_at.eq(at),
            users::version.eq(users::version + 1),
        ))
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: user.version + 1,
        })
    }
}

/// Takes a role of the permit's user, and says in which organisation it was. It is an administrator's from
/// then on: no provider gives it back.
pub fn take_membership(
    tx: &mut Transaction,
    permit: &Permit<Update, Membership, User>,
    id: &MembershipId,
) -> Result<OrganisationId> {
    let theirs = memberships::user_id.eq(&permit.parent().id);
    diesel::update(memberships::table.find(id))
        .filter(theirs)
        .set((
            memberships::active.eq(false),
            memberships::identity_provider.eq(None::<String>),
        ))
        .execute(tx.connection(permit))?;
    memberships::table
        .find(id)
        .filter(theirs)
        .select(memberships::organisation_id)
        .first(tx.connection(permit))
        .optional()?
        .ok_or(Error::NotFound(Resource::Membership))
}
