use diesel::prelude::*;

use super::model::PersonKnown;
use crate::access::{Proof, Transaction};
use crate::cases::Case;
use crate::db::schema::beneficiaries;
use crate::error::Result;

/// What is known of the person of a case.
pub fn person(tx: &mut Transaction, proof: &impl Proof, case: &Case) -> Result<PersonKnown> {
    Ok(beneficiaries::table
        .find(&case.beneficiary_id)
        .select(PersonKnown::as_select())
        .first(tx.connection(proof))?)
}
