use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{RefreshRow, RefreshTokenId};
use crate::access::{Create, Permit, Proof, Service, Transaction, Update};
use crate::accounts::UserId;
use crate::db::schema::refresh_tokens as table;
use crate::db::schema::{memberships, organisations, sign_ins, users};
use crate::error::Result;
use crate::sign_ins::{SignInId, SignInRow};

type Refresh = Permit<Update, RefreshRow, Service>;

/// The sign-in that refresh tokens belong to, and its user.
pub struct Family {
    pub sign_in: SignInRow,
    pub email: String,
    /// Whether user, role and organisation still stand.
    pub may_act: bool,
}

pub fn find(tx: &mut Transaction, permit: &Refresh, hash: &str) -> Result<Option<RefreshRow>> {
    Ok(table::table
        .filter(table::token_hash.eq(hash))
        .select(RefreshRow::as_select())
        .first(tx.connection(permit))
        .optional()?)
}

/// Keeps others from refreshing the same sign-in until this transaction ends.
pub fn lock_family(tx: &mut Transaction, permit: &Refresh, id: &SignInId) -> Result<()> {
    diesel::update(sign_ins::table.find(id))
        .set(sign_ins::expires_at.eq(sign_ins::expires_at))
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn family(tx: &mut Transaction, permit: &Refresh, id: &SignInId) -> Result<Family> {
    let (sign_in, email, user, membership, organisation): (SignInRow, String, bool, bool, bool) =
        sign_ins::table
            .inner_join(memberships::table)
            .inner_join(users::table.on(users::id.eq(sign_ins::user_id)))
            .inner_join(organisations::table.on(organisations::id.eq(memberships::organisation_id)))
            .filter(sign_ins::id.eq(id))
            .select((
                SignInRow::as_select(),
                users::email,
                users::active,
                memberships::active,
                organisations::active,
            ))
            .first(tx.connection(permit))?;
    Ok(Family {
        sign_in,
        email,
        may_act: user && membership && organisation,
    })
}

/// A token that was neither used nor replaced.
pub fn find_fresh(
    tx: &mut Transaction,
    permit: &Refresh,
    id: &RefreshTokenId,
) -> Result<Option<RefreshTokenId>> {
    Ok(table::table
        .find(id)
        .filter(table::used_at.is_null())
        .filter(table::replaced_at.is_null())
        .select(table::id)
        .first(tx.connection(permit))
        .optional()?)
}

pub fn insert(tx: &mut Transaction, proof: &impl Proof, row: &RefreshRow) -> Result<()> {
    diesel::insert_into(table::table)
        .values(row)
        .execute(tx.connection(proof))?;
    Ok(())
}

pub fn use_up(
    tx: &mut Transaction,
    permit: &Refresh,
    id: &RefreshTokenId,
    at: NaiveDateTime,
    successor: &RefreshTokenId,
) -> Result<()> {
    diesel::update(table::table.find(id))
        .set((table::used_at.eq(at), table::successor_id.eq(successor)))
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn replace(
    tx: &mut Transaction,
    permit: &Refresh,
    id: &RefreshTokenId,
    at: NaiveDateTime,
) -> Result<()> {
    diesel::update(table::table.find(id))
        .set(table::replaced_at.eq(at))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Forgets the tokens of a user's sign-ins that were over by then.
pub fn forget_old(
    tx: &mut Transaction,
    permit: &Permit<Create, RefreshRow, Service>,
    user: &UserId,
    by: NaiveDateTime,
) -> Result<()> {
    let over = sign_ins::table
        .filter(sign_ins::user_id.eq(user))
        .filter(sign_ins::expires_at.lt(by))
        .select(sign_ins::id);
    diesel::delete(table::table)
        .filter(table::sign_in_id.eq_any(over))
        .execute(tx.connection(permit))?;
    Ok(())
}
