use super::{ALL, CodeList};
use crate::access::{Read, Transaction};
use crate::error::Result;

/// All lists.
pub fn list(tx: &mut Transaction) -> Result<Vec<&'static CodeList>> {
    tx.listing::<&'static CodeList>()?;
    Ok(ALL.clone())
}

/// One list, by its name.
pub fn read(tx: &mut Transaction, name: &str) -> Result<&'static CodeList> {
    let name = name.to_owned();
    let permit = tx.permit::<Read, &'static CodeList, &'static CodeList>(&name)?;
    Ok(permit.parent())
}
