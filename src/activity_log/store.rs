use diesel::prelude::*;
use uuid::Uuid;

use super::chain::Link;
use super::{Checkpoint, Entry, LoggedEntry, SealedEntry, Touched};
use crate::access::{Create, List, Permit, Proof, Service, Transaction};
use crate::db::schema::{
    activity_log as log, activity_log_records as records, log_checkpoints as checkpoints,
    sealed_entries as sealed,
};
use crate::db::sealing;
use crate::error::Result;

pub type Sealer = Permit<Create, LoggedEntry, Service>;
pub type Reader = Permit<List, LoggedEntry, Service>;

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

/// Places of the chain behind one, each with its entry, where the log still has it.
pub fn places(
    tx: &mut Transaction,
    permit: &Reader,
    after: i64,
    limit: i64,
) -> Result<Vec<(SealedEntry, Option<LoggedEntry>)>> {
    let rows: Vec<(SealedEntry, Option<Entry>)> = sealed::table
        .left_join(log::table.on(log::id.eq(sealed::entry_id)))
        .filter(sealed::sequence.gt(after))
        .order(sealed::sequence)
        .limit(limit)
        .select((SealedEntry::as_select(), Option::<Entry>::as_select()))
        .load(tx.connection(permit))?;
    let ids: Vec<_> = rows
        .iter()
        .map(|(place, _)| place.entry_id.clone())
        .collect();
    let touched = records::table
        .filter(records::entry_id.eq_any(&ids))
        .select(Touched::as_select())
        .load(tx.connection(permit))?;
    let (places, entries): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let mut logged = with_touched(entries.iter().flatten().cloned().collect(), touched).into_iter();
    let found = entries
        .iter()
        .map(|entry| entry.as_ref().and_then(|_| logged.next()));
    Ok(places.into_iter().zip(found).collect())
}

/// How many entries with this id or a later one are not sealed.
pub fn count_unsealed(tx: &mut Transaction, permit: &Reader, from: Uuid) -> Result<i64> {
    sealing::count_unsealed(tx.connection(permit), from)
}
