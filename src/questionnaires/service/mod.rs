mod links;
mod private;
mod writing;

use chrono::NaiveDateTime;

pub use links::{make_link, revoke_link};
pub use private::{Opened, answer_by_code, complete_by_code, open_by_code, take_turn};

use super::answers::{Answers, AnswersPatch};
use super::comparison::{self, Comparison, Measured};
use super::definition::Definition;
use super::{
    NewResponse, QuestionnaireResponse, QuestionnaireResponseId, ResponseStatus, ResponseView,
    Unreadable, definitions, scores, sealing, store,
};
use crate::access::{Create, Delete, List, Permit, Read, Resource, Transaction, Update};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::{Case, CaseId, CaseStanding};
use crate::error::{Checks, Error, Result};

/// What is asked now.
pub fn list_definitions(tx: &mut Transaction) -> Result<Vec<&'static Definition>> {
    tx.listing::<&'static Definition>()?;
    Ok(definitions::all())
}

/// One questionnaire: the version that is asked now, or another one that was.
pub fn read_definition(
    tx: &mut Transaction,
    key: &str,
    version: Option<i32>,
) -> Result<&'static Definition> {
    let key = key.to_owned();
    let permit = tx.permit::<Read, &'static Definition, &'static Definition>(&key)?;
    let newest: &'static Definition = permit.parent();
    let version = version.unwrap_or(newest.version);
    definitions::of(&key, version).ok_or(Error::NotFound(Resource::CodeList))
}

/// Begins to answer a questionnaire in its newest version. Refuses T0 after the restitution session, and a
/// second one at the same moment.
pub fn start(tx: &mut Transaction, case: &CaseId, new: NewResponse) -> Result<ResponseView> {
    let permit = tx.permit::<Create, QuestionnaireResponse, Case>(case)?;
    let case = permit.case().clone();
    let definition = definitions::newest(&new.questionnaire)
        .ok_or_else(|| Error::invalid("/questionnaire", "unknown_code"))?;
    let mut checks = Checks::default();
    let moment = checks.value(definition.moment(new.moment), "/moment");
    let moment = checks.finish(|| moment)?;
    writing::hold_open(tx, &permit, &CaseStanding::from(&case), moment)?;
    let key = beneficiaries::data_key(tx, &permit, case.key_holder(), &case.organisation_id)?;
    let now = tx.now().naive_utc();
    let mut response = QuestionnaireResponse {
        id: new.id.unwrap_or_else(QuestionnaireResponseId::new),
        case_id: case.id,
        organisation_id: case.organisation_id,
        questionnaire: new.questionnaire,
        definition_version: definition.version,
        moment,
        private: new.private,
        answers_shown: false,
        status: ResponseStatus::Open,
        answered: 0,
        sealed_answers: String::new(),
        started_by: tx.actor().user_id.clone(),
        started_at: now,
        completed_at: None,
        updated_at: now,
        version: 1,
    };
    let answers = Answers::new();
    response.sealed_answers = sealing::seal(&key, &response, &answers)?;
    store::insert(tx, &permit, &response)?;
    Ok(view(response, Some(answers), None))
}

/// All responses of a case, without their answers.
pub fn list(tx: &mut Transaction, case: &CaseId) -> Result<Vec<ResponseView>> {
    let permit = tx.permit::<List, QuestionnaireResponse, Case>(case)?;
    let now = tx.now().naive_utc();
    let key = sealing::key(tx, &permit, &CaseStanding::from(permit.case()))?;
    let rows = store::list(tx, &permit)?.into_iter();
    rows.map(|(response, expires_at)| {
        let answers = sealing::open_by(key.as_ref(), &response)?;
        Ok(ResponseView {
            answers: None,
            ..view(response, answers, expires_at.filter(|it| *it > now))
        })
    })
    .collect()
}

/// All responses of a case with the answers that are shown, for a feature that shows its own permit.
pub fn answered(
    tx: &mut Transaction,
    permit: &Permit<Read, QuestionnaireResponse, Case>,
) -> Result<Vec<ResponseView>> {
    let key = sealing::key(tx, permit, &CaseStanding::from(permit.case()))?;
    let rows = store::list(tx, permit)?.into_iter();
    rows.map(|(response, _)| {
        let answers = sealing::open_by(key.as_ref(), &response)?;
        Ok(view(response, answers, None))
    })
    .collect()
}

/// One response, with the answers where they are shown. Refuses one whose questionnaire this program does not
/// know in its version.
pub fn read(
    tx: &mut Transaction,
    case: &CaseId,
    id: &QuestionnaireResponseId,
) -> Result<ResponseView> {
    let permit = tx.permit::<Read, QuestionnaireResponse, Case>(case)?;
    let now = tx.now().naive_utc();
    let (response, expires_at) = store::find(tx, &permit, id)?;
    let key = sealing::key(tx, &permit, &CaseStanding::from(permit.case()))?;
    definition_of(&response)?;
    let answers = sealing::open_by(key.as_ref(), &response)?;
    let expires_at = expires_at.filter(|it| *it > now);
    Ok(view(response, answers, expires_at))
}

/// Keeps what the person answers to an operator, on the version of the response that the client has seen.
pub fn answer(
    tx: &mut Transaction,
    case: &CaseId,
    id: &QuestionnaireResponseId,
    version: i32,
    patch: AnswersPatch,
) -> Result<ResponseView> {
    let permit = tx.permit::<Update, QuestionnaireResponse, Case>(case)?;
    let response = of_the_staff(tx, &permit, id)?;
    let case = CaseStanding::from(permit.case());
    let step = writing::save(patch);
    let (saved, answers) = writing::advance(tx, &permit, &case, response, version, step)?;
    Ok(view(saved, Some(answers), None))
}

/// Completes a response that has all obligatory answers; from then on it has scores.
pub fn complete(
    tx: &mut Transaction,
    case: &CaseId,
    id: &QuestionnaireResponseId,
    version: i32,
) -> Result<ResponseView> {
    let permit = tx.permit::<Update, QuestionnaireResponse, Case>(case)?;
    let response = of_the_staff(tx, &permit, id)?;
    let case = CaseStanding::from(permit.case());
    let step = writing::complete(false);
    let (completed, answers) = writing::advance(tx, &permit, &case, response, version, step)?;
    Ok(view(completed, Some(answers), None))
}

/// Deletes a response that was not completed, with its code.
pub fn remove(
    tx: &mut Transaction,
    case: &CaseId,
    id: &QuestionnaireResponseId,
    version: i32,
) -> Result<()> {
    let permit = tx.permit::<Delete, QuestionnaireResponse, Case>(case)?;
    let (response, _) = store::find(tx, &permit, id)?;
    writing::ensure_seen(&response, version)?;
    writing::ensure_not_completed(&response)?;
    let case = CaseStanding::from(permit.case());
    writing::hold_open(tx, &permit, &case, response.moment)?;
    store::delete(tx, &permit, &response)
}

/// What changed from one moment to another, for all that was completed at two of them.
pub fn compare(tx: &mut Transaction, case: &CaseId) -> Result<Vec<Comparison>> {
    let permit = tx.permit::<List, QuestionnaireResponse, Case>(case)?;
    let key = sealing::key(tx, &permit, &CaseStanding::from(permit.case()))?;
    let rows = store::list(tx, &permit)?.into_iter();
    let measured = rows.map(|(response, _)| {
        let answers = sealing::open_by(key.as_ref(), &response)?;
        Ok(Measured { response, answers })
    });
    Ok(comparison::comparisons(measured.collect::<Result<_>>()?))
}

/// A response whose answers the staff write.
fn of_the_staff(
    tx: &mut Transaction,
    permit: &Permit<Update, QuestionnaireResponse>,
    id: &QuestionnaireResponseId,
) -> Result<QuestionnaireResponse> {
    let (response, _) = store::find(tx, permit, id)?;
    if response.private {
        return Err(Error::Conflict("answered_in_private"));
    }
    Ok(response)
}

/// A response with what follows from its answers, which are none where they were erased.
fn view(
    response: QuestionnaireResponse,
    answers: Option<Answers>,
    link_expires_at: Option<NaiveDateTime>,
) -> ResponseView {
    let definition = definitions::of(&response.questionnaire, response.definition_version);
    let unreadable = match (definition, &answers) {
        (None, _) => Some(Unreadable::DefinitionUnknown),
        (Some(_), None) => Some(Unreadable::Erased),
        (Some(_), Some(_)) => None,
    };
    let completed = response.status == ResponseStatus::Completed;
    let scored = definition.zip(answers.as_ref()).filter(|_| completed);
    ResponseView {
        definition,
        link_expires_at,
        scores: scored.map(|(definition, answers)| scores::scores(definition, answers)),
        answers: answers.filter(|_| response.shows_answers()),
        unreadable,
        response,
    }
}

/// The version that a response was begun with. A program that was put back to before it does not know it.
fn definition_of(response: &QuestionnaireResponse) -> Result<&'static Definition> {
    definitions::of(&response.questionnaire, response.definition_version)
        .ok_or(Error::Conflict("definition_unknown"))
}
