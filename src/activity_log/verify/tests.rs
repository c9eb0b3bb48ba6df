use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::activity_log::{Entry, LoggedAddress, Touched};

const PLACES: usize = 24;

/// A log, its chain, and a checkpoint at every eighth place.
#[derive(Clone)]
struct Sealed {
    entries: BTreeMap<String, LoggedEntry>,
    places: Vec<SealedEntry>,
    checkpoints: Vec<(i64, Option<Statement>)>,
}

fn entry(number: usize) -> LoggedEntry {
    let id = format!("entry-{number:02}");
    let touched = |parent_id: String| Touched {
        entry_id: id.clone(),
        action: "read".to_owned(),
        resource: "session".to_owned(),
        parent: "case".to_owned(),
        parent_id,
    };
    let address = LoggedAddress {
        entry_id: id.clone(),
        address: format!("203.0.113.{number}"),
        salt: "salt".to_owned(),
    };
    // One in four is from before addresses were noted.
    let address = Some(address).filter(|_| !number.is_multiple_of(4));
    LoggedEntry {
        touched: vec![
            touched(format!("case-{number}")),
            touched("case".to_owned()),
        ],
        entry: Entry {
            at: NaiveDateTime::default() + TimeDelta::seconds(number as i64),
            request_id: format!("request-{number}"),
            user_id: (!number.is_multiple_of(3)).then(|| format!("user-{}", number % 5)),
            sign_in_id: None,
            role: "operator".to_owned(),
            organisation_id: Some("centre".to_owned()),
            operation: "read_session".to_owned(),
            outcome: "done".to_owned(),
            reason_code: None,
            address_hash: address.as_ref().map(LoggedAddress::hash),
            id,
        },
        address,
    }
}

impl Sealed {
    fn new() -> Self {
        let entries: Vec<_> = (1..=PLACES).map(entry).collect();
        let mut sealed = Self {
            places: Vec::new(),
            checkpoints: Vec::new(),
            entries: BTreeMap::new(),
        };
        for logged in entries {
            let (sequence, entry_id) = (sealed.places.len() as i64 + 1, logged.entry.id.clone());
            sealed.places.push(SealedEntry {
                sequence,
                entry_id: entry_id.clone(),
                hash: String::new(),
            });
            sealed.entries.insert(entry_id, logged);
        }
        sealed.hash_anew();
        for place in sealed.places.iter().filter(|it| it.sequence % 8 == 0) {
            let said = Statement {
                link: Link::at(place.sequence, &place.hash),
                made_at: DateTime::UNIX_EPOCH,
                dropped: false,
            };
            sealed.checkpoints.push((place.sequence, Some(said)));
        }
        sealed
    }

    /// What somebody does who can write everything but signatures.
    fn hash_anew(&mut self) {
        let mut link = Link::start();
        for place in &mut self.places {
            if let Some(logged) = self.entries.get(&place.entry_id) {
                link = link.with(logged);
                place.sequence = link.sequence;
                place.hash = link.hash.clone();
            }
        }
    }

    fn at(&mut self, index: usize) -> &mut LoggedEntry {
        let id = &self.places[index].entry_id;
        self.entries.get_mut(id).unwrap()
    }

    fn verify(&self) -> Result<Verified, Flaw> {
        let first = self.places.first().map(|it| it.sequence);
        let mut verifier = Verifier::new(&self.checkpoints, &[], first)?;
        for place in &self.places {
            verifier.take(place, self.entries.get(&place.entry_id))?;
        }
        verifier.end()
    }

    /// One alteration; `text` is new everywhere.
    fn alter(&mut self, kind: u8, index: usize, other: usize, part: u8, text: &str) {
        let (text, other) = (format!("new {text}"), (index + other) % PLACES);
        match kind {
            0 => {
                let it = &mut self.at(index).entry;
                match part {
                    0 => it.at += TimeDelta::microseconds(1),
                    1 => it.request_id = text,
                    2 => it.user_id = Some(text),
                    3 => it.sign_in_id = Some(text),
                    4 => it.role = text,
                    5 => it.organisation_id = None,
                    6 => it.operation = text,
                    7 => it.outcome = text,
                    8 => it.reason_code = Some(text),
                    9 => it.address_hash = Some(text),
                    _ => it.id = text,
                }
            }
            1 => {
                let touched = &mut self.at(index).touched;
                match part {
                    0 => touched[0].action = text,
                    1 => touched[0].resource = text,
                    2 => touched[1].parent = text,
                    3 => touched[1].parent_id = text,
                    4 => drop(touched.pop()),
                    5 => touched.clear(),
                    _ => {
                        let more = Touched {
                            parent_id: text,
                            ..touched[0].clone()
                        };
                        touched.push(more);
                    }
                }
            }
            2 => {
                let id = self.places[index].entry_id.clone();
                self.entries.remove(&id);
            }
            3 => drop(self.places.remove(index)),
            4 => {
                let place = self.places.remove(index);
                self.entries.remove(&place.entry_id);
            }
            5 => self.places.truncate(index),
            6 => drop(self.places.drain(..=index)),
            7 => {
                let (mut one, mut two) = (self.at(index).clone(), self.at(other).clone());
                std::mem::swap(&mut one.entry.id, &mut two.entry.id);
                (*self.at(index), *self.at(other)) = (two, one);
            }
            8 => {
                let id = self.places[index].entry_id.clone();
                self.places[index].entry_id = self.places[other].entry_id.clone();
                self.places[other].entry_id = id;
            }
            9 => {
                let mut inserted = self.at(other).clone();
                inserted.entry.id = text.clone();
                self.entries.insert(text.clone(), inserted);
                let before = if index == 0 {
                    Link::start()
                } else {
                    let before = &self.places[index - 1];
                    Link::at(before.sequence, &before.hash)
                };
                let link = before.with(&self.entries[&text]);
                self.places.insert(
                    index,
                    SealedEntry {
                        sequence: link.sequence,
                        entry_id: text,
                        hash: link.hash,
                    },
                );
                for place in &mut self.places[index + 1..] {
                    place.sequence += 1;
                }
            }
            _ => self.places[index].hash = text,
        }
    }
}

#[test]
fn a_log_as_it_was_sealed_is_whole() {
    let whole = Verified {
        last: PLACES as i64,
        behind_checkpoint: 0,
    };
    assert_eq!(Sealed::new().verify(), Ok(whole));
}

#[test]
fn what_an_entry_touched_is_a_set() {
    let mut sealed = Sealed::new();
    sealed.at(3).touched.reverse();
    assert!(sealed.verify().is_ok());
}

#[test]
fn an_address_may_be_erased_and_not_altered_or_invented() {
    let mut sealed = Sealed::new();
    let another = |address: LoggedAddress| LoggedAddress {
        address: "203.0.113.99".to_owned(),
        ..address
    };
    let noted = sealed.at(4).address.take();
    assert!(sealed.verify().is_ok());
    for (index, address) in [(4, noted.clone().map(another)), (3, noted)] {
        sealed.at(index).address = address;
        let flaw = sealed.verify().unwrap_err();
        assert!(matches!(flaw, Flaw::AddressAltered { .. }), "{flaw}");
        sealed.at(index).address = None;
    }
}

#[test]
fn an_entry_from_before_addresses_were_noted_is_hashed_as_it_was_then() {
    let link = Link::start().with(&entry(4));
    assert_eq!(link.hash, "gO3dNLiV9AlvMeqWaUJ50-d9NfBir0L4iiZnz5pp1V4");
}

#[test]
fn the_first_bad_entry_is_named() {
    let mut sealed = Sealed::new();
    sealed.alter(0, 20, 0, 1, "later");
    sealed.alter(0, 4, 0, 1, "first");
    let flaw = Flaw::Altered {
        sequence: 5,
        entry_id: "entry-05".to_owned(),
    };
    assert_eq!(sealed.verify(), Err(flaw));
}

#[test]
fn a_beginning_is_missed_unless_retention_has_signed_for_it() {
    let mut sealed = Sealed::new();
    sealed.places.drain(..8);
    assert_eq!(sealed.verify(), Err(Flaw::PlaceMissing(1)));
    if let (_, Some(left)) = &mut sealed.checkpoints[0] {
        left.dropped = true;
    }
    assert!(sealed.verify().is_ok());
    sealed.places.remove(0);
    assert_eq!(sealed.verify(), Err(Flaw::PlaceMissing(9)));
}

#[test]
fn a_copy_kept_elsewhere_finds_an_end_that_was_cut_off_with_its_checkpoints() {
    let mut sealed = Sealed::new();
    let copy = sealed.checkpoints.clone();
    sealed.places.truncate(8);
    sealed.checkpoints.truncate(1);
    assert!(sealed.verify().is_ok());
    let mut verifier = Verifier::new(&sealed.checkpoints, &copy, Some(1)).unwrap();
    for place in &sealed.places {
        verifier
            .take(place, sealed.entries.get(&place.entry_id))
            .unwrap();
    }
    assert_eq!(verifier.end(), Err(Flaw::CutOff { end: 8, once: 24 }));
}

#[test]
fn a_checkpoint_that_is_not_signed_is_no_checkpoint() {
    let mut sealed = Sealed::new();
    sealed.checkpoints[1].1 = None;
    assert_eq!(sealed.verify(), Err(Flaw::NotSigned(16)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// Whatever is altered, and though all hashes be made anew after it.
    #[test]
    fn every_alteration_is_found(
        kind in 0u8..11,
        index in 0..PLACES,
        other in 1..PLACES,
        part in 0u8..11,
        text in "[a-z]{1,6}",
        anew in any::<bool>(),
    ) {
        let mut sealed = Sealed::new();
        sealed.alter(kind, index, other, part, &text);
        // A hash alone that is made anew is what it was.
        if anew && kind < 10 {
            sealed.hash_anew();
        }
        prop_assert!(sealed.verify().is_err());
    }
}
