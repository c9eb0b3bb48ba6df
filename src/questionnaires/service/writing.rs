use super::super::answers::{self, AnswersPatch};
use super::super::{
    Moment, QuestionnaireResponse, ResponseStatus, ResponseView, scores, sealing, store,
};
use super::definition_of;
use crate::access::{Proof, Transaction};
use crate::cases::CaseStanding;
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::sessions::{SessionKind, store as sessions};

/// Refuses to write where nobody works on the case, and to T0 once the person knows the results; holds the
/// case as it is until the work is done.
pub fn hold_open(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseStanding,
    moment: Moment,
) -> Result<()> {
    case.status.ensure_open()?;
    store::hold_answerable(tx, proof, &case.id)?;
    if moment == Moment::T0 && sessions::was_held(tx, proof, &case.id, SessionKind::Restitution)? {
        return Err(Error::Conflict("t0_closed_by_restitution"));
    }
    Ok(())
}

pub fn ensure_seen(response: &QuestionnaireResponse, version: i32) -> Result<()> {
    if response.version == version {
        Ok(())
    } else {
        Err(Error::Stale {
            current: response.version,
        })
    }
}

pub fn ensure_not_completed(response: &QuestionnaireResponse) -> Result<()> {
    match response.status {
        ResponseStatus::Open => Ok(()),
        ResponseStatus::Completed => Err(Error::Conflict("questionnaire_completed")),
    }
}

/// Keeps further answers of an open response.
pub fn save(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseStanding,
    before: QuestionnaireResponse,
    version: i32,
    patch: AnswersPatch,
) -> Result<ResponseView> {
    ensure_seen(&before, version)?;
    ensure_not_completed(&before)?;
    hold_open(tx, proof, case, before.moment)?;
    let definition = definition_of(&before)?;
    let key = sealing::key(tx, proof, case)?.ok_or(Error::Gone)?;
    let answers = answers::patched(definition, sealing::open(&key, &before)?, patch)?;
    let after = QuestionnaireResponse {
        answered: i32::try_from(answers.len()).map_err(Error::internal)?,
        sealed_answers: sealing::seal(&key, &before, &answers)?,
        updated_at: tx.now().naive_utc(),
        version: before.version + 1,
        ..before
    };
    store::update(tx, proof, &after)?;
    Ok(ResponseView {
        response: after,
        definition,
        link_expires_at: None,
        answers: Some(answers),
    })
}

/// Completes an open response.
pub fn complete(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseStanding,
    before: QuestionnaireResponse,
    version: i32,
    answers_shown: bool,
) -> Result<ResponseView> {
    ensure_seen(&before, version)?;
    ensure_not_completed(&before)?;
    hold_open(tx, proof, case, before.moment)?;
    let definition = definition_of(&before)?;
    let key = sealing::key(tx, proof, case)?.ok_or(Error::Gone)?;
    let answers = sealing::open(&key, &before)?;
    answers::ensure_whole(definition, &answers)?;
    let now = tx.now().naive_utc();
    let after = QuestionnaireResponse {
        answers_shown,
        status: ResponseStatus::Completed,
        scores: Some(Json::new(&scores::scores(definition, &answers))),
        completed_at: Some(now),
        updated_at: now,
        version: before.version + 1,
        ..before
    };
    store::update(tx, proof, &after)?;
    Ok(ResponseView {
        response: after,
        definition,
        link_expires_at: None,
        answers: Some(answers),
    })
}
