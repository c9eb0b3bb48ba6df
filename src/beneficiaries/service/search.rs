use std::collections::BTreeMap;

use super::phone_key;
use crate::access::{Action, Proof, Transaction};
use crate::beneficiaries::names::{Folded, likeness, search_keys};
use crate::beneficiaries::service::papers::tax_code_index;
use crate::beneficiaries::tax_code::TaxCode;
use crate::beneficiaries::{
    Beneficiary, BeneficiaryId, BeneficiarySearch, Candidate, Person, SearchTerms, store,
};
use crate::error::Result;
use crate::organisations::OrganisationId;

/// Candidates shown, and the likeness that makes one.
const SHOWN: usize = 20;
const WORTH_SHOWING: u8 = 50;

/// The same number may serve a family.
const SAME_PHONE: u8 = 80;
const SAME_CODE: u8 = 100;

/// Looks for people among those of the actor's organisation. Of their cases it gives the ids alone: who
/// works on none of them takes an access grant for one.
pub fn search(tx: &mut Transaction, terms: &SearchTerms) -> Result<Vec<Candidate>> {
    let listing = tx.listing::<BeneficiarySearch>()?;
    let own = listing.actor().organisation_id.clone();
    let mut found = candidates(tx, &listing, &own, terms)?;
    let ids: Vec<BeneficiaryId> = found.iter().map(|it| it.id.clone()).collect();
    for (person, case) in store::cases_of(tx, &listing, &own, ids)? {
        let theirs = found.iter_mut().filter(|it| it.id == person);
        theirs.for_each(|it| it.cases.push(case.clone()));
    }
    for candidate in &found {
        tx.touch::<Beneficiary>(&listing, Action::List, &candidate.id);
    }
    Ok(found)
}

/// The records of an organisation that may be of the person, the likeliest first, at most 20.
///
/// Names are alike as [`likeness`] says, the best of all pairs of names; years of birth that differ
/// by more than two take five off for each further year, at most 40 together (estimated births are
/// often wrong). An equal telephone number gives at least 80, an equal tax or person code 100. Where
/// records were merged the likest of them counts, and the one that took over is shown.
pub fn candidates(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    terms: &SearchTerms,
) -> Result<Vec<Candidate>> {
    let phones: Vec<String> = terms.phones.iter().filter_map(|it| phone_key(it)).collect();
    let mut keys: Vec<String> = terms.names.iter().flat_map(|it| search_keys(it)).collect();
    keys.extend(phones.clone());
    let code = terms
        .tax_code
        .as_deref()
        .and_then(|it| TaxCode::parse(it).ok());
    let holders = match code {
        Some(code) => {
            let index = tax_code_index(&tx.vault(), organisation, &code);
            store::holders_of(tx, proof, organisation, vec![index])?
        }
        None => Vec::new(),
    };
    let mut ids = holders.clone();
    if !keys.is_empty() {
        ids.extend(store::named_like(tx, proof, organisation, keys)?);
    }
    let person_code = terms.person_code.as_deref().unwrap_or_default();
    let names: Vec<Folded> = terms.names.iter().map(|name| Folded::new(name)).collect();
    let records = store::candidates(tx, proof, organisation, ids, person_code)?;
    let mut alike: BTreeMap<BeneficiaryId, u8> = BTreeMap::new();
    for (id, code, person, taken_over) in &records {
        let likeness = if code == person_code || holders.contains(id) {
            SAME_CODE
        } else {
            compare(&names, &phones, terms.birth_year, person)
        };
        let best = alike.entry(taken_over.as_ref().unwrap_or(id).clone());
        let best = best.or_default();
        *best = likeness.max(*best);
    }
    let mut found: Vec<Candidate> = records
        .into_iter()
        .filter(|(_, _, _, taken_over)| taken_over.is_none())
        .map(|(id, person_code, person, _)| Candidate {
            likeness: alike.get(&id).copied().unwrap_or_default(),
            id,
            person_code,
            person,
            cases: Vec::new(),
        })
        .filter(|candidate| candidate.likeness >= WORTH_SHOWING)
        .collect();
    found.sort_by(|a, b| (b.likeness, &b.id).cmp(&(a.likeness, &a.id)));
    found.truncate(SHOWN);
    Ok(found)
}

fn compare(names: &[Folded], phones: &[String], born: Option<i32>, person: &Person) -> u8 {
    let theirs: Vec<Folded> = person
        .all_names()
        .iter()
        .map(|it| Folded::new(it))
        .collect();
    let pairs = names
        .iter()
        .flat_map(|name| theirs.iter().map(move |it| likeness(name, it)));
    let alike = pairs.max().unwrap_or(0);
    let apart = born
        .zip(person.birth_year())
        .map_or(0, |(one, other)| one.abs_diff(other).saturating_sub(2));
    let penalty = u8::try_from(apart.saturating_mul(5).min(40)).unwrap_or(40);
    let alike = alike.saturating_sub(penalty);
    let their_phones = super::phones_of(person);
    let same_phone = their_phones
        .iter()
        .filter_map(|phone| phone_key(phone))
        .any(|key| phones.contains(&key));
    if same_phone {
        alike.max(SAME_PHONE)
    } else {
        alike
    }
}
