use chrono::TimeDelta;

use crate::access::{Action, Transaction};
use crate::error::Result;
use crate::intake_referrals::{IntakeReferral, store};

/// A referral that nobody answered for this long has expired (R5).
const UNANSWERED: TimeDelta = TimeDelta::days(90);
/// How long the person stays in a referral that came to nothing.
const KEPT: TimeDelta = TimeDelta::days(365);

/// Whether [`expire`] would find anything.
pub fn is_expiry_due(tx: &mut Transaction) -> Result<bool> {
    let listing = tx.listing::<IntakeReferral>()?;
    let now = tx.now();
    let (old, long_ago) = ((now - UNANSWERED).naive_utc(), (now - KEPT).naive_utc());
    store::any_old(tx, &listing, old, long_ago)
}

/// A worker's pass: ends unanswered referrals and removes the person from those long ended, so many of
/// each; the next pass goes on.
pub fn expire(tx: &mut Transaction) -> Result<()> {
    let listing = tx.listing::<IntakeReferral>()?;
    let now = tx.now();
    let (old, long_ago) = ((now - UNANSWERED).naive_utc(), (now - KEPT).naive_utc());
    let expired = store::expire(tx, &listing, old, now.naive_utc())?;
    let purged = store::purge(tx, &listing, long_ago)?;
    tracing::info!(
        expired = expired.len(),
        purged = purged.len(),
        "old referrals ended"
    );
    for id in expired.iter().chain(&purged) {
        tx.touch::<IntakeReferral>(&listing, Action::Update, id);
    }
    Ok(())
}
