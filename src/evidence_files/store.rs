use diesel::prelude::*;

use super::objects::store as objects;
use super::{Contents, EvidenceFile, EvidenceFileId, EvidenceKey, EvidencePlace, ObjectName};
use crate::access::policy::Reach;
use crate::access::{Actor, Delete, Parent, Permit, Proof, Read, Transaction, Update};
use crate::access_grants::Subject;
use crate::cases::Case;
use crate::db::DbConnection;
use crate::db::schema::{cases, evidence, evidence_files};
use crate::error::{Error, Result};
use crate::in_caseload;
use crate::organisations::OrganisationId;
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

/// A file, and the two columns of which one has its contents.
type Row = (EvidenceFile, Option<Vec<u8>>, Option<ObjectName>);

fn with_contents((file, sealed, object): Row) -> Result<(EvidenceFile, Contents)> {
    let contents = Contents::of(sealed, object);
    let contents = contents.ok_or_else(|| Error::internal("a file without contents"))?;
    Ok((file, contents))
}

/// The file, and where its sealed contents are.
pub fn find_sealed(
    tx: &mut Transaction,
    permit: &FilePermit<Read>,
) -> Result<Option<(EvidenceFile, Contents)>> {
    let key = &permit.parent().key;
    let row = evidence_files::table
        .filter(evidence_files::evidence_id.eq(&key.evidence_id))
        .filter(evidence_files::case_id.eq(&key.case_id))
        .select((
            EvidenceFile::as_select(),
            evidence_files::sealed_contents,
            evidence_files::object_name,
        ))
        .first(tx.connection(permit))
        .optional()?;
    row.map(with_contents).transpose()
}

/// All files of a case, and where their sealed contents are.
pub fn list_sealed(
    tx: &mut Transaction,
    permit: &Permit<Read, EvidenceFile, Case>,
) -> Result<Vec<(EvidenceFile, Contents)>> {
    let rows: Vec<Row> = evidence_files::table
        .filter(evidence_files::case_id.eq(&permit.case().id))
        .order(evidence_files::id)
        .select((
            EvidenceFile::as_select(),
            evidence_files::sealed_contents,
            evidence_files::object_name,
        ))
        .load(tx.connection(permit))?;
    rows.into_iter().map(with_contents).collect()
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
    contents: &Contents,
) -> Result<()> {
    delete_of(tx, permit, &permit.parent().key)?;
    diesel::insert_into(evidence_files::table)
        .values((
            file,
            evidence_files::sealed_contents.eq(contents.sealed()),
            evidence_files::object_name.eq(contents.object()),
        ))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Whether there was one.
pub fn delete(tx: &mut Transaction, permit: &FilePermit<Delete>) -> Result<bool> {
    delete_of(tx, permit, &permit.parent().key)
}

/// A piece of evidence that is deleted takes its file with it.
pub fn delete_with_evidence(
    tx: &mut Transaction,
    permit: &Permit<Delete, Profile>,
    id: &EvidenceId,
) -> Result<()> {
    let key = EvidenceKey {
        case_id: permit.case().id.clone(),
        evidence_id: id.clone(),
    };
    delete_of(tx, permit, &key).map(|_there| ())
}

/// Deletes the row of a file, and gives up the object that its contents are in, if they are in one; refuses
/// where they are being moved at the moment.
fn delete_of(tx: &mut Transaction, proof: &impl Proof, key: &EvidenceKey) -> Result<bool> {
    use evidence_files::{case_id, evidence_id, id, object_name, organisation_id};
    let found = evidence_files::table
        .filter(evidence_id.eq(&key.evidence_id))
        .filter(case_id.eq(&key.case_id))
        .select((id, object_name, organisation_id))
        .first::<(EvidenceFileId, Option<ObjectName>, OrganisationId)>(tx.connection(proof))
        .optional()?;
    let Some((file, object, organisation)) = found else {
        return Ok(false);
    };
    let row = diesel::delete(evidence_files::table.find(&file));
    let deleted = match object {
        Some(name) => {
            objects::give_up(tx, proof, &organisation, &name)?;
            row.filter(object_name.eq(name))
                .execute(tx.connection(proof))?
        }
        None => row
            .filter(object_name.is_null())
            .execute(tx.connection(proof))?,
    };
    match deleted {
        1 => Ok(true),
        _ => Err(Error::Unavailable("too_busy")),
    }
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
