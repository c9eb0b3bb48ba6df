//! Answers kept for requests that are repeated with the same `Idempotency-Key`.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::Account;
use crate::access::{Mine, Permit, Transaction, Update};
use crate::db::schema::idempotency_keys as kept;
use crate::error::{Error, Result};

/// How long an answer is kept.
pub const KEPT: TimeDelta = TimeDelta::hours(24);

fn permit(tx: &mut Transaction) -> Result<Permit<Update, Account, Mine>> {
    tx.own_permit::<Update, Account>()
}

fn oldest(tx: &Transaction) -> NaiveDateTime {
    (tx.now() - KEPT).naive_utc()
}

/// The answer given under this key; an error when the key was used for another request.
pub fn find(tx: &mut Transaction, key: &str, request_hash: &str) -> Result<Option<String>> {
    let permit = permit(tx)?;
    let (user, oldest) = (tx.actor().user_id.clone(), oldest(tx));
    let row = kept::table
        .filter(kept::user_id.eq(user))
        .filter(kept::idempotency_key.eq(key))
        .filter(kept::created_at.gt(oldest))
        .select((kept::request_hash, kept::answer))
        .first::<(String, String)>(tx.connection(&permit))
        .optional()?;
    match row {
        Some((hash, _)) if hash != request_hash => {
            Err(Error::invalid("", "idempotency_key_reused"))
        }
        Some((_, answer)) => Ok(Some(answer)),
        None => Ok(None),
    }
}

/// Takes the key for this request, and forgets the user's keys that are too old.
pub fn take(tx: &mut Transaction, key: &str, request_hash: &str) -> Result<()> {
    let permit = permit(tx)?;
    let (user, oldest) = (tx.actor().user_id.clone(), oldest(tx));
    let now = tx.now().naive_utc();
    diesel::delete(kept::table)
        .filter(kept::user_id.eq(&user))
        .filter(kept::created_at.le(oldest))
        .execute(tx.connection(&permit))?;
    let taken = diesel::insert_into(kept::table)
        .values((
            kept::user_id.eq(&user),
            kept::idempotency_key.eq(key),
            kept::request_hash.eq(request_hash),
            kept::answer.eq(""),
            kept::created_at.eq(now),
        ))
        .execute(tx.connection(&permit));
    match taken {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("idempotency_key_taken"))
        }
        other => Ok(other.map(|_| ())?),
    }
}

/// Keeps the answer, in the transaction of the change that it tells of.
pub fn keep(tx: &mut Transaction, key: &str, answer: &str) -> Result<()> {
    let permit = permit(tx)?;
    let user = tx.actor().user_id.clone();
    diesel::update(kept::table)
        .filter(kept::user_id.eq(user))
        .filter(kept::idempotency_key.eq(key))
        .set(kept::answer.eq(answer))
        .execute(tx.connection(&permit))?;
    Ok(())
}
