//! How alike people are, for one who is looked for and for many at once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{phone_key, terms_of};
use crate::access::{Proof, Transaction};
use crate::beneficiaries::names::{Folded, LIKELY, likeness, search_keys};
use crate::beneficiaries::store::search::{candidates, holders};
use crate::beneficiaries::{BeneficiaryId, Likely, Person, SearchTerms};
use crate::error::Result;
use crate::organisations::OrganisationId;

/// The same number may serve a family.
const SAME_PHONE: u8 = 80;

/// Others whom one of many people is compared with: fewer than where one alone is looked for.
const COMPARED: usize = 50;

/// Keys, or ids, that one query names.
const AT_ONCE: usize = 1000;

/// A person, as far as people are compared.
pub(super) struct Compared {
    names: Vec<Folded>,
    phones: Vec<String>,
    birth_year: Option<i32>,
    /// What they are looked up by.
    pub(super) keys: Vec<String>,
}

impl Compared {
    pub(super) fn of(terms: &SearchTerms) -> Self {
        let phones: Vec<String> = terms.phones.iter().filter_map(|it| phone_key(it)).collect();
        let mut keys: Vec<String> = terms.names.iter().flat_map(|it| search_keys(it)).collect();
        keys.extend(phones.clone());
        Self {
            names: terms.names.iter().map(|name| Folded::new(name)).collect(),
            phones,
            birth_year: terms.birth_year,
            keys,
        }
    }

    pub(super) fn of_person(person: &Person) -> Self {
        Self::of(&terms_of(person))
    }

    /// From 0 to 100, as [`super::candidates`] says.
    pub(super) fn likeness(&self, other: &Self) -> u8 {
        let pairs = self
            .names
            .iter()
            .flat_map(|name| other.names.iter().map(move |it| likeness(name, it)));
        let alike = pairs.max().unwrap_or(0);
        let apart = self
            .birth_year
            .zip(other.birth_year)
            .map_or(0, |(one, other)| one.abs_diff(other).saturating_sub(2));
        let penalty = u8::try_from(apart.saturating_mul(5).min(40)).unwrap_or(40);
        let alike = alike.saturating_sub(penalty);
        match self.phones.iter().any(|phone| other.phones.contains(phone)) {
            true => alike.max(SAME_PHONE),
            false => alike,
        }
    }
}

/// For each of some people the records of an organisation that are likely of the same person, the likeliest
/// first and no more than `most`: by the rule of [`super::is_likely_known`], of fewer records each, with a few
/// queries for all of them together.
pub fn likely_known(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    people: &[&Person],
    most: usize,
) -> Result<Vec<Vec<Likely>>> {
    let people: Vec<Compared> = people.iter().map(|it| Compared::of_person(it)).collect();
    let keys: BTreeSet<&String> = people.iter().flat_map(|it| &it.keys).collect();
    let keys: Vec<String> = keys.into_iter().cloned().collect();
    let mut held = Vec::new();
    for some in keys.chunks(AT_ONCE) {
        held.extend(holders(tx, proof, organisation, some.to_vec())?);
    }
    let ids: BTreeSet<&BeneficiaryId> = held.iter().map(|(_, holder)| holder).collect();
    let ids: Vec<&BeneficiaryId> = ids.into_iter().collect();
    let numbers: HashMap<&BeneficiaryId, usize> = ids.iter().copied().zip(0..).collect();
    let mut sharing = Sharing::among(ids.len());
    for (key, holder) in &held {
        sharing.add(key, numbers[holder]);
    }
    let looked_at: Vec<Vec<&BeneficiaryId>> = people
        .iter()
        .map(|it| sharing.most(it).into_iter().map(|it| ids[it]).collect())
        .collect();
    let ids: BTreeSet<&BeneficiaryId> = looked_at.iter().flatten().copied().collect();
    let ids: Vec<BeneficiaryId> = ids.into_iter().cloned().collect();
    let mut records = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        for (id, code, person, taken_over) in
            candidates(tx, proof, organisation, some.to_vec(), "")?
        {
            records.insert(id, (code, taken_over, Compared::of_person(&person)));
        }
    }
    let of = |(sought, ids): (&Compared, Vec<&BeneficiaryId>)| {
        let mut alike: BTreeMap<&BeneficiaryId, u8> = BTreeMap::new();
        for id in ids {
            let Some((_, taken_over, compared)) = records.get(id) else {
                continue;
            };
            let best = alike.entry(taken_over.as_ref().unwrap_or(id)).or_default();
            *best = sought.likeness(compared).max(*best);
        }
        let mut likely: Vec<_> = alike
            .into_iter()
            .filter(|(_, likeness)| *likeness >= LIKELY)
            .collect();
        likely.sort_by_key(|(id, likeness)| Reverse((*likeness, *id)));
        let likely = likely.into_iter().filter_map(|(id, likeness)| {
            let (person_code, ..) = records.get(id)?;
            Some(Likely {
                id: id.clone(),
                person_code: person_code.clone(),
                likeness,
            })
        });
        likely.take(most).collect()
    };
    Ok(people.iter().zip(looked_at).map(of).collect())
}

/// For each of some people the place of one before them who is likely the same person: of those the one that
/// shares most keys, and of those the first.
pub fn like_earlier(people: &[&Person]) -> Vec<Option<usize>> {
    let people: Vec<Compared> = people.iter().map(|it| Compared::of_person(it)).collect();
    let mut sharing = Sharing::among(people.len());
    // Numbered from the end, so that the first is the greatest.
    let number = |place: usize| people.len() - 1 - place;
    let mut found = Vec::with_capacity(people.len());
    for (place, person) in people.iter().enumerate() {
        let mut earlier = sharing.most(person).into_iter().map(number);
        found.push(earlier.find(|it| person.likeness(&people[*it]) >= LIKELY));
        let keys: BTreeSet<&String> = person.keys.iter().collect();
        for key in keys {
            sharing.add(key, number(place));
        }
    }
    found
}

/// Who holds which keys. The holders are numbers, so that they are counted in an array: among people of one
/// name everybody shares keys with everybody.
struct Sharing {
    holders: HashMap<String, Vec<usize>>,
    /// How many keys each holder shares with who is looked at.
    counts: Vec<u32>,
}

impl Sharing {
    fn among(holders: usize) -> Self {
        Self {
            holders: HashMap::new(),
            counts: vec![0; holders],
        }
    }

    fn add(&mut self, key: &str, holder: usize) {
        match self.holders.get_mut(key) {
            Some(holders) => holders.push(holder),
            None => {
                self.holders.insert(key.to_owned(), vec![holder]);
            }
        }
    }

    /// The [`COMPARED`] holders of most of a person's keys; of those that hold as many the greatest, as one
    /// query would find them.
    fn most(&mut self, person: &Compared) -> Vec<usize> {
        self.counts.fill(0);
        let mut found = Vec::new();
        let keys: BTreeSet<&String> = person.keys.iter().collect();
        for holder in keys
            .into_iter()
            .filter_map(|key| self.holders.get(key))
            .flatten()
        {
            if self.counts[*holder] == 0 {
                found.push(*holder);
            }
            self.counts[*holder] += 1;
        }
        let rank = |holder: &usize| Reverse((self.counts[*holder], *holder));
        if found.len() > COMPARED {
            found.select_nth_unstable_by_key(COMPARED, rank);
            found.truncate(COMPARED);
        }
        found.sort_unstable_by_key(rank);
        found
    }
}
