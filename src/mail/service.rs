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

impl Attempt {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Deferred => "deferred",
            Self::GivenUp(failure) => failure.as_str(),
        }
    }
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
    enqueue_as(tx, proof, MailId::new(), kind, recipient, link)
}

/// [`enqueue`] under an id by which what is enclosed in it is found.
pub fn enqueue_as(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: MailId,
    kind: MailKind,
    recipient: &str,
    link: &str,
) -> Result<()> {
    let now = tx.now().naive_utc();
    let mail = OutboxMail {
        id,
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

/// The mails that are due, and how many wait in all.
pub fn due(tx: &mut Transaction) -> Result<(Vec<MailId>, i64)> {
    let permit = tx.service_permit::<List, OutboxMail>()?;
    let due = store::due(tx, &permit, BATCH)?;
    Ok((due, store::waiting(tx, &permit)?))
}

/// Takes a mail for an attempt; none when another worker was faster. A worker that dies in the
/// middle loses the mail to another one when its lease has run out.
pub fn take(tx: &mut Transaction, id: &MailId) -> Result<Option<OutboxMail>> {
    let permit = tx.service_permit::<Update, OutboxMail>()?;
    let until = (tx.now() + OutboxMail::LEASE).naive_utc();
    store::begin_attempt(tx, &permit, id, until)
}

/// Notes how an attempt ended; a deferred mail waits longer each time, and is given up in the end. Gives
/// what became of it.
pub fn settle(tx: &mut Transaction, mail: &OutboxMail, attempt: Attempt) -> Result<Attempt> {
    let permit = tx.service_permit::<Update, OutboxMail>()?;
    let now = tx.now();
    let attempt = match (attempt, mail.pause()) {
        (Attempt::Deferred, None) => Attempt::GivenUp(MailFailure::NotDelivered),
        (attempt, _) => attempt,
    };
    let (next, sent, failure) = match attempt {
        Attempt::Sent => (None, Some(now), None),
        Attempt::GivenUp(failure) => (None, None, Some(failure)),
        Attempt::Deferred => (mail.pause().map(|pause| now + pause), None, None),
    };
    let (next, sent) = (next.map(|at| at.naive_utc()), sent.map(|at| at.naive_utc()));
    store::end_attempt(tx, &permit, mail, next, sent, failure)?;
    Ok(attempt)
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
