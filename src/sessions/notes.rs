//! Sealing of working notes under the data key of the person they are about.

use super::{WorkingNote, store};
use crate::access::{Proof, Transaction};
use crate::beneficiaries::BeneficiaryId;
use crate::cases::Case;
use crate::error::{Error, Result};
use crate::organisations::OrganisationId;
use crate::vault::{DataKey, Place};

fn key_place<'a>(person: &'a BeneficiaryId, organisation: &'a OrganisationId) -> Place<'a> {
    Place {
        table: "data_keys",
        column: "wrapped_key",
        row: person.as_str(),
        organisation: organisation.as_str(),
    }
}

fn text_place(note: &WorkingNote) -> Place<'_> {
    Place {
        table: "working_notes",
        column: "sealed_text",
        row: note.id.as_str(),
        organisation: note.organisation_id.as_str(),
    }
}

/// A person's data key; none when it was never made, or erased.
pub fn find_data_key(
    tx: &mut Transaction,
    proof: &impl Proof,
    person: &BeneficiaryId,
    organisation: &OrganisationId,
) -> Result<Option<DataKey>> {
    let wrapped = store::find_key(tx, proof, person)?;
    let vault = tx.vault();
    wrapped
        .map(|wrapped| vault.unwrap_data_key(key_place(person, organisation), &wrapped))
        .transpose()
        .map_err(Error::internal)
}

/// A person's data key, made when there is none yet.
pub fn data_key(
    tx: &mut Transaction,
    proof: &impl Proof,
    person: &BeneficiaryId,
    organisation: &OrganisationId,
) -> Result<DataKey> {
    if let Some(key) = find_data_key(tx, proof, person, organisation)? {
        return Ok(key);
    }
    let (key, wrapped) = tx.vault().new_data_key(key_place(person, organisation));
    store::insert_key(tx, proof, person, organisation, &wrapped)?;
    Ok(key)
}

/// Seals a text in its note's place.
pub fn seal(key: &DataKey, note: &WorkingNote, text: &str) -> String {
    key.seal(text_place(note), text)
}

/// Opens the notes about a case's person; those of an erased person are gone.
pub fn open(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    notes: Vec<WorkingNote>,
) -> Result<Vec<(WorkingNote, String)>> {
    let key = find_data_key(tx, proof, &case.beneficiary_id, &case.organisation_id)?
        .ok_or(Error::Gone)?;
    notes
        .into_iter()
        .map(|note| {
            let text = key
                .open(text_place(&note), &note.sealed_text)
                .map_err(Error::internal)?;
            Ok((note, text))
        })
        .collect()
}
