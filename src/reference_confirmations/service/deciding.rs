use super::super::{
    ReferenceApproval, ReferenceContact, ReferenceRequest, ReferenceRequestId, ReferenceRevocation,
    ReferenceStatus, ReferenceView, store,
};
use super::{ensure_seen, evidence, links, next, sealed, shown};
use crate::access::{Proof, Transaction, Update};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::{Case, CaseId};
use crate::documents::service as documents;
use crate::error::{Error, Result};
use crate::profiles::service as profiles;
use crate::vault::DataKey;

/// A supervisor approves or declines contact with the country of origin; nobody who asked for it, or works on
/// the case. What is approved is sent.
pub fn decide(
    tx: &mut Transaction,
    case: &CaseId,
    id: &ReferenceRequestId,
    version: i32,
    approved: bool,
) -> Result<ReferenceView> {
    let permit = tx.permit::<Update, ReferenceApproval, Case>(case)?;
    let case = permit.case().clone();
    let (before, _) = store::find(tx, &permit, id)?;
    ensure_seen(&before, version)?;
    case.ensure_open()?;
    if before.status != ReferenceStatus::AwaitingApproval {
        return Err(Error::Conflict("reference_not_awaiting_approval"));
    }
    let decides = tx.actor().user_id.clone();
    if before.asked_by == decides || documents::is_involved(tx, &permit, &case.id)? {
        return Err(Error::unmet("four_eyes"));
    }
    let after = ReferenceRequest {
        status: match approved {
            true => ReferenceStatus::Asked,
            false => ReferenceStatus::Declined,
        },
        decided_by: Some(decides),
        decided_at: Some(tx.now().naive_utc()),
        ..next(tx, before)
    };
    store::update(tx, &permit, &after)?;
    let key = key_of(tx, &permit, &case)?;
    let expires_at = match approved {
        true => Some(links::send(tx, &permit, &after, &contact(&key, &after)?)?.expires_at),
        false => None,
    };
    shown(tx, Some(&key), after, expires_at)
}

/// Sends the contact another link; the one before ends. A country of origin that was learnt of meanwhile bars
/// it.
pub fn send_again(
    tx: &mut Transaction,
    case: &CaseId,
    id: &ReferenceRequestId,
    version: i32,
) -> Result<ReferenceView> {
    let permit = tx.permit::<Update, ReferenceRequest, Case>(case)?;
    let case = permit.case().clone();
    let (before, _) = store::find(tx, &permit, id)?;
    ensure_seen(&before, version)?;
    case.ensure_open()?;
    if before.status != ReferenceStatus::Asked {
        return Err(Error::Conflict("reference_not_asked"));
    }
    let key = key_of(tx, &permit, &case)?;
    let contact = contact(&key, &before)?;
    let origin = beneficiaries::origin_of(tx, &permit, &case.beneficiary_id)?;
    let barred = origin.bars_country(&contact.country) || origin.bars_address(&contact.email);
    if barred && !before.origin_contact {
        return Err(Error::Conflict("origin_contact_barred"));
    }
    let after = next(tx, before);
    store::update(tx, &permit, &after)?;
    let link = links::send(tx, &permit, &after, &contact)?;
    shown(tx, Some(&key), after, Some(link.expires_at))
}

/// Takes a request back that nobody answered, in whatever state its case is: the person may at any time.
pub fn revoke(
    tx: &mut Transaction,
    case: &CaseId,
    id: &ReferenceRequestId,
    version: i32,
    reason: ReferenceRevocation,
) -> Result<ReferenceView> {
    let permit = tx.permit::<Update, ReferenceRequest, Case>(case)?;
    let case = permit.case().clone();
    let (before, _) = store::find(tx, &permit, id)?;
    ensure_seen(&before, version)?;
    let open = [ReferenceStatus::AwaitingApproval, ReferenceStatus::Asked];
    if !open.contains(&before.status) {
        return Err(Error::Conflict("reference_over"));
    }
    let after = ReferenceRequest {
        status: ReferenceStatus::Revoked,
        revocation_reason: Some(reason),
        ..next(tx, before)
    };
    store::update(tx, &permit, &after)?;
    store::end_link(tx, &permit, &after.id)?;
    let key = beneficiaries::known_data_key(tx, &permit, case.key_holder(), &case.organisation_id)?;
    shown(tx, key.as_ref(), after, None)
}

/// Has an answer count for nothing, with the reason; what was written of its evidence by this answer alone is
/// so no more.
pub fn dismiss(
    tx: &mut Transaction,
    case: &CaseId,
    id: &ReferenceRequestId,
    version: i32,
    reason: &str,
) -> Result<ReferenceView> {
    let permit = tx.permit::<Update, ReferenceRequest, Case>(case)?;
    let case = permit.case().clone();
    let (before, _) = store::find(tx, &permit, id)?;
    ensure_seen(&before, version)?;
    if before.status != ReferenceStatus::Answered {
        return Err(Error::Conflict("reference_not_answered"));
    }
    profiles::hold_open(tx, &permit, &case)?;
    let key = key_of(tx, &permit, &case)?;
    let after = ReferenceRequest {
        status: ReferenceStatus::Dismissed,
        sealed_dismissal: Some(sealed(&before, "sealed_dismissal").seal(&key, &reason)?),
        dismissed_by: Some(tx.actor().user_id.clone()),
        dismissed_at: Some(tx.now().naive_utc()),
        ..next(tx, before)
    };
    store::update(tx, &permit, &after)?;
    evidence::take_back(tx, &permit, &case, &after)?;
    shown(tx, Some(&key), after, None)
}

/// The key that the requests of a case are sealed under; [`Error::Gone`] where it was erased.
fn key_of(tx: &mut Transaction, proof: &impl Proof, case: &Case) -> Result<DataKey> {
    beneficiaries::known_data_key(tx, proof, case.key_holder(), &case.organisation_id)?
        .ok_or(Error::Gone)
}

/// Who is asked; [`Error::Gone`] where it was sealed under a key that was erased.
fn contact(key: &DataKey, request: &ReferenceRequest) -> Result<ReferenceContact> {
    let contact = sealed(request, "sealed_contact").open(key, &request.sealed_contact)?;
    contact.ok_or(Error::Gone)
}
