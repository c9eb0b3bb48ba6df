use diesel::prelude::*;

use super::AgreedCompetence;
use crate::access::{List, Permit, Transaction};
use crate::cases::Case;
use crate::db::schema::{competence_evidence, competences, evidence};
use crate::error::Result;
use crate::profiles::{CompetenceId, EvidenceVerification, Profile};

/// The competences of a case whose level was agreed upon.
pub fn agreed(
    tx: &mut Transaction,
    permit: &Permit<List, Profile, Case>,
) -> Result<Vec<AgreedCompetence>> {
    Ok(competences::table
        .filter(competences::case_id.eq(&permit.case().id))
        .filter(competences::agreed_level.is_not_null())
        .order(competences::id)
        .select(AgreedCompetence::as_select())
        .load(tx.connection(permit))?)
}

/// How far somebody made sure of each piece of evidence for the competences of a case.
pub fn verifications(
    tx: &mut Transaction,
    permit: &Permit<List, Profile, Case>,
) -> Result<Vec<(CompetenceId, EvidenceVerification)>> {
    Ok(competence_evidence::table
        .inner_join(evidence::table)
        .filter(competence_evidence::case_id.eq(&permit.case().id))
        .select((competence_evidence::competence_id, evidence::verification))
        .load(tx.connection(permit))?)
}
