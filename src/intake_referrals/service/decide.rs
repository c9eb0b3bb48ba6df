use crate::access::{Action, Permit, Read, Role, Transaction, Update};
use crate::beneficiaries::names::LIKELY;
use crate::beneficiaries::{
    Beneficiary, BeneficiaryId, BeneficiarySearch, Candidate, NewBeneficiary, SearchTerms,
    service as beneficiaries,
};
use crate::cases::{NewCase, service as cases};
use crate::error::{Error, Result, Unmet};
use crate::http::Page;
use crate::intake_referrals::{
    Acceptance, Decision, EligibilityAnswer, IntakeReferral, IntakeReferralId, IntakeStatus,
    ReceivedReferral, Whom, store,
};
use crate::programmes::{EligibilityCheck, service as programmes};

pub fn read_received(tx: &mut Transaction, id: &IntakeReferralId) -> Result<IntakeReferral> {
    let permit = tx.permit::<Read, ReceivedReferral, ReceivedReferral>(id)?;
    Ok(permit.parent().0.clone())
}

/// What the actor's job centre received. Those in state `received` wait, the oldest the longest.
pub fn list_received(
    tx: &mut Transaction,
    page: &Page,
    status: Option<IntakeStatus>,
) -> Result<Vec<IntakeReferral>> {
    let listing = tx.listing::<ReceivedReferral>()?;
    let rows = store::list_received(tx, &listing, page, status)?;
    for referral in &rows {
        tx.touch::<ReceivedReferral>(&listing, Action::List, &referral.id);
    }
    Ok(rows)
}

/// Records of this job centre that may be of the person referred. Other centres' are not looked at.
pub fn candidates(tx: &mut Transaction, id: &IntakeReferralId) -> Result<Vec<Candidate>> {
    let permit = tx.permit::<Read, ReceivedReferral, ReceivedReferral>(id)?;
    let referral = permit.parent().0.clone();
    let listing = tx.listing::<BeneficiarySearch>()?;
    let own = &referral.organisation_id;
    let found = beneficiaries::candidates(tx, &listing, own, &terms_of(&referral))?;
    for candidate in &found {
        tx.touch::<Beneficiary>(&listing, Action::List, &candidate.id);
    }
    Ok(found)
}

fn terms_of(referral: &IntakeReferral) -> SearchTerms {
    SearchTerms {
        names: vec![referral.names()],
        phones: vec![referral.contact.clone()],
        birth_year: referral.birth_year,
        ..SearchTerms::default()
    }
}

/// Receives, declines or accepts a referral (R2, R3, R4).
///
/// A refusal names every condition that is missing. Two who accept at once make one case.
pub fn decide(
    tx: &mut Transaction,
    id: &IntakeReferralId,
    decision: Decision,
) -> Result<IntakeReferral> {
    let permit = tx.permit::<Update, ReceivedReferral, ReceivedReferral>(id)?;
    let mut referral = permit.parent().0.clone();
    let from = referral.status;
    let expected = match decision {
        Decision::Receive => IntakeStatus::Sent,
        Decision::Decline { .. } | Decision::Accept(_) => IntakeStatus::Received,
    };
    let mut unmet = Vec::new();
    ensure(&mut unmet, from == expected, "wrong_state");
    let consented = referral.consent_withdrawn_on.is_none();
    ensure(&mut unmet, consented, "consent_stands");
    if let Decision::Accept(acceptance) = &decision {
        unmet.extend(unmet_by(tx, &permit, acceptance)?);
    }
    if !unmet.is_empty() {
        let unmet = unmet.into_iter().map(|guard| Unmet { guard });
        return Err(Error::Unmet(unmet.collect()));
    }
    let now = tx.now().naive_utc();
    referral.version += 1;
    referral.updated_at = now;
    let acceptance = match decision {
        Decision::Receive => {
            referral.status = IntakeStatus::Received;
            referral.received_at = Some(now);
            None
        }
        Decision::Decline { reason, advice } => {
            referral.status = IntakeStatus::Declined;
            referral.decline_reason = Some(reason);
            referral.decline_advice = Some(advice);
            None
        }
        Decision::Accept(acceptance) => {
            referral.status = IntakeStatus::Accepted;
            referral.contacted_on = acceptance.contacted_on;
            Some(acceptance)
        }
    };
    if referral.status != IntakeStatus::Received {
        referral.decided_at = Some(now);
        referral.decided_by = Some(tx.actor().user_id.clone());
    }
    // Whoever takes the referral's version first, decides; only then is a case opened.
    store::update(tx, &permit, from, &referral)?;
    match acceptance {
        Some(acceptance) => accept(tx, &permit, referral, *acceptance),
        None => Ok(referral),
    }
}

fn ensure(unmet: &mut Vec<&'static str>, met: bool, guard: &'static str) {
    if !met {
        unmet.push(guard);
    }
}

/// The conditions of R3 that an acceptance does not meet.
fn unmet_by(
    tx: &mut Transaction,
    permit: &Permit<Update, ReceivedReferral, ReceivedReferral>,
    acceptance: &Acceptance,
) -> Result<Vec<&'static str>> {
    let referral = &permit.parent().0;
    let today = tx.today();
    let mut unmet = Vec::new();
    let contacted = acceptance.contacted_on.is_some_and(|day| day <= today);
    ensure(&mut unmet, contacted, "person_contacted");
    let programme = match programmes::find(tx, permit, &acceptance.programme_id) {
        Err(Error::NotFound(_)) => None,
        found => Some(found?).filter(|it| it.organisation_id == referral.organisation_id),
    };
    ensure(&mut unmet, programme.is_some(), "programme_known");
    if let Some(programme) = programme {
        let ended = programme.terms.ends_on.is_some_and(|last| last < today);
        ensure(
            &mut unmet,
            programme.terms.active && !ended,
            "programme_open",
        );
        ensure(&mut unmet, cases::has_place(tx, &programme)?, "place_free");
        let supervised = tx.actor().role == Role::Supervisor;
        let checks = programme.eligibility_checks();
        unmet.extend(unmet_eligibility(
            &checks,
            &acceptance.eligibility,
            supervised,
        ));
    }
    if matches!(acceptance.whom, Whom::New(_)) && !acceptance.duplicates_weighed {
        let (own, terms) = (&referral.organisation_id, terms_of(referral));
        let found = beneficiaries::candidates(tx, permit, own, &terms)?;
        let none_likely = found.iter().all(|it| it.likeness < LIKELY);
        ensure(&mut unmet, none_likely, "duplicates_weighed");
    }
    Ok(unmet)
}

fn accept(
    tx: &mut Transaction,
    permit: &Permit<Update, ReceivedReferral, ReceivedReferral>,
    mut referral: IntakeReferral,
    acceptance: Acceptance,
) -> Result<IntakeReferral> {
    let beneficiary_id: BeneficiaryId = match acceptance.whom {
        Whom::Known(id) => id,
        Whom::New(person) => {
            let new = NewBeneficiary {
                person: *person,
                duplicates_weighed: acceptance.duplicates_weighed,
            };
            beneficiaries::add(tx, new)
                .map_err(|error| error.within("/beneficiary/new"))?
                .id
        }
    };
    let new = NewCase {
        id: None,
        beneficiary_id,
        programme_id: acceptance.programme_id,
        lead_operator_id: None,
        intake_referral_id: Some(referral.id.clone()),
    };
    let case = cases::open(tx, new).map_err(|error| match error {
        // The programme was found before, so it is the person who is not known here.
        Error::Invalid(_) => Error::invalid("/beneficiary/existing_id", "unknown_code"),
        other => other,
    })?;
    let organisation = referral.organisation_id.clone();
    store::insert_answers(tx, permit, &case.id, &organisation, &acceptance.eligibility)?;
    referral.case_id = Some(case.id);
    referral.version += 1;
    store::update(tx, permit, IntakeStatus::Accepted, &referral)?;
    Ok(referral)
}

/// Every check must be answered; a mandatory one that fails needs a supervisor's reason.
fn unmet_eligibility(
    checks: &[EligibilityCheck],
    answers: &[EligibilityAnswer],
    supervised: bool,
) -> Vec<&'static str> {
    let answer = |check: &EligibilityCheck| answers.iter().find(|it| it.check_code == check.code);
    let mut unmet = Vec::new();
    if checks.iter().any(|check| answer(check).is_none()) {
        unmet.push("eligibility_answered");
    }
    let failed = |check: &&EligibilityCheck| {
        check.mandatory && answer(check).is_some_and(|it| !it.satisfied)
    };
    let overridden = |check: &EligibilityCheck| {
        supervised && answer(check).is_some_and(|it| it.override_reason.is_some())
    };
    if checks.iter().filter(failed).any(|check| !overridden(check)) {
        unmet.push("eligibility_satisfied");
    }
    let known = |it: &EligibilityAnswer| checks.iter().any(|check| check.code == it.check_code);
    if !answers.iter().all(known) {
        unmet.push("eligibility_checks_known");
    }
    unmet
}
