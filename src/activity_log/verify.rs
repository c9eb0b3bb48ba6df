//! Whether the log is what was sealed. Pure: what the database has is handed in, place after place.

use std::collections::BTreeMap;

use super::chain::{Link, Statement};
use super::{LoggedEntry, SealedEntry};

/// A sealer leaves no more places than this behind its last checkpoint; more of them were never its own.
pub const LONGEST_SEGMENT: i64 = 2000;

/// The first thing that is not as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("place {0} of the chain is missing")]
    PlaceMissing(i64),
    #[error("entry {entry_id} (place {sequence}) was deleted")]
    Deleted { sequence: i64, entry_id: String },
    #[error("entry {entry_id} (place {sequence}) is not what was sealed")]
    Altered { sequence: i64, entry_id: String },
    #[error("the address of entry {entry_id} (place {sequence}) is not the one that was noted")]
    AddressAltered { sequence: i64, entry_id: String },
    #[error("the chain at place {0} is not the one of its checkpoint")]
    Contradicted(i64),
    #[error("the checkpoint at place {0} is not signed by this service")]
    NotSigned(i64),
    #[error("the chain ends at place {end}, and once went to {once}")]
    CutOff { end: i64, once: i64 },
    #[error("there is no checkpoint behind place {0}")]
    NoCheckpoint(i64),
}

/// A chain being checked against checkpoints whose signatures are good.
pub struct Verifier {
    link: Link,
    checkpoints: BTreeMap<i64, String>,
    covered: i64,
}

impl Verifier {
    /// Against the database's checkpoints and those that were kept elsewhere; each by its place, with
    /// what it says where this service has signed it. A chain whose `first` place is not 1 begins behind
    /// the checkpoint that retention left, which says so.
    pub fn new(
        here: &[(i64, Option<Statement>)],
        elsewhere: &[(i64, Option<Statement>)],
        first: Option<i64>,
    ) -> Result<Self, Flaw> {
        let mut checkpoints = BTreeMap::new();
        for (place, statement) in here.iter().chain(elsewhere) {
            let link = match statement {
                Some(statement) if statement.link.sequence == *place => &statement.link,
                _ => return Err(Flaw::NotSigned(*place)),
            };
            let known = checkpoints.insert(*place, link.hash.clone());
            if known.is_some_and(|known| known != link.hash) {
                return Err(Flaw::Contradicted(*place));
            }
        }
        let stated = here.iter().filter_map(|(_, statement)| statement.as_ref());
        let left = stated.filter(|it| it.dropped && first != Some(1));
        let link = left
            .map(|it| it.link.clone())
            .max_by_key(|link| link.sequence)
            .unwrap_or(Link::start());
        checkpoints.retain(|place, _| *place >= link.sequence);
        Ok(Self {
            covered: link.sequence,
            link,
            checkpoints,
        })
    }

    /// The place behind which the chain begins.
    pub fn begins_behind(&self) -> i64 {
        self.link.sequence
    }

    /// Takes the next place of the chain.
    pub fn take(&mut self, place: &SealedEntry, logged: Option<&LoggedEntry>) -> Result<(), Flaw> {
        let SealedEntry {
            sequence,
            entry_id,
            hash,
        } = place;
        let (sequence, entry_id) = (*sequence, entry_id.clone());
        if sequence != self.link.sequence + 1 {
            return Err(Flaw::PlaceMissing(self.link.sequence + 1));
        }
        let Some(logged) = logged else {
            return Err(Flaw::Deleted { sequence, entry_id });
        };
        let link = self.link.with(logged);
        if link.hash != *hash || logged.entry.id != entry_id {
            return Err(Flaw::Altered { sequence, entry_id });
        }
        let address = logged.address.as_ref();
        if address.is_some_and(|it| Some(it.hash()) != logged.entry.address_hash) {
            return Err(Flaw::AddressAltered { sequence, entry_id });
        }
        if let Some(signed) = self.checkpoints.get(&sequence) {
            if *signed != link.hash {
                return Err(Flaw::Contradicted(sequence));
            }
            self.covered = sequence;
        }
        if sequence - self.covered > LONGEST_SEGMENT {
            return Err(Flaw::NoCheckpoint(self.covered));
        }
        self.link = link;
        Ok(())
    }

    /// The end of the chain, which no checkpoint goes beyond.
    pub fn end(self) -> Result<Verified, Flaw> {
        let end = self.link.sequence;
        match self.checkpoints.last_key_value() {
            Some((once, _)) if *once > end => Err(Flaw::CutOff { end, once: *once }),
            _ => Ok(Verified {
                last: end,
                behind_checkpoint: end - self.covered,
            }),
        }
    }
}

/// A chain that is whole.
#[derive(Debug, PartialEq, Eq)]
pub struct Verified {
    /// The last place.
    pub last: i64,
    /// Places that no checkpoint covers yet: their being cut off would not show.
    pub behind_checkpoint: i64,
}

#[cfg(test)]
mod tests;
