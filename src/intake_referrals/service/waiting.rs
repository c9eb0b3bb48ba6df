use crate::access::{Action, List, Transaction};
use crate::cases::service as cases;
use crate::error::Result;
use crate::intake_referrals::{ReceivedReferral, WaitingList, store};
use crate::programmes::{Programme, ProgrammeId};

/// Who was referred to a programme, received and not yet accepted: who came first waits longest,
/// after those who are urgent. With the places that the programme has, and how many are taken.
pub fn waiting_list(tx: &mut Transaction, programme: &ProgrammeId) -> Result<WaitingList> {
    let permit = tx.permit::<List, ReceivedReferral, Programme>(programme)?;
    let waiting = store::list_waiting(tx, &permit)?;
    for referral in &waiting {
        tx.touch::<ReceivedReferral>(&permit, Action::List, &referral.id);
    }
    Ok(WaitingList {
        capacity: permit.parent().terms.capacity,
        running: cases::count_running(tx, permit.parent())?,
        waiting,
    })
}
