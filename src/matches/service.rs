use super::{
    BeneficiaryMatch, MatchEvent, MatchId, MatchSide, MatchStatus, NewMatch, NewMatchMove, store,
};
use crate::access::{Action, Create, Proof, Read, Transaction, Update};
use crate::beneficiaries::{Beneficiary, BeneficiaryId, service as beneficiaries};
use crate::error::{Checks, Error, Result};
use crate::http::Page;
use crate::mail::{MailKind, service as mail};

/// Proposes to another centre that the person of a record has one there too.
///
/// Nothing of the other centre is looked at but that it is a job centre, so the answer is the same
/// whether or not there is such a record. Refused while a proposal to that centre awaits its answer, or
/// is confirmed.
pub fn propose(
    tx: &mut Transaction,
    id: &BeneficiaryId,
    new: NewMatch,
) -> Result<BeneficiaryMatch> {
    let permit = tx.permit::<Create, BeneficiaryMatch, Beneficiary>(id)?;
    let (now, today) = (tx.now().naive_utc(), tx.today());
    let person = permit.parent().clone();
    let other = store::centre(tx, &permit, &new.organisation_id)?;
    let other = other.filter(|it| it.runs_audits() && it.id != person.organisation_id);
    let mut checks = Checks::default();
    checks.ensure(other.is_some(), "/organisation_id", "unknown_code");
    let past = new.authorised_on <= today;
    checks.ensure(past, "/authorised_on", "in_the_future");
    let other = checks.finish(|| other)?;
    // Two proposals at once: the second waits here, and finds the first.
    beneficiaries::hold_standing(tx, &permit, &person)?;
    let open = store::with_centre(tx, &permit, &other.id)?
        .iter()
        .any(|it| {
            let seen = it.seen_by(MatchSide::Proposer, now);
            matches!(seen, MatchStatus::Proposed | MatchStatus::Confirmed)
        });
    if open {
        return Err(Error::Conflict("match_open"));
    }
    let proposal = BeneficiaryMatch {
        id: MatchId::new(),
        organisation_id: person.organisation_id,
        beneficiary_id: person.id,
        person_code: person.person_code,
        authorised_on: new.authorised_on,
        other_organisation_id: other.id,
        told_code: new.person_code,
        other_beneficiary_id: None,
        other_person_code: None,
        other_authorised_on: None,
        status: MatchStatus::Proposed,
        proposed_at: now,
        proposed_by: tx.actor().user_id.clone(),
        expires_at: now + BeneficiaryMatch::LASTS,
        answered_at: None,
        answered_by: None,
        ended_at: None,
        ended_by: None,
    };
    store::insert(tx, &permit, &proposal)?;
    tx.touch::<BeneficiaryMatch>(&permit, Action::Create, &proposal.id);
    if let Some(email) = &other.email {
        let link = format!("/v1/beneficiary-matches/{}", proposal.id);
        mail::enqueue(tx, &permit, MailKind::MatchProposed, email, &link)?;
    }
    Ok(proposal)
}

/// The matches that the organisation proposed or was proposed, the newest first.
pub fn list(tx: &mut Transaction, page: &Page) -> Result<Vec<BeneficiaryMatch>> {
    let listing = tx.listing::<BeneficiaryMatch>()?;
    let rows = store::list(tx, &listing, page)?;
    for row in &rows {
        tx.touch::<BeneficiaryMatch>(&listing, Action::List, &row.id);
    }
    Ok(rows)
}

pub fn read(tx: &mut Transaction, id: &MatchId) -> Result<BeneficiaryMatch> {
    let permit = tx.permit::<Read, BeneficiaryMatch, BeneficiaryMatch>(id)?;
    let found = permit.parent().clone();
    touch_own(tx, &permit, Action::Read, &found);
    Ok(found)
}

/// Moves a match from the side that the acting user is on. The other centre confirms by naming a record
/// of its own, with the person's consent.
pub fn transit(tx: &mut Transaction, id: &MatchId, new: NewMatchMove) -> Result<BeneficiaryMatch> {
    let permit = tx.permit::<Update, BeneficiaryMatch, BeneficiaryMatch>(id)?;
    let before = permit.parent().clone();
    let (now, today) = (tx.now().naive_utc(), tx.today());
    let user = tx.actor().user_id.clone();
    let side = before.side_of(&tx.actor().organisation_id);
    let status = before
        .moved_from(side, now)
        .after(new.event, side)
        .ok_or(Error::unmet("match_wrong_state"))?;
    let mut after = BeneficiaryMatch {
        status,
        ..before.clone()
    };
    if let Some((record, authorised_on)) = new.record {
        let own = tx.permit::<Create, BeneficiaryMatch, Beneficiary>(&record)?;
        let mut checks = Checks::default();
        checks.ensure(authorised_on <= today, "/authorised_on", "in_the_future");
        checks.finish(|| Some(()))?;
        after.other_beneficiary_id = Some(own.parent().id.clone());
        after.other_person_code = Some(own.parent().person_code.clone());
        after.other_authorised_on = Some(authorised_on);
    }
    match new.event {
        MatchEvent::Confirm | MatchEvent::Refuse => {
            (after.answered_at, after.answered_by) = (Some(now), Some(user));
        }
        MatchEvent::End => (after.ended_at, after.ended_by) = (Some(now), Some(user)),
    }
    touch_own(tx, &permit, Action::Update, &after);
    if store::advance(tx, &permit, &after)? {
        Ok(after)
    } else {
        Err(Error::unmet("match_wrong_state"))
    }
}

/// Names the record of the acting organisation that a match is about.
fn touch_own(tx: &mut Transaction, proof: &impl Proof, action: Action, found: &BeneficiaryMatch) {
    let own = match found.side_of(&tx.actor().organisation_id) {
        MatchSide::Proposer => Some(&found.beneficiary_id),
        MatchSide::Addressee => found.other_beneficiary_id.as_ref(),
    };
    if let Some(own) = own {
        tx.touch::<Beneficiary>(proof, action, own);
    }
}

/// Whether [`lapse`] would find anything.
pub fn is_lapse_due(tx: &mut Transaction) -> Result<bool> {
    let listing = tx.listing::<BeneficiaryMatch>()?;
    let now = tx.now().naive_utc();
    store::any_unanswered(tx, &listing, now)
}

/// A worker's pass: ends the proposals that nobody answered in time.
pub fn lapse(tx: &mut Transaction) -> Result<()> {
    let listing = tx.listing::<BeneficiaryMatch>()?;
    let now = tx.now().naive_utc();
    let lapsed = store::lapse(tx, &listing, now)?;
    tracing::info!(lapsed = lapsed.len(), "unanswered matches ended");
    for id in &lapsed {
        tx.touch::<BeneficiaryMatch>(&listing, Action::Update, id);
    }
    Ok(())
}
