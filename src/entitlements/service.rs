use chrono::NaiveDate;

use super::{EntitledLevel, Entitlement, EntitlementId, NewEntitlement, store};
use crate::access::{Action, Create, List, Proof, Read, Transaction, Update};
use crate::db::types::Json;
use crate::error::{Checks, Error, Result};
use crate::organisations::{Organisation, OrganisationId};

/// Records that an organisation is entitled.
pub fn record(
    tx: &mut Transaction,
    organisation: &OrganisationId,
    new: NewEntitlement,
) -> Result<Entitlement> {
    let permit = tx.permit::<Create, Entitlement, Organisation>(organisation)?;
    ensure_ends_after_start(new.valid_from, new.valid_to)?;
    let entitlement = Entitlement {
        id: EntitlementId::new(),
        organisation_id: organisation.clone(),
        legal_reference: new.legal_reference,
        public_holder: new.public_holder,
        levels: Json::new(&new.levels),
        valid_from: new.valid_from,
        valid_to: new.valid_to,
        recorded_by: tx.actor().user_id.clone(),
        recorded_at: tx.now().naive_utc(),
        version: 1,
    };
    store::insert(tx, &permit, &entitlement)?;
    tx.touch::<Entitlement>(&permit, Action::Create, &entitlement.id);
    Ok(entitlement)
}

pub fn list(tx: &mut Transaction, organisation: &OrganisationId) -> Result<Vec<Entitlement>> {
    let permit = tx.permit::<List, Entitlement, Organisation>(organisation)?;
    store::list(tx, &permit, organisation)
}

pub fn read(
    tx: &mut Transaction,
    organisation: &OrganisationId,
    id: &EntitlementId,
) -> Result<Entitlement> {
    let permit = tx.permit::<Read, Entitlement, Organisation>(organisation)?;
    store::find(tx, &permit, organisation, id)
}

/// Sets the last day, when the public holder prolongs an entitlement or takes it back; none where no end is
/// known. What was attested under it before goes on to hold.
pub fn change_end(
    tx: &mut Transaction,
    organisation: &OrganisationId,
    id: &EntitlementId,
    version: i32,
    change: impl FnOnce(Option<NaiveDate>) -> Option<NaiveDate>,
) -> Result<Entitlement> {
    let permit = tx.permit::<Update, Entitlement, Organisation>(organisation)?;
    let seen = store::find(tx, &permit, organisation, id)?;
    if seen.version != version {
        return Err(Error::Stale {
            current: seen.version,
        });
    }
    let last = change(seen.valid_to);
    ensure_ends_after_start(seen.valid_from, last)?;
    store::set_last_day(tx, &permit, &seen, last)?;
    tx.touch::<Entitlement>(&permit, Action::Update, &seen.id);
    Ok(Entitlement {
        valid_to: last,
        version: version + 1,
        ..seen
    })
}

fn ensure_ends_after_start(first: NaiveDate, last: Option<NaiveDate>) -> Result<()> {
    let mut checks = Checks::default();
    let in_order = last.is_none_or(|last| last >= first);
    checks.ensure(in_order, "/valid_to", "before_start");
    checks.finish(|| Some(()))
}

/// Under which entitlement an organisation may attest at a level today, for a feature that shows its own
/// permit; none where it may not. It entitles until that work is done.
pub fn in_force(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    level: EntitledLevel,
) -> Result<Option<Entitlement>> {
    let today = tx.today();
    let recorded = store::list(tx, proof, organisation)?;
    let Some(found) = recorded.into_iter().find(|it| it.covers(level, today)) else {
        return Ok(None);
    };
    let held = store::hold(tx, proof, &found.id)?;
    Ok(Some(held).filter(|it| it.covers(level, today)))
}
