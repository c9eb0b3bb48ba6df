use chrono::NaiveDateTime;

use super::super::answers::AnswersPatch;
use super::super::{
    PrivateQuestionnaire, QuestionnaireLink, QuestionnaireResponse, ResponseView, sealing, store,
};
use super::{definition_of, links, writing};
use crate::access::{Permit, Read, Resource, Service, Transaction, Update, Verb};
use crate::cases::{Case, CaseStanding};
use crate::certificates::VerificationCode;
use crate::error::{Error, Result};

/// What a code opens: a response, and until when the code can be used.
pub struct Opened {
    pub view: ResponseView,
    pub expires_at: NaiveDateTime,
}

/// The questionnaire of a code, with what its person answered so far.
pub fn open_by_code(tx: &mut Transaction, code: &str) -> Result<Opened> {
    let permit = tx.service_permit::<Read, PrivateQuestionnaire>()?;
    let (link, response, case) = standing(tx, &permit, code)?;
    let key = sealing::key(tx, &permit, &case)?.ok_or(Error::Gone)?;
    Ok(Opened {
        view: ResponseView {
            definition: definition_of(&response)?,
            answers: Some(sealing::open(&key, &response)?),
            response,
            link_expires_at: Some(link.expires_at),
        },
        expires_at: link.expires_at,
    })
}

/// Keeps what the person answers, on the version that they have seen.
pub fn answer_by_code(
    tx: &mut Transaction,
    code: &str,
    version: i32,
    patch: AnswersPatch,
) -> Result<Opened> {
    let permit = tx.service_permit::<Update, PrivateQuestionnaire>()?;
    let (link, response, case) = standing(tx, &permit, code)?;
    let saved = writing::save(tx, &permit, &case, response, version, patch);
    Ok(Opened {
        view: saved.map_err(of_the_case)?,
        expires_at: link.expires_at,
    })
}

/// Completes what the person answered; the code is used up by it.
pub fn complete_by_code(
    tx: &mut Transaction,
    code: &str,
    version: i32,
    answers_shown: bool,
) -> Result<()> {
    let permit = tx.service_permit::<Update, PrivateQuestionnaire>()?;
    let (_, response, case) = standing(tx, &permit, code)?;
    let completed = writing::complete(tx, &permit, &case, response, version, answers_shown);
    let view = completed.map_err(of_the_case)?;
    store::end_link(tx, &permit, &view.response)?;
    Ok(())
}

/// What a code opens that stands; one that ended, or is about a case that ended, is [`Error::Gone`]. The log
/// names the case of either.
fn standing<V: Verb>(
    tx: &mut Transaction,
    permit: &Permit<V, PrivateQuestionnaire, Service>,
    code: &str,
) -> Result<(QuestionnaireLink, QuestionnaireResponse, CaseStanding)> {
    let unknown = || Error::NotFound(Resource::PrivateQuestionnaire);
    let code = VerificationCode::read(code).ok_or_else(unknown)?;
    let hash = links::hash(&tx.vault(), &code);
    let (case, stands) = store::look_up(tx, permit, &hash)?.ok_or_else(unknown)?;
    tx.touch::<Case>(permit, V::ACTION, &case);
    if !stands {
        return Err(Error::Gone);
    }
    store::open(tx, permit, &hash)?.ok_or(Error::Gone)
}

/// Why the case does not allow it is nothing that a code tells.
fn of_the_case(error: Error) -> Error {
    match error {
        Error::Conflict(_) => Error::Conflict("questionnaire_closed"),
        other => other,
    }
}
