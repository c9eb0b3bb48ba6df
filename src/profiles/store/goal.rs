use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use crate::access::{Permit, Proof, Transaction, Update};
use crate::cases::CaseId;
use crate::db::schema::professional_goals;
use crate::error::{Error, Result};
use crate::profiles::{ProfessionalGoal, Profile};

/// The goal of a case, or none as long as nobody wrote it.
pub fn find_goal(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
) -> Result<Option<ProfessionalGoal>> {
    Ok(professional_goals::table
        .find(case)
        .select(ProfessionalGoal::as_select())
        .first(tx.connection(proof))
        .optional()?)
}

/// Writes the first version; who comes second finds the first one's.
pub fn insert_goal(
    tx: &mut Transaction,
    permit: &Permit<Update, Profile>,
    goal: &ProfessionalGoal,
) -> Result<()> {
    let inserted = diesel::insert_into(professional_goals::table)
        .values(goal)
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Stale { current: 1 })
        }
        other => Ok(other.map(drop)?),
    }
}

/// Replaces the goal whose version is one lower.
pub fn update_goal(
    tx: &mut Transaction,
    permit: &Permit<Update, Profile>,
    goal: &ProfessionalGoal,
) -> Result<()> {
    let changed = diesel::update(professional_goals::table)
        .filter(professional_goals::case_id.eq(&permit.case().id))
        .filter(professional_goals::version.eq(goal.version - 1))
        .set(goal)
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: goal.version,
        })
    }
}
