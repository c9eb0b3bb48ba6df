use chrono::NaiveDateTime;

use super::{
    Account, Email, MemberRow, Membership, MembershipId, MembershipRow, NewUser, User, UserId,
    store,
};
use crate::access::{Create, List, Proof, Read, Role, Transaction, Update};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::organisations::{Organisation, OrganisationId};
use crate::password_settings::service as password_settings;
use crate::second_factors::service as second_factors;
use crate::sign_ins::service as sign_ins;

/// The acting user, what they may act as, and whether they have a second factor.
pub struct Mine {
    pub user: User,
    pub memberships: Vec<MembershipRow>,
    pub second_factor: bool,
}

pub fn read_mine(tx: &mut Transaction) -> Result<Mine> {
    let permit = tx.own_permit::<Read, Account>()?;
    let user = store::find_mine(tx, &permit)?;
    let through = tx.actor().identity_provider().map(str::to_owned);
    let memberships = store::memberships_of(tx, &permit, &user.id, through.as_deref())?;
    let second_factor = second_factors::is_set(tx, &permit, &user.id)?;
    Ok(Mine {
        user,
        memberships,
        second_factor,
    })
}

/// Adds a user with a first role, and has an invitation sent to them.
pub fn add(tx: &mut Transaction, new: NewUser) -> Result<User> {
    let permit = tx.permit::<Create, User, Organisation>(&new.organisation_id)?;
    let user = user_row(&new, tx.now().naive_utc());
    store::insert(tx, &permit, &user)?;
    password_settings::invite(tx, &permit, &user)?;
    give_role(tx, &user.id, &new.organisation_id, new.role)?;
    Ok(user)
}

/// Gives a user a role in an organisation, also one that was taken from them.
pub fn give_role(
    tx: &mut Transaction,
    user: &UserId,
    organisation: &OrganisationId,
    role: Role,
) -> Result<Membership> {
    let permit = tx.permit::<Create, Membership, Organisation>(organisation)?;
    if !permit.parent().active {
        return Err(Error::Conflict("organisation_not_active"));
    }
    if let Some(back) = store::give_back(tx, &permit, user, role)? {
        return Ok(back);
    }
    let membership = Membership {
        id: MembershipId::new(),
        user_id: user.clone(),
        organisation_id: organisation.clone(),
        role,
        active: true,
        created_at: tx.now().naive_utc(),
        identity_provider: None,
    };
    store::insert_membership(tx, &permit, &membership)?;
    Ok(membership)
}

/// Gives a further role to a user who exists. Nobody gives one to themselves: who manages users sees
/// no case, and does not let themselves in.
pub fn give_further_role(
    tx: &mut Transaction,
    user: &UserId,
    organisation: &OrganisationId,
    role: Role,
) -> Result<Membership> {
    tx.permit::<Update, User, User>(user)?;
    if tx.actor().user_id == *user {
        return Err(Error::Conflict("not_oneself"));
    }
    give_role(tx, user, organisation, role)
}

/// Takes a role away, and ends the sign-ins that act in it: none goes on where the role is given back.
pub fn take_role(tx: &mut Transaction, user: &UserId, membership: &MembershipId) -> Result<()> {
    let permit = tx.permit::<Update, Membership, User>(user)?;
    let organisation = store::take_membership(tx, &permit, membership)?;
    let permit = tx.permit::<Update, Membership, Organisation>(&organisation)?;
    sign_ins::end_all_in(tx, &permit, membership)
}

/// Disables a user, or enables again; felt on the user's next request. Nobody does it to themselves. The
/// sign-ins of who is disabled end for good (ASVS 5.0, 7.4.2).
pub fn switch(tx: &mut Transaction, id: &UserId, version: i32, active: bool) -> Result<User> {
    let permit = tx.permit::<Update, User, User>(id)?;
    let user = permit.parent().clone();
    if user.version != version {
        return Err(Error::Stale {
            current: user.version,
        });
    }
    if tx.actor().user_id == *id {
        return Err(Error::Conflict("not_oneself"));
    }
    let now = tx.now().naive_utc();
    store::update_active(tx, &permit, active, now)?;
    if !active {
        sign_ins::end_all_of(tx, &permit, id, None)?;
    }
    Ok(User {
        active,
        version: version + 1,
        updated_at: now,
        ..user
    })
}

/// What a user can act as when signed in `through` an identity provider, or by password, for a feature
/// that holds a permit.
pub fn memberships_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    through: Option<&str>,
) -> Result<Vec<MembershipRow>> {
    store::memberships_of(tx, proof, user, through)
}

/// Adds a user whom an identity provider brought, for a feature that holds a permit. They have no
/// password, and no link to set one is sent to them.
pub fn add_by_provider(
    tx: &mut Transaction,
    proof: &impl Proof,
    email: &Email,
    display_name: String,
) -> Result<User> {
    let now = tx.now().naive_utc();
    let user = User {
        id: UserId::new(),
        email: email.as_str().to_owned(),
        display_name,
        password_hash: None,
        active: true,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert(tx, proof, &user)?;
    Ok(user)
}

/// Keeps another hash for a user, for a feature that holds a permit; false when the password was
/// changed meanwhile.
pub fn replace_hash(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    old: &str,
    new: &str,
) -> Result<bool> {
    store::replace_hash(tx, proof, user, old, new)
}

/// Has a user's password, if they have one, match nothing any more, for a feature that holds a permit; false
/// where they have none.
pub fn withdraw_password(tx: &mut Transaction, proof: &impl Proof, user: &UserId) -> Result<bool> {
    store::withdraw_password(tx, proof, user)
}

/// The people of an organisation with their roles, the role given last first.
pub fn list(
    tx: &mut Transaction,
    organisation: &OrganisationId,
    page: &Page,
) -> Result<Vec<MemberRow>> {
    let permit = tx.permit::<List, User, Organisation>(organisation)?;
    store::list_of_organisation(tx, &permit, page)
}

/// Refuses a colleague who cannot act in the organisation in one of the roles.
pub fn ensure_can_act(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    organisation: &OrganisationId,
    roles: &[Role],
    pointer: &str,
) -> Result<()> {
    if store::can_act(tx, proof, user, organisation, roles)? {
        Ok(())
    } else {
        Err(Error::invalid(pointer, "cannot_act_here"))
    }
}

/// The addresses of the users who can act in an organisation in one of the roles, for a mail.
pub fn addresses(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    roles: &[Role],
) -> Result<Vec<String>> {
    store::addresses(tx, proof, organisation, roles)
}

/// The first user of a service, added by the command line; its organisation is there already.
pub fn add_by_command(tx: &mut Transaction, new: NewUser) -> Result<User> {
    let permit = tx.service_permit::<Create, User>()?;
    let user = user_row(&new, tx.now().naive_utc());
    store::insert(tx, &permit, &user)?;
    let permit = tx.service_permit::<Create, Membership>()?;
    let membership = Membership {
        id: MembershipId::new(),
        user_id: user.id.clone(),
        organisation_id: new.organisation_id,
        role: new.role,
        active: true,
        created_at: tx.now().naive_utc(),
        identity_provider: None,
    };
    store::insert_membership(tx, &permit, &membership)?;
    Ok(user)
}

fn user_row(new: &NewUser, now: NaiveDateTime) -> User {
    User {
        id: UserId::new(),
        email: new.email.as_str().to_owned(),
        display_name: new.display_name.clone(),
        password_hash: new.password_hash.clone(),
        active: true,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}
