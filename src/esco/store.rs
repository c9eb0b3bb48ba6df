use diesel::prelude::*;

use super::{Concept, EscoCatalogueId, EscoCatalogueRow};
use crate::access::{Create, Permit, Proof, Service, Transaction};
use crate::db::schema::esco_catalogues;
use crate::error::Result;

/// Which catalogue is in use; none before the first was imported.
pub fn newest(tx: &mut Transaction, proof: &impl Proof) -> Result<Option<EscoCatalogueId>> {
    Ok(esco_catalogues::table
        .order(esco_catalogues::id.desc())
        .select(esco_catalogues::id)
        .first(tx.connection(proof))
        .optional()?)
}

/// The catalogue in use, whole.
pub fn read_newest(tx: &mut Transaction, proof: &impl Proof) -> Result<Option<EscoCatalogueRow>> {
    Ok(esco_catalogues::table
        .order(esco_catalogues::id.desc())
        .select(EscoCatalogueRow::as_select())
        .first(tx.connection(proof))
        .optional()?)
}

/// Puts a catalogue in the place of all others. Who reads one of these has read it whole.
pub fn replace(
    tx: &mut Transaction,
    permit: &Permit<Create, Concept, Service>,
    row: &EscoCatalogueRow,
) -> Result<()> {
    diesel::delete(esco_catalogues::table).execute(tx.connection(permit))?;
    diesel::insert_into(esco_catalogues::table)
        .values(row)
        .execute(tx.connection(permit))?;
    Ok(())
}
