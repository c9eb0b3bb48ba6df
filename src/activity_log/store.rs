use chrono::NaiveDateTime;
use diesel::prelude::*;
use uuid::Uuid;

use super::chain::Link;
use super::{Checkpoint, Entry, LoggedAddress, LoggedEntry, SealedEntry, Touched};
use crate::access::{Create, Delete, List, Permit, Proof, Service, Transaction};
use crate::db::schema::{
    activity_log as log, activity_log_records as records, log_addresses as addresses,
    log_checkpoints as checkpoints, sealed_entries as sealed,
};
use crate::db::sealing;
use crate::error::Result;

pub type Sealer = Permit<Create, LoggedEntry, Service>;
pub type Reader = Permit<List, LoggedEntry, Service>;
pub type Eraser = Permit<Delete, LoggedAddress, Service>;

/// Whether this transaction is the one that seals now.
pub fn take_turn(tx: &mut Transaction, permit: &Sealer) -> Result<bool> {
    sealing::take_turn(tx.connection(permit))
}

pub fn last_sealed(tx: &mut Transaction, proof: &impl Proof) -> Result<Option<SealedEntry>> {
    Ok(sealed::table
        .order(sealed::sequence.desc())
        .select(SealedEntry::as_select())
        .first(tx.connection(proof))
        .optional()?)
}

pub fn last_checkpoint(tx: &mut Transaction, proof: &impl Proof) -> Result<Option<Checkpoint>> {
    Ok(checkpoints::table
        .order(checkpoints::sequence.desc())
        .select(Checkpoint::as_select())
        .first(tx.connection(proof))
        .optional()?)
}

/// Entries with this id or a later one that are not sealed, in the order of their ids.
pub fn unsealed(
    tx: &mut Transaction,
    permit: &Sealer,
    from: Uuid,
    limit: i64,
) -> Result<Vec<LoggedEntry>> {
    let ids = sealing::unsealed(tx.connection(permit), from, limit)?;
    let entries = log::table
        .filter(log::id.eq_any(&ids))
        .order(log::id)
        .select(Entry::as_select())
        .load(tx.connection(permit))?;
    let touched = records::table
        .filter(records::entry_id.eq_any(&ids))
        .order(records::entry_id)
        .select(Touched::as_select())
        .load(tx.connection(permit))?;
    Ok(with_touched(entries, touched))
}

/// Gives each entry what it touched.
pub fn with_touched(entries: Vec<Entry>, touched: Vec<Touched>) -> Vec<LoggedEntry> {
    let mut by_entry = std::collections::HashMap::<String, Vec<Touched>>::new();
    for one in touched {
        by_entry.entry(one.entry_id.clone()).or_default().push(one);
    }
    let logged = |entry: Entry| LoggedEntry {
        touched: by_entry.remove(&entry.id).unwrap_or_default(),
        address: None,
        entry,
    };
    entries.into_iter().map(logged).collect()
}

/// Appends to the chain. A link that another sealer made first is refused by the database.
pub fn append(tx: &mut Transaction, permit: &Sealer, links: &[(Link, String)]) -> Result<()> {
    sealing::append(tx.connection(permit), links)
}

pub fn insert_checkpoint(tx: &mut Transaction, permit: &Sealer, it: &Checkpoint) -> Result<()> {
    diesel::insert_into(checkpoints::table)
        .values(it)
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn checkpoints(tx: &mut Transaction, permit: &Reader) -> Result<Vec<Checkpoint>> {
    Ok(checkpoints::table
        .order(checkpoints::sequence)
        .select(Checkpoint::as_select())
        .load(tx.connection(permit))?)
}

pub fn first_place(tx: &mut Transaction, permit: &Reader) -> Result<Option<i64>> {
    Ok(sealed::table
        .order(sealed::sequence)
        .select(sealed::sequence)
        .first(tx.connection(permit))
        .optional()?)
}

/// Places of the chain behind one, each with its entry, where the log still has it, and its address, where
/// that was not erased.
pub fn places(
    tx: &mut Transaction,
    permit: &Reader,
    after: i64,
    limit: i64,
) -> Result<Vec<(SealedEntry, Option<LoggedEntry>)>> {
    let rows: Vec<(SealedEntry, Option<Entry>, Option<LoggedAddress>)> = sealed::table
        .left_join(log::table.on(log::id.eq(sealed::entry_id)))
        .left_join(addresses::table.on(addresses::entry_id.eq(sealed::entry_id)))
        .filter(sealed::sequence.gt(after))
        .order(sealed::sequence)
        .limit(limit)
        .select((
            SealedEntry::as_select(),
            Option::<Entry>::as_select(),
            Option::<LoggedAddress>::as_select(),
        ))
        .load(tx.connection(permit))?;
    let ids: Vec<_> = rows
        .iter()
        .map(|(place, ..)| place.entry_id.clone())
        .collect();
    let touched = records::table
        .filter(records::entry_id.eq_any(&ids))
        .select(Touched::as_select())
        .load(tx.connection(permit))?;
    let entries = rows.iter().filter_map(|(_, entry, _)| entry.clone());
    let mut logged = with_touched(entries.collect(), touched).into_iter();
    let place = |(place, entry, address): (_, Option<Entry>, _)| {
        let found = entry.and_then(|_| logged.next());
        (place, found.map(|it| LoggedEntry { address, ..it }))
    };
    Ok(rows.into_iter().map(place).collect())
}

/// When the entry was made that has the oldest address.
pub fn oldest_address(tx: &mut Transaction, permit: &Reader) -> Result<Option<NaiveDateTime>> {
    Ok(addresses::table
        .inner_join(log::table.on(log::id.eq(addresses::entry_id)))
        .order(addresses::entry_id)
        .select(log::at)
        .first(tx.connection(permit))
        .optional()?)
}

/// Erases some of the addresses of entries from before a time; gives how many those were.
pub fn erase_addresses(
    tx: &mut Transaction,
    permit: &Eraser,
    before: NaiveDateTime,
) -> Result<usize> {
    sealing::erase_addresses(tx.connection(permit), before)
}

/// How many entries with this id or a later one are not sealed.
pub fn count_unsealed(tx: &mut Transaction, permit: &Reader, from: Uuid) -> Result<i64> {
    sealing::count_unsealed(tx.connection(permit), from)
}
