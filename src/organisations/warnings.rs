//! Both sides of an agreement are told, once, that it ends soon.

use chrono::TimeDelta;

use super::{Agreement, OrganisationId, store};
use crate::access::{Proof, Role, Transaction, Update};
use crate::accounts::service as accounts;
use crate::error::Result;
use crate::mail::{MailKind, service as mail};

/// How long before its last day.
const AHEAD: TimeDelta = TimeDelta::days(30);

/// The agreements that end within 30 days, of which nobody was told, and that no other one continues.
pub fn due(tx: &mut Transaction) -> Result<Vec<Agreement>> {
    let listing = tx.listing::<Agreement>()?;
    let today = tx.today();
    let mut due = Vec::new();
    for agreement in store::ending(tx, &listing, today, today + AHEAD)? {
        let (centre, partner) = (&agreement.organisation_id, &agreement.partner_id);
        let others = store::agreements_between(tx, &listing, centre, partner)?;
        if !others.iter().any(|other| agreement.is_renewed_by(other)) {
            due.push(agreement);
        }
    }
    Ok(due)
}

/// Tells the job centre's supervisors and the partner's people, unless another instance has.
pub fn warn(tx: &mut Transaction, agreement: &Agreement) -> Result<()> {
    let permit = tx.service_permit::<Update, Agreement>()?;
    let today = tx.today();
    if !store::note_warning(tx, &permit, &agreement.id, today)? {
        return Ok(());
    }
    tell(tx, &permit, &agreement.organisation_id, &[Role::Supervisor])?;
    let partners = [
        Role::ReceptionStaff,
        Role::ReceivingOfficer,
        Role::Supervisor,
    ];
    tell(tx, &permit, &agreement.partner_id, &partners)
}

/// A mail to each who acts there in one of the roles; to the organisation's own address if nobody does.
fn tell(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    roles: &[Role],
) -> Result<()> {
    let mut addresses = accounts::addresses(tx, proof, organisation, roles)?;
    if addresses.is_empty() {
        addresses.extend(store::find(tx, proof, organisation)?.email);
    }
    let link = format!("/v1/organisations/{organisation}/agreements");
    for address in addresses {
        mail::enqueue(tx, proof, MailKind::AgreementEnds, &address, &link)?;
    }
    Ok(())
}
