//! What the job centre does with a referral; the recipient's side is in [`inbox`].

pub mod inbox;
mod send;

pub use send::transit;

use super::{
    Moved, NewOutboundReferral, OutboundReferral, OutboundReferralId, ReferralStatus, store,
};
use crate::access::{Action, Create, List, Read, Transaction};
use crate::cases::{Case, CaseId};
use crate::error::{Checks, Error, Result};
use crate::sharing::service as sharing;

/// Drafts a referral under one of the person's authorisations: to its recipient, with documents that
/// it covers. Whether it may be sent is looked at when it is sent.
pub fn draft(tx: &mut Transaction, case: &CaseId, new: NewOutboundReferral) -> Result<Moved> {
    let permit = tx.permit::<Create, OutboundReferral, Case>(case)?;
    permit.case().ensure_open()?;
    let authorised = match sharing::find(tx, &permit, case, &new.authorisation_id) {
        Err(Error::NotFound(_)) => {
            return Err(Error::invalid("/authorisation_id", "unknown_code"));
        }
        other => other?,
    };
    let mut checks = Checks::default();
    let covered =
        authorised.authorisation.recipient_organisation_id == new.recipient_organisation_id;
    checks.ensure(
        covered,
        "/recipient_organisation_id",
        "recipient_not_covered",
    );
    for place in sharing::uncovered(&authorised, &new.document_ids) {
        checks.ensure(
            false,
            &format!("/document_ids/{place}"),
            "document_not_covered",
        );
    }
    for (place, id) in new.document_ids.iter().enumerate() {
        let twice = new.document_ids[..place].contains(id);
        checks.ensure(!twice, &format!("/document_ids/{place}"), "already_exists");
    }
    checks.finish(|| Some(()))?;
    let now = tx.now().naive_utc();
    let referral = OutboundReferral {
        id: OutboundReferralId::new(),
        case_id: permit.case().id.clone(),
        organisation_id: permit.case().organisation_id.clone(),
        recipient_organisation_id: new.recipient_organisation_id,
        authorisation_id: new.authorisation_id,
        letter_id: None,
        kind: new.kind,
        request: new.request,
        status: ReferralStatus::Draft,
        work_right: None,
        sent_at: None,
        answered_at: None,
        outcome: None,
        reply: String::new(),
        version: 1,
        created_by: tx.actor().user_id.clone(),
        created_at: now,
        updated_at: now,
    };
    store::insert(tx, &permit, &referral, &new.document_ids)?;
    tx.touch::<OutboundReferral>(&permit, Action::Create, &referral.id);
    Ok(Moved::new(referral, new.document_ids))
}

/// The referrals of a case, also those whose authorisation was revoked after they were sent.
pub fn list(tx: &mut Transaction, case: &CaseId) -> Result<Vec<Moved>> {
    let permit = tx.permit::<List, OutboundReferral, Case>(case)?;
    let rows = store::list(tx, &permit)?;
    let documents = store::list_documents(tx, &permit)?;
    let of = |id: &OutboundReferralId| {
        let own = documents.iter().filter(|(referral, _)| referral == id);
        own.map(|(_, document)| document.clone()).collect()
    };
    Ok(rows
        .into_iter()
        .map(|referral| {
            let documents = of(&referral.id);
            Moved::new(referral, documents)
        })
        .collect())
}

pub fn read(tx: &mut Transaction, id: &OutboundReferralId) -> Result<Moved> {
    let permit = tx.permit::<Read, OutboundReferral, OutboundReferral>(id)?;
    let referral = permit.parent().clone();
    tx.touch::<Case>(&permit, Action::Read, &referral.case_id);
    let documents = store::document_ids(tx, &permit)?;
    Ok(Moved::new(referral, documents))
}
