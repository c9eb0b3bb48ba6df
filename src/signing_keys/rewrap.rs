//! Another master key: everything that the old one wraps is wrapped anew.
//!
//! 1. Every instance is given the new key as its other one, and opens what either has wrapped.
//! 2. The two change places: what is made from now on is wrapped by the new key.
//! 3. The command wraps what is left, in small transactions. Killed half-way, it is run again, and
//!    goes on where something is still under the old key.
//! 4. The old key is taken from the instances, and destroyed with the backups that need it.
//!
//! The key of the blind index stays as it is, wrapped like the others: what is found by it stays found.

use super::{SigningKeyRow, store, tokens};
use crate::access::{Caller, Transaction, Update};
use crate::accounts::UserId;
use crate::beneficiaries::service::data_key_place;
use crate::credentials::{self, store as issuers};
use crate::db::Database;
use crate::error::{Error, Result};
use crate::record_imports::service::key_place as import_key_place;
use crate::second_factors::secret_place;
use crate::vault::{IndexKey, Place};

/// Data keys that one transaction wraps.
const BATCH: i64 = 200;

/// The key of the blind index. Before it was kept, it followed from the master key: from the one
/// that the service's oldest signing key is wrapped by.
pub fn take_index_key(tx: &mut Transaction, keys: &[SigningKeyRow]) -> Result<IndexKey> {
    let permit = tx.service_permit::<Update, SigningKeyRow>()?;
    let vault = tx.vault();
    if let Some(sealed) = store::find_index_key(tx, &permit)? {
        return vault
            .open_index_key(INDEX_KEY, &sealed)
            .map_err(Error::internal);
    }
    let key = match keys.first() {
        Some(key) => vault.index_key_beside(tokens::place(&key.id), &key.sealed_private_key),
        None => vault.index_key(),
    };
    let sealed = vault.seal_index_key(INDEX_KEY, &key);
    store::insert_index_key(tx, &permit, &sealed)?;
    Ok(key)
}

const INDEX_KEY: Place<'static> = Place {
    table: "service_marks",
    column: "value",
    row: store::INDEX_KEY,
    organisation: "",
};

/// Wraps the service's own keys anew: those that sign, those of issuers, and that of the blind index.
pub fn own_keys(tx: &mut Transaction) -> Result<usize> {
    let permit = tx.service_permit::<Update, SigningKeyRow>()?;
    let vault = tx.vault();
    let mut done = 0;
    for key in super::service::known(tx)? {
        let old = &key.sealed_private_key;
        let anew = vault.rewrap(tokens::place(&key.id), old);
        if let Some(anew) = anew.map_err(Error::internal)? {
            done += store::rewrap_signing_key(tx, &permit, &key.id, old, &anew)?;
        }
    }
    for (id, organisation, old) in issuers::sealed_keys(tx, &permit)? {
        let anew = vault.rewrap(credentials::place(&id, &organisation), &old);
        if let Some(anew) = anew.map_err(Error::internal)? {
            done += issuers::rewrap_key(tx, &permit, &id, &old, &anew)?;
        }
    }
    if let Some(old) = store::find_index_key(tx, &permit)?
        && let Some(anew) = vault.rewrap(INDEX_KEY, &old).map_err(Error::internal)?
    {
        done += store::rewrap_index_key(tx, &permit, &old, &anew)?;
    }
    Ok(done)
}

/// Wraps a batch of persons' data keys anew, in the order of their ids; gives how many were not
/// under the new key yet, and the last id, none behind the last batch.
pub fn data_keys(tx: &mut Transaction, after: &str) -> Result<(usize, Option<String>)> {
    let permit = tx.service_permit::<Update, SigningKeyRow>()?;
    let vault = tx.vault();
    let rows = store::data_keys_after(tx, &permit, after, BATCH)?;
    let mut done = 0;
    for (id, organisation, old) in &rows {
        let anew = vault.rewrap(data_key_place(id, organisation), old);
        if let Some(anew) = anew.map_err(Error::internal)? {
            // A key that was erased meanwhile stays erased.
            done += store::rewrap_data_key(tx, &permit, id, old, &anew)?;
        }
    }
    Ok((done, rows.into_iter().next_back().map(|(id, ..)| id)))
}

/// Wraps the secrets of a batch of users' second factors anew, as [`data_keys`] does.
pub fn second_factors(tx: &mut Transaction, after: &str) -> Result<(usize, Option<String>)> {
    let permit = tx.service_permit::<Update, SigningKeyRow>()?;
    let vault = tx.vault();
    let rows = store::second_factors_after(tx, &permit, after, BATCH)?;
    let anew = |user: &UserId, sealed: &Option<String>| {
        let sealed = sealed
            .as_ref()
            .map(|it| vault.rewrap(secret_place(user), it));
        sealed
            .transpose()
            .map(Option::flatten)
            .map_err(Error::internal)
    };
    let mut done = 0;
    for row in &rows {
        if let Some(secret) = anew(&row.user_id, &row.sealed_secret)? {
            done += store::rewrap_secret(tx, &permit, row, &secret)?;
        }
        if let Some(offered) = anew(&row.user_id, &row.offered_secret)? {
            done += store::rewrap_offered_secret(tx, &permit, row, &offered)?;
        }
    }
    let last = rows.into_iter().next_back();
    Ok((done, last.map(|row| row.user_id.to_string())))
}

/// Wraps the keys of a batch of imports anew, as [`data_keys`] does.
pub fn imports(tx: &mut Transaction, after: &str) -> Result<(usize, Option<String>)> {
    let permit = tx.service_permit::<Update, SigningKeyRow>()?;
    let vault = tx.vault();
    let rows = store::import_keys_after(tx, &permit, after, BATCH)?;
    let mut done = 0;
    for (id, organisation, old) in &rows {
        let anew = vault.rewrap(import_key_place(id, organisation), old);
        if let Some(anew) = anew.map_err(Error::internal)? {
            done += store::rewrap_import_key(tx, &permit, id, old, &anew)?;
        }
    }
    Ok((done, rows.into_iter().next_back().map(|(id, ..)| id)))
}

/// Wraps everything anew, one transaction after the other; gives how many keys that were.
pub fn everything(database: &Database) -> Result<usize> {
    let mut done = database.write_blocking(&Caller::worker("rewrap_own_keys"), own_keys)?;
    let caller = Caller::worker("rewrap_keys");
    for batch in [data_keys, second_factors, imports] {
        let mut after = String::new();
        loop {
            let (some, last) = database.write_blocking(&caller, |tx| batch(tx, &after))?;
            done += some;
            match last {
                Some(last) => after = last,
                None => break,
            }
        }
    }
    Ok(done)
}
