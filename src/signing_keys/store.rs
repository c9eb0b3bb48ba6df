use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{SigningKeyId, SigningKeyRow};
use crate::access::{Create, Listing, Permit, Service, Transaction, Update};
use crate::db::schema::{data_keys, record_imports, second_factors, service_marks, signing_keys};
use crate::error::Result;
use crate::second_factors::SecondFactor;

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

/// Retires the keys that stand, also those that were to stand for a while yet, and has none of all that
/// there are shown any more: who got at one may have got at the others.
pub fn give_up_all(
    tx: &mut Transaction,
    permit: &Permit<Update, SigningKeyRow, Service>,
    at: NaiveDateTime,
) -> Result<()> {
    diesel::update(signing_keys::table)
        .filter(
            signing_keys::retired_at
                .is_null()
                .or(signing_keys::retired_at.gt(at)),
        )
        .set(signing_keys::retired_at.eq(at))
        .execute(tx.connection(permit))?;
    diesel::update(signing_keys::table)
        .filter(signing_keys::compromised_at.is_null())
        .set(signing_keys::compromised_at.eq(at))
        .execute(tx.connection(permit))?;
    Ok(())
}

type Keys = Permit<Update, SigningKeyRow, Service>;

/// The mark under which the key of the blind index is kept.
pub const INDEX_KEY: &str = "blind_index_key";

pub fn find_index_key(tx: &mut Transaction, permit: &Keys) -> Result<Option<String>> {
    Ok(service_marks::table
        .find(INDEX_KEY)
        .select(service_marks::value)
        .first(tx.connection(permit))
        .optional()?)
}

pub fn insert_index_key(tx: &mut Transaction, permit: &Keys, sealed: &str) -> Result<()> {
    diesel::insert_into(service_marks::table)
        .values((
            service_marks::name.eq(INDEX_KEY),
            service_marks::value.eq(sealed),
        ))
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn rewrap_index_key(
    tx: &mut Transaction,
    permit: &Keys,
    old: &str,
    anew: &str,
) -> Result<usize> {
    Ok(diesel::update(service_marks::table.find(INDEX_KEY))
        .filter(service_marks::value.eq(old))
        .set(service_marks::value.eq(anew))
        .execute(tx.connection(permit))?)
}

pub fn rewrap_signing_key(
    tx: &mut Transaction,
    permit: &Keys,
    id: &SigningKeyId,
    old: &str,
    anew: &str,
) -> Result<usize> {
    Ok(diesel::update(signing_keys::table.find(id))
        .filter(signing_keys::sealed_private_key.eq(old))
        .set(signing_keys::sealed_private_key.eq(anew))
        .execute(tx.connection(permit))?)
}

/// Data keys behind an id: id, organisation and wrapped key.
pub fn data_keys_after(
    tx: &mut Transaction,
    permit: &Keys,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, String, String)>> {
    Ok(data_keys::table
        .filter(data_keys::id.gt(after))
        .order(data_keys::id)
        .limit(limit)
        .select((
            data_keys::id,
            data_keys::organisation_id,
            data_keys::wrapped_key,
        ))
        .load(tx.connection(permit))?)
}

pub fn rewrap_data_key(
    tx: &mut Transaction,
    permit: &Keys,
    id: &str,
    old: &str,
    anew: &str,
) -> Result<usize> {
    Ok(diesel::update(data_keys::table.find(id))
        .filter(data_keys::wrapped_key.eq(old))
        .set(data_keys::wrapped_key.eq(anew))
        .execute(tx.connection(permit))?)
}

/// The keys of imports that are not over, behind an id.
pub fn import_keys_after(
    tx: &mut Transaction,
    permit: &Keys,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, String, String)>> {
    Ok(record_imports::table
        .filter(record_imports::id.gt(after))
        .order(record_imports::id)
        .limit(limit)
        .select((
            record_imports::id,
            record_imports::organisation_id,
            record_imports::wrapped_key.assume_not_null(),
        ))
        .filter(record_imports::wrapped_key.is_not_null())
        .load(tx.connection(permit))?)
}

pub fn rewrap_import_key(
    tx: &mut Transaction,
    permit: &Keys,
    id: &str,
    old: &str,
    anew: &str,
) -> Result<usize> {
    Ok(diesel::update(record_imports::table.find(id))
        .filter(record_imports::wrapped_key.eq(old))
        .set(record_imports::wrapped_key.eq(anew))
        .execute(tx.connection(permit))?)
}

pub fn second_factors_after(
    tx: &mut Transaction,
    permit: &Keys,
    after: &str,
    rows: i64,
) -> Result<Vec<SecondFactor>> {
    Ok(second_factors::table
        .filter(second_factors::user_id.gt(after))
        .order(second_factors::user_id)
        .limit(rows)
        .select(SecondFactor::as_select())
        .load(tx.connection(permit))?)
}

/// Replaces the secret that was read; one that was exchanged meanwhile stays as it is.
pub fn rewrap_secret(
    tx: &mut Transaction,
    permit: &Keys,
    read: &SecondFactor,
    anew: &str,
) -> Result<usize> {
    Ok(diesel::update(second_factors::table.find(&read.user_id))
        .filter(second_factors::sealed_secret.eq(&read.sealed_secret))
        .set(second_factors::sealed_secret.eq(anew))
        .execute(tx.connection(permit))?)
}

pub fn rewrap_offered_secret(
    tx: &mut Transaction,
    permit: &Keys,
    read: &SecondFactor,
    anew: &str,
) -> Result<usize> {
    Ok(diesel::update(second_factors::table.find(&read.user_id))
        .filter(second_factors::offered_secret.eq(&read.offered_secret))
        .set(second_factors::offered_secret.eq(anew))
        .execute(tx.connection(permit))?)
}
