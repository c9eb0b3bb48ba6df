use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Methods, SignInId, SignInRow};
use crate::access::{Create, Permit, Proof, Service, Transaction};
use crate::accounts::{Email, MembershipId, User, UserId};
use crate::db::schema::{sign_ins, users};
use crate::error::Result;

/// Whom an e-mail address belongs to, for the sign-in.
pub fn find_by_email(
    tx: &mut Transaction,
    permit: &Permit<Create, SignInRow, Service>,
    email: &Email,
) -> Result<Option<User>> {
    Ok(users::table
        .filter(users::email.eq(email.as_str()))
        .select(User::as_select())
        .first(tx.connection(permit))
        .optional()?)
}

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, SignInRow, Service>,
    row: &SignInRow,
) -> Result<()> {
    diesel::insert_into(sign_ins::table)
        .values(row)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Ends a sign-in; one that is over stays as it is.
pub fn end(tx: &mut Transaction, proof: &impl Proof, id: &SignInId) -> Result<()> {
    let now = tx.now().naive_utc();
    diesel::update(sign_ins::table.find(id))
        .filter(sign_ins::ended_at.is_null())
        .set(sign_ins::ended_at.eq(now))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Ends all sign-ins of a user but one.
pub fn end_all_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    but: Option<&SignInId>,
) -> Result<()> {
    let now = tx.now().naive_utc();
    let kept = but.cloned().unwrap_or_else(SignInId::nil);
    diesel::update(sign_ins::table)
        .filter(sign_ins::user_id.eq(user))
        .filter(sign_ins::id.ne(kept))
        .filter(sign_ins::ended_at.is_null())
        .set(sign_ins::ended_at.eq(now))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Ends all sign-ins that act in a role.
pub fn end_all_in(
    tx: &mut Transaction,
    proof: &impl Proof,
    membership: &MembershipId,
) -> Result<()> {
    let now = tx.now().naive_utc();
    diesel::update(sign_ins::table)
        .filter(sign_ins::membership_id.eq(membership))
        .filter(sign_ins::ended_at.is_null())
        .set(sign_ins::ended_at.eq(now))
        .execute(tx.connection(proof))?;
    Ok(())
}

pub fn end_all_through_providers(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
) -> Result<()> {
    let now = tx.now().naive_utc();
    diesel::update(sign_ins::table)
        .filter(sign_ins::user_id.eq(user))
        .filter(sign_ins::identity_provider.is_not_null())
        .filter(sign_ins::ended_at.is_null())
        .set(sign_ins::ended_at.eq(now))
        .execute(tx.connection(proof))?;
    Ok(())
}

pub fn note_methods(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &SignInId,
    methods: Methods,
    at: NaiveDateTime,
) -> Result<()> {
    diesel::update(sign_ins::table.find(id))
        .set((
            sign_ins::methods.eq(methods),
            sign_ins::authenticated_at.eq(at),
        ))
        .execute(tx.connection(proof))?;
    Ok(())
}
