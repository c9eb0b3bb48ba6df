use diesel::prelude::*;

use super::{RecoveryCode, SecondFactor};
use crate::access::{Create, Mine, Permit, Proof, Transaction};
use crate::accounts::{User, UserId};
use crate::db::schema::{recovery_codes as codes, second_factors as factors, users};
use crate::error::Result;

/// Any permit will do: it is read to find out whether somebody is who they say.
pub fn find(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
) -> Result<Option<SecondFactor>> {
    Ok(factors::table
        .find(user)
        .select(SecondFactor::as_select())
        .first(tx.connection(proof))
        .optional()?)
}

/// The acting user.
pub fn find_mine(
    tx: &mut Transaction,
    permit: &Permit<Create, SecondFactor, Mine>,
) -> Result<User> {
    let id = tx.actor().user_id.clone();
    Ok(users::table
        .find(id)
        .select(User::as_select())
        .first(tx.connection(permit))?)
}

pub fn insert(tx: &mut Transaction, proof: &impl Proof, factor: &SecondFactor) -> Result<()> {
    diesel::insert_into(factors::table)
        .values(factor)
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Keeps a secret until its first code is shown, in the place of one that was offered before.
pub fn offer(
    tx: &mut Transaction,
    permit: &Permit<Create, SecondFactor, Mine>,
    sealed: &str,
) -> Result<()> {
    let user_id = tx.actor().user_id.clone();
    let offered = diesel::update(factors::table.find(&user_id))
        .set(factors::offered_secret.eq(sealed))
        .execute(tx.connection(permit))?;
    if offered == 1 {
        return Ok(());
    }
    let factor = SecondFactor {
        user_id,
        sealed_secret: None,
        offered_secret: Some(sealed.to_owned()),
        last_step: None,
        confirmed_at: None,
    };
    insert(tx, permit, &factor)
}

/// Makes the offered secret the one that counts; false when another was offered meanwhile.
pub fn confirm(
    tx: &mut Transaction,
    permit: &Permit<Create, SecondFactor, Mine>,
    sealed: &str,
    step: i64,
) -> Result<bool> {
    let now = tx.now().naive_utc();
    let user = tx.actor().user_id.clone();
    let confirmed = diesel::update(factors::table.find(user))
        .filter(factors::offered_secret.eq(sealed))
        .set((
            factors::sealed_secret.eq(sealed),
            factors::offered_secret.eq(None::<String>),
            factors::last_step.eq(step),
            factors::confirmed_at.eq(now),
        ))
        .execute(tx.connection(permit))?;
    Ok(confirmed == 1)
}

/// Takes a code's step; of several who show the same code, one succeeds.
pub fn take_step(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    step: i64,
) -> Result<bool> {
    let taken = diesel::update(factors::table.find(user))
        .filter(factors::last_step.is_null().or(factors::last_step.lt(step)))
        .set(factors::last_step.eq(step))
        .execute(tx.connection(proof))?;
    Ok(taken == 1)
}

/// Uses a recovery code up; of several who show it, one succeeds.
pub fn use_recovery_code(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    hash: &str,
) -> Result<bool> {
    let used = diesel::delete(codes::table)
        .filter(codes::user_id.eq(user))
        .filter(codes::code_hash.eq(hash))
        .execute(tx.connection(proof))?;
    Ok(used == 1)
}

/// Gives a user other recovery codes.
pub fn replace_recovery_codes(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    rows: &[RecoveryCode],
) -> Result<()> {
    diesel::delete(codes::table)
        .filter(codes::user_id.eq(user))
        .execute(tx.connection(proof))?;
    for row in rows {
        diesel::insert_into(codes::table)
            .values(row)
            .execute(tx.connection(proof))?;
    }
    Ok(())
}

pub fn remove(tx: &mut Transaction, proof: &impl Proof, user: &UserId) -> Result<()> {
    replace_recovery_codes(tx, proof, user, &[])?;
    diesel::delete(factors::table.find(user)).execute(tx.connection(proof))?;
    Ok(())
}
