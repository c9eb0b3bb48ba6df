use super::{SigningKeyRow, store, tokens};
use crate::access::{Create, Transaction};
use crate::error::Result;

/// The signing keys; makes the first one.
pub fn take(tx: &mut Transaction) -> Result<Vec<SigningKeyRow>> {
    let listing = tx.listing::<SigningKeyRow>()?;
    let mut keys = store::list(tx, &listing)?;
    if keys.iter().all(|key| key.retired_at.is_some()) {
        let permit = tx.service_permit::<Create, SigningKeyRow>()?;
        let key = tokens::new_key(&tx.vault(), tx.now().naive_utc())?;
        store::insert(tx, &permit, &key)?;
        keys.push(key);
    }
    Ok(keys)
}
