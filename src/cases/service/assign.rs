use std::collections::HashSet;

use crate::access::{Proof, Read, Transaction, Update};
use crate::accounts::{UserId, service as accounts};
use crate::cases::{
    Assigned, Assignment, AssignmentWarning, Assignments, Candidate, Case, CaseId, OperatorPart,
    PastAssignment, store,
};
use crate::error::{Checks, Error, Result};
use crate::organisations::OrganisationId;

/// How many people may work on one case.
const MOST: usize = 10;

/// Who works on a case, and the case's version.
pub fn assignments(tx: &mut Transaction, id: &CaseId) -> Result<Assignments> {
    let permit = tx.permit::<Read, Assignment, Case>(id)?;
    view(tx, &permit, permit.case(), permit.case().version)
}

/// Those to whom a part in a case can be given: only people of the centre who can act in its role.
pub fn candidates(tx: &mut Transaction, part: OperatorPart) -> Result<Vec<Candidate>> {
    let listing = tx.listing::<Assignment>()?;
    store::assignments::candidates(tx, &listing, part)
}

fn view(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    version: i32,
) -> Result<Assignments> {
    let of_case = std::slice::from_ref(&case.id);
    let assigned = store::assignments::assignments(tx, proof, of_case)?;
    let users: Vec<UserId> = assigned
        .iter()
        .map(|it| it.assignment.user_id.clone())
        .collect();
    Ok(Assignments {
        version,
        assigned,
        warnings: warnings(tx, proof, &case.organisation_id, &users)?,
    })
}

/// What to look at when these users work on what they do now.
pub(super) fn warnings(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    users: &[UserId],
) -> Result<Vec<AssignmentWarning>> {
    let above = store::assignments::is_above_limit(tx, proof, organisation, users)?;
    let warning = above.then_some(AssignmentWarning::CaseloadAboveLimit);
    Ok(warning.into_iter().collect())
}

/// Replaces who works on a case: one lead and any co-operators, all of whom can act as operator or
/// supervisor in the case's organisation. Who stays keeps the date of the first assignment.
///
/// A suspended case can be given to others; an ended one cannot.
pub fn assign(
    tx: &mut Transaction,
    id: &CaseId,
    version: i32,
    wanted: Vec<(UserId, OperatorPart)>,
) -> Result<Assignments> {
    let permit = tx.permit::<Update, Assignment, Case>(id)?;
    let case = permit.case();
    if case.version != version {
        return Err(Error::Stale {
            current: case.version,
        });
    }
    case.ensure_not_ended()?;
    check_shape(&wanted)?;
    let mut checks = Checks::default();
    for (index, (user, part)) in wanted.iter().enumerate() {
        let pointer = format!("/assignments/{index}/user_id");
        let (organisation, roles) = (&case.organisation_id, part.roles());
        match accounts::ensure_can_act(tx, &permit, user, organisation, roles, &pointer) {
            Err(Error::Invalid(_)) => checks.ensure(false, &pointer, "cannot_act_here"),
            other => other?,
        }
    }
    checks.finish(|| Some(()))?;
    let of_case = std::slice::from_ref(id);
    let before = store::assignments::assignments(tx, &permit, of_case)?;
    let before: Vec<Assignment> = before
        .into_iter()
        .map(|it: Assigned| it.assignment)
        .collect();
    let now = tx.now().naive_utc();
    let since = |user: &UserId| {
        let kept = before.iter().find(|kept| kept.user_id == *user);
        kept.map_or(now, |kept| kept.assigned_at)
    };
    let rows: Vec<Assignment> = wanted
        .into_iter()
        .map(|(user_id, part)| Assignment {
            case_id: case.id.clone(),
            assigned_at: since(&user_id),
            user_id,
            organisation_id: case.organisation_id.clone(),
            part,
        })
        .collect();
    let past: Vec<PastAssignment> = before
        .iter()
        .filter(|it| {
            !rows
                .iter()
                .any(|row| (&row.user_id, row.part) == (&it.user_id, it.part))
        })
        .map(|it| it.clone().ended(now))
        .collect();
    store::assignments::replace_assignments(tx, &permit, &rows, &past, now)?;
    view(tx, &permit, case, version + 1)
}

fn check_shape(wanted: &[(UserId, OperatorPart)]) -> Result<()> {
    let mut checks = Checks::default();
    let leads = wanted
        .iter()
        .filter(|(_, part)| *part == OperatorPart::Lead)
        .count();
    checks.ensure(leads == 1, "/assignments", "not_one_lead");
    checks.ensure(wanted.len() <= MOST, "/assignments", "too_many_operators");
    let mut named = HashSet::new();
    for (index, (user, _)) in wanted.iter().enumerate() {
        let pointer = format!("/assignments/{index}/user_id");
        checks.ensure(named.insert(user), &pointer, "already_exists");
    }
    checks.finish(|| Some(()))
}
