mod keys;
mod likely;
mod origin;
mod papers;
mod search;

pub use keys::{data_key, data_key_place, known_data_key, known_data_keys};
pub use likely::{like_earlier, likely_known};
pub use origin::origin_of;
pub use papers::{
    add_identifier, add_reception_stay, add_stay_permit, latest_permit, list_identifiers,
    list_reception_stays, list_stay_permits, work_right, work_right_of,
};
pub use search::{candidates, search};

use std::collections::BTreeSet;

use chrono::Datelike;

use super::names::{LIKELY, search_keys};
use super::{Beneficiary, BeneficiaryId, ContactKind, NewBeneficiary, Person, SearchTerms, store};
use crate::access::{Action, Create, Permit, Proof, Read, Role, Transaction, Update};
use crate::cases::Case;
use crate::error::{Checks, Error, Result};
use crate::organisations::{Organisation, OrganisationId};
use crate::vault::random_bytes;

/// Digits without vowels and look-alikes (Crockford's base 32).
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Records a person at the actor's job centre.
///
/// Refused with the guard `duplicates_weighed` while records that are likely of the same person exist
/// there and nobody says to have looked at them (a search shows them). Two who record the same person
/// at the same moment both succeed: names prove nothing, identifiers are unique.
pub fn add(tx: &mut Transaction, new: NewBeneficiary) -> Result<Beneficiary> {
    let own = tx.actor().organisation_id.clone();
    let permit = tx.permit::<Create, Beneficiary, Organisation>(&own)?;
    ensure_may_add(tx, &new.person)?;
    if !new.duplicates_weighed && is_likely_known(tx, &permit, &own, &new.person)? {
        return Err(Error::unmet("duplicates_weighed"));
    }
    let now = tx.now().naive_utc();
    let beneficiary = Beneficiary {
        id: BeneficiaryId::new(),
        organisation_id: own.clone(),
        person_code: new_person_code(),
        person: new.person,
        version: 1,
        created_at: now,
        created_by: tx.actor().user_id.clone(),
        updated_at: now,
    };
    store::insert(tx, &permit, &beneficiary)?;
    let keys = found_by(&beneficiary.person);
    store::save_search_keys(tx, &permit, &own, &beneficiary.id, &keys)?;
    data_key(tx, &permit, &beneficiary.id, &own)?;
    tx.touch::<Beneficiary>(&permit, Action::Create, &beneficiary.id);
    Ok(beneficiary)
}

/// Refuses a new person whom the rules of the day, or of the actor's role, do not let be recorded.
pub fn ensure_may_add(tx: &Transaction, person: &Person) -> Result<()> {
    check(tx, person)?;
    may_set_vulnerability(tx, false, person)
}

/// Whether an organisation has a record that is likely of the same person.
pub fn is_likely_known(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    person: &Person,
) -> Result<bool> {
    let found = candidates(tx, proof, organisation, &terms_of(person))?;
    Ok(found.iter().any(|candidate| candidate.likeness >= LIKELY))
}

pub fn read(tx: &mut Transaction, id: &BeneficiaryId) -> Result<Beneficiary> {
    let permit = tx.permit::<Read, Beneficiary, Beneficiary>(id)?;
    Ok(permit.parent().clone())
}

/// Changes what is known of a person.
pub fn update(
    tx: &mut Transaction,
    id: &BeneficiaryId,
    version: i32,
    change: impl FnOnce(&Person) -> Result<Person>,
) -> Result<Beneficiary> {
    let permit = tx.permit::<Update, Beneficiary, Beneficiary>(id)?;
    let before = permit.parent().clone();
    if before.version != version {
        return Err(Error::Stale {
            current: before.version,
        });
    }
    let person = change(&before.person)?;
    check(tx, &person)?;
    may_set_vulnerability(tx, before.person.vulnerability_reported, &person)?;
    save(tx, &permit, before, person)
}

/// Replaces what is known of a person by what was checked: also that one record takes over from
/// another.
pub fn save(
    tx: &mut Transaction,
    permit: &Permit<Update, Beneficiary, Beneficiary>,
    before: Beneficiary,
    person: Person,
) -> Result<Beneficiary> {
    let (was_found_by, keys) = (found_by(&before.person), found_by(&person));
    let after = Beneficiary {
        person,
        version: before.version + 1,
        updated_at: tx.now().naive_utc(),
        ..before
    };
    store::update(tx, permit, &after)?;
    if keys != was_found_by {
        store::save_search_keys(tx, permit, &after.organisation_id, &after.id, &keys)?;
    }
    Ok(after)
}

/// Has no other record take over from this person's until the transaction ends; says under which id
/// they stand. None where the organisation has no such person.
pub fn hold(
    tx: &mut Transaction,
    permit: &Permit<Create, Case, Organisation>,
    id: &BeneficiaryId,
) -> Result<Option<BeneficiaryId>> {
    let Some(person) = store::standing(tx, permit, &permit.parent().id, id)? else {
        return Ok(None);
    };
    store::hold(tx, permit, &person)?;
    Ok(Some(person.id))
}

/// Has whoever else would change the person, as they were read, wait until the transaction ends.
pub fn hold_standing(tx: &mut Transaction, proof: &impl Proof, person: &Beneficiary) -> Result<()> {
    store::hold(tx, proof, person)
}

/// One person, under whatever right another feature holds.
pub fn find(tx: &mut Transaction, proof: &impl Proof, id: &BeneficiaryId) -> Result<Beneficiary> {
    store::find(tx, proof, id)
}

/// What can be wrong only on a certain day, or between fields.
fn check(tx: &Transaction, person: &Person) -> Result<()> {
    let today = tx.today();
    let mut checks = Checks::default();
    let named = !(person.given_name.is_empty() && person.family_name.is_empty());
    checks.ensure(named, "/family_name", "no_name");
    let born = person.birth_on.is_none_or(|day| day <= today);
    checks.ensure(born, "/birth_date", "birth_in_future");
    let arrived = person.arrival_year.is_none_or(|year| year <= today.year());
    checks.ensure(arrived, "/arrival_year", "in_the_future");
    checks.finish(|| Some(()))
}

/// Only a supervisor reports a vulnerability, or takes the report back.
fn may_set_vulnerability(tx: &Transaction, before: bool, person: &Person) -> Result<()> {
    if person.vulnerability_reported == before || tx.actor().role == Role::Supervisor {
        Ok(())
    } else {
        Err(Error::Forbidden {
            action: Action::Update,
            resource: crate::access::Resource::Beneficiary,
        })
    }
}

fn terms_of(person: &Person) -> SearchTerms {
    SearchTerms {
        names: person.all_names(),
        birth_year: person.birth_year(),
        phones: phones_of(person),
        ..SearchTerms::default()
    }
}

fn phones_of(person: &Person) -> Vec<String> {
    let has_number = |kind| matches!(kind, ContactKind::Phone | ContactKind::Messaging);
    let contacts = person.contacts.get();
    let contacts = contacts
        .into_iter()
        .filter(|contact| has_number(contact.kind));
    contacts.map(|contact| contact.value).collect()
}

/// The keys that a person is found by: of all names and telephone numbers.
fn found_by(person: &Person) -> Vec<String> {
    let names = person.all_names();
    let mut keys: BTreeSet<String> = names.iter().flat_map(|name| search_keys(name)).collect();
    keys.extend(
        phones_of(person)
            .iter()
            .filter_map(|phone| phone_key(phone)),
    );
    keys.into_iter().collect()
}

/// The last nine digits after a mark that no name has, so that a number is found with and without the
/// prefixes of its country and of its network. Shorter numbers are no key.
fn phone_key(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let start = digits.len().checked_sub(9)?;
    Some(format!("#{}", &digits[start..]))
}

/// Forty random bits, as `P-7K3M9QXR`.
fn new_person_code() -> String {
    let symbol = |byte: u8| char::from(SYMBOLS[usize::from(byte % 32)]);
    let code: String = random_bytes::<8>().into_iter().map(symbol).collect();
    format!("P-{code}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_with_and_without_its_prefix() {
        let key = phone_key("349 157 0156");
        assert_eq!(key.as_deref(), Some("#491570156"));
        assert_eq!(phone_key("+39 3491570156"), key);
        assert_eq!(phone_key("0039-349.1570156"), key);
        assert_eq!(phone_key("112"), None);
    }

    #[test]
    fn codes_are_random_and_speakable() {
        let (one, two) = (new_person_code(), new_person_code());
        assert_ne!(one, two);
        assert!(one.len() == 10 && one.starts_with("P-") && !one.contains(['I', 'L', 'O', 'U']));
    }
}
