use chrono::NaiveDateTime;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{
    Credential, CredentialId, IssuerKey, IssuerKeyId, PublicIssuerKey, StatusList, StatusListId,
};
use crate::access::{Proof, Transaction};
use crate::certificates::CertificateId;
use crate::db::schema::{credentials, issuer_keys, status_lists};
use crate::error::{Error, Result};
use crate::organisations::OrganisationId;

/// The key that an organisation signs with, if it has one yet. Whoever else wants it waits until this
/// transaction ends: nothing is signed with a key that is being retired.
pub fn take_signing_key(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
) -> Result<Option<IssuerKey>> {
    let connection = tx.connection(proof);
    let standing = issuer_keys::table
        .filter(issuer_keys::organisation_id.eq(organisation))
        .filter(issuer_keys::retired_at.is_null());
    // Who waited for a key that was being retired holds none; the second time it is the one that came after.
    for _ in 0..2 {
        let held = diesel::update(standing)
            .set(issuer_keys::created_at.eq(issuer_keys::created_at))
            .execute(connection)?;
        // A statement of its own: it sees a key that was made while this one waited.
        let found = standing
            .select(IssuerKey::as_select())
            .first(connection)
            .optional()?;
        if held > 0 || found.is_none() {
            return Ok(found);
        }
    }
    Err(Error::Unavailable("busy"))
}

/// Somebody else may make an organisation's first key at the same time.
pub fn insert_key(tx: &mut Transaction, proof: &impl Proof, key: &IssuerKey) -> Result<()> {
    let inserted = diesel::insert_into(issuer_keys::table)
        .values(key)
        .execute(tx.connection(proof));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Unavailable("busy"))
        }
        other => Ok(other.map(drop)?),
    }
}

/// Retires the key that an organisation signs with. Its private half is gone with it: what it signed is checked with
/// the public one, and nobody can ever make more of that.
pub fn retire_key(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    at: NaiveDateTime,
) -> Result<()> {
    diesel::update(issuer_keys::table)
        .filter(issuer_keys::organisation_id.eq(organisation))
        .filter(issuer_keys::retired_at.is_null())
        .set((
            issuer_keys::retired_at.eq(at),
            issuer_keys::sealed_private_key.eq(""),
        ))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Has no key that an organisation has had so far shown any more.
pub fn give_up_keys(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    at: NaiveDateTime,
) -> Result<()> {
    diesel::update(issuer_keys::table)
        .filter(issuer_keys::organisation_id.eq(organisation))
        .filter(issuer_keys::compromised_at.is_null())
        .set(issuer_keys::compromised_at.eq(at))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// The keys of an organisation, the oldest first.
pub fn public_keys(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
) -> Result<Vec<PublicIssuerKey>> {
    Ok(issuer_keys::table
        .filter(issuer_keys::organisation_id.eq(organisation))
        .order(issuer_keys::id)
        .select(PublicIssuerKey::as_select())
        .load(tx.connection(proof))?)
}

/// The keys that organisations sign with: id, organisation and sealed half.
pub fn sealed_keys(
    tx: &mut Transaction,
    proof: &impl Proof,
) -> Result<Vec<(IssuerKeyId, OrganisationId, String)>> {
    Ok(issuer_keys::table
        .filter(issuer_keys::retired_at.is_null())
        .select((
            issuer_keys::id,
            issuer_keys::organisation_id,
            issuer_keys::sealed_private_key,
        ))
        .load(tx.connection(proof))?)
}

pub fn rewrap_key(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &IssuerKeyId,
    old: &str,
    anew: &str,
) -> Result<usize> {
    Ok(diesel::update(issuer_keys::table.find(id))
        .filter(issuer_keys::sealed_private_key.eq(old))
        .set(issuer_keys::sealed_private_key.eq(anew))
        .execute(tx.connection(proof))?)
}

/// The newest status list of an organisation.
pub fn newest_list(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
) -> Result<Option<StatusList>> {
    Ok(status_lists::table
        .filter(status_lists::organisation_id.eq(organisation))
        .order(status_lists::id.desc())
        .select(StatusList::as_select())
        .first(tx.connection(proof))
        .optional()?)
}

pub fn lists_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
) -> Result<Vec<StatusList>> {
    Ok(status_lists::table
        .filter(status_lists::organisation_id.eq(organisation))
        .select(StatusList::as_select())
        .load(tx.connection(proof))?)
}

/// A list as it was signed last.
pub fn find_list(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &StatusListId,
) -> Result<StatusList> {
    Ok(status_lists::table
        .find(id)
        .select(StatusList::as_select())
        .first(tx.connection(proof))?)
}

/// The signed list that an organisation has under an id.
pub fn signed_list(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    id: &StatusListId,
) -> Result<Option<String>> {
    Ok(status_lists::table
        .find(id)
        .filter(status_lists::organisation_id.eq(organisation))
        .select(status_lists::signed)
        .first(tx.connection(proof))
        .optional()?)
}

pub fn insert_list(tx: &mut Transaction, proof: &impl Proof, list: &StatusList) -> Result<()> {
    diesel::insert_into(status_lists::table)
        .values(list)
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Takes the turn at a list: whoever else writes it waits until this transaction ends.
pub fn lock_list(tx: &mut Transaction, proof: &impl Proof, id: &StatusListId) -> Result<()> {
    diesel::update(status_lists::table.find(id))
        .set(status_lists::places_given.eq(status_lists::places_given))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// The same for all lists of an organisation.
pub fn lock_lists(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
) -> Result<()> {
    diesel::update(status_lists::table)
        .filter(status_lists::organisation_id.eq(organisation))
        .set(status_lists::places_given.eq(status_lists::places_given))
        .execute(tx.connection(proof))?;
    Ok(())
}

pub fn replace_list(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &StatusListId,
    signed: &str,
    at: NaiveDateTime,
) -> Result<()> {
    diesel::update(status_lists::table.find(id))
        .set((
            status_lists::signed.eq(signed),
            status_lists::signed_at.eq(at),
        ))
        .execute(tx.connection(proof))?;
    Ok(())
}

pub fn is_given(
    tx: &mut Transaction,
    proof: &impl Proof,
    list: &StatusListId,
    place: i32,
) -> Result<bool> {
    let given = credentials::table
        .filter(credentials::status_list_id.eq(list))
        .filter(credentials::status_place.eq(place));
    Ok(diesel::select(exists(given)).get_result(tx.connection(proof))?)
}

pub fn insert(tx: &mut Transaction, proof: &impl Proof, credential: &Credential) -> Result<()> {
    let connection = tx.connection(proof);
    diesel::update(status_lists::table.find(&credential.status_list_id))
        .set(status_lists::places_given.eq(status_lists::places_given + 1))
        .execute(connection)?;
    diesel::insert_into(credentials::table)
        .values(credential)
        .execute(connection)?;
    Ok(())
}

pub fn find(tx: &mut Transaction, proof: &impl Proof, id: &CredentialId) -> Result<Credential> {
    Ok(credentials::table
        .find(id)
        .select(Credential::as_select())
        .first(tx.connection(proof))?)
}

pub fn of_certificate(
    tx: &mut Transaction,
    proof: &impl Proof,
    certificate: &CertificateId,
) -> Result<Option<Credential>> {
    Ok(credentials::table
        .filter(credentials::certificate_id.eq(certificate))
        .select(Credential::as_select())
        .first(tx.connection(proof))
        .optional()?)
}

pub fn end(
    tx: &mut Transaction,
    proof: &impl Proof,
    credential: &Credential,
    at: NaiveDateTime,
) -> Result<()> {
    diesel::update(credentials::table.find(&credential.id))
        .filter(credentials::ended_at.is_null())
        .set(credentials::ended_at.eq(at))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// The places of the credentials of a list that ended.
pub fn ended_places(
    tx: &mut Transaction,
    proof: &impl Proof,
    list: &StatusListId,
) -> Result<Vec<i32>> {
    Ok(credentials::table
        .filter(credentials::status_list_id.eq(list))
        .filter(credentials::ended_at.is_not_null())
        .select(credentials::status_place)
        .load(tx.connection(proof))?)
}
