use crate::access::{Proof, Transaction};
use crate::beneficiaries::origin::Origin;
use crate::beneficiaries::{BeneficiaryId, store};
use crate::error::Result;

/// Where a person came from, and whether contact with it is barred, for a feature that shows its own permit.
pub fn origin_of(tx: &mut Transaction, proof: &impl Proof, id: &BeneficiaryId) -> Result<Origin> {
    let found = store::find(tx, proof, id)?;
    let permits = store::permits_of(tx, proof, id)?;
    Ok(Origin::of(&found.person, &permits))
}
