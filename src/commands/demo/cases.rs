//! Three people who have interviews, and one of them to the end.

use super::desk::Desk;
use super::network::Network;
use super::onward;
use super::people::{AMARA, IRYNA, NASRIN, Somebody, TEODROS};
use super::profile::Told;
use super::roster::{OFFICER, OPERATOR, OTHER_OPERATOR, OTHER_SUPERVISOR, SUPERVISOR};
use super::steps::{agree, hold, move_on, open, plan};
use super::{programme, report};
use crate::access::Transaction;
use crate::cases::CaseId;
use crate::error::Result;
use crate::programmes::{ProgrammeId, StandardPathway};
use crate::sessions::SessionKind;
use crate::transitions::CaseEvent;

const BAKER: Told = Told {
    work: "Panettiere",
    able: "Impasto e cuocio il pane",
    summary: "",
    goal: "",
};

const TAILOR: Told = Told {
    work: "Sarta",
    able: "Cucio un abito su misura",
    summary: "Lavora con cura e da sola.",
    goal: "Lavorare in una sartoria teatrale",
};

pub fn add(desk: &Desk, network: &Network, programme: &ProgrammeId) -> Result<()> {
    desk.of(OPERATOR, |tx| {
        open(tx, programme, &AMARA)?;
        let begun = investigate(tx, programme, &TEODROS)?;
        BAKER.tell(tx, &begun)?;
        Ok(())
    })?;
    let completed = desk.of(OPERATOR, |tx| {
        let case = investigate(tx, programme, &NASRIN)?;
        let competence = TAILOR.tell(tx, &case)?;
        report::submit(tx, &case, competence, &TAILOR, NASRIN.language)?;
        Ok(case)
    })?;
    desk.of(SUPERVISOR, |tx| {
        move_on(tx, &completed, CaseEvent::ApproveReport)?;
        move_on(tx, &completed, CaseEvent::IssueCertificate)
    })?;
    let cpi = network.organisation("cpi")?;
    let referral = desk.of(OPERATOR, |tx| {
        let referral = onward::refer(tx, &completed, &cpi, NASRIN.language)?;
        onward::follow_up(tx, &completed)?;
        Ok(referral)
    })?;
    desk.of(OFFICER, |tx| onward::answer(tx, &referral))
}

/// One person at the other job centre, whom nobody here can see.
pub fn add_elsewhere(desk: &Desk) -> Result<()> {
    let programme = desk.of(OTHER_SUPERVISOR, |tx| {
        let pathway = StandardPathway::Extracompetenze;
        programme::add(tx, pathway, "LEVANTE", "Mestieri di levante")
    })?;
    desk.of(OTHER_OPERATOR, |tx| {
        let case = open(tx, &programme, &IRYNA)?;
        agree(tx, &case, IRYNA.language, 10)
    })
}

/// Reception, agreement and the first interviews.
fn investigate(tx: &mut Transaction, programme: &ProgrammeId, who: &Somebody) -> Result<CaseId> {
    let case = open(tx, programme, who)?;
    agree(tx, &case, who.language, 28)?;
    let first = plan(tx, SessionKind::Individual, None, who.language, -21);
    hold(tx, &case, first)?;
    move_on(tx, &case, CaseEvent::BeginInvestigation)?;
    let second = plan(tx, SessionKind::Individual, None, who.language, -14);
    hold(tx, &case, second)?;
    Ok(case)
}
