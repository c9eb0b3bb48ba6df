//! From the certificate on: what the person lets others know, and what comes next.

use chrono::TimeDelta;

use super::steps::move_on;
use crate::access::Transaction;
use crate::cases::CaseId;
use crate::documents::{DocumentId, DocumentStatus, service as documents};
use crate::error::Result;
use crate::organisations::OrganisationId;
use crate::outbound_referrals::{
    NewOutboundReferral, OutboundReferralId, ReferralEvent, ReferralKind, ReferralOutcome, Reply,
    ReplyEvent, service as referrals,
};
use crate::plans::{NewNextStep, NextStepKind, service as plans};
use crate::sharing::{
    NewSharingAuthorisation, SharingAuthorisationId, SharingInterpreter, service as sharing,
};
use crate::transitions::CaseEvent;

/// The person lets a recipient see the documents that were issued.
pub fn authorise(
    tx: &mut Transaction,
    case: &CaseId,
    recipient: &OrganisationId,
    language: &str,
) -> Result<(SharingAuthorisationId, Vec<DocumentId>)> {
    let issued: Vec<_> = documents::list(tx, case)?
        .into_iter()
        .filter(|document| document.status == DocumentStatus::Issued)
        .map(|document| document.id)
        .collect();
    let today = tx.today();
    let new = NewSharingAuthorisation {
        recipient_organisation_id: recipient.clone(),
        purpose: "Accompagnamento al lavoro".to_owned(),
        explained_in: language.to_owned(),
        interpreter: SharingInterpreter::StaffMediator,
        includes_contact: true,
        includes_work_right: false,
        includes_profile: false,
        includes_candidacy: true,
        given_on: today,
        expires_on: today + TimeDelta::days(180),
        document_ids: issued.clone(),
    };
    let authorised = sharing::record(tx, case, new)?;
    Ok((authorised.authorisation.id, issued))
}

/// Sends a referral under an authorisation of its own.
pub fn refer(
    tx: &mut Transaction,
    case: &CaseId,
    recipient: &OrganisationId,
    language: &str,
) -> Result<OutboundReferralId> {
    let (authorisation_id, document_ids) = authorise(tx, case, recipient, language)?;
    let new = NewOutboundReferral {
        kind: ReferralKind::Cpi,
        recipient_organisation_id: recipient.clone(),
        request: "Colloquio e patto di servizio personalizzato".to_owned(),
        authorisation_id,
        document_ids,
    };
    let id = referrals::draft(tx, case, new)?.referral.id;
    referrals::transit(tx, &id, ReferralEvent::Send)?;
    Ok(id)
}

/// The recipient takes the person on, and tells what came of it.
pub fn answer(tx: &mut Transaction, referral: &OutboundReferralId) -> Result<()> {
    let accept = Reply {
        event: ReplyEvent::Accept,
        outcome: None,
        reply: "La aspettiamo lunedì alle 9.".to_owned(),
    };
    let complete = Reply {
        event: ReplyEvent::Complete,
        outcome: Some(ReferralOutcome::ServiceAgreementSigned),
        reply: String::new(),
    };
    referrals::inbox::reply(tx, referral, accept)?;
    referrals::inbox::reply(tx, referral, complete)?;
    Ok(())
}

/// A next step is agreed, and the follow-up begins.
pub fn follow_up(tx: &mut Transaction, case: &CaseId) -> Result<()> {
    let step = NewNextStep {
        kind: NextStepKind::LanguageCourse,
        description: "Corso di italiano scritto, la sera".to_owned(),
        responsible: Some("CPIA Centro Ponente".to_owned()),
        due_on: Some(tx.today() + TimeDelta::days(60)),
        done: false,
    };
    plans::add(tx, case, step)?;
    move_on(tx, case, CaseEvent::BeginFollowUp)
}
