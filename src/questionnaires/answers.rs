//! What somebody answers, and whether it fits what is asked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::definition::{AnswerForm, Definition, Item};
use crate::error::{Checks, Error, FieldError, Result};
use crate::text::clean_text;

/// A point of a scale, or a code of a choice or some words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Answer {
    Number(i32),
    Text(String),
}

/// Answers by the keys of their items.
pub type Answers = BTreeMap<String, Answer>;

/// What a patch says of an answer: null takes it back.
#[derive(Clone, Debug, PartialEq, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum AnswerChange {
    Given(Answer),
    Taken,
}

/// A merge patch of answers (RFC 7396).
pub type AnswersPatch = BTreeMap<String, AnswerChange>;

/// The answers after a patch; refuses at once all that is not asked, or not answered in its form.
pub fn patched(
    definition: &Definition,
    mut answers: Answers,
    patch: AnswersPatch,
) -> Result<Answers> {
    let mut checks = Checks::default();
    for (key, change) in patch {
        let Some(item) = definition.item(&key) else {
            checks.ensure(false, &unknown(&key), "unknown_property");
            continue;
        };
        match change {
            AnswerChange::Taken => drop(answers.remove(&key)),
            AnswerChange::Given(answer) => {
                let at = format!("/answers/{key}");
                if let Some(answer) = checks.value(fitting(definition, item, answer), &at) {
                    answers.insert(key, answer);
                }
            }
        }
    }
    checks.finish(|| Some(answers))
}

/// The property's name is the client's; it is cut to what a name can be.
fn unknown(key: &str) -> String {
    let letters = key
        .chars()
        .filter(|it| it.is_ascii_alphanumeric() || *it == '_');
    format!("/answers/{}", letters.take(64).collect::<String>())
}

fn fitting(
    definition: &Definition,
    item: &Item,
    answer: Answer,
) -> std::result::Result<Answer, &'static str> {
    match (&item.answer, answer) {
        (AnswerForm::Scale(_), Answer::Number(number)) => {
            let points = definition.points(item).unwrap_or_default();
            let known = points.iter().any(|point| point.value == number);
            known
                .then_some(Answer::Number(number))
                .ok_or("out_of_range")
        }
        (AnswerForm::Choice(choices), Answer::Text(code)) => {
            let known = choices.iter().any(|choice| choice.code == code);
            known.then_some(Answer::Text(code)).ok_or("unknown_code")
        }
        (AnswerForm::Text(longest), Answer::Text(text)) => clean_text(&text, *longest)
            .map(Answer::Text)
            .map_err(Into::into),
        _ => Err("wrong_type"),
    }
}

/// Refuses to complete what lacks an answer that is not optional; names each.
pub fn ensure_whole(definition: &Definition, answers: &Answers) -> Result<()> {
    let missing = (definition.items.iter())
        .filter(|item| !item.optional && !answers.contains_key(&item.key))
        .map(|item| FieldError {
            pointer: format!("/answers/{}", item.key),
            code: "answer_missing",
        });
    let missing: Vec<_> = missing.collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(missing))
    }
}
