use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::access::{Proof, Transaction};
use crate::beneficiaries::{BeneficiaryId, Person};
use crate::cases::CaseId;
use crate::db::schema::{
    beneficiaries, beneficiary_merges, beneficiary_search_keys, cases, identifiers,
};
use crate::error::Result;
use crate::organisations::OrganisationId;

/// Records that share most keys are looked at; of a name that half the city has, not all.
pub const LOOKED_AT: i64 = 200;

/// Replaces the keys that a person is found by.
pub fn save_search_keys(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    id: &BeneficiaryId,
    keys: &[String],
) -> Result<()> {
    use beneficiary_search_keys as table;
    diesel::delete(table::table.filter(table::beneficiary_id.eq(id)))
        .execute(tx.connection(proof))?;
    for key in keys {
        let row = (
            table::beneficiary_id.eq(id),
            table::organisation_id.eq(organisation),
            table::search_key.eq(key),
        );
        diesel::insert_into(table::table)
            .values(row)
            .execute(tx.connection(proof))?;
    }
    Ok(())
}

/// Records of an organisation that share one of the keys, those that share most first.
pub fn named_like(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    keys: Vec<String>,
) -> Result<Vec<BeneficiaryId>> {
    use beneficiary_search_keys as table;
    Ok(table::table
        .filter(table::organisation_id.eq(organisation))
        .filter(table::search_key.eq_any(keys))
        .group_by(table::beneficiary_id)
        .order((count_star().desc(), table::beneficiary_id.desc()))
        .select(table::beneficiary_id)
        .limit(LOOKED_AT)
        .load(tx.connection(proof))?)
}

/// The records of an organisation that have one of the keys, a row for each.
pub fn holders(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    keys: Vec<String>,
) -> Result<Vec<(String, BeneficiaryId)>> {
    use beneficiary_search_keys as table;
    Ok(table::table
        .filter(table::organisation_id.eq(organisation))
        .filter(table::search_key.eq_any(keys))
        .select((table::search_key, table::beneficiary_id))
        .load(tx.connection(proof))?)
}

/// People of an organisation who have, or had, an identifier with one of these blind indexes.
pub fn holders_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    blind_indexes: Vec<String>,
) -> Result<Vec<BeneficiaryId>> {
    Ok(identifiers::table
        .filter(identifiers::organisation_id.eq(organisation))
        .filter(identifiers::blind_index.eq_any(blind_indexes))
        .select(identifiers::beneficiary_id)
        .load(tx.connection(proof))?)
}

/// A record with its code, its person, and the record that took over from it.
pub type Found = (BeneficiaryId, String, Person, Option<BeneficiaryId>);

/// The records with these ids or this person code, within the organisation, and those that took over
/// from them.
pub fn candidates(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    ids: Vec<BeneficiaryId>,
    person_code: &str,
) -> Result<Vec<Found>> {
    use beneficiary_merges as merges;
    let in_force = merges::table
        .filter(merges::organisation_id.eq(organisation))
        .filter(merges::reversed_at.is_null());
    let taken_over = in_force
        .filter(
            merges::merged_id
                .eq_any(ids.clone())
                .or(merges::merged_code.eq(person_code)),
        )
        .select(merges::standing_id);
    let meant = beneficiaries::id
        .eq_any(ids)
        .or(beneficiaries::person_code.eq(person_code))
        .or(beneficiaries::id.eq_any(taken_over));
    let their_own = merges::table
        .filter(merges::merged_id.eq(beneficiaries::id))
        .filter(merges::reversed_at.is_null())
        .select(merges::standing_id)
        .single_value();
    Ok(beneficiaries::table
        .filter(beneficiaries::organisation_id.eq(organisation))
        .filter(meant)
        .select((
            beneficiaries::id,
            beneficiaries::person_code,
            Person::as_select(),
            their_own,
        ))
        .load(tx.connection(proof))?)
}

/// The cases of some people of an organisation, the oldest first.
pub fn cases_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    people: Vec<BeneficiaryId>,
) -> Result<Vec<(BeneficiaryId, CaseId)>> {
    Ok(cases::table
        .filter(cases::organisation_id.eq(organisation))
        .filter(cases::beneficiary_id.eq_any(people))
        .order(cases::id)
        .select((cases::beneficiary_id, cases::id))
        .load(tx.connection(proof))?)
}
