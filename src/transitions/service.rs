use chrono::{Months, TimeDelta};

use super::lifecycle::{self, CaseEvent};
use super::{
    CaseMove, CaseMoveId, Facts, MoveDone, NewMove, Offer, PastMove, Suspension, Waiver,
    WaiverKind, store,
};
use crate::access::policy::{Reach, reach};
use crate::access::{Action, Actor, Create, Permit, Read, Resource, Transaction, Update};
use crate::cases::{Case, CaseId, CaseStatus, ClosureReason};
use crate::certificates::{self, CertificateId};
use crate::checklists::service as checklists;
use crate::documents::{self, HolderWish};
use crate::error::{Error, Result, Unmet};
use crate::sessions::service as sessions;

/// The longest time until somebody looks at a suspended case again.
const LONGEST_REST: TimeDelta = TimeDelta::days(366);

/// How long after the audit a person is asked how they fare.
const FOLLOW_UP: Months = Months::new(6);

/// The ways out of the case's state, each with what the actor still lacks for it. Where one of them rests
/// on the profile, that is read whole: more queries than a read has otherwise (`docs/DOMAIN.md`).
pub fn list(tx: &mut Transaction, id: &CaseId) -> Result<Vec<Offer>> {
    let permit = tx.permit::<Read, Case, Case>(id)?;
    let facts = gather(tx, &permit)?;
    let ways = lifecycle::moves(facts.status).iter();
    let told = match ways.clone().any(|way| way.event.rests_on_profile()) {
        true => checklists::warnings(tx, &permit, permit.case())?,
        false => Vec::new(),
    };
    let offer = |event: CaseEvent| {
        let role = ensure_role(tx.actor(), permit.needed(), event)
            .err()
            .map(|_| "your_role");
        let unmet = role.into_iter().chain(lifecycle::unmet(event, &facts));
        Offer {
            event,
            unmet: unmet.collect(),
            warnings: match event.rests_on_profile() {
                true => told.clone(),
                false => Vec::new(),
            },
        }
    };
    Ok(ways.map(|way| offer(way.event)).collect())
}

/// Moves a case on, with all that the move brings about, or says everything that it lacks.
pub fn advance(tx: &mut Transaction, id: &CaseId, new: NewMove) -> Result<MoveDone> {
    let permit = tx.permit::<Update, Case, Case>(id)?;
    ensure_role(tx.actor(), permit.needed(), new.event)?;
    let facts = gather(tx, &permit)?;
    let unmet = lifecycle::unmet(new.event, &facts);
    if !unmet.is_empty() {
        let named = unmet.into_iter().map(|guard| Unmet { guard });
        return Err(Error::Unmet(named.collect()));
    }
    let status = lifecycle::target(new.event, facts.status, facts.suspended_from)
        .ok_or_else(|| Error::unmet("wrong_state"))?;
    if let Some(suspension) = &new.suspension {
        ensure_review_in_time(tx, suspension)?;
    }
    let after = moved(tx, permit.case().clone(), status, &new);
    // The case first: whoever comes second waits here and finds that it has moved.
    store::update(tx, &permit, &after)?;
    // Told of the profile as it is locked now.
    let warnings = match new.event.rests_on_profile() {
        true => checklists::warnings(tx, &permit, permit.case())?,
        false => Vec::new(),
    };
    let made = CaseMove {
        id: CaseMoveId::new(),
        case_id: id.clone(),
        organisation_id: after.organisation_id.clone(),
        event: new.event,
        from_status: Some(facts.status),
        to_status: status,
        reason: new.reason,
        at: tx.now().naive_utc(),
        moved_by: tx.actor().user_id.clone(),
    };
    store::insert_move(tx, &permit, &made)?;
    let certificate_id = bring_about(tx, &permit, &made, new.wish)?;
    Ok(MoveDone {
        made,
        case_version: after.version,
        certificate_id,
        warnings,
    })
}

pub fn history(tx: &mut Transaction, id: &CaseId) -> Result<Vec<PastMove>> {
    let permit = tx.permit::<Read, Case, Case>(id)?;
    store::moves(tx, &permit)
}

/// Waives a rule of the pathway for one case; each once, while the case is not over.
pub fn waive(
    tx: &mut Transaction,
    id: &CaseId,
    kind: WaiverKind,
    reason: String,
) -> Result<(Waiver, i32)> {
    tx.permit::<Create, Waiver, Case>(id)?;
    let permit = tx.permit::<Update, Case, Case>(id)?;
    let mut case = permit.case().clone();
    if lifecycle::is_final(case.status) {
        return Err(Error::unmet("wrong_state"));
    }
    if waivers_of(&case).iter().any(|waiver| waiver.kind == kind) {
        return Err(Error::Conflict("already_exists"));
    }
    let by = tx.actor().user_id.clone();
    let (why, who) = match kind {
        WaiverKind::Steps => (&mut case.waived_steps_reason, &mut case.waived_steps_by),
        WaiverKind::Attendance => (
            &mut case.attendance_waiver_reason,
            &mut case.attendance_waiver_by,
        ),
    };
    (*why, *who) = (Some(reason.clone()), Some(by.clone()));
    case.version += 1;
    case.updated_at = tx.now().naive_utc();
    store::update(tx, &permit, &case)?;
    let waiver = Waiver {
        kind,
        reason,
        waived_by: by,
    };
    Ok((waiver, case.version))
}

pub fn list_waivers(tx: &mut Transaction, id: &CaseId) -> Result<Vec<Waiver>> {
    let permit = tx.permit::<Read, Case, Case>(id)?;
    Ok(waivers_of(permit.case()))
}

/// What stands against a certificate in the place of another one, for a feature that shows its own permit and
/// holds the case.
pub fn unmet_by_replacement<V, R>(
    tx: &mut Transaction,
    permit: &Permit<V, R, Case>,
) -> Result<Vec<&'static str>> {
    Ok(lifecycle::unmet_by_replacement(&gather(tx, permit)?))
}

fn gather<V, R>(tx: &mut Transaction, permit: &Permit<V, R, Case>) -> Result<Facts> {
    let (actor, now, today) = (tx.actor().clone(), tx.now().naive_utc(), tx.today());
    let view = store::view(tx, permit, &actor, now)?;
    let held = sessions::held(tx, permit, &permit.case().id)?;
    let unrecorded = store::unrecorded(tx, permit, now)?;
    let case = permit.case();
    Ok(Facts::of(case, &view, &held, &unrecorded, today))
}

/// What an event does to more than the case's state, and so which right it needs.
fn right(event: CaseEvent) -> (Action, Resource) {
    match event {
        CaseEvent::SubmitReport => (Action::Create, Resource::Report),
        CaseEvent::ReturnReport | CaseEvent::ApproveReport => (Action::Update, Resource::Report),
        CaseEvent::IssueCertificate => (Action::Create, Resource::Certificate),
        CaseEvent::SkipCertificate => (Action::Create, Resource::AttendanceStatement),
        _ => (Action::Update, Resource::Case),
    }
}

/// Refuses a role whose right to the event does not reach as far as the case is from the actor.
fn ensure_role(actor: &Actor, needed: Reach, event: CaseEvent) -> Result<()> {
    let (action, resource) = right(event);
    if reach(actor.role, action, resource).covers(needed) {
        Ok(())
    } else {
        Err(Error::Forbidden { action, resource })
    }
}

/// A suspended case is looked at again after today and within a year.
fn ensure_review_in_time(tx: &Transaction, suspension: &Suspension) -> Result<()> {
    let rest = suspension.review_on - tx.today();
    if rest > TimeDelta::zero() && rest <= LONGEST_REST {
        Ok(())
    } else {
        Err(Error::invalid("/review_on", "out_of_range"))
    }
}

/// The case as it is after a move.
fn moved(tx: &Transaction, before: Case, status: CaseStatus, new: &NewMove) -> Case {
    let now = tx.now().naive_utc();
    let suspension = new.suspension.as_ref();
    let mut after = Case {
        suspended_from: suspension.map(|_| before.status),
        suspension_reason: suspension.map(|it| it.reason.as_str().to_owned()),
        suspension_review_on: suspension.map(|it| it.review_on),
        status,
        version: before.version + 1,
        updated_at: now,
        ..before
    };
    match new.event {
        CaseEvent::BeginInvestigation => after.started_at = Some(now),
        CaseEvent::BeginFollowUp | CaseEvent::SkipCertificate => {
            after.follow_up_due_on = tx.today().checked_add_months(FOLLOW_UP);
        }
        CaseEvent::Close | CaseEvent::Withdraw => {
            after.ended_at = Some(now);
            after.follow_up_due_on = None;
            after.closure_reason = new.closure_reason.or(Some(ClosureReason::Completed));
        }
        _ => {}
    }
    after
}

fn bring_about(
    tx: &mut Transaction,
    permit: &Permit<Update, Case, Case>,
    made: &CaseMove,
    wish: HolderWish,
) -> Result<Option<CertificateId>> {
    let id = &made.case_id;
    match made.event {
        CaseEvent::SubmitReport => {
            store::effects::lock_sessions(tx, permit, made.at)?;
            documents::service::submit_report(tx, id)?;
        }
        CaseEvent::ReturnReport => {
            let comment = made.reason.as_deref().unwrap_or_default();
            documents::service::return_report(tx, id, comment)?;
        }
        CaseEvent::ApproveReport => documents::service::approve_report(tx, id)?,
        CaseEvent::IssueCertificate => {
            return certificates::service::issue(tx, id, wish).map(Some);
        }
        CaseEvent::Close => store::effects::end_references(tx, permit, made.at)?,
        CaseEvent::Withdraw => {
            let today = tx.today();
            store::effects::end_references(tx, permit, made.at)?;
            store::effects::revoke_sharing(tx, permit, made.at)?;
            store::effects::leave_groups(tx, permit, today)?;
            store::effects::purge_notes(tx, permit)?;
        }
        _ => {}
    }
    Ok(None)
}

fn waivers_of(case: &Case) -> Vec<Waiver> {
    let waiver = |kind, reason: &Option<String>, by: &Option<_>| {
        by.clone().map(|waived_by| Waiver {
            kind,
            reason: reason.clone().unwrap_or_default(),
            waived_by,
        })
    };
    let steps = waiver(
        WaiverKind::Steps,
        &case.waived_steps_reason,
        &case.waived_steps_by,
    );
    let attendance = waiver(
        WaiverKind::Attendance,
        &case.attendance_waiver_reason,
        &case.attendance_waiver_by,
    );
    steps.into_iter().chain(attendance).collect()
}
