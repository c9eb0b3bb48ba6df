//! What changed from one moment to another.

use super::{Moment, QuestionnaireResponse, ResponseStatus};
use crate::text_enum;

text_enum! {
    /// Why two moments are not compared.
    Incomparable {
        /// They were asked by other versions of the questionnaire.
        VersionsDiffer = "versions_differ",
    }
}

/// Two moments at which one questionnaire was completed.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    pub questionnaire: String,
    pub from: Moment,
    pub to: Moment,
    pub from_version: i32,
    pub to_version: i32,
    /// Why the differences are not told.
    pub incomparable: Option<Incomparable>,
    pub differences: Vec<Difference>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub score: String,
    pub from: Option<f64>,
    pub to: Option<f64>,
    /// None where one of them is none.
    pub difference: Option<f64>,
}

/// Each moment with each later one, for each questionnaire that was completed at both.
pub fn comparisons(mut responses: Vec<QuestionnaireResponse>) -> Vec<Comparison> {
    responses.retain(|it| it.status == ResponseStatus::Completed && it.moment != Moment::Once);
    responses.sort_by(|a, b| (&a.questionnaire, a.moment).cmp(&(&b.questionnaire, b.moment)));
    let later = |index: usize| responses.iter().skip(index + 1);
    let pairs = (responses.iter().enumerate()).flat_map(|(index, from)| {
        later(index)
            .take_while(|to| to.questionnaire == from.questionnaire)
            .map(move |to| (from, to))
    });
    pairs.map(|(from, to)| compare(from, to)).collect()
}

fn compare(from: &QuestionnaireResponse, to: &QuestionnaireResponse) -> Comparison {
    let same = from.definition_version == to.definition_version;
    Comparison {
        questionnaire: from.questionnaire.clone(),
        from: from.moment,
        to: to.moment,
        from_version: from.definition_version,
        to_version: to.definition_version,
        incomparable: (!same).then_some(Incomparable::VersionsDiffer),
        differences: if same {
            differences(from, to)
        } else {
            Vec::new()
        },
    }
}

fn differences(from: &QuestionnaireResponse, to: &QuestionnaireResponse) -> Vec<Difference> {
    let scores = |of: &QuestionnaireResponse| {
        of.scores
            .as_ref()
            .map(|scores| scores.get())
            .unwrap_or_default()
    };
    let after = scores(to);
    let before = scores(from).into_iter();
    before
        .map(|before| {
            let after = after.iter().find(|it| it.score == before.score);
            let to = after.and_then(|it| it.value);
            let difference = before.value.zip(to).map(|(from, to)| to - from);
            Difference {
                score: before.score,
                from: before.value,
                to,
                difference: difference.map(|exact| (exact * 100.0).round() / 100.0),
            }
        })
        .collect()
}
