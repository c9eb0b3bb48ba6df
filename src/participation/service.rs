use chrono::NaiveDate;

use super::papers::is_handed_over_in;
use super::{
    Explanation, Listener, NewParticipationAgreement, NewPrivacyNotice, ParticipationAgreement,
    ParticipationAgreementId, PrivacyNotice, PrivacyNoticeId, store,
};
use crate::access::{Create, List, Transaction};
use crate::cases::{Case, CaseId, ensure_past};
use crate::error::{Checks, Result};

/// Records that the privacy notice was handed over and explained.
pub fn record_notice(
    tx: &mut Transaction,
    case: &CaseId,
    new: NewPrivacyNotice,
) -> Result<PrivacyNotice> {
    let permit = tx.permit::<Create, PrivacyNotice, Case>(case)?;
    permit.case().ensure_open()?;
    let listener = store::find_listener(tx, &permit)?;
    check_notice(&new, &listener, tx.today())?;
    let notice = PrivacyNotice {
        id: PrivacyNoticeId::new(),
        case_id: permit.case().id.clone(),
        organisation_id: permit.case().organisation_id.clone(),
        text_version: new.explanation.text_version,
        text_language: new.explanation.text_language,
        explained_in: new.explanation.explained_in,
        interpreter: new.explanation.interpreter,
        delivered_on: new.delivered_on,
        recorded_by: tx.actor().user_id.clone(),
        recorded_at: tx.now().naive_utc(),
    };
    store::insert_notice(tx, &permit, &notice)?;
    Ok(notice)
}

/// Refuses a notice that somebody could not understand, or that is not delivered yet on a day.
pub fn check_notice(new: &NewPrivacyNotice, listener: &Listener, today: NaiveDate) -> Result<()> {
    let mut checks = Checks::default();
    check_explanation(&mut checks, &new.explanation, listener);
    check_day(&mut checks, new.delivered_on, today, "/delivered_on");
    checks.finish(|| Some(()))
}

/// The privacy notices of a case, the newest first.
pub fn list_notices(tx: &mut Transaction, case: &CaseId) -> Result<Vec<PrivacyNotice>> {
    let permit = tx.permit::<List, PrivacyNotice, Case>(case)?;
    store::list_notices(tx, &permit)
}

/// Records a signed participation agreement. Who may be a minor on the day of signing signs together
/// with a guardian.
pub fn record_agreement(
    tx: &mut Transaction,
    case: &CaseId,
    new: NewParticipationAgreement,
) -> Result<ParticipationAgreement> {
    let permit = tx.permit::<Create, ParticipationAgreement, Case>(case)?;
    permit.case().ensure_open()?;
    let listener = store::find_listener(tx, &permit)?;
    let today = tx.today();
    let mut checks = Checks::default();
    check_explanation(&mut checks, &new.explanation, &listener);
    check_day(&mut checks, new.signed_on, today, "/signed_on");
    if let Some(day) = new.guardian_signed_on {
        check_day(&mut checks, day, today, "/guardian_signed_on");
    }
    checks.ensure(
        new.guardian_signed_on.is_some() || !listener.is_minor_on(new.signed_on),
        "/guardian_signed_on",
        "guardian_needed",
    );
    checks.finish(|| Some(()))?;
    let agreement = ParticipationAgreement {
        id: ParticipationAgreementId::new(),
        case_id: permit.case().id.clone(),
        organisation_id: permit.case().organisation_id.clone(),
        text_version: new.explanation.text_version,
        text_language: new.explanation.text_language,
        explained_in: new.explanation.explained_in,
        interpreter: new.explanation.interpreter,
        rhythm: new.rhythm,
        signed_on: new.signed_on,
        guardian_signed_on: new.guardian_signed_on,
        recorded_by: tx.actor().user_id.clone(),
        recorded_at: tx.now().naive_utc(),
    };
    store::insert_agreement(tx, &permit, &agreement)?;
    Ok(agreement)
}

/// The participation agreements of a case, the newest first.
pub fn list_agreements(tx: &mut Transaction, case: &CaseId) -> Result<Vec<ParticipationAgreement>> {
    let permit = tx.permit::<List, ParticipationAgreement, Case>(case)?;
    store::list_agreements(tx, &permit)
}

fn check_explanation(checks: &mut Checks, explanation: &Explanation, listener: &Listener) {
    checks.ensure(
        is_handed_over_in(&explanation.text_language),
        "/text_language",
        "text_not_reviewed",
    );
    checks.ensure(
        listener.understands(explanation),
        "/interpreter",
        "interpreter_needed",
    );
}

fn check_day(checks: &mut Checks, day: NaiveDate, today: NaiveDate, pointer: &str) {
    checks.value(ensure_past(day, today), pointer);
}
