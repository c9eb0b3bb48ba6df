use super::super::{
    NewReferenceRequest, ReferenceLink, ReferenceRequest, ReferenceRequestId, ReferenceStatus,
    ReferenceView, sealing, store,
};
use super::{evidence, links, shown};
use crate::access::{Action, Create, List, Permit, Read, Transaction};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::{Case, CaseId};
use crate::error::{Checks, Error, Result};
use crate::profiles::service as profiles;

/// The most requests of one case.
pub const MOST: i64 = 50;

/// Asks a contact to confirm a piece of evidence. One who leads to the country of origin of somebody for whom
/// that is barred is refused, or waits for a supervisor where the person authorised it in writing.
pub fn ask(tx: &mut Transaction, case: &CaseId, new: NewReferenceRequest) -> Result<ReferenceView> {
    let permit = tx.permit::<Create, ReferenceRequest, Case>(case)?;
    let case = permit.case().clone();
    profiles::hold_open(tx, &permit, &case)?;
    check(tx, &permit, &new)?;
    let origin = beneficiaries::origin_of(tx, &permit, &case.beneficiary_id)?;
    let contact = &new.contact;
    let origin_contact =
        origin.bars_country(&contact.country) || origin.bars_address(&contact.email);
    if origin_contact && new.origin_authorised_on.is_none() {
        return Err(Error::Conflict("origin_contact_barred"));
    }
    if store::count(tx, &permit)? >= MOST {
        return Err(Error::Conflict("too_many_references"));
    }
    let key = beneficiaries::data_key(tx, &permit, case.key_holder(), &case.organisation_id)?;
    let (id, now) = (ReferenceRequestId::new(), tx.now().naive_utc());
    let seal = |column| sealing::Sealed {
        column,
        request: &id,
        organisation: &case.organisation_id,
        asked_at: now,
    };
    let request = ReferenceRequest {
        sealed_contact: seal("sealed_contact").seal(&key, &new.contact)?,
        sealed_statement: seal("sealed_statement").seal(&key, &new.statement)?,
        id: id.clone(),
        case_id: case.id.clone(),
        organisation_id: case.organisation_id.clone(),
        evidence_id: new.evidence_id,
        language: new.language,
        agreed_on: new.agreed_on,
        explained_in: new.explained_in,
        origin_contact,
        origin_authorised_on: new.origin_authorised_on.filter(|_| origin_contact),
        status: match origin_contact {
            true => ReferenceStatus::AwaitingApproval,
            false => ReferenceStatus::Asked,
        },
        asked_by: tx.actor().user_id.clone(),
        asked_at: now,
        decided_by: None,
        decided_at: None,
        revocation_reason: None,
        answer: None,
        sealed_answer: None,
        answered_at: None,
        sealed_dismissal: None,
        dismissed_by: None,
        dismissed_at: None,
        updated_at: now,
        version: 1,
    };
    store::insert(tx, &permit, &request)?;
    tx.touch::<Case>(&permit, Action::Create, &case.id);
    let link: Option<ReferenceLink> = match request.status {
        ReferenceStatus::Asked => Some(links::send(tx, &permit, &request, &new.contact)?),
        _ => None,
    };
    shown(tx, Some(&key), request, link.map(|link| link.expires_at))
}

/// The days must have come, and the evidence be of this case and somebody else's word.
fn check(
    tx: &mut Transaction,
    permit: &Permit<Create, ReferenceRequest>,
    new: &NewReferenceRequest,
) -> Result<()> {
    let today = tx.today();
    let mut checks = Checks::default();
    checks.ensure(new.agreed_on <= today, "/agreed_on", "in_the_future");
    let authorised = new.origin_authorised_on.is_none_or(|day| day <= today);
    checks.ensure(authorised, "/origin_authorised_on", "in_the_future");
    let fit = evidence::ensure_may_ask(tx, permit, permit.case(), &new.evidence_id);
    checks.part(fit, "")?;
    checks.finish(|| Some(()))
}

/// All requests of a case.
pub fn list(tx: &mut Transaction, case: &CaseId) -> Result<Vec<ReferenceView>> {
    let permit = tx.permit::<List, ReferenceRequest, Case>(case)?;
    let case = permit.case().clone();
    let key = beneficiaries::known_data_key(tx, &permit, case.key_holder(), &case.organisation_id)?;
    let rows = store::list(tx, &permit)?.into_iter();
    rows.map(|(request, expires_at)| shown(tx, key.as_ref(), request, expires_at))
        .collect()
}

pub fn read(tx: &mut Transaction, case: &CaseId, id: &ReferenceRequestId) -> Result<ReferenceView> {
    let permit = tx.permit::<Read, ReferenceRequest, Case>(case)?;
    let case = permit.case().clone();
    let (request, expires_at) = store::find(tx, &permit, id)?;
    let key = beneficiaries::known_data_key(tx, &permit, case.key_holder(), &case.organisation_id)?;
    shown(tx, key.as_ref(), request, expires_at)
}
