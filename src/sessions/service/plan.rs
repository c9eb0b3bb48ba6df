use super::{check_span, current, keep_former, view, warnings};
use crate::access::{Action, Create, Parent, Permit, Proof, Role, Transaction, Update};
use crate::accounts::UserId;
use crate::accounts::service::ensure_can_act;
use crate::cases::{Case, CaseId};
use crate::db::types::Json;
use crate::error::{Checks, Error, Result};
use crate::groups::service::ensure_conductor;
use crate::groups::{Group, GroupId};
use crate::organisations::OrganisationId;
use crate::sessions::{
    NewSession, Participant, Session, SessionChangeKind, SessionId, SessionStatus, SessionView,
    store,
};

/// Plans a session with one person. Before the participation agreement is signed there are only
/// intake interviews and information meetings.
pub fn plan_for_case(tx: &mut Transaction, id: &CaseId, new: NewSession) -> Result<SessionView> {
    let permit = tx.permit::<Create, Session, Case>(id)?;
    let case = permit.case().clone();
    case.ensure_open()?;
    let mut checks = Checks::default();
    checks.ensure(new.kind.is_for_case(), "/kind", "not_for_one_person");
    checks.ensure(new.language.is_some(), "/language", "missing_property");
    check_span(
        &mut checks,
        new.scheduled_from,
        new.scheduled_to,
        "/scheduled_to",
    );
    checks.finish(|| Some(()))?;
    if !new.kind.is_before_agreement() && !participant(&case).has_agreed() {
        return Err(Error::unmet("case_not_agreed"));
    }
    let conductor = tx.actor().user_id.clone();
    let mut session = row(tx, new, conductor, case.organisation_id);
    session.case_id = Some(id.clone());
    insert(tx, &permit, session)
}

/// Plans a meeting of a group; language, conductor and mediator are the group's where not said.
pub fn plan_for_group(tx: &mut Transaction, id: &GroupId, new: NewSession) -> Result<SessionView> {
    let permit = tx.permit::<Create, Session, Group>(id)?;
    let group = permit.parent().clone();
    let mut checks = Checks::default();
    checks.ensure(new.kind.is_for_group(), "/kind", "not_for_a_group");
    check_span(
        &mut checks,
        new.scheduled_from,
        new.scheduled_to,
        "/scheduled_to",
    );
    checks.finish(|| Some(()))?;
    let new = NewSession {
        language: new.language.or(Some(group.language)),
        mediator: new.mediator.or(group.mediator),
        ..new
    };
    let mut session = row(tx, new, group.conductor_id, group.organisation_id);
    session.group_id = Some(id.clone());
    insert(tx, &permit, session)
}

/// The person of a case, as a participant of its sessions.
pub(super) fn participant(case: &Case) -> Participant {
    Participant {
        case_id: case.id.clone(),
        status: case.status,
        suspended_from: case.suspended_from,
        joined_on: None,
        left_on: None,
    }
}

fn row(
    tx: &Transaction,
    new: NewSession,
    conductor: UserId,
    organisation_id: OrganisationId,
) -> Session {
    let now = tx.now().naive_utc();
    Session {
        id: new.id.unwrap_or_else(SessionId::new),
        organisation_id,
        case_id: None,
        group_id: None,
        kind: new.kind,
        step: new.step,
        mode: new.mode,
        status: SessionStatus::Planned,
        scheduled_from: new.scheduled_from,
        scheduled_to: new.scheduled_to,
        held_from: None,
        held_to: None,
        place: new.place,
        language: new.language.unwrap_or_default(),
        interpreter: new.interpreter,
        conductor_id: new.conductor_id.unwrap_or(conductor),
        mediator: new.mediator,
        mediator_id: new.mediator_id,
        topics: Json::new(&new.topics),
        shared_summary: String::new(),
        cancelled_reason: None,
        held_recorded_at: None,
        locked_at: None,
        version: 1,
        created_at: now,
        created_by: tx.actor().user_id.clone(),
        updated_at: now,
    }
}

fn insert<P: Parent>(
    tx: &mut Transaction,
    permit: &Permit<Create, Session, P>,
    session: Session,
) -> Result<SessionView> {
    ensure_conductor(tx, permit, &session.conductor_id, &session.organisation_id)?;
    ensure_mediator(tx, permit, &session)?;
    store::insert(tx, permit, &session)?;
    tx.touch::<Session>(permit, Action::Create, &session.id);
    Ok(SessionView {
        warnings: warnings(tx, permit, &session)?,
        locked: false,
        attendance: Vec::new(),
        changes: Vec::new(),
        session,
    })
}

/// Whoever of the staff is said to mediate is a mediator of the centre.
fn ensure_mediator(tx: &mut Transaction, proof: &impl Proof, session: &Session) -> Result<()> {
    let Some(mediator) = &session.mediator_id else {
        return Ok(());
    };
    let (organisation, roles) = (&session.organisation_id, [Role::Mediator]);
    ensure_can_act(tx, proof, mediator, organisation, &roles, "/mediator_id")
}

/// Changes a session. To another time it is moved only while planned, with a reason; once locked,
/// every change needs one. A cancelled session takes no changes.
pub fn update(
    tx: &mut Transaction,
    id: &SessionId,
    version: i32,
    reason: Option<String>,
    change: impl FnOnce(Session) -> Session,
) -> Result<SessionView> {
    let permit = tx.permit::<Update, Session, Session>(id)?;
    let before = current(&permit, version)?;
    if let Some(case) = store::case_of(tx, &permit)? {
        case.ensure_not_ended()?;
        tx.touch::<Case>(&permit, Action::Update, &case.id);
    }
    if before.status == SessionStatus::Cancelled {
        return Err(Error::Conflict("session_cancelled"));
    }
    let now = tx.now().naive_utc();
    let after = Session {
        version: version + 1,
        updated_at: now,
        ..change(before.clone())
    };
    let moved =
        (before.scheduled_from, before.scheduled_to) != (after.scheduled_from, after.scheduled_to);
    if moved && before.status != SessionStatus::Planned {
        return Err(Error::Conflict("session_not_planned"));
    }
    let kept = if before.is_locked(now) {
        Some(SessionChangeKind::Amended)
    } else {
        moved.then_some(SessionChangeKind::Moved)
    };
    let mut checks = Checks::default();
    check_span(
        &mut checks,
        after.scheduled_from,
        after.scheduled_to,
        "/scheduled_to",
    );
    checks.ensure(
        kept.is_none() || reason.is_some(),
        "/reason",
        "reason_required",
    );
    checks.finish(|| Some(()))?;
    if after.conductor_id != before.conductor_id {
        ensure_conductor(tx, &permit, &after.conductor_id, &after.organisation_id)?;
    }
    if after.mediator_id != before.mediator_id {
        ensure_mediator(tx, &permit, &after)?;
    }
    store::update(tx, &permit, &after)?;
    if let (Some(kind), Some(reason)) = (kept, reason) {
        keep_former(tx, &permit, kind, reason)?;
    }
    let warnings = warnings(tx, &permit, &after)?;
    view(tx, &permit, after, warnings)
}
