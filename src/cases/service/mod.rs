mod assign;
mod change;
mod hand_over;
mod open;

use std::collections::HashMap;

pub use assign::{assign, assignments, candidates};
pub use change::update;
pub use hand_over::hand_over;
pub use open::{count_running, has_place, open};

use super::{
    Assigned, Case, CaseFilter, CaseId, CasePerson, CaseProgramme, CaseView, ListedCase,
    PlanSummary, store,
};
use crate::access::{Action, Permit, Proof, Read, Transaction};
use crate::error::Result;
use crate::http::Page;

/// The cases that the actor may list, the newest first, each with who works on it.
pub fn list(tx: &mut Transaction, page: &Page, filter: &CaseFilter) -> Result<Vec<ListedCase>> {
    let listing = tx.listing::<Case>()?;
    let rows = store::list(tx, &listing, page, filter)?;
    let ids: Vec<CaseId> = rows.iter().map(|(case, ..)| case.id.clone()).collect();
    for id in ids
        .iter()
        .take(usize::try_from(page.limit).unwrap_or_default())
    {
        tx.touch::<Case>(&listing, Action::List, id);
    }
    let mut assigned: HashMap<CaseId, Vec<Assigned>> = HashMap::new();
    for row in store::assignments::assignments(tx, &listing, &ids)? {
        let case = row.assignment.case_id.clone();
        assigned.entry(case).or_default().push(row);
    }
    Ok(rows
        .into_iter()
        .map(|(summary, person, programme)| ListedCase {
            assignments: assigned.remove(&summary.id).unwrap_or_default(),
            summary,
            person,
            programme,
        })
        .collect())
}

/// The person, the programme and the plan of a case, for a feature that holds a permit of it.
pub fn surroundings<V, R>(
    tx: &mut Transaction,
    permit: &Permit<V, R, Case>,
) -> Result<(CasePerson, CaseProgramme, PlanSummary)> {
    store::surroundings(tx, permit)
}

/// A case with its person, programme, operators, and how far its plan is.
pub fn read(tx: &mut Transaction, id: &CaseId) -> Result<CaseView> {
    let permit = tx.permit::<Read, Case, Case>(id)?;
    view(tx, &permit, permit.case().clone())
}

fn view<V, R>(tx: &mut Transaction, permit: &Permit<V, R, Case>, case: Case) -> Result<CaseView>
where
    Permit<V, R, Case>: Proof,
{
    let (person, programme, plan) = store::surroundings(tx, permit)?;
    let of_case = std::slice::from_ref(&case.id);
    let assignments = store::assignments::assignments(tx, permit, of_case)?;
    Ok(CaseView {
        case,
        person,
        programme,
        plan,
        assignments,
    })
}
