use chrono::Datelike;

use crate::access::{Action, Create, Permit, Transaction, Update};
use crate::accounts::{UserId, service as accounts};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::{Assignment, Case, CaseId, CaseStatus, NewCase, OperatorPart, store};
use crate::db::types::Json;
use crate::error::{Checks, Error, Result};
use crate::organisations::Organisation;
use crate::programmes::Programme;

/// How often a code that somebody else took meanwhile is chosen anew.
const TRIES: usize = 8;

/// Opens a case for a person of the acting user's job centre, who leads it unless a supervisor
/// names a colleague. The case keeps the edition of the pathway that its programme follows now.
///
/// Refused: a person or programme of elsewhere, a programme that is switched off or over, a second
/// case of the person in the same programme before the first has ended (C1), and a programme whose
/// places are all taken.
pub fn open(tx: &mut Transaction, new: NewCase) -> Result<Case> {
    let organisation = tx.actor().organisation_id.clone();
    let permit = tx.permit::<Create, Case, Organisation>(&organisation)?;
    if !permit.parent().runs_audits() {
        return Err(Error::Conflict("not_a_job_centre"));
    }
    let lead = choose_lead(tx, &permit, new.lead_operator_id.clone())?;
    let person = beneficiaries::hold(tx, &permit, &new.beneficiary_id)?;
    let opening = store::hold_programme(tx, &permit, &new.programme_id)?;
    let mut checks = Checks::default();
    checks.ensure(person.is_some(), "/beneficiary_id", "unknown_code");
    checks.ensure(opening.is_some(), "/programme_id", "unknown_code");
    let (person, opening) = checks.finish(|| person.zip(opening))?;
    if !opening.active || opening.ends_on.is_some_and(|last| last < tx.today()) {
        return Err(Error::Conflict("programme_not_open"));
    }
    let id = new.id.clone().unwrap_or_else(CaseId::new);
    if new.id.is_some() && store::id_is_taken(tx, &permit, &id)? {
        return Err(Error::Conflict("already_exists"));
    }
    if store::has_running_case(tx, &permit, &person, &new.programme_id)? {
        return Err(Error::Conflict("active_case_exists"));
    }
    if let Some(capacity) = opening.capacity {
        let running = store::count_running(tx, &permit, &new.programme_id)?;
        if running >= i64::from(capacity) {
            return Err(Error::Conflict("programme_full"));
        }
    }
    let now = tx.now().naive_utc();
    let mut case = Case {
        id,
        organisation_id: organisation,
        case_code: String::new(),
        beneficiary_id: person,
        programme_id: new.programme_id,
        pathway_template_id: opening.pathway_template_id,
        intake_referral_id: new.intake_referral_id,
        status: CaseStatus::Opened,
        suspended_from: None,
        suspension_reason: None,
        suspension_review_on: None,
        closure_reason: None,
        starting_request: None,
        needs_analysis: String::new(),
        waived_steps_reason: None,
        waived_steps_by: None,
        attendance_waiver_reason: None,
        attendance_waiver_by: None,
        synthesis_given_on: None,
        synthesis_language: None,
        observations: None,
        without_observations: false,
        without_next_steps: false,
        follow_up_due_on: None,
        opened_at: now,
        started_at: None,
        ended_at: None,
        key_holder_id: None,
        resources_and_limits: Json::new(&Vec::new()),
        version: 1,
        created_by: tx.actor().user_id.clone(),
        updated_at: now,
    };
    insert_with_code(tx, &permit, &mut case)?;
    let assignment = Assignment {
        case_id: case.id.clone(),
        user_id: lead,
        organisation_id: case.organisation_id.clone(),
        part: OperatorPart::Lead,
        assigned_at: now,
    };
    store::insert_lead(tx, &permit, &assignment)?;
    tx.touch::<Case>(&permit, Action::Create, &case.id);
    Ok(case)
}

/// Whether a programme has a place for one more case now. Opening looks again, under its lock.
pub fn has_place(tx: &mut Transaction, programme: &Programme) -> Result<bool> {
    match programme.terms.capacity {
        Some(capacity) => Ok(count_running(tx, programme)? < i64::from(capacity)),
        None => Ok(true),
    }
}

/// How many places of a programme are taken: its cases that have not ended.
pub fn count_running(tx: &mut Transaction, programme: &Programme) -> Result<i64> {
    let own = tx.actor().organisation_id.clone();
    let permit = tx.permit::<Create, Case, Organisation>(&own)?;
    store::count_running(tx, &permit, &programme.id)
}

fn choose_lead(
    tx: &mut Transaction,
    permit: &Permit<Create, Case, Organisation>,
    named: Option<UserId>,
) -> Result<UserId> {
    let me = tx.actor().user_id.clone();
    let Some(named) = named.filter(|user| *user != me) else {
        return Ok(me);
    };
    let organisation = &permit.parent().id;
    tx.permit::<Update, Assignment, Organisation>(organisation)?;
    accounts::ensure_can_act(
        tx,
        permit,
        &named,
        organisation,
        OperatorPart::Lead.roles(),
        "/lead_operator_id",
    )?;
    Ok(named)
}

/// Gives the case the next code of its organisation and year. Two who choose the same at once: the
/// second waits for the first one's commit at the unique index, and chooses anew.
fn insert_with_code(
    tx: &mut Transaction,
    permit: &Permit<Create, Case, Organisation>,
    case: &mut Case,
) -> Result<()> {
    let year = tx.today().year();
    for _ in 0..TRIES {
        let last = store::last_code(tx, permit, year)?;
        case.case_code = next_code(year, last.as_deref());
        if store::insert(tx, permit, case)? {
            return Ok(());
        }
    }
    Err(Error::Unavailable("too_busy"))
}

fn next_code(year: i32, last: Option<&str>) -> String {
    let last = last
        .and_then(|code| code.split_once('-'))
        .and_then(|(_, digits)| digits.parse::<u32>().ok());
    format!("{year}-{:06}", last.unwrap_or(0) + 1)
}

#[cfg(test)]
mod tests {
    use super::next_code;

    #[test]
    fn codes_count_up_within_their_year() {
        assert_eq!(next_code(2026, None), "2026-000001");
        assert_eq!(next_code(2026, Some("2026-000123")), "2026-000124");
    }
}
