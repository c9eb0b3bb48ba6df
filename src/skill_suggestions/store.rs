use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{Decided, SkillDecision, SkillDecisionKind, SuggestionKey};
use crate::access::{Create, Delete, List, Permit, Proof, Transaction};
use crate::cases::CaseId;
use crate::db::schema::{competence_experiences, competences, experiences, skill_decisions};
use crate::error::{Error, Result};
use crate::profiles::{CompetenceId, ExperienceId, Profile};

/// The occupation that an experience of the case names, and what was decided of its suggestions; none
/// where the case has no such experience.
pub fn decided(
    tx: &mut Transaction,
    permit: &Permit<List, Profile>,
    experience: &ExperienceId,
) -> Result<Option<Decided>> {
    let of_it = skill_decisions::experience_id.eq(experiences::id);
    let rows: Vec<(Option<String>, Option<SkillDecision>)> = experiences::table
        .left_join(skill_decisions::table.on(of_it))
        .filter(experiences::id.eq(experience))
        .filter(experiences::case_id.eq(&permit.case().id))
        .order(skill_decisions::decided_at)
        .select((experiences::esco_uri, Option::<SkillDecision>::as_select()))
        .load(tx.connection(permit))?;
    let occupation = rows.first().map(|(occupation, _)| occupation.clone());
    let decisions = rows.into_iter().filter_map(|(_, decision)| decision);
    Ok(occupation.map(|occupation| Decided {
        occupation,
        decisions: decisions.collect(),
    }))
}

/// The competences of the case that name a skill, each with whether it is linked with the experience.
pub fn skills_had(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    experience: &ExperienceId,
) -> Result<Vec<(CompetenceId, String, bool)>> {
    let linked = competence_experiences::competence_id
        .eq(competences::id)
        .and(competence_experiences::experience_id.eq(experience));
    Ok(competences::table
        .left_join(competence_experiences::table.on(linked))
        .filter(competences::case_id.eq(case))
        .filter(competences::esco_uri.is_not_null())
        .order(competences::id)
        .select((
            competences::id,
            competences::esco_uri.assume_not_null(),
            competence_experiences::experience_id
                .nullable()
                .is_not_null(),
        ))
        .load(tx.connection(proof))?)
}

pub fn find(
    tx: &mut Transaction,
    proof: &impl Proof,
    key: &SuggestionKey,
) -> Result<Option<SkillDecision>> {
    Ok(skill_decisions::table
        .find((&key.experience_id, &key.esco_uri))
        .filter(skill_decisions::case_id.eq(&key.case_id))
        .select(SkillDecision::as_select())
        .first(tx.connection(proof))
        .optional()?)
}

/// Keeps a decision, in the place of a refusal if there was one. Who comes second is refused.
pub fn keep(
    tx: &mut Transaction,
    permit: &Permit<Create, Profile>,
    decision: &SkillDecision,
) -> Result<()> {
    diesel::delete(skill_decisions::table.find((&decision.experience_id, &decision.esco_uri)))
        .filter(skill_decisions::case_id.eq(&permit.case().id))
        .filter(skill_decisions::decision.eq(SkillDecisionKind::Refused))
        .execute(tx.connection(permit))?;
    let inserted = diesel::insert_into(skill_decisions::table)
        .values(decision)
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("suggestion_decided"))
        }
        other => Ok(other.map(drop)?),
    }
}

/// Whether there was a refusal.
pub fn delete_refusal(
    tx: &mut Transaction,
    permit: &Permit<Delete, Profile>,
    key: &SuggestionKey,
) -> Result<bool> {
    let deleted = diesel::delete(skill_decisions::table.find((&key.experience_id, &key.esco_uri)))
        .filter(skill_decisions::case_id.eq(&permit.case().id))
        .filter(skill_decisions::decision.eq(SkillDecisionKind::Refused))
        .execute(tx.connection(permit))?;
    Ok(deleted == 1)
}
