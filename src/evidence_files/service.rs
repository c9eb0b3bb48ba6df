use super::contents::{self, Looked};
use super::{EvidenceFile, EvidenceFileId, EvidenceKey, EvidencePlace, MediaType, store};
use crate::access::{Delete, Permit, Read, Resource, Transaction, Update};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::Case;
use crate::error::{Error, Result};
use crate::profiles::{Entry, Evidence, service as profiles};
use crate::vault::{DataKey, Place};

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

/// Keeps a file with the version of its evidence that the client has seen, in the place of the one that
/// was there. The file that is there already is kept once, whichever version was seen (RFC 9110, 13.1.1).
pub fn replace(
    tx: &mut Transaction,
    key: &EvidenceKey,
    version: i32,
    looked: &Looked,
) -> Result<Entry<Evidence>> {
    let permit = tx.permit::<Update, EvidenceFile, EvidencePlace>(key)?;
    let case = permit.parent().case.clone();
    profiles::hold_open(tx, &permit, &case)?;
    let before = profiles::evidence_of(tx, &permit, &case, &key.evidence_id)?;
    let there = before.content.file.as_ref();
    if there.is_some_and(|file| file.came_of(looked)) {
        return Ok(before);
    }
    ensure_seen(&before, version)?;
    if there.is_none() && store::count(tx, &permit)? >= MOST {
        return Err(Error::Conflict("too_many_files"));
    }
    let data_key = beneficiaries::data_key(tx, &permit, case.key_holder(), &case.organisation_id)?;
    let pixels = |side: Option<u32>| side.and_then(|side| side.try_into().ok());
    let file = EvidenceFile {
        id: EvidenceFileId::new(),
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
    let sealed = data_key.seal_bytes(place(&file), &looked.bytes);
    store::replace(tx, &permit, &file, &sealed)?;
    store::advance(tx, &permit, version)?;
    profiles::evidence_of(tx, &permit, &case, &key.evidence_id)
}

/// The file as it was kept; that of an erased person is gone.
pub fn read(tx: &mut Transaction, key: &EvidenceKey) -> Result<(EvidenceFile, Vec<u8>)> {
    let permit = tx.permit::<Read, EvidenceFile, EvidencePlace>(key)?;
    let case = permit.parent().case.clone();
    let found = store::find_sealed(tx, &permit)?;
    let (file, sealed) = found.ok_or(Error::NotFound(Resource::EvidenceFile))?;
    let data_key =
        beneficiaries::known_data_key(tx, &permit, case.key_holder(), &case.organisation_id)?
            .ok_or(Error::Gone)?;
    opened(&data_key, file, &sealed)
}

/// All files of a case as they were kept: two queries, however many; those of an erased person are gone.
pub fn all_of(
    tx: &mut Transaction,
    permit: &Permit<Read, EvidenceFile, Case>,
) -> Result<Vec<(EvidenceFile, Vec<u8>)>> {
    let case = permit.case();
    let files = store::list_sealed(tx, permit)?;
    let data_key =
        beneficiaries::known_data_key(tx, permit, case.key_holder(), &case.organisation_id)?
            .ok_or(Error::Gone)?;
    let files = files.into_iter();
    files
        .map(|(file, sealed)| opened(&data_key, file, &sealed))
        .collect()
}

fn opened(key: &DataKey, file: EvidenceFile, sealed: &[u8]) -> Result<(EvidenceFile, Vec<u8>)> {
    let bytes = key.open_bytes_since(place(&file), sealed, file.uploaded_at);
    let bytes = bytes.map_err(Error::internal)?.ok_or(Error::Gone)?;
    Ok((file, bytes))
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

fn place(file: &EvidenceFile) -> Place<'_> {
    Place {
        table: "evidence_files",
        column: "sealed_contents",
        row: file.id.as_str(),
        organisation: file.organisation_id.as_str(),
    }
}
