//! Sealing of working notes under the data key of the person they are about.

use super::WorkingNote;
use crate::access::{Proof, Transaction};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::Case;
use crate::error::{Error, Result};
use crate::vault::{DataKey, Place};

fn text_place(note: &WorkingNote) -> Place<'_> {
    Place {
        table: "working_notes",
        column: "sealed_text",
        row: note.id.as_str(),
        organisation: note.organisation_id.as_str(),
    }
}

/// Seals a text in its note's place.
pub fn seal(key: &DataKey, note: &WorkingNote, text: &str) -> String {
    key.seal(text_place(note), text)
}

/// Opens the notes about a case's person; those that were erased are left out, and gone where none is left.
pub fn open(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    notes: Vec<WorkingNote>,
) -> Result<Vec<(WorkingNote, String)>> {
    let key = beneficiaries::known_data_key(tx, proof, case.key_holder(), &case.organisation_id)?
        .ok_or(Error::Gone)?;
    let mut opened = Vec::new();
    for note in notes {
        let text = key.open_since(text_place(&note), &note.sealed_text, note.created_at);
        if let Some(text) = text.map_err(Error::internal)? {
            opened.push((note, text));
        }
    }
    if opened.is_empty() {
        return Err(Error::Gone);
    }
    Ok(opened)
}
