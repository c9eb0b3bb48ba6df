use chrono::Datelike;

use crate::access::{Action, Create, Read, Transaction, Update};
use crate::beneficiaries::names::{Folded, LIKELY, likeness, search_keys};
use crate::error::{Checks, Error, Result};
use crate::http::Page;
use crate::intake_referrals::{
    IntakeReferral, IntakeReferralId, IntakeStatus, NewIntakeReferral, ReferralChange,
    SentReferral, store,
};
use crate::organisations::{Organisation, Partnership, service as organisations};
use crate::programmes::service as programmes;

/// Tells a job centre of a person who agreed to it (R1).
///
/// The job centre must be active and have an agreement in force with the sender. Gives back the
/// referral and how many open referrals of the sender's own may be of the same person; what the job
/// centre knows of the person is not looked at.
pub fn send(tx: &mut Transaction, new: NewIntakeReferral) -> Result<(SentReferral, usize)> {
    let own = tx.actor().organisation_id.clone();
    let permit = tx.permit::<Create, IntakeReferral, Organisation>(&own)?;
    let mut checks = Checks::default();
    let years = 1900..=tx.today().year();
    let consent = "/consent_to_refer/given_on";
    checks.ensure(new.consent_on <= tx.today(), consent, "in_the_future");
    checks.ensure(
        new.birth_year.is_none_or(|it| years.contains(&it)),
        "/birth_year",
        "out_of_range",
    );
    checks.ensure(
        !(new.given_name.is_empty() && new.family_name.is_empty()),
        "/family_name",
        "no_name",
    );
    checks.finish(|| Some(()))?;
    let receiver = match organisations::find(tx, &permit, &new.organisation_id) {
        Err(Error::NotFound(_)) => return Err(Error::invalid("/organisation_id", "unknown_code")),
        found => found?,
    };
    if !receiver.runs_audits() {
        return Err(Error::invalid("/organisation_id", "not_a_job_centre"));
    }
    match organisations::partnership(tx, &permit, &new.organisation_id, &own)? {
        Partnership::InForce => {}
        Partnership::Lapsed => return Err(Error::unmet(organisations::LAPSED)),
        Partnership::None => return Err(Error::unmet("no_agreement")),
    }
    if let Some(id) = &new.programme_id {
        let theirs = match programmes::find(tx, &permit, id) {
            Err(Error::NotFound(_)) => false,
            found => found?.organisation_id == new.organisation_id,
        };
        if !theirs {
            return Err(Error::invalid("/programme_id", "unknown_code"));
        }
    }
    let names = format!("{} {}", new.given_name, new.family_name);
    let keys = search_keys(&names);
    let folded = Folded::new(&names);
    let alike = store::open_with_keys(tx, &permit, keys.clone())?
        .iter()
        .filter(|it| likeness(&folded, &Folded::new(&it.names())) >= LIKELY)
        .count();
    let now = tx.now().naive_utc();
    let referral = IntakeReferral {
        id: new.id.unwrap_or_else(IntakeReferralId::new),
        organisation_id: new.organisation_id,
        sender_organisation_id: own,
        sender_user_id: tx.actor().user_id.clone(),
        programme_id: new.programme_id,
        status: IntakeStatus::Sent,
        given_name: new.given_name,
        family_name: new.family_name,
        birth_year: new.birth_year,
        preferred_language: new.preferred_language,
        contact: new.contact,
        reason: new.reason,
        expectations: new.expectations,
        urgent: new.urgent,
        consent_language: new.consent_language,
        consent_on: new.consent_on,
        consent_withdrawn_on: None,
        contacted_on: None,
        decline_reason: None,
        decline_advice: None,
        case_id: None,
        sent_at: now,
        received_at: None,
        decided_at: None,
        decided_by: None,
        version: 1,
        updated_at: now,
    };
    store::insert(tx, &permit, &referral, &keys)?;
    tx.touch::<IntakeReferral>(&permit, Action::Create, &referral.id);
    Ok((SentReferral::new(referral, None), alike))
}

pub fn read_sent(tx: &mut Transaction, id: &IntakeReferralId) -> Result<SentReferral> {
    let permit = tx.permit::<Read, IntakeReferral, IntakeReferral>(id)?;
    let referral = permit.parent().clone();
    let (centre, sender) = (&referral.organisation_id, &referral.sender_organisation_id);
    organisations::ensure_not_lapsed(tx, &permit, centre, sender)?;
    let case = store::case_status(tx, &permit, referral.case_id.as_ref())?;
    Ok(SentReferral::new(referral, case))
}

/// What the actor's organisation sent to centres with which its agreement has not lapsed.
pub fn list_sent(
    tx: &mut Transaction,
    page: &Page,
    status: Option<IntakeStatus>,
) -> Result<Vec<SentReferral>> {
    let listing = tx.listing::<IntakeReferral>()?;
    let rows = store::list_sent(tx, &listing, page, status)?;
    for (referral, _) in &rows {
        tx.touch::<IntakeReferral>(&listing, Action::List, &referral.id);
    }
    Ok(rows
        .into_iter()
        .map(|(referral, case)| SentReferral::new(referral, case))
        .collect())
}

/// Changes what was sent, until the job centre has received it.
pub fn change(
    tx: &mut Transaction,
    id: &IntakeReferralId,
    version: i32,
    change: ReferralChange,
) -> Result<SentReferral> {
    let years = 1900..=tx.today().year();
    ensure_partner(tx, id)?;
    rewrite(tx, id, Some(version), &[IntakeStatus::Sent], |referral| {
        if let Some(year) = change.birth_year {
            if !year.is_none_or(|it| years.contains(&it)) {
                return Err(Error::invalid("/birth_year", "out_of_range"));
            }
            referral.birth_year = year;
        }
        if let Some(language) = change.preferred_language {
            referral.preferred_language = language;
        }
        referral.contact = change
            .contact
            .unwrap_or(std::mem::take(&mut referral.contact));
        referral.reason = change
            .reason
            .unwrap_or(std::mem::take(&mut referral.reason));
        referral.expectations = change
            .expectations
            .unwrap_or(std::mem::take(&mut referral.expectations));
        referral.urgent = change.urgent.unwrap_or(referral.urgent);
        Ok(())
    })
}

/// Takes a referral back before it is decided on (R5).
pub fn withdraw(tx: &mut Transaction, id: &IntakeReferralId) -> Result<SentReferral> {
    let now = tx.now().naive_utc();
    let by = tx.actor().user_id.clone();
    ensure_partner(tx, id)?;
    rewrite(tx, id, None, &store::OPEN, |referral| {
        referral.status = IntakeStatus::Withdrawn;
        referral.decided_at = Some(now);
        referral.decided_by = Some(by);
        Ok(())
    })
}

/// Records that the person no longer wants the sender to know: milestones end, and a referral that
/// is not decided on is taken back. A lapsed agreement does not take this from the person (GDPR,
/// article 7(3)).
pub fn withdraw_consent(tx: &mut Transaction, id: &IntakeReferralId) -> Result<SentReferral> {
    let (today, now) = (tx.today(), tx.now().naive_utc());
    rewrite(tx, id, None, IntakeStatus::ALL, |referral| {
        referral.consent_withdrawn_on.get_or_insert(today);
        if store::OPEN.contains(&referral.status) {
            referral.status = IntakeStatus::Withdrawn;
            referral.decided_at = Some(now);
        }
        Ok(())
    })
}

fn ensure_partner(tx: &mut Transaction, id: &IntakeReferralId) -> Result<()> {
    let permit = tx.permit::<Update, IntakeReferral, IntakeReferral>(id)?;
    let referral = permit.parent();
    let (centre, sender) = (&referral.organisation_id, &referral.sender_organisation_id);
    organisations::ensure_not_lapsed(tx, &permit, centre, sender)
}

fn rewrite(
    tx: &mut Transaction,
    id: &IntakeReferralId,
    version: Option<i32>,
    states: &[IntakeStatus],
    write: impl FnOnce(&mut IntakeReferral) -> Result<()>,
) -> Result<SentReferral> {
    let permit = tx.permit::<Update, IntakeReferral, IntakeReferral>(id)?;
    let mut referral = permit.parent().clone();
    if version.is_some_and(|seen| seen != referral.version) {
        return Err(Error::Stale {
            current: referral.version,
        });
    }
    let from = referral.status;
    if !states.contains(&from) {
        return Err(Error::Conflict("referral_decided"));
    }
    write(&mut referral)?;
    referral.version += 1;
    referral.updated_at = tx.now().naive_utc();
    store::update(tx, &permit, from, &referral)?;
    let case = store::case_status(tx, &permit, referral.case_id.as_ref())?;
    Ok(SentReferral::new(referral, case))
}
