//! Where requests came from is kept for a shorter time than that they came.

use chrono::{NaiveDateTime, TimeDelta};

use super::{LoggedAddress, LoggedEntry, store};
use crate::access::{Caller, Delete, List, Transaction};
use crate::db::Database;
use crate::error::Result;

/// Erases the addresses that are older than so many days, in small transactions, each an entry itself;
/// gives how many those were. The entries stay as they are, and so do their hashes.
pub async fn erase(database: &Database, days: i64) -> Result<usize> {
    let worker = || Caller::worker("erase_addresses");
    let before = (database.clock().now() - TimeDelta::days(days)).naive_utc();
    let mut erased = 0;
    while database
        .read(worker(), move |tx| is_due(tx, before))
        .await?
    {
        let some = database
            .write(worker(), move |tx| erase_some(tx, before))
            .await?;
        erased += some;
        // What the database does not give up is not asked for again at once.
        if some == 0 {
            break;
        }
    }
    Ok(erased)
}

fn is_due(tx: &mut Transaction, before: NaiveDateTime) -> Result<bool> {
    let permit = tx.service_permit::<List, LoggedEntry>()?;
    let oldest = store::oldest_address(tx, &permit)?;
    Ok(oldest.is_some_and(|at| at < before))
}

fn erase_some(tx: &mut Transaction, before: NaiveDateTime) -> Result<usize> {
    let permit = tx.service_permit::<Delete, LoggedAddress>()?;
    store::erase_addresses(tx, &permit, before)
}
