//! Sealing of answers under the data key of the person who gives them.

use super::QuestionnaireResponse;
use super::answers::Answers;
use crate::access::{Proof, Transaction};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::CaseStanding;
use crate::error::{Error, Result};
use crate::vault::{DataKey, Place};

fn place(response: &QuestionnaireResponse) -> Place<'_> {
    Place {
        table: "questionnaire_responses",
        column: "sealed_answers",
        row: response.id.as_str(),
        organisation: response.organisation_id.as_str(),
    }
}

/// Seals answers in their response's place.
pub fn seal(key: &DataKey, response: &QuestionnaireResponse, answers: &Answers) -> Result<String> {
    let text = serde_json::to_string(answers).map_err(Error::internal)?;
    Ok(key.seal(place(response), &text))
}

/// The key of the case's person; none when it was erased.
pub fn key(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseStanding,
) -> Result<Option<DataKey>> {
    beneficiaries::known_data_key(tx, proof, case.key_holder(), &case.organisation_id)
}

/// The answers of a response; none where they were sealed under a key that was erased.
pub fn open(key: &DataKey, response: &QuestionnaireResponse) -> Result<Option<Answers>> {
    let sealed = &response.sealed_answers;
    let text = key.open_since(place(response), sealed, response.started_at);
    let text = text.map_err(Error::internal)?;
    let answers = text.map(|text| serde_json::from_str(&text).map_err(Error::internal));
    answers.transpose()
}

/// [`open`], and none where the key itself was erased.
pub fn open_by(key: Option<&DataKey>, response: &QuestionnaireResponse) -> Result<Option<Answers>> {
    let answers = key.map(|key| open(key, response)).transpose()?;
    Ok(answers.flatten())
}
