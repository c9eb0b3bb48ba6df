use std::collections::BTreeMap;

use crate::access::{Action, Permit, Transaction, Update};
use crate::accounts::{User, UserId, service as accounts};
use crate::cases::service::assign::warnings;
use crate::cases::{Assignment, Case, CaseId, HandedOver, OperatorPart, PastAssignment, store};
use crate::error::{Error, Result};
use crate::groups::Group;
use crate::organisations::Organisation;
use crate::sessions::Session;

/// Where a request names who takes over.
const TO: &str = "/to_user_id";

/// Hands everything that a user works on in the actor's job centre to another: their parts in
/// running cases, their planned sessions, and their groups that go on.
///
/// The first one need not be able to sign in any more: whoever is disabled is so at once, and what
/// they leave is handed over afterwards. Who has a part in a case already gets the stronger one. What
/// the first one did stays theirs, and so does what they took part in. Who takes over must be able to
/// act in the role of each: a mediator's cases and sessions go to a mediator.
pub fn hand_over(tx: &mut Transaction, from: &UserId, to: &UserId) -> Result<HandedOver> {
    let own = tx.actor().organisation_id.clone();
    let permit = tx.permit::<Update, Assignment, Organisation>(&own)?;
    if from == to {
        return Err(Error::invalid(TO, "not_oneself"));
    }
    let mut cases: BTreeMap<CaseId, (i32, Vec<Assignment>)> = BTreeMap::new();
    for (assignment, version) in store::hand_over::running(tx, &permit, &[from, to])? {
        let case = cases.entry(assignment.case_id.clone());
        case.or_insert((version, Vec::new())).1.push(assignment);
    }
    cases.retain(|_, (_, parts)| parts.iter().any(|part| part.user_id == *from));
    let can = |tx: &mut Transaction, part: OperatorPart| match accounts::ensure_can_act(
        tx,
        &permit,
        to,
        &own,
        part.roles(),
        TO,
    ) {
        Err(Error::Invalid(_)) => Ok(false),
        other => other.map(|()| true),
    };
    let planned = store::hand_over::planned(tx, &permit, from)?;
    let groups = store::hand_over::groups(tx, &permit, from)?;
    let works = can(tx, OperatorPart::Lead)?;
    let mediates = can(tx, OperatorPart::Mediator)?;
    let parts = cases.values().flat_map(|(_, parts)| parts);
    let mut left = parts.filter(|it| it.user_id == *from);
    let fits = left.all(|it| match it.part {
        OperatorPart::Lead | OperatorPart::Co => works,
        OperatorPart::Mediator => mediates,
    }) && planned
        .iter()
        .all(|it| (works || !it.conducts) && (mediates || !it.mediates))
        && (works || groups.is_empty());
    if !fits || !(works || mediates) {
        return Err(Error::invalid(TO, "cannot_act_here"));
    }
    for (case, (version, parts)) in &cases {
        // The case first, as whoever reassigns it does: so nobody waits for the other for ever.
        let now = tx.now().naive_utc();
        store::hand_over::count_up(tx, &permit, case, *version, now)?;
        hand_over_case(tx, &permit, parts, to)?;
        tx.touch::<Case>(&permit, Action::Update, case);
    }
    store::hand_over::give_sessions(tx, &permit, &planned, to)?;
    for session in &planned {
        tx.touch::<Session>(&permit, Action::Update, &session.id);
        if let Some(case) = &session.case_id {
            tx.touch::<Case>(&permit, Action::Update, case);
        }
    }
    store::hand_over::give_groups(tx, &permit, &groups, to)?;
    for group in &groups {
        tx.touch::<Group>(&permit, Action::Update, group);
    }
    tx.touch::<User>(&permit, Action::Update, from);
    tx.touch::<User>(&permit, Action::Update, to);
    Ok(HandedOver {
        case_ids: cases.into_keys().collect(),
        sessions: planned.len(),
        groups: groups.len(),
        warnings: warnings(tx, &permit, &own, std::slice::from_ref(to))?,
    })
}

/// The parts are those of the two users in one case.
fn hand_over_case(
    tx: &mut Transaction,
    permit: &Permit<Update, Assignment, Organisation>,
    parts: &[Assignment],
    to: &UserId,
) -> Result<()> {
    let now = tx.now().naive_utc();
    let Some(strongest) = parts.iter().min_by_key(|it| it.part) else {
        return Ok(());
    };
    let stays = |it: &&Assignment| it.user_id == *to && it.part == strongest.part;
    let present = Assignment {
        user_id: to.clone(),
        assigned_at: now,
        ..strongest.clone()
    };
    let former: Vec<PastAssignment> = parts
        .iter()
        .filter(|it| !stays(it))
        .map(|it| it.clone().ended(now))
        .collect();
    let there = parts.iter().any(|it| stays(&it));
    store::hand_over::replace(tx, permit, &former, (!there).then_some(&present))
}
