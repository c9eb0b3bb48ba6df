//! What every case goes through.

use chrono::TimeDelta;

use super::people::Somebody;
use crate::access::Transaction;
use crate::beneficiaries::{NewBeneficiary, service as beneficiaries};
use crate::cases::{Case, CaseId, NewCase, service as cases};
use crate::documents::HolderWish;
use crate::error::Result;
use crate::participation::{
    Explanation, ExplanationInterpreter, NewParticipationAgreement, NewPrivacyNotice,
    service as participation,
};
use crate::programmes::ProgrammeId;
use crate::sessions::{
    AttendanceStatus, NewAttendance, NewOutcome, NewSession, SessionInterpreter, SessionKind,
    SessionMode, SessionOutcome, service as sessions,
};
use crate::transitions::{CaseEvent, NewMove, service as transitions};

/// Records somebody and opens their case, led by who does it.
pub fn open(tx: &mut Transaction, programme: &ProgrammeId, who: &Somebody) -> Result<CaseId> {
    let new = NewBeneficiary {
        person: who.person(),
        duplicates_weighed: true,
    };
    let beneficiary = beneficiaries::add(tx, new)?;
    let new = NewCase {
        id: None,
        beneficiary_id: beneficiary.id,
        programme_id: programme.clone(),
        lead_operator_id: None,
        intake_referral_id: None,
    };
    Ok(cases::open(tx, new)?.id)
}

/// Notice, first interview, needs and the signed agreement, some days ago.
pub fn agree(tx: &mut Transaction, case: &CaseId, language: &str, days_ago: i64) -> Result<()> {
    let explanation = Explanation {
        text_version: "2026-01".to_owned(),
        text_language: "it".to_owned(),
        explained_in: language.to_owned(),
        interpreter: ExplanationInterpreter::StaffMediator,
    };
    let day = tx.today() - TimeDelta::days(days_ago);
    let notice = NewPrivacyNotice {
        explanation: explanation.clone(),
        delivered_on: day,
    };
    participation::record_notice(tx, case, notice)?;
    move_on(tx, case, CaseEvent::BeginPreliminary)?;
    let intake = plan(
        tx,
        SessionKind::IntakeInterview,
        Some(1),
        language,
        -days_ago,
    );
    hold(tx, case, intake)?;
    let version = cases::read(tx, case)?.case.version;
    cases::update(tx, case, version, |case| Case {
        starting_request: Some("Vorrei che valesse anche qui quello che so fare.".to_owned()),
        needs_analysis: "Cerca un lavoro vicino a casa; vuole far valere ciò che sa fare."
            .to_owned(),
        ..case
    })?;
    let agreement = NewParticipationAgreement {
        explanation,
        rhythm: "Un incontro alla settimana, di mattina".to_owned(),
        signed_on: day,
        guardian_signed_on: None,
    };
    participation::record_agreement(tx, case, agreement)?;
    move_on(tx, case, CaseEvent::Agree)
}

/// An hour with a mediator, so many days from now; longer where that is said after.
pub fn plan(
    tx: &Transaction,
    kind: SessionKind,
    step: Option<i32>,
    language: &str,
    in_days: i64,
) -> NewSession {
    let to = (tx.now() + TimeDelta::days(in_days)).naive_utc();
    NewSession {
        id: None,
        kind,
        step,
        mode: SessionMode::InPerson,
        scheduled_from: to - TimeDelta::hours(1),
        scheduled_to: to,
        place: "Via dell'Invenzione 1".to_owned(),
        language: Some(language.to_owned()),
        interpreter: SessionInterpreter::StaffMediator,
        conductor_id: None,
        mediator: Some("Luce Serena".to_owned()),
        mediator_id: None,
        topics: Vec::new(),
    }
}

/// An interview that took place as it was planned.
pub fn hold(tx: &mut Transaction, case: &CaseId, plan: NewSession) -> Result<()> {
    let there = NewAttendance {
        case_id: case.clone(),
        status: AttendanceStatus::Present,
        minutes: None,
    };
    let outcome = held(
        &plan,
        vec![there],
        "Abbiamo parlato delle esperienze di lavoro.",
    );
    let session = sessions::plan_for_case(tx, case, plan)?.session;
    sessions::record_outcome(tx, &session.id, session.version, outcome)?;
    Ok(())
}

/// The outcome of a meeting that began and ended when it was planned to.
pub fn held(plan: &NewSession, attendance: Vec<NewAttendance>, summary: &str) -> NewOutcome {
    NewOutcome {
        status: SessionOutcome::Held,
        held_from: Some(plan.scheduled_from),
        held_to: Some(plan.scheduled_to),
        attendance,
        shared_summary: Some(summary.to_owned()),
        cancelled_reason: None,
        reason: None,
    }
}

pub fn move_on(tx: &mut Transaction, case: &CaseId, event: CaseEvent) -> Result<()> {
    let new = NewMove {
        event,
        reason: None,
        suspension: None,
        closure_reason: None,
        wish: HolderWish::default(),
    };
    transitions::advance(tx, case, new)?;
    Ok(())
}
