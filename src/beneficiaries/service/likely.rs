//! How alike people are, for one who is looked for and for many at once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use super::{phone_key, terms_of};
use crate::access::{Proof, Transaction};
use crate::beneficiaries::names::{Folded, LIKELY, likeness, search_keys};
use crate::beneficiaries::store::search::{candidates, holders};
use crate::beneficiaries::{BeneficiaryId, Candidate, Person, SearchTerms};
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
/// first: by the rule of [`super::is_likely_known`], of fewer records each, with a few queries for all of them
/// together.
pub fn likely_known(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    people: &[&Person],
) -> Result<Vec<Vec<Candidate>>> {
    let people: Vec<Compared> = people.iter().map(|it| Compared::of_person(it)).collect();
    let keys: BTreeSet<&String> = people.iter().flat_map(|it| &it.keys).collect();
    let keys: Vec<String> = keys.into_iter().cloned().collect();
    let mut held: HashMap<String, Vec<BeneficiaryId>> = HashMap::new();
    for some in keys.chunks(AT_ONCE) {
        for (key, holder) in holders(tx, proof, organisation, some.to_vec())? {
            held.entry(key).or_default().push(holder);
        }
    }
    let looked_at: Vec<Vec<&BeneficiaryId>> =
        people.iter().map(|it| sharing_most(it, &held)).collect();
    let ids: BTreeSet<&BeneficiaryId> = looked_at.iter().flatten().copied().collect();
    let ids: Vec<BeneficiaryId> = ids.into_iter().cloned().collect();
    let mut records = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        for (id, code, person, taken_over) in
            candidates(tx, proof, organisation, some.to_vec(), "")?
        {
            let compared = Compared::of_person(&person);
            records.insert(id, (code, person, taken_over, compared));
        }
    }
    let of = |(sought, ids): (&Compared, Vec<&BeneficiaryId>)| {
        let mut alike: BTreeMap<&BeneficiaryId, u8> = BTreeMap::new();
        for id in ids {
            let Some((.., taken_over, compared)) = records.get(id) else {
                continue;
            };
            let best = alike.entry(taken_over.as_ref().unwrap_or(id)).or_default();
            *best = sought.likeness(compared).max(*best);
        }
        let likely = alike
            .into_iter()
            .filter(|(_, likeness)| *likeness >= LIKELY);
        let mut found: Vec<Candidate> = likely
            .filter_map(|(id, likeness)| {
                let (code, person, ..) = records.get(id)?;
                Some(Candidate {
                    id: id.clone(),
                    person_code: code.clone(),
                    person: person.clone(),
                    likeness,
                    cases: Vec::new(),
                })
            })
            .collect();
        found.sort_by(|a, b| (b.likeness, &b.id).cmp(&(a.likeness, &a.id)));
        found
    };
    Ok(people.iter().zip(looked_at).map(of).collect())
}

/// The holders of most of a person's keys; of those that hold as many the greatest, as one query would find
/// them.
fn sharing_most<'a, T: Ord + Hash>(
    person: &Compared,
    held: &'a HashMap<String, Vec<T>>,
) -> Vec<&'a T> {
    let mut shared: HashMap<&T, usize> = HashMap::new();
    let keys: BTreeSet<&String> = person.keys.iter().collect();
    for holder in keys.iter().filter_map(|key| held.get(*key)).flatten() {
        *shared.entry(holder).or_default() += 1;
    }
    let mut found: Vec<_> = shared.into_iter().collect();
    found.sort_by(|(one, a), (other, b)| (b, other).cmp(&(a, one)));
    found.truncate(COMPARED);
    found.into_iter().map(|(holder, _)| holder).collect()
}

/// For each of some people the place of one before them who is likely the same person: of those the one that
/// shares most keys, and of those the first.
pub fn like_earlier(people: &[&Person]) -> Vec<Option<usize>> {
    let people: Vec<Compared> = people.iter().map(|it| Compared::of_person(it)).collect();
    let mut held: HashMap<String, Vec<Reverse<usize>>> = HashMap::new();
    let mut found = Vec::with_capacity(people.len());
    for (place, person) in people.iter().enumerate() {
        let is_likely = |it: &usize| person.likeness(&people[*it]) >= LIKELY;
        let earlier = sharing_most(person, &held);
        found.push(earlier.into_iter().map(|it| it.0).find(is_likely));
        let keys: BTreeSet<&String> = person.keys.iter().collect();
        for key in keys {
            let holders = held.entry(key.clone()).or_default();
            holders.push(Reverse(place));
        }
    }
    found
}
