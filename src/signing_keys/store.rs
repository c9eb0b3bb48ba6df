use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::SigningKeyRow;
use crate::access::{Create, Listing, Permit, Service, Transaction, Update};
use crate::db::schema::signing_keys;
use crate::error::Result;

pub fn list(tx: &mut Transaction, listing: &Listing<SigningKeyRow>) -> Result<Vec<SigningKeyRow>> {
    Ok(signing_keys::table
        .order(signing_keys::id)
        .select(SigningKeyRow::as_select())
        .load(tx.connection(listing))?)
}

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, SigningKeyRow, Service>,
    key: &SigningKeyRow,
) -> Result<()> {
    diesel::insert_into(signing_keys::table)
        .values(key)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Retires the keys that are not retired yet.
pub fn retire_all(
    tx: &mut Transaction,
    permit: &Permit<Update, SigningKeyRow, Service>,
    at: NaiveDateTime,
) -> Result<()> {
    diesel::update(signing_keys::table)
        .filter(signing_keys::retired_at.is_null())
        .set(signing_keys::retired_at.eq(at))
        .execute(tx.connection(permit))?;
    Ok(())
}
