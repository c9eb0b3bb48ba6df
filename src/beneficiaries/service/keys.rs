use std::collections::{BTreeMap, BTreeSet};

use crate::access::{Proof, Transaction};
use crate::beneficiaries::{BeneficiaryId, store};
use crate::error::{Error, Result};
use crate::organisations::OrganisationId;
use crate::vault::{DataKey, Place};

/// The key that a person's sealed values are under; made when first asked for.
pub fn data_key(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &BeneficiaryId,
    organisation: &OrganisationId,
) -> Result<DataKey> {
    if let Some(key) = known_data_key(tx, proof, id, organisation)? {
        return Ok(key);
    }
    let (key, wrapped) = tx.vault().new_data_key(place(id, organisation));
    store::insert_data_key(tx, proof, id, organisation, &wrapped)?;
    Ok(key)
}

/// [`data_key`] for reading: none when nothing was ever sealed, or when the key was erased and with
/// it all that was sealed.
pub fn known_data_key(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &BeneficiaryId,
    organisation: &OrganisationId,
) -> Result<Option<DataKey>> {
    let mut keys = known_data_keys(tx, proof, BTreeSet::from([id.clone()]), organisation)?;
    Ok(keys.remove(id))
}

/// [`known_data_key`] of several people at once: a person's values are under those of all records that
/// were merged into theirs.
pub fn known_data_keys(
    tx: &mut Transaction,
    proof: &impl Proof,
    holders: BTreeSet<BeneficiaryId>,
    organisation: &OrganisationId,
) -> Result<BTreeMap<BeneficiaryId, DataKey>> {
    let holders: Vec<_> = holders.into_iter().collect();
    let vault = tx.vault();
    store::find_data_keys(tx, proof, &holders)?
        .into_iter()
        .map(|(id, wrapped, made_at)| {
            let key = vault
                .unwrap_data_key(place(&id, organisation), &wrapped)
                .map_err(Error::internal)?;
            Ok((id, key.made_at(made_at)))
        })
        .collect()
}

fn place<'a>(id: &'a BeneficiaryId, organisation: &'a OrganisationId) -> Place<'a> {
    data_key_place(id.as_str(), organisation.as_str())
}

/// Where a person's wrapped data key stands.
pub fn data_key_place<'a>(row: &'a str, organisation: &'a str) -> Place<'a> {
    Place {
        table: "data_keys",
        column: "wrapped_key",
        row,
        organisation,
    }
}
