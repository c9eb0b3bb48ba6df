use chrono::NaiveDateTime;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::{MailFailure, MailId, OutboxMail};
use crate::access::{Delete, List, Permit, Proof, Service, Transaction, Update};
use crate::db::schema::outbox_mails as table;
use crate::error::Result;

pub type Worker = Permit<Update, OutboxMail, Service>;
pub type Purge = Permit<Delete, OutboxMail, Service>;

/// Any permit will do: whoever may make the change may tell of it.
pub fn insert(tx: &mut Transaction, proof: &impl Proof, mail: &OutboxMail) -> Result<()> {
    diesel::insert_into(table::table)
        .values(mail)
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Mails that are due, the longest due first.
pub fn due(
    tx: &mut Transaction,
    permit: &Permit<List, OutboxMail, Service>,
    limit: i64,
) -> Result<Vec<MailId>> {
    let now = tx.now().naive_utc();
    Ok(table::table
        .filter(table::next_attempt_at.le(now))
        .order(table::next_attempt_at)
        .limit(limit)
        .select(table::id)
        .load(tx.connection(permit))?)
}

/// How many mails are neither sent nor given up.
pub fn waiting(tx: &mut Transaction, permit: &Permit<List, OutboxMail, Service>) -> Result<i64> {
    Ok(table::table
        .filter(table::next_attempt_at.is_not_null())
        .count()
        .get_result(tx.connection(permit))?)
}

/// Begins an attempt if the mail is still due: of several workers that try, one succeeds.
pub fn begin_attempt(
    tx: &mut Transaction,
    permit: &Worker,
    id: &MailId,
    until: NaiveDateTime,
) -> Result<Option<OutboxMail>> {
    let now = tx.now().naive_utc();
    let begun = diesel::update(table::table.find(id))
        .filter(table::next_attempt_at.le(now))
        .set((
            table::next_attempt_at.eq(until),
            table::attempts.eq(table::attempts + 1),
        ))
        .execute(tx.connection(permit))?;
    if begun == 0 {
        return Ok(None);
    }
    let mail = table::table
        .find(id)
        .select(OutboxMail::as_select())
        .first(tx.connection(permit))?;
    Ok(Some(mail))
}

/// Notes how an attempt ended, unless another worker has taken the mail over meanwhile. An address that
/// no user has is not kept.
pub fn end_attempt(
    tx: &mut Transaction,
    permit: &Worker,
    mail: &OutboxMail,
    next_attempt_at: Option<NaiveDateTime>,
    sent_at: Option<NaiveDateTime>,
    failure: Option<MailFailure>,
) -> Result<()> {
    let over = next_attempt_at.is_none() && mail.kind.goes_outside();
    let forgotten = over || failure == Some(MailFailure::NoReader);
    diesel::update(table::table.find(&mail.id))
        .filter(table::attempts.eq(mail.attempts))
        .filter(table::sent_at.is_null())
        .set((
            table::next_attempt_at.eq(next_attempt_at),
            table::sent_at.eq(sent_at),
            table::failure.eq(failure),
            forgotten.then_some(table::recipient.eq("")),
        ))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Whether there are mails from before a time that nothing is done for any more.
pub fn any_over(tx: &mut Transaction, permit: &Purge, before: NaiveDateTime) -> Result<bool> {
    let over = table::table
        .filter(table::next_attempt_at.is_null())
        .filter(table::created_at.lt(before));
    Ok(diesel::select(exists(over)).get_result(tx.connection(permit))?)
}

/// Forgets the mails from before a time that nothing is done for any more.
pub fn forget_over(tx: &mut Transaction, permit: &Purge, before: NaiveDateTime) -> Result<()> {
    diesel::delete(table::table)
        .filter(table::next_attempt_at.is_null())
        .filter(table::created_at.lt(before))
        .execute(tx.connection(permit))?;
    Ok(())
}
