use super::{NewStandIn, StandIn, StandInId, StandInRow, store};
use crate::access::{Action, Create, Delete, Permit, Read, Role, Transaction};
use crate::accounts::{UserId, service as accounts};
use crate::error::{Checks, Error, Result};
use crate::organisations::Organisation;

const ROLES: &[Role] = &[Role::Operator, Role::Supervisor];

/// Names who stands in for a colleague, from today on at the earliest and for a year at most. Both
/// can act as operator or supervisor here; nobody is absent twice at once.
pub fn appoint(tx: &mut Transaction, new: NewStandIn) -> Result<StandInRow> {
    let own = tx.actor().organisation_id.clone();
    let permit = tx.permit::<Create, StandIn, Organisation>(&own)?;
    check(tx, &permit, &new)?;
    // Two who name a stand-in for one person at once: the second waits here, and finds the first's.
    store::hold(tx, &permit, &new.absent_user_id)?;
    if store::is_absent(tx, &permit, &new)? {
        return Err(Error::Conflict("stand_in_overlaps"));
    }
    let stand_in = StandIn {
        id: StandInId::new(),
        organisation_id: own,
        absent_user_id: new.absent_user_id,
        stand_in_user_id: new.stand_in_user_id,
        from_on: new.from_on,
        to_on: new.to_on,
        ended_at: None,
        created_by: tx.actor().user_id.clone(),
        created_at: tx.now().naive_utc(),
    };
    store::insert(tx, &permit, &stand_in)?;
    tx.touch::<StandIn>(&permit, Action::Create, &stand_in.id);
    store::named(tx, &permit, stand_in)
}

fn check(
    tx: &mut Transaction,
    permit: &Permit<Create, StandIn, Organisation>,
    new: &NewStandIn,
) -> Result<()> {
    let (own, today) = (permit.parent().id.clone(), tx.today());
    let mut checks = Checks::default();
    let mut known = |user: &UserId, pointer: &str, checks: &mut Checks| {
        match accounts::ensure_can_act(tx, permit, user, &own, ROLES, pointer) {
            Err(Error::Invalid(_)) => checks.ensure(false, pointer, "cannot_act_here"),
            other => other?,
        }
        Ok::<(), Error>(())
    };
    known(&new.absent_user_id, "/absent_user_id", &mut checks)?;
    known(&new.stand_in_user_id, "/stand_in_user_id", &mut checks)?;
    let oneself = new.absent_user_id == new.stand_in_user_id;
    checks.ensure(!oneself, "/stand_in_user_id", "not_oneself");
    checks.ensure(new.from_on >= today, "/from_on", "already_past");
    checks.ensure(new.to_on >= new.from_on, "/to_on", "before_start");
    let short = new.to_on - new.from_on <= NewStandIn::LONGEST;
    checks.ensure(short, "/to_on", "out_of_range");
    checks.finish(|| Some(()))
}

/// The stand-ins of the centre, the latest named first; to an operator those that they have a part in.
pub fn list(tx: &mut Transaction) -> Result<Vec<StandInRow>> {
    let listing = tx.listing::<StandIn>()?;
    store::list(tx, &listing)
}

/// One stand-in, within the same reach.
pub fn read(tx: &mut Transaction, id: &StandInId) -> Result<StandInRow> {
    let permit = tx.permit::<Read, StandIn, StandIn>(id)?;
    store::named(tx, &permit, permit.parent().clone())
}

/// Ends a stand-in at once. That it was, stays known; one that had not begun never was.
pub fn end(tx: &mut Transaction, id: &StandInId) -> Result<()> {
    let permit = tx.permit::<Delete, StandIn, StandIn>(id)?;
    let (stand_in, today) = (permit.parent(), tx.today());
    if stand_in.is_over(today) {
        return Err(Error::Conflict("stand_in_over"));
    }
    if stand_in.has_begun(today) {
        store::end(tx, &permit, today)
    } else {
        store::delete(tx, &permit)
    }
}
