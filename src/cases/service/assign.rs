use std::collections::HashSet;

use crate::access::{Read, Role, Transaction, Update};
use crate::accounts::{UserId, service as accounts};
use crate::cases::{Assignment, AssignmentRow, Case, CaseId, OperatorPart, PastAssignment, store};
use crate::error::{Checks, Error, Result};

/// How many people may work on one case.
const MOST: usize = 10;

/// Who works on a case, and the case's version.
pub fn assignments(tx: &mut Transaction, id: &CaseId) -> Result<(i32, Vec<AssignmentRow>)> {
    let permit = tx.permit::<Read, Assignment, Case>(id)?;
    let rows = store::assignments(tx, &permit, std::slice::from_ref(id))?;
    Ok((permit.case().version, rows))
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
) -> Result<(i32, Vec<AssignmentRow>)> {
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
    for (index, (user, _)) in wanted.iter().enumerate() {
        let pointer = format!("/assignments/{index}/user_id");
        let roles = [Role::Operator, Role::Supervisor];
        let organisation = &case.organisation_id;
        match accounts::ensure_can_act(tx, &permit, user, organisation, &roles, &pointer) {
            Err(Error::Invalid(_)) => checks.ensure(false, &pointer, "cannot_act_here"),
            other => other?,
        }
    }
    checks.finish(|| Some(()))?;
    let before = store::assignments(tx, &permit, std::slice::from_ref(id))?;
    let now = tx.now().naive_utc();
    let since = |user: &UserId| {
        let kept = before.iter().find(|(kept, _)| kept.user_id == *user);
        kept.map_or(now, |(kept, _)| kept.assigned_at)
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
        .into_iter()
        .map(|(assignment, _)| assignment)
        .filter(|it| {
            !rows
                .iter()
                .any(|row| (&row.user_id, row.part) == (&it.user_id, it.part))
        })
        .map(|it| it.ended(now))
        .collect();
    store::replace_assignments(tx, &permit, &rows, &past, now)?;
    let after = store::assignments(tx, &permit, std::slice::from_ref(id))?;
    Ok((version + 1, after))
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
