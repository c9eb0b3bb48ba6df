use crate::access::{Action, Create, Permit, Transaction};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::{Case, CaseId};
use crate::db::types::Json;
use crate::error::{Error, Result, Unmet};
use crate::mail::{MailKind, service as mail};
use crate::organisations::service as organisations;
use crate::sharing::{SharingAuthorisation, SharingStatus, service as sharing};
use crate::transfers::{
    NewTransfer, OfferFacts, Snapshot, Transfer, TransferId, TransferOffer, TransferStatus, store,
};

/// Offers a case to the job centre that one of the person's authorisations names, with a snapshot of
/// what it covers. Everything that stands in the way is named.
pub fn offer(tx: &mut Transaction, case: &CaseId, new: NewTransfer) -> Result<TransferOffer> {
    let permit = tx.permit::<Create, Transfer, Case>(case)?;
    let (today, now) = (tx.today(), tx.now().naive_utc());
    let held = sharing::hold(tx, &permit, &new.authorisation_id)?;
    let authorised = match sharing::find(tx, &permit, case, &new.authorisation_id) {
        Err(Error::NotFound(_)) => {
            return Err(Error::invalid("/authorisation_id", "unknown_code"));
        }
        other => other?,
    };
    let authorisation = authorised.authorisation;
    let overdue = store::overdue(tx, &permit, Some(case))?;
    for id in &overdue {
        tx.touch::<Transfer>(&permit, Action::Update, id);
    }
    store::lapse(tx, &permit, &overdue)?;
    let recipient = &authorisation.recipient_organisation_id;
    let recipient = organisations::find(tx, &permit, recipient)?;
    let own = permit.case().organisation_id.clone();
    let facts = OfferFacts {
        case_running: permit.case().ensure_not_ended().is_ok(),
        authorisation: if held {
            authorisation.status(today)
        } else {
            SharingStatus::Revoked
        },
        recipient_runs_audits: recipient.runs_audits() && recipient.id != own,
        agreement_in_force: organisations::have_agreed(tx, &permit, &own, &recipient.id)?,
        offered_already: store::is_offered(tx, &permit)?,
    };
    let unmet = facts.unmet();
    if !unmet.is_empty() {
        let unmet = unmet.into_iter().map(|guard| Unmet { guard });
        return Err(Error::Unmet(unmet.collect()));
    }
    let snapshot = snapshot(tx, &permit, &authorisation)?;
    let case = permit.case();
    let transfer = Transfer {
        id: TransferId::new(),
        case_id: case.id.clone(),
        organisation_id: own,
        case_code: case.case_code.clone(),
        recipient_organisation_id: recipient.id,
        authorisation_id: authorisation.id.clone(),
        status: TransferStatus::Offered,
        message: new.message,
        snapshot: Some(Json::new(&snapshot)),
        expires_on: (today + Transfer::TO_ANSWER).min(authorisation.expires_on),
        refusal_reason: None,
        new_case_id: None,
        new_case_code: None,
        offered_by: tx.actor().user_id.clone(),
        offered_at: now,
        decided_by: None,
        decided_at: None,
        version: 1,
    };
    store::insert(tx, &permit, &transfer)?;
    tx.touch::<Transfer>(&permit, Action::Create, &transfer.id);
    if let Some(email) = &recipient.email {
        let link = format!("/v1/transfer-offers/{}", transfer.id);
        mail::enqueue(tx, &permit, MailKind::ReferralReceived, email, &link)?;
    }
    Ok(TransferOffer {
        transfer,
        authorisation,
        agreed: true,
    })
}

fn snapshot(
    tx: &mut Transaction,
    permit: &Permit<Create, Transfer, Case>,
    authorisation: &SharingAuthorisation,
) -> Result<Snapshot> {
    let (today, id) = (tx.today(), &permit.case().beneficiary_id);
    let person = beneficiaries::find(tx, permit, id)?.person;
    let work_right = beneficiaries::work_right_of(tx, permit, id, today)?.result;
    let may_work_from = work_right.free_from(today);
    Ok(Snapshot::of(&person, authorisation, may_work_from))
}
