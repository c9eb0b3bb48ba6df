use chrono::TimeDelta;
use uuid::Uuid;

use super::chain::{Link, Statement};
use super::security::service as security;
use super::{Checkpoint, LoggedEntry, SealedEntry, store};
use crate::access::{Create, List, Transaction};
use crate::error::Result;
use crate::signing_keys::tokens::Tokens;
use crate::signing_keys::{SigningKeyRow, service as signing_keys};

/// Entries that one transaction seals, and after which there is a checkpoint.
const BATCH: i64 = 1000;
/// How long entries wait for a checkpoint when there are fewer.
const CHECKPOINT_AFTER: TimeDelta = TimeDelta::seconds(60);

/// Where to look for entries that are not sealed.
#[derive(Clone, Copy, Debug)]
pub enum LookFrom {
    /// Some seconds before the last sealed one: a request ends within 4 s of its beginning, and the
    /// machines' clocks differ by less.
    Seconds,
    /// A day before it, for a machine whose clock is wrong.
    Day,
    /// Behind the last one of a full batch.
    Id(Uuid),
}

/// What one transaction sealed.
#[derive(Default)]
pub struct Sealed {
    pub entries: usize,
    /// Where to go on, when there may be more.
    pub next: Option<Uuid>,
    pub checkpoint: Option<Checkpoint>,
    /// How far the chain goes now; none where another instance seals.
    pub reached: Option<i64>,
}

/// Seals entries that were committed, in the order of their ids, and makes a checkpoint when one is
/// due. Does nothing while another instance seals.
pub fn seal(tx: &mut Transaction, from: LookFrom, keys: &Tokens) -> Result<Sealed> {
    let permit = tx.service_permit::<Create, LoggedEntry>()?;
    if !store::take_turn(tx, &permit)? {
        return Ok(Sealed::default());
    }
    let last = store::last_sealed(tx, &permit)?;
    let checkpoint = store::last_checkpoint(tx, &permit)?;
    let from = begin(from, last.as_ref());
    let entries = store::unsealed(tx, &permit, from, BATCH)?;
    let mut end = match (&last, &checkpoint) {
        (Some(last), _) => Link::at(last.sequence, &last.hash),
        // Retention has dropped all there was.
        (None, Some(left)) => Link::at(left.sequence, &left.hash),
        (None, None) => Link::start(),
    };
    let mut links = Vec::with_capacity(entries.len());
    for entry in &entries {
        end = end.with(entry);
        links.push((end.clone(), entry.entry.id.clone()));
    }
    if !links.is_empty() {
        store::append(tx, &permit, &links)?;
        security::note(tx, &entries)?;
    }
    let reached = end.sequence;
    let now = tx.now();
    let due = checkpoint.is_none_or(|last| {
        let waiting = end.sequence - last.sequence;
        let long = now.naive_utc() - last.made_at >= CHECKPOINT_AFTER;
        waiting >= BATCH || (waiting > 0 && long)
    });
    let checkpoint = if due && end.sequence > 0 {
        let made = Statement {
            link: end.clone(),
            made_at: now,
            dropped: false,
        };
        let made = Checkpoint {
            sequence: end.sequence,
            hash: end.hash,
            made_at: now.naive_utc(),
            statement: keys.sign(Statement::KIND, &made)?,
        };
        store::insert_checkpoint(tx, &permit, &made)?;
        Some(made)
    } else {
        None
    };
    let full = links.len() as i64 == BATCH;
    let last = entries.last().and_then(|last| last.entry.id.parse().ok());
    Ok(Sealed {
        entries: entries.len(),
        next: last.filter(|_| full),
        checkpoint,
        reached: Some(reached),
    })
}

/// The least id of those made a time before the last sealed entry (RFC 9562, 5.7), or before now where a clock
/// that is ahead has made that one; the least of all where nothing is sealed.
fn begin(from: LookFrom, last: Option<&SealedEntry>) -> Uuid {
    let milliseconds = match from {
        LookFrom::Id(id) => return id,
        LookFrom::Seconds => 20_000,
        LookFrom::Day => 86_400_000,
    };
    let last = last.and_then(|last| Uuid::try_parse(&last.entry_id).ok());
    // By the clock that ids are made by.
    let now = Uuid::now_v7().as_u128() >> 80;
    let made = (last.unwrap_or(Uuid::nil()).as_u128() >> 80).min(now);
    Uuid::from_u128(made.saturating_sub(milliseconds) << 80)
}

/// What a chain is checked with: its checkpoints, the service's signing keys, and its first place.
pub struct Kept {
    pub checkpoints: Vec<Checkpoint>,
    pub keys: Vec<SigningKeyRow>,
    pub first: Option<i64>,
}

pub fn kept(tx: &mut Transaction) -> Result<Kept> {
    let permit = tx.service_permit::<List, LoggedEntry>()?;
    Ok(Kept {
        checkpoints: store::checkpoints(tx, &permit)?,
        first: store::first_place(tx, &permit)?,
        keys: signing_keys::known(tx)?,
    })
}

/// Some places of the chain behind one, each with its entry where the log still has it.
pub fn places(tx: &mut Transaction, after: i64) -> Result<Vec<(SealedEntry, Option<LoggedEntry>)>> {
    let permit = tx.service_permit::<List, LoggedEntry>()?;
    store::places(tx, &permit, after, BATCH)
}

/// How many entries from a day before the last sealed one on are not sealed yet.
pub fn count_unsealed(tx: &mut Transaction) -> Result<i64> {
    let permit = tx.service_permit::<List, LoggedEntry>()?;
    let last = store::last_sealed(tx, &permit)?;
    store::count_unsealed(tx, &permit, begin(LookFrom::Day, last.as_ref()))
}
