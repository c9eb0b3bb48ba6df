use super::super::answers::{self, Answers, AnswersPatch};
use super::super::definition::Definition;
use super::super::{Moment, QuestionnaireResponse, ResponseStatus, sealing, store};
use super::definition_of;
use crate::access::{Proof, Transaction};
use crate::cases::CaseStanding;
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

/// Takes an open response one step further, on the version that was seen: `step` gives the answers that are
/// kept of those that were there, and changes what else is changed by it.
pub fn advance(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseStanding,
    before: QuestionnaireResponse,
    version: i32,
    step: impl FnOnce(&Definition, Answers, &mut QuestionnaireResponse) -> Result<Answers>,
) -> Result<(QuestionnaireResponse, Answers)> {
    ensure_seen(&before, version)?;
    ensure_not_completed(&before)?;
    hold_open(tx, proof, case, before.moment)?;
    let definition = definition_of(&before)?;
    let key = sealing::key(tx, proof, case)?.ok_or(Error::Gone)?;
    let answers = sealing::open(&key, &before)?.ok_or(Error::Gone)?;
    let mut after = QuestionnaireResponse {
        updated_at: tx.now().naive_utc(),
        version: before.version + 1,
        ..before
    };
    let answers = step(definition, answers, &mut after)?;
    after.answered = i32::try_from(answers.len()).map_err(Error::internal)?;
    after.sealed_answers = sealing::seal(&key, &after, &answers)?;
    store::update(tx, proof, &after)?;
    Ok((after, answers))
}

/// The step of keeping further answers.
pub fn save(
    patch: AnswersPatch,
) -> impl FnOnce(&Definition, Answers, &mut QuestionnaireResponse) -> Result<Answers> {
    move |definition, answers, _| answers::patched(definition, answers, patch)
}

/// The step of completing; whether the staff may see what was answered in private.
pub fn complete(
    answers_shown: bool,
) -> impl FnOnce(&Definition, Answers, &mut QuestionnaireResponse) -> Result<Answers> {
    move |definition, answers, response| {
        answers::ensure_whole(definition, &answers)?;
        response.answers_shown = answers_shown;
        response.status = ResponseStatus::Completed;
        response.completed_at = Some(response.updated_at);
        Ok(answers)
    }
}
