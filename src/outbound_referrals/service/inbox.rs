//! The recipient's side. A referral that is not shared, or no more, is missing.

use crate::access::{Action, Permit, Protected, Read, Transaction, Update, Verb};
use crate::cases::Case;
use crate::db::types::Json;
use crate::documents::DocumentId;
use crate::error::{Error, Result};
use crate::http::Page;
use crate::mail::{MailKind, service as mail};
use crate::organisations::service as organisations;
use crate::outbound_referrals::{
    InboxDetail, InboxItem, InboxReferral, OutboundReferral, OutboundReferralId, ReferralStatus,
    Reply, store,
};

/// The permit for a referral that is shared with the actor's organisation today. An organisation that
/// never had an agreement with the sender needs none: the person authorised it.
fn permit<V: Verb>(
    tx: &mut Transaction,
    id: &OutboundReferralId,
) -> Result<Permit<V, InboxReferral, InboxReferral>> {
    let permit = tx.permit::<V, InboxReferral, InboxReferral>(id)?;
    if permit.parent().expires_on < tx.today() {
        return Err(Error::NotFound(InboxReferral::RESOURCE));
    }
    if permit.parent().lapsed {
        return Err(Error::unmet(organisations::LAPSED));
    }
    tx.touch::<Case>(&permit, V::ACTION, &permit.parent().referral.case_id);
    Ok(permit)
}

pub fn list(
    tx: &mut Transaction,
    page: &Page,
    status: Option<ReferralStatus>,
) -> Result<Vec<InboxItem>> {
    let listing = tx.listing::<InboxReferral>()?;
    let rows = store::inbox::list(tx, &listing, page, status)?;
    for row in &rows {
        tx.touch::<InboxReferral>(&listing, Action::List, &row.id);
    }
    Ok(rows)
}

/// What the person authorised to tell, and no more.
pub fn read(tx: &mut Transaction, id: &OutboundReferralId) -> Result<InboxDetail> {
    let permit = permit::<Read>(tx, id)?;
    let (person, sender) = store::inbox::person_and_sender(tx, &permit)?;
    let documents = store::inbox::documents(tx, &permit)?;
    let InboxReferral {
        referral,
        includes_contact,
        includes_work_right,
        expires_on,
        lapsed: _,
    } = permit.parent().clone();
    let is_letter = |id: &DocumentId| referral.letter_id.as_ref() == Some(id);
    let (letters, documents): (Vec<_>, Vec<_>) = documents
        .into_iter()
        .partition(|document| is_letter(&document.id));
    let snapshot = referral.work_right.as_ref().map(Json::get);
    Ok(InboxDetail {
        contact: person.safe_contact().filter(|_| includes_contact),
        may_work_from: snapshot
            .and_then(|snapshot| snapshot.may_work_from)
            .filter(|_| includes_work_right),
        letter: letters.into_iter().next(),
        referral,
        expires_on,
        sender,
        person,
        documents,
    })
}

/// The file of a shared document or of the letter, with the document's kind.
pub fn read_file(
    tx: &mut Transaction,
    id: &OutboundReferralId,
    document: &DocumentId,
) -> Result<(String, Vec<u8>)> {
    let permit = permit::<Read>(tx, id)?;
    let missing = Error::NotFound(InboxReferral::RESOURCE);
    match store::inbox::file(tx, &permit, document)? {
        Some((kind, Some(file))) => Ok((kind, file)),
        _ => Err(missing),
    }
}

/// Answers a referral, and tells the case's lead operator that an answer is there.
pub fn reply(
    tx: &mut Transaction,
    id: &OutboundReferralId,
    reply: Reply,
) -> Result<OutboundReferral> {
    let permit = permit::<Update>(tx, id)?;
    let before = permit.parent().referral.clone();
    let status = reply
        .event
        .after(before.status)
        .ok_or(Error::unmet("referral_wrong_state"))?;
    let now = tx.now().naive_utc();
    let after = OutboundReferral {
        status,
        answered_at: Some(now),
        outcome: reply.outcome.or(before.outcome),
        reply: if reply.reply.is_empty() {
            before.reply
        } else {
            reply.reply
        },
        version: before.version + 1,
        updated_at: now,
        ..before
    };
    store::inbox::update(tx, &permit, &after)?;
    if let Some(email) = store::sending::lead_email(tx, &permit)? {
        let link = format!("/v1/outbound-referrals/{}", after.id);
        mail::enqueue(tx, &permit, MailKind::ReplyReceived, &email, &link)?;
    }
    Ok(after)
}
