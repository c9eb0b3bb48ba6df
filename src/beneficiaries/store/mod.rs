mod keys;
mod papers;
pub mod search;

use diesel::dsl::exists;
use diesel::prelude::*;

pub use keys::{find_data_keys, insert_data_key};
pub use papers::{
    insert_identifier, insert_reception_stay, insert_stay_permit, latest_permit, list_identifiers,
    list_reception_stays, list_stay_permits, permits_of, present_identifiers, replace_identifiers,
};
pub use search::{candidates, cases_of, holders_of, named_like, save_search_keys};

use super::{Beneficiary, BeneficiaryId};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, Parent, Permit, Proof, Resource, Transaction, Update};
use crate::access_grants::Subject;
use crate::cases::OperatorPart;
use crate::db::DbConnection;
use crate::db::schema::{beneficiaries, case_operators, cases};
use crate::error::{Error, Result};
use crate::merges::leads_to;
use crate::organisations::{Organisation, OrganisationId};

/// Operators reach the people of their cases, and those they recorded who have no case yet. The id of
/// a record that was merged leads to the one that took over.
impl Parent for Beneficiary {
    type Id = BeneficiaryId;

    fn id(&self) -> &BeneficiaryId {
        &self.id
    }

    fn subject(&self) -> Option<Subject<'_>> {
        Some(Subject::Person(&self.id))
    }

    fn load(
        connection: &mut DbConnection,
        id: &BeneficiaryId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let assigned = exists(
            case_operators::table
                .inner_join(cases::table)
                .filter(cases::beneficiary_id.eq(beneficiaries::id))
                .filter(case_operators::part.eq_any(OperatorPart::WORKING))
                .filter(case_operators::user_id.eq_any(actor.caseloads())),
        );
        let has_case = exists(cases::table.filter(cases::beneficiary_id.eq(beneficiaries::id)));
        let found = beneficiaries::table
            .filter(beneficiaries::id.eq(leads_to(id)))
            .select((Self::as_select(), assigned, has_case))
            .first::<(Self, bool, bool)>(connection)
            .optional()?;
        Ok(found.map(|(found, assigned, has_case)| {
            let needed = if found.organisation_id != actor.organisation_id {
                Reach::Everything
            } else if assigned {
                Reach::Caseload
            } else if !has_case && found.created_by == actor.user_id {
                Reach::Own
            } else {
                Reach::Organisation
            };
            (found, needed)
        }))
    }
}

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, Beneficiary, Organisation>,
    beneficiary: &Beneficiary,
) -> Result<()> {
    diesel::insert_into(beneficiaries::table)
        .values(beneficiary)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Replaces what is known of the person in the record whose version is one lower.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, Beneficiary, Beneficiary>,
    beneficiary: &Beneficiary,
) -> Result<()> {
    let changed = diesel::update(beneficiaries::table)
        .filter(beneficiaries::id.eq(&permit.parent().id))
        .filter(beneficiaries::version.eq(beneficiary.version - 1))
        .set((
            &beneficiary.person,
            beneficiaries::version.eq(beneficiary.version),
            beneficiaries::updated_at.eq(beneficiary.updated_at),
        ))
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: beneficiary.version,
        })
    }
}

/// The record that an id of the organisation's leads to.
pub fn standing(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    id: &BeneficiaryId,
) -> Result<Option<Beneficiary>> {
    Ok(beneficiaries::table
        .filter(beneficiaries::id.eq(leads_to(id)))
        .filter(beneficiaries::organisation_id.eq(organisation))
        .select(Beneficiary::as_select())
        .first(tx.connection(proof))
        .optional()?)
}

/// Makes whoever else changes this person's papers, or merges the record, wait for the end of this
/// transaction; refused where somebody changed the person since they were read.
pub fn hold(tx: &mut Transaction, proof: &impl Proof, person: &Beneficiary) -> Result<()> {
    let held = diesel::update(beneficiaries::table.find(&person.id))
        .filter(beneficiaries::version.eq(person.version))
        .set(beneficiaries::version.eq(beneficiaries::version))
        .execute(tx.connection(proof))?;
    if held == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed_meanwhile"))
    }
}

/// One person, for a feature that shows another permit.
pub fn find(tx: &mut Transaction, proof: &impl Proof, id: &BeneficiaryId) -> Result<Beneficiary> {
    beneficiaries::table
        .find(id)
        .select(Beneficiary::as_select())
        .first(tx.connection(proof))
        .optional()?
        .ok_or(Error::NotFound(Resource::Beneficiary))
}
