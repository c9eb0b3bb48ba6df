use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use crate::access::{Proof, Transaction};
use crate::beneficiaries::BeneficiaryId;
use crate::db::schema::data_keys;
use crate::error::{Error, Result};
use crate::organisations::OrganisationId;

/// The wrapped data keys of some people and when they were made; none of whom nothing was sealed yet, and of whom the key was
/// erased.
pub fn find_data_keys(
    tx: &mut Transaction,
    proof: &impl Proof,
    ids: &[BeneficiaryId],
) -> Result<Vec<(BeneficiaryId, String, NaiveDateTime)>> {
    let ids: Vec<_> = ids.iter().map(BeneficiaryId::as_str).collect();
    Ok(data_keys::table
        .filter(data_keys::id.eq_any(ids))
        .select((data_keys::id, data_keys::wrapped_key, data_keys::created_at))
        .load(tx.connection(proof))?)
}

pub fn insert_data_key(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &BeneficiaryId,
    organisation: &OrganisationId,
    wrapped: &str,
) -> Result<()> {
    let row = (
        data_keys::id.eq(id.as_str()),
        data_keys::organisation_id.eq(organisation),
        data_keys::wrapped_key.eq(wrapped),
        data_keys::created_at.eq(tx.now().naive_utc()),
    );
    let inserted = diesel::insert_into(data_keys::table)
        .values(row)
        .execute(tx.connection(proof));
    match inserted {
        // Two began to write about a person at once, and this one came second.
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("changed_meanwhile"))
        }
        other => Ok(other.map(drop)?),
    }
}
