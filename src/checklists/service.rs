use super::{Checklist, ProfileWarning, rules, store};
use crate::access::{Proof, Read, Transaction};
use crate::assessments::service as assessments;
use crate::cases::{Case, CaseId};
use crate::error::Result;
use crate::profiles::{Profile, service as profiles};

pub fn read(tx: &mut Transaction, case: &CaseId) -> Result<Checklist> {
    let permit = tx.permit::<Read, Profile, Case>(case)?;
    look_through(tx, &permit, permit.case())
}

/// What is told of the profile of a case where a report is to rest on it.
pub fn warnings(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
) -> Result<Vec<ProfileWarning>> {
    Ok(look_through(tx, proof, case)?.warnings())
}

/// The whole profile is read for it, one query a table, however many rows.
fn look_through(tx: &mut Transaction, proof: &impl Proof, case: &Case) -> Result<Checklist> {
    let person = store::person(tx, proof, case)?;
    let profile = profiles::snapshot(tx, proof, case)?;
    let appraisal = assessments::final_of(tx, proof, case)?;
    Ok(Checklist {
        items: rules::check(&person, &profile, appraisal.as_ref()),
    })
}
