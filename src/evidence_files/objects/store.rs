use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::service::{MovableFile, PUT_LASTS, READ_LASTS};
use crate::access::{Delete, List, Permit, Proof, Service, Transaction, Update};
use crate::db::schema::{evidence_files, object_removals as table};
use crate::error::{Error, Result};
use crate::evidence_files::{Contents, EvidenceFile, EvidenceFileId, ObjectName};
use crate::organisations::OrganisationId;

#[derive(Insertable)]
#[diesel(table_name = crate::db::schema::object_removals)]
struct Removal<'a> {
    name: &'a ObjectName,
    organisation_id: &'a OrganisationId,
    due_at: NaiveDateTime,
}

fn plan(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation_id: &OrganisationId,
    name: &ObjectName,
    after: TimeDelta,
) -> Result<()> {
    let due_at = (tx.now() + after).naive_utc();
    let removal = Removal {
        name,
        organisation_id,
        due_at,
    };
    diesel::insert_into(table::table)
        .values(removal)
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Has an object removed that is about to be put, unless [`keep`] comes before. Any permit will do: whoever
/// may keep a file may.
pub fn announce(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    name: &ObjectName,
) -> Result<()> {
    plan(tx, proof, organisation, name, PUT_LASTS)
}

/// Has an object removed that no row names any more.
pub fn give_up(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    name: &ObjectName,
) -> Result<()> {
    plan(tx, proof, organisation, name, READ_LASTS)
}

/// Takes an object off the list; refuses one whose time has come, which may be gone.
pub fn keep(tx: &mut Transaction, proof: &impl Proof, name: &ObjectName) -> Result<()> {
    let now = tx.now().naive_utc();
    let kept = diesel::delete(table::table.find(name))
        .filter(table::due_at.gt(now))
        .execute(tx.connection(proof))?;
    match kept {
        1 => Ok(()),
        _ => Err(Error::Unavailable("file_store_unavailable")),
    }
}

/// Objects whose time has come, the longest due first.
pub fn due(
    tx: &mut Transaction,
    permit: &Permit<List, EvidenceFile, Service>,
    limit: i64,
) -> Result<Vec<ObjectName>> {
    let now = tx.now().naive_utc();
    Ok(table::table
        .filter(table::due_at.le(now))
        .order(table::due_at)
        .limit(limit)
        .select(table::name)
        .load(tx.connection(permit))?)
}

/// How many objects are to be removed.
pub fn waiting(tx: &mut Transaction, permit: &Permit<List, EvidenceFile, Service>) -> Result<i64> {
    Ok(table::table.count().get_result(tx.connection(permit))?)
}

/// Takes objects off the list that are removed.
pub fn forget(
    tx: &mut Transaction,
    permit: &Permit<Delete, EvidenceFile, Service>,
    names: &[ObjectName],
) -> Result<()> {
    diesel::delete(table::table)
        .filter(table::name.eq_any(names))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// The next file behind an id that is in the bucket, or that is not.
pub fn next_in(
    tx: &mut Transaction,
    permit: &Permit<List, EvidenceFile, Service>,
    in_bucket: bool,
    after: &EvidenceFileId,
) -> Result<Option<MovableFile>> {
    type Row = (
        EvidenceFileId,
        OrganisationId,
        Option<Vec<u8>>,
        Option<ObjectName>,
    );
    use evidence_files::{id, object_name, organisation_id, sealed_contents};
    let row: Option<Row> = evidence_files::table
        .filter(object_name.is_not_null().eq(in_bucket))
        .filter(id.gt(after))
        .order(id)
        .select((id, organisation_id, sealed_contents, object_name))
        .first(tx.connection(permit))
        .optional()?;
    let Some((file_id, organisation, sealed, object)) = row else {
        return Ok(None);
    };
    let contents = Contents::of(sealed, object);
    Ok(Some(MovableFile {
        id: file_id,
        organisation_id: organisation,
        contents: contents.ok_or_else(|| Error::internal("a file without contents"))?,
    }))
}

/// Says of a file where its contents are now; not if they are elsewhere meanwhile, or it is gone.
pub fn set_contents(
    tx: &mut Transaction,
    permit: &Permit<Update, EvidenceFile, Service>,
    file: &MovableFile,
    contents: &Contents,
) -> Result<bool> {
    use evidence_files::{object_name, sealed_contents};
    let row = diesel::update(evidence_files::table.find(&file.id)).set((
        sealed_contents.eq(contents.sealed()),
        object_name.eq(contents.object()),
    ));
    let changed = match file.contents.object() {
        Some(name) => row
            .filter(object_name.eq(name))
            .execute(tx.connection(permit))?,
        None => row
            .filter(object_name.is_null())
            .execute(tx.connection(permit))?,
    };
    Ok(changed == 1)
}
