//! Whom reception centres tell of: one waits, one is accepted, one declined, and one is told of to
//! the other job centre.

use chrono::TimeDelta;

use super::desk::Desk;
use super::network::Network;
use super::people::{Somebody, TOLD_OF};
use super::roster::{OPERATOR, OTHER_RECEPTION, RECEPTION};
use crate::access::Transaction;
use crate::error::Result;
use crate::intake_referrals::{
    Acceptance, Decision, DeclineReason, EligibilityAnswer, IntakeReferralId, NewIntakeReferral,
    Whom, service as referrals,
};
use crate::organisations::OrganisationId;
use crate::programmes::{EligibilityCheck, ProgrammeId};

pub fn add(desk: &Desk, network: &Network, programme: &ProgrammeId) -> Result<()> {
    let (centre, levante) = (
        network.organisation("centre")?,
        network.organisation("levante")?,
    );
    let [waiting, accepted, declined, elsewhere] = &TOLD_OF;
    let tell = |from, who, to| desk.of(from, |tx| send(tx, who, to));
    let waits = tell(RECEPTION, waiting, &centre)?;
    let accept = tell(RECEPTION, accepted, &centre)?;
    let decline = tell(RECEPTION, declined, &centre)?;
    tell(OTHER_RECEPTION, elsewhere, &levante)?;
    desk.of(OPERATOR, |tx| {
        for referral in [&waits, &accept, &decline] {
            referrals::decide(tx, referral, Decision::Receive)?;
        }
        let acceptance = Decision::Accept(Box::new(acceptance(tx, accepted, programme)));
        referrals::decide(tx, &accept, acceptance)?;
        let decision = Decision::Decline {
            reason: DeclineReason::OutOfTerritory,
            advice: "Vive a Montechiaro: può rivolgersi al Job Centre Levante.".to_owned(),
        };
        referrals::decide(tx, &decline, decision)?;
        Ok(())
    })
}

fn send(tx: &mut Transaction, who: &Somebody, to: &OrganisationId) -> Result<IntakeReferralId> {
    let new = NewIntakeReferral {
        id: None,
        organisation_id: to.clone(),
        programme_id: None,
        given_name: who.given_name.to_owned(),
        family_name: who.family_name.to_owned(),
        birth_year: Some(who.born),
        preferred_language: Some(who.language.to_owned()),
        contact: "Chiedere alla reception del centro".to_owned(),
        reason: "Vorrebbe capire quali lavori può fare qui.".to_owned(),
        expectations: "Un lavoro vicino a casa".to_owned(),
        urgent: false,
        consent_language: who.language.to_owned(),
        consent_on: tx.today() - TimeDelta::days(1),
    };
    Ok(referrals::send(tx, new)?.0.referral.id)
}

fn acceptance(tx: &Transaction, who: &Somebody, programme: &ProgrammeId) -> Acceptance {
    let satisfied = |check: EligibilityCheck| EligibilityAnswer {
        check_code: check.code,
        satisfied: true,
        evidence: String::new(),
        override_reason: None,
    };
    let checks = EligibilityCheck::defaults();
    Acceptance {
        contacted_on: Some(tx.today()),
        programme_id: programme.clone(),
        whom: Whom::New(Box::new(who.person())),
        eligibility: checks.into_iter().map(satisfied).collect(),
        duplicates_weighed: true,
    }
}
