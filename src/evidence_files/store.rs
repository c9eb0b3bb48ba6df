use diesel::prelude::*;

use super::{EvidenceFile, EvidenceKey, EvidencePlace};
use crate::access::policy::Reach;
use crate::access::{Actor, Delete, Parent, Permit, Read, Transaction, Update};
use crate::access_grants::Subject;
use crate::cases::Case;
use crate::db::DbConnection;
use crate::db::schema::{cases, evidence, evidence_files};
use crate::error::{Error, Result};
use crate::in_caseload;
use crate::profiles::{EvidenceId, Profile};

/// As far away as its case.
impl Parent for EvidencePlace {
    type Id = EvidenceKey;

    fn id(&self) -> &EvidenceKey {
        &self.key
    }

    fn subject(&self) -> Option<Subject<'_>> {
        Some(Subject::Case(&self.key.case_id))
    }

    fn load(
        connection: &mut DbConnection,
        key: &EvidenceKey,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let assigned = in_caseload!(cases::id.nullable(), actor);
        let found = evidence::table
            .inner_join(cases::table.on(cases::id.eq(evidence::case_id)))
            .filter(evidence::id.eq(&key.evidence_id))
            .filter(cases::id.eq(&key.case_id))
            .select((Case::as_select(), assigned))
            .first::<(Case, bool)>(connection)
            .optional()?;
        Ok(found.map(|(case, assigned)| {
            let needed = actor.needs_to_reach(&case.organisation_id, assigned);
            let key = key.clone();
            (Self { key, case }, needed)
        }))
    }
}

type FilePermit<V> = Permit<V, EvidenceFile, EvidencePlace>;

/// The file with its sealed contents.
pub fn find_sealed(
    tx: &mut Transaction,
    permit: &FilePermit<Read>,
) -> Result<Option<(EvidenceFile, Vec<u8>)>> {
    let key = &permit.parent().key;
    Ok(evidence_files::table
        .filter(evidence_files::evidence_id.eq(&key.evidence_id))
        .filter(evidence_files::case_id.eq(&key.case_id))
        .select((EvidenceFile::as_select(), evidence_files::sealed_contents))
        .first(tx.connection(permit))
        .optional()?)
}

/// All files of a case with their sealed contents.
pub fn list_sealed(
    tx: &mut Transaction,
    permit: &Permit<Read, EvidenceFile, Case>,
) -> Result<Vec<(EvidenceFile, Vec<u8>)>> {
    Ok(evidence_files::table
        .filter(evidence_files::case_id.eq(&permit.case().id))
        .order(evidence_files::id)
        .select((EvidenceFile::as_select(), evidence_files::sealed_contents))
        .load(tx.connection(permit))?)
}

/// How many files the case has.
pub fn count(tx: &mut Transaction, permit: &FilePermit<Update>) -> Result<i64> {
    Ok(evidence_files::table
        .filter(evidence_files::case_id.eq(&permit.parent().key.case_id))
        .count()
        .get_result(tx.connection(permit))?)
}

/// Keeps a file in the place of the one that was there, if any.
pub fn replace(
    tx: &mut Transaction,
    permit: &FilePermit<Update>,
    file: &EvidenceFile,
    sealed_contents: &[u8],
) -> Result<()> {
    delete_of(tx, permit)?;
    diesel::insert_into(evidence_files::table)
        .values((file, evidence_files::sealed_contents.eq(sealed_contents)))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Whether there was one.
pub fn delete(tx: &mut Transaction, permit: &FilePermit<Delete>) -> Result<bool> {
    Ok(delete_of(tx, permit)? == 1)
}

fn delete_of<V>(tx: &mut Transaction, permit: &FilePermit<V>) -> Result<usize> {
    let key = &permit.parent().key;
    Ok(diesel::delete(evidence_files::table)
        .filter(evidence_files::evidence_id.eq(&key.evidence_id))
        .filter(evidence_files::case_id.eq(&key.case_id))
        .execute(tx.connection(permit))?)
}

/// A piece of evidence that is deleted takes its file with it.
pub fn delete_with_evidence(
    tx: &mut Transaction,
    permit: &Permit<Delete, Profile>,
    id: &EvidenceId,
) -> Result<()> {
    diesel::delete(evidence_files::table)
        .filter(evidence_files::evidence_id.eq(id))
        .filter(evidence_files::case_id.eq(&permit.case().id))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Makes the next version of the evidence, of which its file is a part.
pub fn advance<V>(tx: &mut Transaction, permit: &FilePermit<V>, version: i32) -> Result<()> {
    let (key, now) = (&permit.parent().key, tx.now().naive_utc());
    let changed = diesel::update(evidence::table)
        .filter(evidence::id.eq(&key.evidence_id))
        .filter(evidence::case_id.eq(&key.case_id))
        .filter(evidence::version.eq(version))
        .set((
            evidence::version.eq(version + 1),
            evidence::updated_at.eq(now),
        ))
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: version + 1,
        })
    }
}
