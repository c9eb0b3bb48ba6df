//! Three people, each at another point of their way. Nobody of these names exists.

use chrono::TimeDelta;

use super::desk::Desk;
use super::{profile, report};
use crate::access::Transaction;
use crate::beneficiaries::{NewBeneficiary, Person, service as beneficiaries};
use crate::cases::{CaseId, NewCase, service as cases};
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

pub fn add(desk: &Desk, programme: &ProgrammeId) -> Result<()> {
    let begun = desk.operator(|tx| {
        open(tx, programme, "Amara", "Lunaria", "fr")?;
        let begun = open(tx, programme, "Teodros", "Stellato", "ti")?;
        investigate(tx, &begun, "ti")?;
        Ok(begun)
    })?;
    desk.operator(|tx| profile::tell(tx, &begun, "Panettiere", "Impasto e cuocio il pane"))?;

    let completed = desk.operator(|tx| {
        let case = open(tx, programme, "Nasrin", "Ventolieve", "fa")?;
        investigate(tx, &case, "fa")?;
        let label = "Cucio un abito su misura";
        let competence = profile::tell(tx, &case, "Sarta", label)?;
        report::submit(tx, &case, competence)?;
        Ok(case)
    })?;
    desk.supervisor(|tx| {
        move_on(tx, &completed, CaseEvent::ApproveReport)?;
        move_on(tx, &completed, CaseEvent::IssueCertificate)
    })
}

fn open(
    tx: &mut Transaction,
    programme: &ProgrammeId,
    given_name: &str,
    family_name: &str,
    language: &str,
) -> Result<CaseId> {
    let person = Person {
        name_confirmed: true,
        ..Person::named(
            given_name.to_owned(),
            family_name.to_owned(),
            language.to_owned(),
        )
    };
    let new = NewBeneficiary {
        person,
        duplicates_weighed: false,
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

/// Reception, agreement and the first interviews.
fn investigate(tx: &mut Transaction, case: &CaseId, language: &str) -> Result<()> {
    let today = tx.today();
    let explanation = Explanation {
        text_version: "2026-01".to_owned(),
        text_language: "it".to_owned(),
        explained_in: language.to_owned(),
        interpreter: ExplanationInterpreter::StaffMediator,
    };
    let notice = NewPrivacyNotice {
        explanation: explanation.clone(),
        delivered_on: today - TimeDelta::days(30),
    };
    participation::record_notice(tx, case, notice)?;
    move_on(tx, case, CaseEvent::BeginPreliminary)?;
    hold(tx, case, SessionKind::IntakeInterview, language, 28)?;
    let version = cases::read(tx, case)?.case.version;
    cases::update(tx, case, version, |case| crate::cases::Case {
        needs_analysis: "Cerca un lavoro vicino a casa; vuole far valere ciò che sa fare."
            .to_owned(),
        ..case
    })?;
    let agreement = NewParticipationAgreement {
        explanation,
        rhythm: "Un incontro alla settimana, di mattina".to_owned(),
        signed_on: today - TimeDelta::days(28),
        guardian_signed_on: None,
    };
    participation::record_agreement(tx, case, agreement)?;
    move_on(tx, case, CaseEvent::Agree)?;
    hold(tx, case, SessionKind::Individual, language, 21)?;
    move_on(tx, case, CaseEvent::BeginInvestigation)?;
    hold(tx, case, SessionKind::Individual, language, 14)
}

/// An hour with the person, some days ago.
pub fn hold(
    tx: &mut Transaction,
    case: &CaseId,
    kind: SessionKind,
    language: &str,
    days_ago: i64,
) -> Result<()> {
    let to = (tx.now() - TimeDelta::days(days_ago)).naive_utc();
    let from = to - TimeDelta::hours(1);
    let plan = NewSession {
        id: None,
        kind,
        step: None,
        mode: SessionMode::InPerson,
        scheduled_from: from,
        scheduled_to: to,
        place: "Via dell'Invenzione 1".to_owned(),
        language: Some(language.to_owned()),
        interpreter: SessionInterpreter::StaffMediator,
        conductor_id: None,
        mediator: Some("Luce Serena".to_owned()),
        topics: Vec::new(),
    };
    let session = sessions::plan_for_case(tx, case, plan)?.session;
    let outcome = NewOutcome {
        status: SessionOutcome::Held,
        held_from: Some(from),
        held_to: Some(to),
        attendance: vec![NewAttendance {
            case_id: case.clone(),
            status: AttendanceStatus::Present,
            minutes: None,
        }],
        shared_summary: Some("Abbiamo parlato delle esperienze di lavoro.".to_owned()),
        cancelled_reason: None,
        reason: None,
    };
    sessions::record_outcome(tx, &session.id, session.version, outcome)?;
    Ok(())
}

pub fn move_on(tx: &mut Transaction, case: &CaseId, event: CaseEvent) -> Result<()> {
    let new = NewMove {
        event,
        reason: None,
        suspension: None,
        closure_reason: None,
    };
    transitions::advance(tx, case, new)?;
    Ok(())
}
