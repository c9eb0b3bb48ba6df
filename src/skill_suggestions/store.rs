use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{Decided, SkillDecision, SkillDecisionKind, SuggestionKey};
use crate::access::{Create, List, Permit, Proof, Transaction};
use crate::cases::CaseId;
use crate::db::schema::{competence_experiences, competences, experiences, skill_decisions};
use crate::error::{Error, Result};
use crate::profiles::{CompetenceId, ExperienceId, Profile};

/// Whether a decision counts: a refusal, or a competence that is from the experience still.
fn counting((decision, is_linked): (SkillDecision, bool)) -> Option<SkillDecision> {
    (is_linked || decision.decision == SkillDecisionKind::Refused).then_some(decision)
}

/// The occupation that an experience of the case names, and what was decided of its suggestions; none
/// where the case has no such experience.
pub fn decided(
    tx: &mut Transaction,
    permit: &Permit<List, Profile>,
    experience: &ExperienceId,
) -> Result<Option<Decided>> {
    let of_it = skill_decisions::experience_id.eq(experiences::id);
    let linked = (competence_experiences::experience_id.eq(experiences::id)).and(
        competence_experiences::competence_id
            .nullable()
            .eq(skill_decisions::competence_id),
    );
    let rows: Vec<(Option<String>, Option<SkillDecision>, bool)> = experiences::table
        .left_join(skill_decisions::table.on(of_it))
        .left_join(competence_experiences::table.on(linked))
        .filter(experiences::id.eq(experience))
        .filter(experiences::case_id.eq(&permit.case().id))
        .order(skill_decisions::decided_at)
        .select((
            experiences::esco_uri,
            Option::<SkillDecision>::as_select(),
            competence_experiences::competence_id
                .nullable()
                .is_not_null(),
        ))
        .load(tx.connection(permit))?;
    let occupation = rows.first().map(|(occupation, ..)| occupation.clone());
    let decisions =
        (rows.into_iter()).filter_map(|(_, decision, is_linked)| counting((decision?, is_linked)));
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

/// What was decided of a suggestion, as far as it counts.
pub fn find(
    tx: &mut Transaction,
    proof: &impl Proof,
    key: &SuggestionKey,
) -> Result<Option<SkillDecision>> {
    let linked = (competence_experiences::experience_id.eq(skill_decisions::experience_id)).and(
        competence_experiences::competence_id
            .nullable()
            .eq(skill_decisions::competence_id),
    );
    let found: Option<(SkillDecision, bool)> = skill_decisions::table
        .left_join(competence_experiences::table.on(linked))
        .filter(skill_decisions::experience_id.eq(&key.experience_id))
        .filter(skill_decisions::esco_uri.eq(&key.esco_uri))
        .filter(skill_decisions::case_id.eq(&key.case_id))
        .select((
            SkillDecision::as_select(),
            competence_experiences::competence_id
                .nullable()
                .is_not_null(),
        ))
        .first(tx.connection(proof))
        .optional()?;
    Ok(found.and_then(counting))
}

/// Keeps a decision. Who comes second is refused.
pub fn keep(
    tx: &mut Transaction,
    permit: &Permit<Create, Profile>,
    decision: &SkillDecision,
) -> Result<()> {
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

/// Whether there was a decision on the suggestion.
pub fn delete<V>(
    tx: &mut Transaction,
    permit: &Permit<V, Profile>,
    key: &SuggestionKey,
) -> Result<bool> {
    let deleted = diesel::delete(skill_decisions::table.find((&key.experience_id, &key.esco_uri)))
        .filter(skill_decisions::case_id.eq(&permit.case().id))
        .execute(tx.connection(permit))?;
    Ok(deleted == 1)
}
