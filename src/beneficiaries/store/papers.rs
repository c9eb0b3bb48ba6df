use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use crate::access::{Create, List, Permit, Proof, Read, Transaction, Update};
use crate::beneficiaries::work_right::PermitStatus;
use crate::beneficiaries::{
    Beneficiary, BeneficiaryId, Identifier, IdentifierId, ReceptionStay, StayPermit,
};
use crate::db::schema::{identifiers, reception_stays, stay_permits};
use crate::error::{Error, Result};

/// More papers of one kind than anybody has.
const MANY: i64 = 200;

/// The identifiers that none took the place of.
pub fn present_identifiers(
    tx: &mut Transaction,
    permit: &Permit<Create, Identifier, Beneficiary>,
) -> Result<Vec<Identifier>> {
    Ok(identifiers::table
        .filter(identifiers::beneficiary_id.eq(&permit.parent().id))
        .filter(identifiers::replaced_at.is_null())
        .select(Identifier::as_select())
        .load(tx.connection(permit))?)
}

/// Ends identifiers whose place another one takes.
pub fn replace_identifiers(
    tx: &mut Transaction,
    permit: &Permit<Create, Identifier, Beneficiary>,
    replaced: Vec<IdentifierId>,
) -> Result<()> {
    let at = tx.now().naive_utc();
    let of_the_person = identifiers::table
        .filter(identifiers::beneficiary_id.eq(&permit.parent().id))
        .filter(identifiers::id.eq_any(replaced));
    diesel::update(of_the_person)
        .set(identifiers::replaced_at.eq(at))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// A value that is known in the organisation already, of whomever, is a conflict.
pub fn insert_identifier(
    tx: &mut Transaction,
    permit: &Permit<Create, Identifier, Beneficiary>,
    identifier: &Identifier,
) -> Result<()> {
    let inserted = diesel::insert_into(identifiers::table)
        .values(identifier)
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("identifier_known"))
        }
        other => Ok(other.map(drop)?),
    }
}

pub fn list_identifiers(
    tx: &mut Transaction,
    permit: &Permit<List, Identifier, Beneficiary>,
) -> Result<Vec<Identifier>> {
    Ok(identifiers::table
        .filter(identifiers::beneficiary_id.eq(&permit.parent().id))
        .order((identifiers::created_at.desc(), identifiers::id.desc()))
        .select(Identifier::as_select())
        .limit(MANY)
        .load(tx.connection(permit))?)
}

pub fn insert_stay_permit(
    tx: &mut Transaction,
    permit: &Permit<Create, StayPermit, Beneficiary>,
    row: &StayPermit,
) -> Result<()> {
    diesel::insert_into(stay_permits::table)
        .values(row)
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn list_stay_permits(
    tx: &mut Transaction,
    permit: &Permit<List, StayPermit, Beneficiary>,
) -> Result<Vec<StayPermit>> {
    Ok(stay_permits::table
        .filter(stay_permits::beneficiary_id.eq(&permit.parent().id))
        .order((stay_permits::created_at.desc(), stay_permits::id.desc()))
        .select(StayPermit::as_select())
        .limit(MANY)
        .load(tx.connection(permit))?)
}

/// The permit of stay that counts: the one recorded last.
pub fn latest_permit(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &BeneficiaryId,
) -> Result<Option<StayPermit>> {
    Ok(stay_permits::table
        .filter(stay_permits::beneficiary_id.eq(id))
        .order((stay_permits::created_at.desc(), stay_permits::id.desc()))
        .select(StayPermit::as_select())
        .first(tx.connection(proof))
        .optional()?)
}

/// Codes and states of all permits of stay that were recorded.
pub fn permits_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &BeneficiaryId,
) -> Result<Vec<(String, PermitStatus)>> {
    Ok(stay_permits::table
        .filter(stay_permits::beneficiary_id.eq(id))
        .select((stay_permits::permit_code, stay_permits::status))
        .load(tx.connection(proof))?)
}

pub fn insert_reception_stay(
    tx: &mut Transaction,
    permit: &Permit<Update, Beneficiary, Beneficiary>,
    stay: &ReceptionStay,
) -> Result<()> {
    let inserted = diesel::insert_into(reception_stays::table)
        .values(stay)
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _)) => {
            Err(Error::invalid("/reception_organisation_id", "unknown_code"))
        }
        other => Ok(other.map(drop)?),
    }
}

pub fn list_reception_stays(
    tx: &mut Transaction,
    permit: &Permit<Read, Beneficiary, Beneficiary>,
) -> Result<Vec<ReceptionStay>> {
    Ok(reception_stays::table
        .filter(reception_stays::beneficiary_id.eq(&permit.parent().id))
        .order((
            reception_stays::created_at.desc(),
            reception_stays::id.desc(),
        ))
        .select(ReceptionStay::as_select())
        .limit(MANY)
        .load(tx.connection(permit))?)
}
