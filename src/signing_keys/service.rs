use super::{SigningKeyRow, store, tokens};
use crate::access::{Create, Transaction, Update};
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

/// The signing keys as they are.
pub fn known(tx: &mut Transaction) -> Result<Vec<SigningKeyRow>> {
    let listing = tx.listing::<SigningKeyRow>()?;
    store::list(tx, &listing)
}

/// Makes a key in the place of one that somebody else may have. Those before it verify nothing from this
/// moment on, wherever an instance has looked since, and are shown no more; whoever is signed in goes on by
/// a refresh.
pub fn replace_compromised(tx: &mut Transaction) -> Result<SigningKeyRow> {
    let permit = tx.service_permit::<Update, SigningKeyRow>()?;
    let now = tx.now().naive_utc();
    store::give_up_all(tx, &permit, now)?;
    let permit = tx.service_permit::<Create, SigningKeyRow>()?;
    let key = tokens::new_key(&tx.vault(), now)?;
    store::insert(tx, &permit, &key)?;
    Ok(key)
}

/// Makes the key that signs next. Those before it verify until the last token that they signed is dead, and
/// are shown from then on for what else they signed.
pub fn rotate(tx: &mut Transaction) -> Result<SigningKeyRow> {
    let permit = tx.service_permit::<Update, SigningKeyRow>()?;
    let now = tx.now();
    store::retire_all(tx, &permit, (now + tokens::OUTLIVES).naive_utc())?;
    let permit = tx.service_permit::<Create, SigningKeyRow>()?;
    let key = tokens::new_key(&tx.vault(), now.naive_utc())?;
    store::insert(tx, &permit, &key)?;
    Ok(key)
}
