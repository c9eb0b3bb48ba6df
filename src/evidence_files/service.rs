use std::sync::Arc;

use super::contents::{self, Looked};
use super::objects::service as objects;
use super::{
    Contents, EvidenceFile, EvidenceFileId, EvidenceKey, EvidencePlace, KeptFile, MediaType,
    ObjectName, Sealed, store,
};
use crate::access::{Delete, Permit, Read, Resource, Transaction, Update};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::Case;
use crate::error::{Error, Result};
use crate::profiles::{Entry, Evidence, service as profiles};

/// The most files of one case.
pub const MOST: i64 = 50;

/// Refuses who may keep no file there, before one is read from them.
pub fn ensure_may_replace(tx: &mut Transaction, key: &EvidenceKey) -> Result<()> {
    tx.permit::<Update, EvidenceFile, EvidencePlace>(key)?;
    Ok(())
}

/// Looks through a file that is said to be of a type, outside of any transaction; refuses what [`contents::Fault`] names.
pub fn look_through(declared: MediaType, received: Vec<u8>) -> Result<Looked> {
    contents::look_through(declared, received).map_err(|fault| Error::invalid("", fault.code()))
}

/// Seals a file that is to be kept in a bucket, before it is put there; none where the same file is there
/// already. The object is on the list of those to be removed until [`replace`] has written its row.
pub fn seal(
    tx: &mut Transaction,
    key: &EvidenceKey,
    version: i32,
    looked: &Looked,
) -> Result<Option<Sealed>> {
    let permit = tx.permit::<Update, EvidenceFile, EvidencePlace>(key)?;
    let case = permit.parent().case.clone();
    if in_its_place(tx, &permit, version, looked)?.is_some() {
        return Ok(None);
    }
    let data_key = beneficiaries::data_key(tx, &permit, case.key_holder(), &case.organisation_id)?;
    let file_id = EvidenceFileId::new();
    let bytes = data_key.seal_bytes(file_id.place(&case.organisation_id), &looked.bytes);
    let object = objects::announce(tx, &permit, &case.organisation_id)?;
    Ok(Some(Sealed {
        file_id,
        object,
        bytes,
    }))
}

/// Keeps a file with the version of its evidence that the client has seen, in the place of the one that
/// was there; `put` is the id that it was sealed for, and the object that it was put into. The file that is
/// there already is kept once, whichever version was seen (RFC 9110, 13.1.1).
pub fn replace(
    tx: &mut Transaction,
    key: &EvidenceKey,
    version: i32,
    looked: &Looked,
    put: Option<&(EvidenceFileId, ObjectName)>,
) -> Result<Entry<Evidence>> {
    let permit = tx.permit::<Update, EvidenceFile, EvidencePlace>(key)?;
    let case = permit.parent().case.clone();
    if let Some(is_there) = in_its_place(tx, &permit, version, looked)? {
        return Ok(is_there);
    }
    let id = put.map_or_else(EvidenceFileId::new, |(id, _)| id.clone());
    let contents = match put {
        Some((_, object)) => {
            objects::keep(tx, &permit, object)?;
            Contents::Object(object.clone())
        }
        None => {
            let data_key =
                beneficiaries::data_key(tx, &permit, case.key_holder(), &case.organisation_id)?;
            let place = id.place(&case.organisation_id);
            Contents::Here(data_key.seal_bytes(place, &looked.bytes))
        }
    };
    let pixels = |side: Option<u32>| side.and_then(|side| side.try_into().ok());
    let file = EvidenceFile {
        id,
        evidence_id: key.evidence_id.clone(),
        case_id: case.id.clone(),
        organisation_id: case.organisation_id.clone(),
        media_type: looked.media_type,
        size_bytes: i32::try_from(looked.bytes.len()).map_err(Error::internal)?,
        width_pixels: pixels(looked.pixels.map(|it| it.width)),
        height_pixels: pixels(looked.pixels.map(|it| it.height)),
        received_hash: looked.received_hash.clone(),
        kept_hash: looked.kept_hash.clone(),
        uploaded_by: tx.actor().user_id.clone(),
        uploaded_at: tx.now().naive_utc(),
    };
    store::replace(tx, &permit, &file, &contents)?;
    store::advance(tx, &permit, version)?;
    profiles::evidence_of(tx, &permit, &case, &key.evidence_id)
}

/// Makes sure that a file may take its place; gives the evidence as it is, where it has this very file already.
fn in_its_place(
    tx: &mut Transaction,
    permit: &Permit<Update, EvidenceFile, EvidencePlace>,
    version: i32,
    looked: &Looked,
) -> Result<Option<Entry<Evidence>>> {
    let EvidencePlace { key, case } = permit.parent();
    profiles::hold_open(tx, permit, case)?;
    let before = profiles::evidence_of(tx, permit, case, &key.evidence_id)?;
    let there = before.content.file.as_ref();
    if there.is_some_and(|file| file.came_of(looked)) {
        return Ok(Some(before));
    }
    ensure_seen(&before, version)?;
    if there.is_none() && store::count(tx, permit)? >= MOST {
        return Err(Error::Conflict("too_many_files"));
    }
    Ok(None)
}

/// The file as it was kept, with what opens it; that of an erased person is gone.
pub fn read(tx: &mut Transaction, key: &EvidenceKey) -> Result<KeptFile> {
    let permit = tx.permit::<Read, EvidenceFile, EvidencePlace>(key)?;
    let case = permit.parent().case.clone();
    let found = store::find_sealed(tx, &permit)?;
    let (file, contents) = found.ok_or(Error::NotFound(Resource::EvidenceFile))?;
    let data_key =
        beneficiaries::known_data_key(tx, &permit, case.key_holder(), &case.organisation_id)?
            .ok_or(Error::Gone)?;
    Ok(KeptFile {
        file,
        contents,
        data_key: Arc::new(data_key),
    })
}

/// All files of a case as they were kept, with what opens them: two queries, however many; those of an
/// erased person are gone.
pub fn all_of(
    tx: &mut Transaction,
    permit: &Permit<Read, EvidenceFile, Case>,
) -> Result<Vec<KeptFile>> {
    let case = permit.case();
    let files = store::list_sealed(tx, permit)?;
    let data_key =
        beneficiaries::known_data_key(tx, permit, case.key_holder(), &case.organisation_id)?
            .ok_or(Error::Gone)?;
    let data_key = Arc::new(data_key);
    let kept = files.into_iter().map(|(file, contents)| KeptFile {
        file,
        contents,
        data_key: Arc::clone(&data_key),
    });
    Ok(kept.collect())
}

/// Deletes the file with the version of its evidence that the client has seen.
pub fn remove(tx: &mut Transaction, key: &EvidenceKey, version: i32) -> Result<()> {
    let permit = tx.permit::<Delete, EvidenceFile, EvidencePlace>(key)?;
    let case = permit.parent().case.clone();
    profiles::hold_open(tx, &permit, &case)?;
    let before = profiles::evidence_of(tx, &permit, &case, &key.evidence_id)?;
    ensure_seen(&before, version)?;
    if !store::delete(tx, &permit)? {
        return Err(Error::NotFound(Resource::EvidenceFile));
    }
    store::advance(tx, &permit, version)
}

fn ensure_seen(evidence: &Entry<Evidence>, version: i32) -> Result<()> {
    if evidence.version == version {
        Ok(())
    } else {
        Err(Error::Stale {
            current: evidence.version,
        })
    }
}
