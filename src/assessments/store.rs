use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{Assessment, AssessmentId, AssessmentKind, AssessmentLine};
use crate::access::{Create, List, Permit, Proof, Resource, Transaction, Update};
use crate::cases::CaseId;
use crate::db::schema::{assessment_competences, assessments};
use crate::error::{Error, Result};

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, Assessment>,
    assessment: &Assessment,
) -> Result<()> {
    let inserted = diesel::insert_into(assessments::table)
        .values(assessment)
        .execute(tx.connection(permit));
    one_final(inserted, assessment.kind)?;
    link(tx, permit, assessment)
}

/// Replaces the assessment whose version is one lower.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, Assessment>,
    assessment: &Assessment,
) -> Result<()> {
    let updated = diesel::update(assessments::table)
        .filter(assessments::id.eq(&assessment.id))
        .filter(assessments::case_id.eq(&permit.case().id))
        .filter(assessments::version.eq(assessment.version - 1))
        .set(assessment)
        .execute(tx.connection(permit));
    if one_final(updated, assessment.kind)? != 1 {
        return Err(Error::Stale {
            current: assessment.version,
        });
    }
    diesel::delete(assessment_competences::table)
        .filter(assessment_competences::assessment_id.eq(&assessment.id))
        .filter(assessment_competences::case_id.eq(&permit.case().id))
        .execute(tx.connection(permit))?;
    link(tx, permit, assessment)
}

fn one_final(result: QueryResult<usize>, kind: AssessmentKind) -> Result<usize> {
    match result {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict(if kind == AssessmentKind::Final {
                "final_assessment_exists"
            } else {
                "already_exists"
            }))
        }
        other => Ok(other?),
    }
}

/// Keeps the competences that an assessment names from being deleted.
fn link<V>(
    tx: &mut Transaction,
    permit: &Permit<V, Assessment>,
    assessment: &Assessment,
) -> Result<()> {
    let case = permit.case();
    for item in assessment.items.get() {
        diesel::insert_into(assessment_competences::table)
            .values((
                assessment_competences::assessment_id.eq(&assessment.id),
                assessment_competences::competence_id.eq(item.competence_id),
                assessment_competences::case_id.eq(&case.id),
                assessment_competences::organisation_id.eq(&case.organisation_id),
            ))
            .execute(tx.connection(permit))?;
    }
    Ok(())
}

/// All of a case, the newest first.
pub fn list(
    tx: &mut Transaction,
    permit: &Permit<List, Assessment>,
) -> Result<Vec<AssessmentLine>> {
    Ok(assessments::table
        .filter(assessments::case_id.eq(&permit.case().id))
        .order(assessments::id.desc())
        .select(AssessmentLine::as_select())
        .load(tx.connection(permit))?)
}

pub fn count(tx: &mut Transaction, permit: &Permit<Create, Assessment>) -> Result<i64> {
    Ok(assessments::table
        .filter(assessments::case_id.eq(&permit.case().id))
        .count()
        .get_result(tx.connection(permit))?)
}

pub fn find<V>(
    tx: &mut Transaction,
    permit: &Permit<V, Assessment>,
    id: &AssessmentId,
) -> Result<Assessment> {
    assessments::table
        .filter(assessments::id.eq(id))
        .filter(assessments::case_id.eq(&permit.case().id))
        .select(Assessment::as_select())
        .first(tx.connection(permit))
        .optional()?
        .ok_or(Error::NotFound(Resource::Assessment))
}

pub fn find_final(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
) -> Result<Option<Assessment>> {
    Ok(assessments::table
        .filter(assessments::case_id.eq(case))
        .filter(assessments::kind.eq(AssessmentKind::Final))
        .select(Assessment::as_select())
        .first(tx.connection(proof))
        .optional()?)
}
