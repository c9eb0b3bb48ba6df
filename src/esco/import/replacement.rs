use crate::access::Caller;
use crate::db::Database;
use crate::error::Result;
use crate::esco::shelf::default_catalogue;
use crate::esco::{Catalogue, EscoCatalogueRow, service};

/// What an import came to.
#[derive(Debug, PartialEq)]
pub enum Imported {
    New,
    /// The same catalogue was there already.
    Unchanged,
}

/// Puts a release in the place of the catalogue in use. It is packed between two transactions: neither
/// keeps others waiting.
pub fn into(database: &Database, catalogue: Catalogue) -> Result<Imported> {
    let worker = Caller::worker("import_esco");
    let before = database.write_blocking(&worker, service::row_in_use)?;
    let at = database.clock().now().naive_utc();
    let row = match &before {
        Some(before) => EscoCatalogueRow::succeeding(catalogue, &before.open()?, at)?,
        None => EscoCatalogueRow::succeeding(catalogue, &default_catalogue()?.catalogue, at)?,
    };
    if before.as_ref().is_some_and(|it| it.digest == row.digest) {
        return Ok(Imported::Unchanged);
    }
    let before = before.map(|it| it.id);
    database.write_blocking(&worker, |tx| service::replace(tx, before.as_ref(), &row))?;
    Ok(Imported::New)
}
