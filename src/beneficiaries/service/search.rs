use std::collections::BTreeMap;

use super::likely::Compared;
use crate::access::{Action, Proof, Transaction};
use crate::beneficiaries::service::papers::tax_code_index;
use crate::beneficiaries::tax_code::TaxCode;
use crate::beneficiaries::{
    Beneficiary, BeneficiaryId, BeneficiarySearch, Candidate, SearchTerms, store,
};
use crate::error::Result;
use crate::organisations::OrganisationId;

/// Candidates shown, and the likeness that makes one.
const SHOWN: usize = 20;
const WORTH_SHOWING: u8 = 50;

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
    let sought = Compared::of(terms);
    let keys = sought.keys.clone();
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
    let records = store::candidates(tx, proof, organisation, ids, person_code)?;
    let mut alike: BTreeMap<BeneficiaryId, u8> = BTreeMap::new();
    for (id, code, person, taken_over) in &records {
        let likeness = if code == person_code || holders.contains(id) {
            SAME_CODE
        } else {
            sought.likeness(&Compared::of_person(person))
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
