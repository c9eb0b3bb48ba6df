use crate::access::{Action, Permit, Transaction, Update};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::Case;
use crate::db::types::Json;
use crate::error::{Error, Result, Unmet};
use crate::mail::{MailKind, service as mail};
use crate::organisations::{Partnership, service as organisations};
use crate::outbound_referrals::{
    Moved, OutboundReferral, OutboundReferralId, ReferralEvent, ReferralStatus, ReferralWarning,
    SendFacts, WorkRightSnapshot, letter, store,
};
use crate::sharing::{SharingStatus, service as sharing};

type ToMove = Permit<Update, OutboundReferral, OutboundReferral>;

/// Moves a referral. It is sent only while the person's authorisation is live and covers recipient
/// and documents; every guard that is not met is named. That no reply came can be noted when the
/// time to reply has passed.
pub fn transit(
    tx: &mut Transaction,
    id: &OutboundReferralId,
    event: ReferralEvent,
) -> Result<Moved> {
    let permit = tx.permit::<Update, OutboundReferral, OutboundReferral>(id)?;
    let before = permit.parent().clone();
    tx.touch::<Case>(&permit, Action::Update, &before.case_id);
    let status = event
        .after(before.status)
        .ok_or(Error::unmet("referral_wrong_state"))?;
    let now = tx.now().naive_utc();
    match event {
        ReferralEvent::Send => return send(tx, &permit, before),
        ReferralEvent::NoReply if !before.reply_is_due(now) => {
            return Err(Error::unmet("reply_not_yet_due"));
        }
        ReferralEvent::NoReply | ReferralEvent::Cancel => {}
    }
    let after = OutboundReferral {
        status,
        version: before.version + 1,
        updated_at: now,
        ..before
    };
    store::update(tx, &permit, &after)?;
    let documents = store::document_ids(tx, &permit)?;
    Ok(Moved::new(after, documents))
}

/// Writes the letter, shares the referral with its recipient, and tells them that it is there.
fn send(tx: &mut Transaction, permit: &ToMove, before: OutboundReferral) -> Result<Moved> {
    let (today, now) = (tx.today(), tx.now());
    let sending = store::sending::case(tx, permit)?;
    sending.case.ensure_open()?;
    let held = sharing::hold(tx, permit, &before.authorisation_id)?;
    let authorised = sharing::find(tx, permit, &before.case_id, &before.authorisation_id)?;
    let documents = store::sending::documents(tx, permit)?;
    let ids: Vec<_> = documents
        .iter()
        .map(|document| document.id.clone())
        .collect();
    let advice = if before.kind.leads_to_work() {
        let advice = beneficiaries::work_right_of(tx, permit, &sending.beneficiary_id, today)?;
        Some(WorkRightSnapshot::of(advice, today))
    } else {
        None
    };
    let authorisation = &authorised.authorisation;
    let recipient = &before.recipient_organisation_id;
    let partnership = organisations::partnership(tx, permit, &before.organisation_id, recipient)?;
    let facts = SendFacts {
        kind: before.kind,
        authorisation: if held {
            authorisation.status(today)
        } else {
            SharingStatus::Revoked
        },
        recipient_covered: authorisation.recipient_organisation_id
            == before.recipient_organisation_id,
        documents_covered: sharing::uncovered(&authorised, &ids).is_empty(),
        documents_issued: documents.iter().all(|document| document.status == "issued"),
        recipient_active: sending.recipient.active,
        agreement_lapsed: partnership == Partnership::Lapsed,
        recipient_kind: sending.recipient.kind,
        work_right_blocks: sending.work_right_blocks
            && advice.as_ref().is_some_and(|advice| advice.is_missing()),
    };
    let unmet = facts.unmet();
    if !unmet.is_empty() {
        let unmet = unmet.into_iter().map(|guard| Unmet { guard });
        return Err(Error::Unmet(unmet.collect()));
    }

    // First the referral: a second sending waits here, and is then refused by the version.
    let mut after = OutboundReferral {
        status: ReferralStatus::Sent,
        work_right: advice.as_ref().map(Json::new),
        sent_at: Some(now.naive_utc()),
        version: before.version + 1,
        updated_at: now.naive_utc(),
        ..before
    };
    store::update(tx, permit, &after)?;
    let edition = store::sending::next_letter_edition(tx, permit)?;
    let sources = letter::Sources {
        referral: &after,
        sending: &sending,
        authorisation,
        documents: &documents,
        may_work_from: advice.and_then(|advice| advice.may_work_from),
        role: tx.actor().role,
        edition,
        today,
    };
    let letter = letter::write(&sources, now)?;
    after.letter_id = Some(store::sending::insert_letter(tx, permit, edition, &letter)?);

    let link = format!("/v1/inbox-referrals/{}", after.id);
    let email = sending.recipient.email;
    if let Some(email) = &email {
        mail::enqueue(tx, permit, MailKind::ReferralReceived, email, &link)?;
    }
    let mut moved = Moved::new(after, ids);
    if email.is_none() {
        moved.warnings.push(ReferralWarning::RecipientWithoutEmail);
    }
    Ok(moved)
}
