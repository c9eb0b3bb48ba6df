use super::{
    FollowUp, FollowUpId, FollowUpOutcome, NewFollowUp, NewNextStep, NextStep, NextStepId, store,
};
use crate::access::{Create, Delete, List, Permit, Proof, Read, Resource, Transaction, Update};
use crate::cases::store as cases;
use crate::cases::{Case, CaseId, CaseStatus, ensure_past};
use crate::code_lists::LanguageTag;
use crate::error::{Checks, Error, Result};
use crate::esco::ConceptKind;

/// Adds a next step; refused while the case says that there are none, or its report waits for a decision.
pub fn add(tx: &mut Transaction, case: &CaseId, new: NewNextStep) -> Result<NextStep> {
    let permit = tx.permit::<Create, NextStep, Case>(case)?;
    hold_open(tx, &permit, permit.case())?;
    if !store::hold_planned_case(tx, &permit)? {
        return Err(Error::Conflict("stated_without_next_steps"));
    }
    let step = NextStep {
        id: NextStepId::new(),
        case_id: permit.case().id.clone(),
        organisation_id: permit.case().organisation_id.clone(),
        kind: new.kind,
        description: new.description,
        responsible: new.responsible,
        due_on: new.due_on,
        done: new.done,
        version: 1,
        created_at: tx.now().naive_utc(),
    };
    store::insert(tx, &permit, &step)?;
    Ok(step)
}

/// The next steps of a case, the newest first.
pub fn list(tx: &mut Transaction, case: &CaseId) -> Result<Vec<NextStep>> {
    let permit = tx.permit::<List, NextStep, Case>(case)?;
    store::list(tx, &permit)
}

/// [`list`] for a feature that reads more of the case.
pub fn steps_of(
    tx: &mut Transaction,
    permit: &Permit<List, NextStep, Case>,
) -> Result<Vec<NextStep>> {
    store::list(tx, permit)
}

pub fn read(tx: &mut Transaction, case: &CaseId, id: &NextStepId) -> Result<NextStep> {
    let permit = tx.permit::<Read, NextStep, Case>(case)?;
    find(tx, &permit, id)
}

/// Changes a next step: another date, another wording, or that it was done.
pub fn update(
    tx: &mut Transaction,
    case: &CaseId,
    id: &NextStepId,
    version: i32,
    change: impl FnOnce(NextStep) -> NextStep,
) -> Result<NextStep> {
    let permit = tx.permit::<Update, NextStep, Case>(case)?;
    let before = find(tx, &permit, id)?;
    ensure_version(&before, version)?;
    hold_open(tx, &permit, permit.case())?;
    let mut after = change(before);
    after.version = version + 1;
    store::update(tx, &permit, &after)?;
    Ok(after)
}

pub fn delete(tx: &mut Transaction, case: &CaseId, id: &NextStepId, version: i32) -> Result<()> {
    let permit = tx.permit::<Delete, NextStep, Case>(case)?;
    let step = find(tx, &permit, id)?;
    ensure_version(&step, version)?;
    hold_open(tx, &permit, permit.case())?;
    store::delete(tx, &permit, &step)
}

/// Records a follow-up contact, or that the person was not reached. Contacts come after the audit.
pub fn record_follow_up(tx: &mut Transaction, case: &CaseId, new: NewFollowUp) -> Result<FollowUp> {
    let permit = tx.permit::<Create, FollowUp, Case>(case)?;
    permit.case().ensure_open()?;
    if !permit.case().has_reached(CaseStatus::Completed) {
        return Err(Error::Conflict("not_in_follow_up"));
    }
    let mut checks = Checks::default();
    checks.value(ensure_past(new.contacted_on, tx.today()), "/contacted_on");
    let told = new.reached || new.outcome == FollowUpOutcome::Unknown;
    checks.ensure(told, "/outcome", "outcome_without_contact");
    for (at, names_a_job) in [
        ("/isco_code", new.isco_code.is_some()),
        ("/esco_uri", new.esco_uri.is_some()),
    ] {
        checks.ensure(!names_a_job || new.outcome.is_job(), at, "no_job_told");
    }
    checks.finish(|| Some(()))?;
    let job = match &new.esco_uri {
        Some(uri) => Some(occupation(tx, &permit, uri)?),
        None => None,
    };
    let (esco_label, esco_release) = job.unzip();
    let follow_up = FollowUp {
        id: FollowUpId::new(),
        case_id: permit.case().id.clone(),
        organisation_id: permit.case().organisation_id.clone(),
        contacted_on: new.contacted_on,
        reached: new.reached,
        outcome: new.outcome,
        note: new.note,
        isco_code: new.isco_code,
        esco_uri: new.esco_uri,
        esco_label,
        esco_release,
        recorded_by: tx.actor().user_id.clone(),
        recorded_at: tx.now().naive_utc(),
    };
    store::insert_follow_up(tx, &permit, &follow_up)?;
    if follow_up.reached {
        store::end_due_follow_up(tx, &permit)?;
    }
    Ok(follow_up)
}

/// What the catalogue calls an occupation in English, and in which release.
fn occupation(
    tx: &mut Transaction,
    permit: &Permit<Create, FollowUp>,
    uri: &str,
) -> Result<(String, String)> {
    let held = tx.shelf().current(tx, permit)?;
    let concept = held.place(uri).map(|place| held.concept(place));
    let concept = concept.filter(|it| it.kind == ConceptKind::Occupation);
    let label = concept.and_then(|it| it.label(&LanguageTag::english()));
    let (_, label) = label.ok_or_else(|| Error::invalid("/esco_uri", "unknown_code"))?;
    Ok((label.to_owned(), held.catalogue.release.clone()))
}

/// The follow-up contacts of a case, the newest first.
pub fn list_follow_ups(tx: &mut Transaction, case: &CaseId) -> Result<Vec<FollowUp>> {
    let permit = tx.permit::<List, FollowUp, Case>(case)?;
    store::list_follow_ups(tx, &permit)
}

/// The same for a feature that has the right already.
pub fn follow_ups_of(
    tx: &mut Transaction,
    permit: &Permit<List, FollowUp>,
) -> Result<Vec<FollowUp>> {
    store::list_follow_ups(tx, permit)
}

/// What a supervisor decides on is what the report says: its next steps rest while it waits.
fn hold_open(tx: &mut Transaction, proof: &impl Proof, case: &Case) -> Result<()> {
    case.ensure_open()?;
    cases::hold_unsubmitted(tx, proof, &case.id)
}

fn find<V>(
    tx: &mut Transaction,
    permit: &Permit<V, NextStep, Case>,
    id: &NextStepId,
) -> Result<NextStep> {
    store::find(tx, permit, id)?.ok_or(Error::NotFound(Resource::Plan))
}

fn ensure_version(step: &NextStep, version: i32) -> Result<()> {
    if step.version == version {
        Ok(())
    } else {
        Err(Error::Stale {
            current: step.version,
        })
    }
}
