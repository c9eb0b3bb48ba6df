//! Answers kept for requests that are repeated with the same `Idempotency-Key` in the same role.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use crate::access::{Delete, Mine, Permit, Protected, Resource, Transaction, Update};
use crate::db::schema::idempotency_keys as kept;
use crate::error::{Error, Result};

/// How long an answer is kept.
pub const KEPT: TimeDelta = TimeDelta::hours(24);

/// What the policy calls a user's kept answers.
pub struct KeptAnswer;

impl Protected for KeptAnswer {
    const RESOURCE: Resource = Resource::KeptAnswer;
}

fn permit(tx: &mut Transaction) -> Result<Permit<Update, KeptAnswer, Mine>> {
    tx.own_permit::<Update, KeptAnswer>()
}

/// The request as the acting role makes it: in another role it is another request.
fn in_role(tx: &Transaction, request_hash: &str) -> String {
    let sign_in = tx.actor().sign_in.as_ref();
    let membership = sign_in.map(|it| it.membership_id.as_str());
    format!("{} {request_hash}", membership.unwrap_or_default())
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
        Some((hash, _)) if hash != in_role(tx, request_hash) => {
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
    let request_hash = in_role(tx, request_hash);
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

/// Whether [`purge`] would find anything.
pub fn is_purge_due(tx: &mut Transaction) -> Result<bool> {
    let permit = tx.service_permit::<Delete, KeptAnswer>()?;
    let oldest = oldest(tx);
    let old = kept::table.filter(kept::created_at.le(oldest));
    Ok(diesel::select(exists(old)).get_result(tx.connection(&permit))?)
}

/// A worker's pass: forgets the answers that were kept for their time.
pub fn purge(tx: &mut Transaction) -> Result<()> {
    let permit = tx.service_permit::<Delete, KeptAnswer>()?;
    let oldest = oldest(tx);
    diesel::delete(kept::table)
        .filter(kept::created_at.le(oldest))
        .execute(tx.connection(&permit))?;
    Ok(())
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
