use chrono::TimeDelta;

use super::store;
use crate::access::{Delete, List, Proof, Transaction, Update};
use crate::error::Result;
use crate::evidence_files::{Contents, EvidenceFile, EvidenceFileId, ObjectName};
use crate::organisations::OrganisationId;

/// After this time an object that was to be put is put and named by a row, or never will be.
pub const PUT_LASTS: TimeDelta = TimeDelta::hours(1);

/// After this time nobody fetches an object any more because a row named it when they looked.
pub const READ_LASTS: TimeDelta = TimeDelta::minutes(1);

/// Objects that one round of the worker removes.
pub const BATCH: i64 = 100;

/// A file as who moves it sees it.
pub struct MovableFile {
    pub id: EvidenceFileId,
    pub organisation_id: OrganisationId,
    pub contents: Contents,
}

/// A name for an object that is about to be put: it is removed unless a row is given it before.
pub fn announce(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
) -> Result<ObjectName> {
    let name = ObjectName::new();
    store::announce(tx, proof, organisation, &name)?;
    Ok(name)
}

/// Has an object stay that was announced: its row is written in this transaction.
pub fn keep(tx: &mut Transaction, proof: &impl Proof, name: &ObjectName) -> Result<()> {
    store::keep(tx, proof, name)
}

/// The objects to be removed now, and how many are on the list in all.
pub fn due(tx: &mut Transaction) -> Result<(Vec<ObjectName>, i64)> {
    let permit = tx.service_permit::<List, EvidenceFile>()?;
    let due = store::due(tx, &permit, BATCH)?;
    Ok((due, store::waiting(tx, &permit)?))
}

/// Takes objects off the list that are removed.
pub fn forget(tx: &mut Transaction, names: &[ObjectName]) -> Result<()> {
    let permit = tx.service_permit::<Delete, EvidenceFile>()?;
    store::forget(tx, &permit, names)
}

/// The next file behind an id whose contents are in the bucket, or are not.
pub fn next_in(
    tx: &mut Transaction,
    in_bucket: bool,
    after: &EvidenceFileId,
) -> Result<Option<MovableFile>> {
    let permit = tx.service_permit::<List, EvidenceFile>()?;
    store::next_in(tx, &permit, in_bucket, after)
}

/// [`announce`], for a file that is to be moved.
pub fn announce_move(tx: &mut Transaction, organisation: &OrganisationId) -> Result<ObjectName> {
    let permit = tx.service_permit::<Update, EvidenceFile>()?;
    announce(tx, &permit, organisation)
}

/// Says of a file where its contents are now; not if it was replaced or deleted meanwhile.
pub fn settle_move(tx: &mut Transaction, file: &MovableFile, contents: &Contents) -> Result<bool> {
    let permit = tx.service_permit::<Update, EvidenceFile>()?;
    if !store::set_contents(tx, &permit, file, contents)? {
        return Ok(false);
    }
    if let Some(new) = contents.object() {
        store::keep(tx, &permit, new)?;
    }
    if let Some(old) = file.contents.object() {
        store::give_up(tx, &permit, &file.organisation_id, old)?;
    }
    Ok(true)
}
