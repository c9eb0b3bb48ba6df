use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{Create, Permit, Proof, Service, Transaction};
use crate::db::schema::authentication_requests as requests;
use crate::error::Result;
use crate::identity_providers::{AuthenticationRequest, AuthenticationRequestId};

type Taking = Permit<Create, AuthenticationRequest, Service>;

pub fn insert_request(
    tx: &mut Transaction,
    proof: &impl Proof,
    row: &AuthenticationRequest,
) -> Result<()> {
    diesel::insert_into(requests::table)
        .values(row)
        .execute(tx.connection(proof))?;
    Ok(())
}

pub fn find_request(
    tx: &mut Transaction,
    permit: &Taking,
    secret_hash: &str,
) -> Result<Option<AuthenticationRequest>> {
    Ok(requests::table
        .filter(requests::secret_hash.eq(secret_hash))
        .select(AuthenticationRequest::as_select())
        .first(tx.connection(permit))
        .optional()?)
}

/// Uses a request up; of several who try at once, one succeeds.
pub fn use_up(tx: &mut Transaction, permit: &Taking, id: &AuthenticationRequestId) -> Result<bool> {
    let now = tx.now().naive_utc();
    let used = diesel::update(requests::table.find(id))
        .filter(requests::used_at.is_null())
        .filter(requests::expires_at.gt(now))
        .set(requests::used_at.eq(now))
        .execute(tx.connection(permit))?;
    Ok(used == 1)
}

/// Forgets the requests that were over by then.
pub fn forget_requests(tx: &mut Transaction, proof: &impl Proof, by: NaiveDateTime) -> Result<()> {
    diesel::delete(requests::table)
        .filter(requests::expires_at.lt(by))
        .execute(tx.connection(proof))?;
    Ok(())
}
