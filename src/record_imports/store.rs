use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::{ImportId, ImportStatus, RecordImport};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, Delete, Parent, Permit, Proof, Service, Transaction, Update};
use crate::cases::{CaseId, CaseStatus};
use crate::db::DbConnection;
use crate::db::schema::{beneficiaries, cases, programmes, record_imports};
use crate::error::{Error, Result};
use crate::in_caseload;
use crate::organisations::Organisation;
use crate::programmes::ProgrammeId;

/// Who sent a file alone reaches what was read of it.
impl Parent for RecordImport {
    type Id = ImportId;

    fn id(&self) -> &ImportId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &ImportId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = record_imports::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        Ok(found.map(|found: Self| {
            let own = found.created_by == actor.user_id;
            let needed = match actor.needs_to_reach(&found.organisation_id, false) {
                Reach::Organisation if own => Reach::Own,
                other => other,
            };
            (found, needed)
        }))
    }
}

pub type MayImport = Permit<Create, RecordImport, Organisation>;

/// How many imports of the acting user's are not over.
pub fn count_open(tx: &mut Transaction, permit: &MayImport, now: NaiveDateTime) -> Result<i64> {
    let user = tx.actor().user_id.clone();
    Ok(record_imports::table
        .filter(record_imports::organisation_id.eq(&permit.parent().id))
        .filter(record_imports::created_by.eq(user))
        .filter(record_imports::status.ne(ImportStatus::Applied))
        .filter(record_imports::expires_at.gt(now))
        .count()
        .get_result(tx.connection(permit))?)
}

/// Keeps an import with its wrapped key and its sealed lines.
pub fn insert(
    tx: &mut Transaction,
    permit: &MayImport,
    import: &RecordImport,
    wrapped_key: &str,
    sealed_lines: &str,
) -> Result<()> {
    diesel::insert_into(record_imports::table)
        .values((
            import,
            record_imports::wrapped_key.eq(wrapped_key),
            record_imports::sealed_lines.eq(sealed_lines),
        ))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// The wrapped key and the sealed lines, while the import is not over.
pub fn find_sealed<V>(
    tx: &mut Transaction,
    permit: &Permit<V, RecordImport, RecordImport>,
) -> Result<Option<(String, String)>> {
    let (wrapped, sealed) = record_imports::table
        .find(&permit.parent().id)
        .select((record_imports::wrapped_key, record_imports::sealed_lines))
        .first::<(Option<String>, Option<String>)>(tx.connection(permit))?;
    Ok(wrapped.zip(sealed))
}

type ToApply = Permit<Update, RecordImport, RecordImport>;

/// Makes the next version, and has whoever else would take lines of the import wait, to find it.
pub fn take_turn(tx: &mut Transaction, permit: &ToApply, version: i32) -> Result<()> {
    let taken = diesel::update(record_imports::table.find(&permit.parent().id))
        .filter(record_imports::version.eq(version))
        .set(record_imports::version.eq(version + 1))
        .execute(tx.connection(permit))?;
    match taken {
        1 => Ok(()),
        _ => Err(Error::Stale {
            current: version + 1,
        }),
    }
}

/// Keeps how far an import came. One that is over keeps neither its key nor its lines.
pub fn save(tx: &mut Transaction, permit: &ToApply, after: &RecordImport) -> Result<()> {
    let row = record_imports::table.find(&permit.parent().id);
    diesel::update(row)
        .set((
            record_imports::status.eq(after.status),
            record_imports::lines_done.eq(after.lines_done),
            record_imports::lines.eq(&after.lines),
            record_imports::expires_at.eq(after.expires_at),
        ))
        .execute(tx.connection(permit))?;
    if after.status == ImportStatus::Applied {
        diesel::update(row)
            .set((
                record_imports::wrapped_key.eq(None::<String>),
                record_imports::sealed_lines.eq(None::<String>),
            ))
            .execute(tx.connection(permit))?;
    }
    Ok(())
}

/// Deletes the version that was seen.
pub fn delete(
    tx: &mut Transaction,
    permit: &Permit<Delete, RecordImport, RecordImport>,
    version: i32,
) -> Result<()> {
    let deleted = diesel::delete(record_imports::table.find(&permit.parent().id))
        .filter(record_imports::version.eq(version))
        .execute(tx.connection(permit))?;
    match deleted {
        1 => Ok(()),
        _ => Err(Error::Stale {
            current: version + 1,
        }),
    }
}

/// A programme of the organisation, as far as opening a case goes.
#[derive(Clone, Debug, Queryable)]
pub struct KnownProgramme {
    pub id: ProgrammeId,
    pub code: String,
    pub active: bool,
    pub ends_on: Option<NaiveDate>,
}

pub fn programmes(tx: &mut Transaction, proof: &impl Proof) -> Result<Vec<KnownProgramme>> {
    let own = tx.actor().organisation_id.clone();
    Ok(programmes::table
        .filter(programmes::organisation_id.eq(own))
        .select((
            programmes::id,
            programmes::code,
            programmes::active,
            programmes::ends_on,
        ))
        .load(tx.connection(proof))?)
}

/// A case that has not ended, of the actor's caseload.
#[derive(Clone, Debug, Queryable)]
pub struct KnownCase {
    pub id: CaseId,
    pub case_code: String,
    pub person_code: String,
    pub status: CaseStatus,
}

/// The cases that these codes name, be it by their person.
pub fn cases_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    codes: Vec<String>,
) -> Result<Vec<KnownCase>> {
    let actor = tx.actor().clone();
    let named = cases::case_code
        .eq_any(codes.clone())
        .or(beneficiaries::person_code.eq_any(codes));
    Ok(cases::table
        .inner_join(beneficiaries::table)
        .filter(cases::organisation_id.eq(&actor.organisation_id))
        .filter(cases::ended_at.is_null())
        .filter(named)
        .filter(in_caseload!(cases::id.nullable(), actor))
        .order(cases::id)
        .select((
            cases::id,
            cases::case_code,
            beneficiaries::person_code,
            cases::status,
        ))
        .load(tx.connection(proof))?)
}

type ToPurge = Permit<Delete, RecordImport, Service>;

pub fn any_expired(tx: &mut Transaction, permit: &ToPurge, now: NaiveDateTime) -> Result<bool> {
    let expired = record_imports::table.filter(record_imports::expires_at.le(now));
    Ok(select(exists(expired.select(record_imports::id))).get_result(tx.connection(permit))?)
}

pub fn delete_expired(tx: &mut Transaction, permit: &ToPurge, now: NaiveDateTime) -> Result<()> {
    diesel::delete(record_imports::table)
        .filter(record_imports::expires_at.le(now))
        .execute(tx.connection(permit))?;
    Ok(())
}
