//! How those of the group fare who do not stay to the last meeting.

use super::desk::Desk;
use super::network::Network;
use super::people::GROUP;
use super::profile::Told;
use super::roster::{COLLEAGUE, SUPERVISOR};
use super::steps::move_on;
use super::{onward, report};
use crate::cases::{CaseId, ClosureReason};
use crate::certificates::service as certificates;
use crate::documents::HolderWish;
use crate::error::Result;
use crate::transitions::{CaseEvent, NewMove, WaiverKind, service as transitions};

const EARLY: [Told; 2] = [
    Told {
        work: "Cuoca in una mensa",
        able: "Cucino per cento persone",
        summary: "Organizza il lavoro di una cucina.",
        goal: "Diventare cuoca di mensa scolastica",
    },
    Told {
        work: "Contabile",
        able: "Tengo i conti di una piccola impresa",
        summary: "Precisa e autonoma con i numeri.",
        goal: "Lavorare nell'amministrazione di una cooperativa",
    },
];

/// The first two finish early, one is referred on and one has authorised it; the last one stops.
pub fn add(desk: &Desk, network: &Network, cases: &[CaseId]) -> Result<()> {
    let [first, second, .., last] = cases else {
        return Ok(());
    };
    for ((case, told), who) in [first, second].into_iter().zip(&EARLY).zip(&GROUP) {
        finish_early(desk, case, told, who.language)?;
    }
    let cpi = network.organisation("cpi")?;
    let school = network.organisation("mestieri")?;
    desk.of(COLLEAGUE, |tx| {
        onward::refer(tx, first, &cpi, GROUP[0].language)?;
        onward::authorise(tx, second, &school, GROUP[1].language)
    })?;
    stop(desk, last)
}

/// Whoever found work before the last meetings is let off them, and gets the certificate now.
fn finish_early(desk: &Desk, case: &CaseId, told: &Told, language: &str) -> Result<()> {
    desk.of(SUPERVISOR, |tx| {
        let reason = "Comincia a lavorare prima degli ultimi due incontri".to_owned();
        transitions::waive(tx, case, WaiverKind::Steps, reason)
    })?;
    desk.of(COLLEAGUE, |tx| {
        let competence = told.tell(tx, case)?;
        report::submit(tx, case, competence, told, language)
    })?;
    desk.of(SUPERVISOR, |tx| {
        move_on(tx, case, CaseEvent::ApproveReport)?;
        move_on(tx, case, CaseEvent::IssueCertificate)
    })
}

/// Too little was attended for a certificate: the person goes with a statement of the hours.
fn stop(desk: &Desk, case: &CaseId) -> Result<()> {
    desk.of(SUPERVISOR, |tx| {
        certificates::state_attendance(tx, case, HolderWish::default())
    })?;
    desk.of(COLLEAGUE, |tx| {
        let withdraws = NewMove {
            event: CaseEvent::Withdraw,
            reason: None,
            suspension: None,
            closure_reason: Some(ClosureReason::FoundWork),
            wish: HolderWish::default(),
        };
        transitions::advance(tx, case, withdraws)?;
        Ok(())
    })
}
