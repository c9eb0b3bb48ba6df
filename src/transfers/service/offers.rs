//! The recipient's side. An offer that lapsed or was withdrawn is missing.

use crate::access::{Action, Permit, Protected, Read, Transaction, Update, Verb};
use crate::beneficiaries::{BeneficiaryId, NewBeneficiary, service as beneficiaries};
use crate::cases::{Case, NewCase, service as cases};
use crate::db::types::Json;
use crate::documents::DocumentId;
use crate::error::{Error, Result, Unmet};
use crate::http::Page;
use crate::mail::{MailKind, service as mail};
use crate::outbound_referrals::SharedDocument;
use crate::programmes::service as programmes;
use crate::sharing::service as sharing;
use crate::transfers::{
    AcceptFacts, Acceptance, RefusalReason, Sender, Snapshot, Transfer, TransferEvent, TransferId,
    TransferOffer, TransferStatus, store,
};

type ToDecide = Permit<Update, TransferOffer, TransferOffer>;

/// What the recipient reads.
#[derive(Clone, Debug)]
pub struct OfferDetail {
    pub offer: TransferOffer,
    pub sender: Sender,
    /// None once the authorisation is over.
    pub documents: Vec<SharedDocument>,
}

/// The permit for an offer that the actor's organisation knows of today.
fn permit<V: Verb>(
    tx: &mut Transaction,
    id: &TransferId,
) -> Result<Permit<V, TransferOffer, TransferOffer>> {
    let permit = tx.permit::<V, TransferOffer, TransferOffer>(id)?;
    if !permit.parent().status(tx.today()).is_the_recipients() {
        return Err(Error::NotFound(TransferOffer::RESOURCE));
    }
    tx.touch::<Case>(&permit, V::ACTION, &permit.parent().transfer.case_id);
    Ok(permit)
}

/// The offers to the actor's job centre, the newest first.
pub fn list(
    tx: &mut Transaction,
    page: &Page,
    status: Option<TransferStatus>,
) -> Result<Vec<(TransferOffer, String)>> {
    let listing = tx.listing::<TransferOffer>()?;
    let rows = store::offers::list(tx, &listing, page, status)?;
    for (offer, _) in &rows {
        tx.touch::<TransferOffer>(&listing, Action::List, &offer.transfer.id);
    }
    Ok(rows)
}

/// The snapshot, and the documents that the authorisation covers.
pub fn read(tx: &mut Transaction, id: &TransferId) -> Result<OfferDetail> {
    let permit = permit::<Read>(tx, id)?;
    view(tx, &permit, permit.parent().clone())
}

fn view<V>(
    tx: &mut Transaction,
    permit: &Permit<V, TransferOffer, TransferOffer>,
    offer: TransferOffer,
) -> Result<OfferDetail> {
    Ok(OfferDetail {
        sender: store::offers::sender(tx, permit)?,
        documents: store::offers::documents(tx, permit, &offer)?,
        offer,
    })
}

/// The file of a document that the authorisation covers, with the document's kind.
pub fn read_file(
    tx: &mut Transaction,
    id: &TransferId,
    document: &DocumentId,
) -> Result<(String, Vec<u8>)> {
    let permit = permit::<Read>(tx, id)?;
    match store::offers::file(tx, &permit, document)? {
        Some((kind, Some(file))) => Ok((kind, file)),
        _ => Err(Error::NotFound(TransferOffer::RESOURCE)),
    }
}

/// Refuses an offer, and tells who made it.
pub fn refuse(tx: &mut Transaction, id: &TransferId, reason: RefusalReason) -> Result<OfferDetail> {
    let permit = permit::<Update>(tx, id)?;
    let before = permit.parent().clone();
    let status = TransferEvent::Refuse
        .after(before.transfer.status)
        .ok_or(Error::unmet("transfer_open"))?;
    let after = Transfer {
        refusal_reason: Some(reason),
        ..ended(tx, &before.transfer, status)
    };
    store::offers::update(tx, &permit, &after)?;
    tell_the_sender(tx, &permit)?;
    let offer = TransferOffer {
        transfer: after,
        ..before
    };
    view(tx, &permit, offer)
}

/// Takes a case over: a record of the person made of the snapshot, unless there is one here, and a new
/// case. The old case is closed. Two who accept at once make one case.
pub fn accept(
    tx: &mut Transaction,
    id: &TransferId,
    acceptance: Acceptance,
) -> Result<OfferDetail> {
    let permit = permit::<Update>(tx, id)?;
    let before = permit.parent().clone();
    // As long as this lasts the person cannot revoke; where they just have, the offer is gone.
    if !sharing::hold(tx, &permit, &before.transfer.authorisation_id)? {
        return Err(Error::NotFound(TransferOffer::RESOURCE));
    }
    let Some(old) = store::closing::case(tx, &permit)? else {
        return Err(Error::unmet("transfer_open"));
    };
    let snapshot = before.transfer.snapshot.as_ref().map(Json::get);
    let unmet = facts(tx, &permit, &acceptance, &old, snapshot.as_ref())?.unmet();
    let (Some(snapshot), true) = (snapshot, unmet.is_empty()) else {
        let unmet = unmet.into_iter().map(|guard| Unmet { guard });
        return Err(Error::Unmet(unmet.collect()));
    };
    // First the transfer: whoever comes second waits here, and is then refused by the version.
    let mut after = ended(tx, &before.transfer, TransferStatus::Accepted);
    store::offers::update(tx, &permit, &after)?;
    let case = open(tx, acceptance, snapshot)?;
    after.new_case_id = Some(case.id);
    after.new_case_code = Some(case.case_code);
    after.version += 1;
    store::offers::update(tx, &permit, &after)?;
    store::closing::close(tx, &permit, &old)?;
    tell_the_sender(tx, &permit)?;
    let offer = TransferOffer {
        transfer: after,
        ..before
    };
    view(tx, &permit, offer)
}

fn ended(tx: &Transaction, before: &Transfer, status: TransferStatus) -> Transfer {
    let by = tx.actor().user_id.clone();
    before.clone().ended(status, by, tx.now().naive_utc())
}

fn facts(
    tx: &mut Transaction,
    permit: &ToDecide,
    acceptance: &Acceptance,
    old: &Case,
    snapshot: Option<&Snapshot>,
) -> Result<AcceptFacts> {
    let (today, own) = (tx.today(), tx.actor().organisation_id.clone());
    let programme = match programmes::find(tx, permit, &acceptance.programme_id) {
        Err(Error::NotFound(_)) => None,
        found => Some(found?).filter(|it| it.organisation_id == own),
    };
    let open = programme
        .as_ref()
        .is_some_and(|it| it.terms.active && it.terms.ends_on.is_none_or(|last| today <= last));
    let place_free = match &programme {
        Some(programme) => cases::has_place(tx, programme)?,
        None => true,
    };
    let new_person =
        snapshot.filter(|_| acceptance.beneficiary_id.is_none() && !acceptance.duplicates_weighed);
    let duplicates_weighed = match new_person {
        Some(snapshot) => {
            let person = snapshot.clone().person();
            !beneficiaries::is_likely_known(tx, permit, &own, &person)?
        }
        None => true,
    };
    Ok(AcceptFacts {
        offered: TransferEvent::Accept
            .after(permit.parent().transfer.status)
            .is_some(),
        case_running: old.ensure_not_ended().is_ok(),
        programme_known: programme.is_some(),
        programme_open: open || programme.is_none(),
        place_free,
        duplicates_weighed,
    })
}

fn open(tx: &mut Transaction, acceptance: Acceptance, snapshot: Snapshot) -> Result<Case> {
    let beneficiary_id: BeneficiaryId = match acceptance.beneficiary_id {
        Some(known) => known,
        None => {
            let new = NewBeneficiary {
                person: snapshot.person(),
                duplicates_weighed: acceptance.duplicates_weighed,
            };
            beneficiaries::add(tx, new)?.id
        }
    };
    let new = NewCase {
        id: None,
        beneficiary_id,
        programme_id: acceptance.programme_id,
        lead_operator_id: acceptance.lead_operator_id,
        intake_referral_id: None,
    };
    cases::open(tx, new)
}

fn tell_the_sender(tx: &mut Transaction, permit: &ToDecide) -> Result<()> {
    let sender = store::offers::sender(tx, permit)?;
    let Some(email) = sender.email else {
        return Ok(());
    };
    let link = format!("/v1/transfers/{}", permit.parent().transfer.id);
    mail::enqueue(tx, permit, MailKind::ReplyReceived, &email, &link)?;
    Ok(())
}
