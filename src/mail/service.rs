use chrono::TimeDelta;

use super::{MailFailure, MailId, MailKind, OutboxMail, store};
use crate::access::{Delete, List, Proof, Transaction, Update};
use crate::error::Result;

/// Mails that one look at the outbox takes up.
const BATCH: i64 = 20;

/// How long a mail that was sent, or given up, is kept.
const KEPT: TimeDelta = TimeDelta::days(30);

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Attempt {
    Sent,
    /// It may go better later.
    Deferred,
    /// It never will.
    GivenUp(MailFailure),
}

/// Puts a mail into the outbox, in the transaction of the change that it tells of. `link` is a path
/// of this service; it holds ids only.
pub fn enqueue(
    tx: &mut Transaction,
    proof: &impl Proof,
    kind: MailKind,
    recipient: &str,
    link: &str,
) -> Result<()> {
    let now = tx.now().naive_utc();
    let mail = OutboxMail {
        id: MailId::new(),
        kind,
        recipient: recipient.to_owned(),
        link: link.to_owned(),
        created_at: now,
        next_attempt_at: Some(now),
        attempts: 0,
        sent_at: None,
        failure: None,
    };
    store::insert(tx, proof, &mail)
}

/// The mails that are due.
pub fn due(tx: &mut Transaction) -> Result<Vec<MailId>> {
    let permit = tx.service_permit::<List, OutboxMail>()?;
    store::due(tx, &permit, BATCH)
}

/// Takes a mail for an attempt; none when another worker was faster. A worker that dies in the
/// middle loses the mail to another one when its lease has run out.
pub fn take(tx: &mut Transaction, id: &MailId) -> Result<Option<OutboxMail>> {
    let permit = tx.service_permit::<Update, OutboxMail>()?;
    let until = (tx.now() + OutboxMail::LEASE).naive_utc();
    store::begin_attempt(tx, &permit, id, until)
}

/// Notes how an attempt ended; a deferred mail waits longer each time, and is given up in the end.
pub fn settle(tx: &mut Transaction, mail: &OutboxMail, attempt: Attempt) -> Result<()> {
    let permit = tx.service_permit::<Update, OutboxMail>()?;
    let now = tx.now();
    let (next, sent, failure) = match (attempt, mail.pause()) {
        (Attempt::Sent, _) => (None, Some(now), None),
        (Attempt::GivenUp(failure), _) => (None, None, Some(failure)),
        (Attempt::Deferred, Some(pause)) => (Some(now + pause), None, None),
        (Attempt::Deferred, None) => (None, None, Some(MailFailure::NotDelivered)),
    };
    let (next, sent) = (next.map(|at| at.naive_utc()), sent.map(|at| at.naive_utc()));
    store::end_attempt(tx, &permit, mail, next, sent, failure)
}

/// Whether [`purge`] would find anything.
pub fn is_purge_due(tx: &mut Transaction) -> Result<bool> {
    let permit = tx.service_permit::<Delete, OutboxMail>()?;
    let before = (tx.now() - KEPT).naive_utc();
    store::any_over(tx, &permit, before)
}

/// A worker's pass: forgets the mails that were over long ago.
pub fn purge(tx: &mut Transaction) -> Result<()> {
    let permit = tx.service_permit::<Delete, OutboxMail>()?;
    let before = (tx.now() - KEPT).naive_utc();
    store::forget_over(tx, &permit, before)
}
