use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use crate::access::{Proof, Transaction};
use crate::beneficiaries::BeneficiaryId;
use crate::db::schema::data_keys;
use crate::error::{Error, Result};
use crate::organisations::OrganisationId;

/// The person's wrapped data key; none before anything was sealed, and after the key was erased.
pub fn find_data_key(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &BeneficiaryId,
) -> Result<Option<String>> {
    Ok(data_keys::table
        .find(id.as_str())
        .select(data_keys::wrapped_key)
        .first(tx.connection(proof))
        .optional()?)
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
