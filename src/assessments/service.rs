use chrono::NaiveDate;

use super::{Assessment, AssessmentContent, AssessmentId, AssessmentLine, Overview, store};
use crate::access::{Action, Create, List, Permit, Proof, Protected, Read, Transaction, Update};
use crate::cases::{Case, CaseId};
use crate::error::{Checks, Error, Result};
use crate::profiles::{Profile, service as profiles};

/// The most assessments of a case.
pub const MOST: i64 = 100;

/// Records an assessment by the acting user.
pub fn record(
    tx: &mut Transaction,
    case: &CaseId,
    id: Option<AssessmentId>,
    content: impl FnOnce(NaiveDate) -> Result<AssessmentContent>,
) -> Result<Assessment> {
    let permit = tx.permit::<Create, Assessment, Case>(case)?;
    profiles::hold_open(tx, &permit, permit.case())?;
    let content = content(tx.today())?;
    check_items(tx, &permit, &content)?;
    if store::count(tx, &permit)? >= MOST {
        return Err(Error::Conflict("profile_full"));
    }
    let assessor = tx.actor().user_id.clone();
    let now = tx.now().naive_utc();
    let assessment = Assessment::new(id, permit.case(), assessor, content, now);
    store::insert(tx, &permit, &assessment)?;
    Ok(assessment)
}

pub fn list(tx: &mut Transaction, case: &CaseId) -> Result<Vec<AssessmentLine>> {
    let permit = tx.permit::<List, Assessment, Case>(case)?;
    store::list(tx, &permit)
}

pub fn read(tx: &mut Transaction, case: &CaseId, id: &AssessmentId) -> Result<Assessment> {
    let permit = tx.permit::<Read, Assessment, Case>(case)?;
    store::find(tx, &permit, id)
}

/// Changes the version that the client has seen; only its assessor may.
pub fn change(
    tx: &mut Transaction,
    case: &CaseId,
    id: &AssessmentId,
    version: i32,
    change: impl FnOnce(AssessmentContent, NaiveDate) -> Result<AssessmentContent>,
) -> Result<Assessment> {
    let permit = tx.permit::<Update, Assessment, Case>(case)?;
    profiles::hold_open(tx, &permit, permit.case())?;
    let before = store::find(tx, &permit, id)?;
    if before.assessor_id != tx.actor().user_id {
        return Err(Error::Forbidden {
            action: Action::Update,
            resource: Assessment::RESOURCE,
        });
    }
    if before.version != version {
        return Err(Error::Stale {
            current: before.version,
        });
    }
    let content = change(before.content(), tx.today())?;
    check_items(tx, &permit, &content)?;
    let after = before.next(content, tx.now().naive_utc());
    store::update(tx, &permit, &after)?;
    Ok(after)
}

/// Each item is of a competence of the same case.
fn check_items<V>(
    tx: &mut Transaction,
    permit: &Permit<V, Assessment>,
    content: &AssessmentContent,
) -> Result<()> {
    let named = content.items.iter().map(|item| item.competence_id.clone());
    let found = profiles::which_competences(tx, permit, permit.case(), named.collect())?;
    let mut checks = Checks::default();
    for (index, item) in content.items.iter().enumerate() {
        let pointer = format!("/items/{index}/competence_id");
        let known = found.contains(&item.competence_id);
        checks.ensure(known, &pointer, "not_in_this_case");
    }
    checks.finish(|| Some(()))
}

/// The final assessment of a case, for a feature that shows its own permit.
pub fn final_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
) -> Result<Option<Assessment>> {
    store::find_final(tx, proof, &case.id)
}

/// The whole profile with its appraisal: nine queries, one a table, however many rows.
pub fn overview(tx: &mut Transaction, case: &CaseId) -> Result<Overview> {
    let permit = tx.permit::<Read, Profile, Case>(case)?;
    Ok(Overview {
        profile: profiles::snapshot(tx, &permit, permit.case())?,
        appraisal: final_of(tx, &permit, permit.case())?,
        case: permit.case().clone(),
    })
}
