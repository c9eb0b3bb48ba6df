//! What the job centre does that gives a case away; the other side is in [`offers`].

mod offer;
pub mod offers;

pub use offer::offer;

use super::{CaseTransfer, Transfer, TransferEvent, TransferId, TransferOffer, store};
use crate::access::{Action, List, Read, Transaction, Update};
use crate::cases::{Case, CaseId};
use crate::error::{Error, Result};

/// The transfers by which a case was offered, and the one by which it came.
pub fn list(tx: &mut Transaction, case: &CaseId) -> Result<Vec<CaseTransfer>> {
    let permit = tx.permit::<List, Transfer, Case>(case)?;
    store::list(tx, &permit)
}

pub fn read(tx: &mut Transaction, id: &TransferId) -> Result<TransferOffer> {
    let permit = tx.permit::<Read, Transfer, Transfer>(id)?;
    tx.touch::<Case>(&permit, Action::Read, &permit.parent().case_id);
    store::offer(tx, &permit)
}

/// Takes an offer back, also one that waits for an agreement to be renewed; the recipient's view of it
/// is closed at once.
pub fn withdraw(tx: &mut Transaction, id: &TransferId) -> Result<TransferOffer> {
    let permit = tx.permit::<Update, Transfer, Transfer>(id)?;
    tx.touch::<Case>(&permit, Action::Update, &permit.parent().case_id);
    let before = store::offer(tx, &permit)?;
    let status = TransferEvent::Withdraw
        .after(before.lasting_status(tx.today()))
        .ok_or(Error::unmet("transfer_open"))?;
    let by = tx.actor().user_id.clone();
    let after = before.transfer.ended(status, by, tx.now().naive_utc());
    store::update(tx, &permit, &after)?;
    Ok(TransferOffer {
        transfer: after,
        ..before
    })
}

/// Whether [`lapse`] would find anything.
pub fn is_lapse_due(tx: &mut Transaction) -> Result<bool> {
    let permit = tx.service_permit::<List, Transfer>()?;
    Ok(!store::overdue(tx, &permit, None)?.is_empty())
}

/// A worker's pass: what an offer told of a person is erased when its time is over.
pub fn lapse(tx: &mut Transaction) -> Result<()> {
    let permit = tx.service_permit::<Update, Transfer>()?;
    let overdue = store::overdue(tx, &permit, None)?;
    for id in &overdue {
        tx.touch::<Transfer>(&permit, Action::Update, id);
    }
    store::lapse(tx, &permit, &overdue)
}
