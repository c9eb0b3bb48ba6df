use chrono::NaiveDateTime;

use super::super::answers::{Answers, AnswersPatch};
use super::super::definition::Definition;
use super::super::{
    PrivateQuestionnaire, QuestionnaireLink, QuestionnaireResponse, sealing, store,
};
use super::{definition_of, links, writing};
use crate::access::{Permit, Read, Resource, Service, Transaction, Update, Verb};
use crate::cases::{Case, CaseStanding};
use crate::certificates::VerificationCode;
use crate::error::{Error, Result};
use crate::limits::{self, Kind, Visitor};

/// What a code opens: what is asked, what was answered so far, and until when the code can be used.
pub struct Opened {
    pub definition: &'static Definition,
    pub answers: Answers,
    pub version: i32,
    pub expires_at: NaiveDateTime,
}

/// Takes one of the turns of a code that stands, wherever it is used: the people of a centre share an address.
/// Whoever tries another one takes a turn of their address, and so guesses no faster.
pub fn take_turn(tx: &mut Transaction, visitor: &Visitor, code: &str) -> Result<()> {
    let permit = tx.service_permit::<Read, PrivateQuestionnaire>()?;
    let standing = match hash(tx, code) {
        Some(hash) => store::look_up(tx, &permit, &hash)?
            .filter(|(_, stands)| *stands)
            .map(|_| hash),
        None => None,
    };
    let kind = Kind::PrivateQuestionnaire;
    match standing {
        Some(hash) => limits::take_of(tx, kind, ("code", &hash), &visitor.allowed),
        None => limits::take_of_address(tx, kind, visitor),
    }
}

/// The questionnaire of a code, with what its person answered so far.
pub fn open_by_code(tx: &mut Transaction, code: &str) -> Result<Opened> {
    let permit = tx.service_permit::<Read, PrivateQuestionnaire>()?;
    let (link, response, case) = standing(tx, &permit, code)?;
    let definition = definition_of(&response)?;
    let key = sealing::key(tx, &permit, &case)?.ok_or(Error::Gone)?;
    let answers = sealing::open(&key, &response)?.ok_or(Error::Gone)?;
    Ok(Opened {
        definition,
        answers,
        version: response.version,
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
    let definition = definition_of(&response)?;
    let step = writing::save(patch);
    let saved = writing::advance(tx, &permit, &case, response, version, step);
    let (saved, answers) = saved.map_err(of_the_case)?;
    Ok(Opened {
        definition,
        answers,
        version: saved.version,
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
    let step = writing::complete(answers_shown);
    let completed = writing::advance(tx, &permit, &case, response, version, step);
    let (completed, _) = completed.map_err(of_the_case)?;
    store::end_link(tx, &permit, &completed)?;
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
    let hash = hash(tx, code).ok_or_else(unknown)?;
    let (case, stands) = store::look_up(tx, permit, &hash)?.ok_or_else(unknown)?;
    tx.touch::<Case>(permit, V::ACTION, &case);
    if !stands {
        return Err(Error::Gone);
    }
    store::open(tx, permit, &hash)?.ok_or(Error::Gone)
}

/// What a code is found by; none of what cannot be one.
fn hash(tx: &Transaction, code: &str) -> Option<String> {
    VerificationCode::read(code).map(|code| links::hash(&tx.vault(), &code))
}

/// Why the case does not allow it is nothing that a code tells.
fn of_the_case(error: Error) -> Error {
    match error {
        Error::Conflict(_) => Error::Conflict("questionnaire_closed"),
        other => other,
    }
}
