use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{PasswordLink, PasswordLinkId};
use crate::access::{Create, Mine, Permit, Proof, Service, Transaction, Update};
use crate::accounts::{Account, User, UserId};
use crate::db::schema::{external_identities, password_links as links, users};
use crate::error::Result;

type Sending = Permit<Create, PasswordLink, Service>;
type Setting = Permit<Update, PasswordLink, Service>;

/// The user whom a mail is for, if there is one who may sign in.
pub fn find_reader(tx: &mut Transaction, permit: &Sending, email: &str) -> Result<Option<User>> {
    Ok(users::table
        .filter(users::email.eq(email))
        .filter(users::active.eq(true))
        .select(User::as_select())
        .first(tx.connection(permit))
        .optional()?)
}

/// Whether a user never had a password, and an identity provider vouches for them: what it no longer
/// says would be worth nothing if they could have one.
pub fn comes_by_provider_only(tx: &mut Transaction, permit: &Sending, user: &User) -> Result<bool> {
    if user.password_hash.is_some() {
        return Ok(false);
    }
    let theirs = external_identities::table.filter(external_identities::user_id.eq(&user.id));
    Ok(diesel::select(diesel::dsl::exists(theirs)).get_result(tx.connection(permit))?)
}

pub fn find(
    tx: &mut Transaction,
    permit: &Sending,
    id: &PasswordLinkId,
) -> Result<Option<PasswordLink>> {
    Ok(links::table
        .find(id)
        .select(PasswordLink::as_select())
        .first(tx.connection(permit))
        .optional()?)
}

pub fn insert(tx: &mut Transaction, permit: &Sending, link: &PasswordLink) -> Result<()> {
    diesel::insert_into(links::table)
        .values(link)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Counts the time of a link that is sent once more from now.
pub fn postpone(
    tx: &mut Transaction,
    permit: &Sending,
    id: &PasswordLinkId,
    token_hash: &str,
    expires_at: NaiveDateTime,
) -> Result<()> {
    diesel::update(links::table.find(id))
        .filter(links::ended_at.is_null())
        .set((
            links::token_hash.eq(token_hash),
            links::expires_at.eq(expires_at),
        ))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Ends all links of a user.
pub fn end_all(tx: &mut Transaction, proof: &impl Proof, user: &UserId) -> Result<()> {
    let now = tx.now().naive_utc();
    diesel::update(links::table)
        .filter(links::user_id.eq(user))
        .filter(links::ended_at.is_null())
        .set(links::ended_at.eq(now))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// The link of a token and its user, if it can still be used.
pub fn find_standing(
    tx: &mut Transaction,
    permit: &Setting,
    token_hash: &str,
) -> Result<Option<(PasswordLink, User)>> {
    let now = tx.now().naive_utc();
    Ok(links::table
        .inner_join(users::table)
        .filter(links::token_hash.eq(token_hash))
        .filter(links::ended_at.is_null())
        .filter(links::expires_at.gt(now))
        .filter(users::active.eq(true))
        .select((PasswordLink::as_select(), User::as_select()))
        .first(tx.connection(permit))
        .optional()?)
}

/// Uses a link up; of several who try at once, one succeeds.
pub fn use_up(tx: &mut Transaction, permit: &Setting, id: &PasswordLinkId) -> Result<bool> {
    let now = tx.now().naive_utc();
    let used = diesel::update(links::table.find(id))
        .filter(links::ended_at.is_null())
        .filter(links::expires_at.gt(now))
        .set(links::ended_at.eq(now))
        .execute(tx.connection(permit))?;
    Ok(used == 1)
}

/// Has a user confirm each identity by which providers know them before it counts again.
pub fn ask_for_confirmation(tx: &mut Transaction, permit: &Setting, user: &UserId) -> Result<()> {
    diesel::update(external_identities::table)
        .filter(external_identities::user_id.eq(user))
        .set(external_identities::confirmed_at.eq(None::<NaiveDateTime>))
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn set_hash(
    tx: &mut Transaction,
    permit: &Setting,
    user: &UserId,
    password_hash: &str,
) -> Result<()> {
    diesel::update(users::table.find(user))
        .set(users::password_hash.eq(password_hash))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// The acting user.
pub fn find_mine(tx: &mut Transaction, permit: &Permit<Update, Account, Mine>) -> Result<User> {
    let id = tx.actor().user_id.clone();
    Ok(users::table
        .find(id)
        .select(User::as_select())
        .first(tx.connection(permit))?)
}
