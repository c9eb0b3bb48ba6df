//! What changed from one moment to another.
//!
//! A change is that of the items which were answered at both moments, as long as they are enough for a score;
//! what an item adds that was answered only once is not the person's change. It is taken of the exact scores
//! and rounded once.

use super::answers::Answers;
use super::definition::{Definition, ScoreRule};
use super::scores::{self, Score};
use super::{Moment, QuestionnaireResponse, ResponseStatus, definitions};
use crate::text_enum;

text_enum! {
    /// Why two moments are not compared.
    Incomparable {
        /// They were asked by other versions of the questionnaire.
        VersionsDiffer = "versions_differ",
        /// This program does not know their version of the questionnaire.
        DefinitionUnknown = "definition_unknown",
        /// The answers of one of them were erased.
        Erased = "erased",
    }
}

/// A response, with its answers unless they were erased.
#[derive(Clone, Debug)]
pub struct Measured {
    pub response: QuestionnaireResponse,
    pub answers: Option<Answers>,
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
    /// Items that the first score follows from.
    pub from_answered: usize,
    pub to_answered: usize,
    /// Items that were answered at both moments, of which the difference is.
    pub answered_at_both: usize,
    /// With two decimals; none where those are too few for a score.
    pub difference: Option<f64>,
}

/// Each moment with each later one, for each questionnaire that was completed at both.
pub fn comparisons(mut measured: Vec<Measured>) -> Vec<Comparison> {
    measured.retain(|Measured { response, .. }| {
        response.status == ResponseStatus::Completed && response.moment != Moment::Once
    });
    let order = |it: &Measured| (it.response.questionnaire.clone(), it.response.moment);
    measured.sort_by_key(order);
    let pairs = (measured.iter().enumerate()).flat_map(|(index, from)| {
        let later = measured.iter().skip(index + 1);
        later
            .take_while(|to| to.response.questionnaire == from.response.questionnaire)
            .map(move |to| (from, to))
    });
    pairs.map(|(from, to)| compare(from, to)).collect()
}

fn compare(from: &Measured, to: &Measured) -> Comparison {
    let (incomparable, differences) = match differences(from, to) {
        Ok(differences) => (None, differences),
        Err(why) => (Some(why), Vec::new()),
    };
    Comparison {
        questionnaire: from.response.questionnaire.clone(),
        from: from.response.moment,
        to: to.response.moment,
        from_version: from.response.definition_version,
        to_version: to.response.definition_version,
        incomparable,
        differences,
    }
}

fn differences(from: &Measured, to: &Measured) -> Result<Vec<Difference>, Incomparable> {
    let (key, version) = (
        &from.response.questionnaire,
        from.response.definition_version,
    );
    if version != to.response.definition_version {
        return Err(Incomparable::VersionsDiffer);
    }
    let definition = definitions::of(key, version).ok_or(Incomparable::DefinitionUnknown)?;
    let (Some(before), Some(after)) = (&from.answers, &to.answers) else {
        return Err(Incomparable::Erased);
    };
    let rules = definition.scores.iter();
    Ok(rules
        .map(|rule| difference(definition, rule, before, after))
        .collect())
}

fn difference(
    definition: &Definition,
    rule: &ScoreRule,
    before: &Answers,
    after: &Answers,
) -> Difference {
    let score = |answers: &Answers| -> Score { scores::score(definition, rule, answers) };
    let (from, to) = (score(before), score(after));
    let (both_before, both_after) = (score(&shared(before, after)), score(&shared(after, before)));
    let exact = both_before.exact.zip(both_after.exact);
    Difference {
        score: rule.key.clone(),
        from: from.value(),
        to: to.value(),
        from_answered: from.answered,
        to_answered: to.answered,
        answered_at_both: both_before.answered,
        difference: exact.map(|(from, to)| scores::rounded(to - from)),
    }
}

/// Those of some answers whose items others answer, too.
fn shared(answers: &Answers, others: &Answers) -> Answers {
    let answers = answers.iter();
    answers
        .filter(|(key, _)| others.contains_key(*key))
        .map(|(key, answer)| (key.clone(), answer.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::answers::Answer;
    use super::super::definitions::Registry;
    use super::*;

    const FILE: &str = r#"{
        "key": "mood", "version": 1, "kind": "questionnaire", "source": "test", "moments": [],
        "title": {"en": "Mood"}, "introduction": {"en": "Say how you are."},
        "scales": {"three": [
            {"value": 1, "label": {"en": "no"}}, {"value": 2, "label": {"en": "rather"}},
            {"value": 3, "label": {"en": "yes"}}]},
        "items": [
            {"key": "a", "text": {"en": "Glad"}, "optional": true, "answer": {"scale": "three"}},
            {"key": "b", "text": {"en": "Calm"}, "optional": true, "answer": {"scale": "three"}},
            {"key": "c", "text": {"en": "Rested"}, "optional": true, "answer": {"scale": "three"}}],
        "scores": [{"key": "mood", "label": {"en": "Mood"}, "method": "mean",
            "items": ["a", "b", "c"], "minimum_answered": 2}]
    }"#;

    fn between(before: &[(&str, i32)], after: &[(&str, i32)]) -> Difference {
        let registry = Registry::read(&[FILE]);
        let definition = registry.newest("mood").expect("the one of the file");
        let answers = |given: &[(&str, i32)]| -> Answers {
            let given = given.iter();
            given
                .map(|(key, point)| ((*key).to_owned(), Answer::Number(*point)))
                .collect()
        };
        difference(
            definition,
            &definition.scores[0],
            &answers(before),
            &answers(after),
        )
    }

    #[test]
    fn a_difference_is_rounded_once() {
        let told = between(
            &[("a", 1), ("b", 1), ("c", 2)],
            &[("a", 1), ("b", 2), ("c", 2)],
        );
        assert_eq!((told.from, told.to), (Some(1.33), Some(1.67)));
        // 5/3 - 4/3, and not 1.67 - 1.33.
        assert_eq!(told.difference, Some(0.33));
    }

    #[test]
    fn a_difference_is_that_of_the_items_answered_at_both_moments() {
        let told = between(&[("a", 1), ("b", 2), ("c", 3)], &[("a", 1), ("b", 2)]);
        // The mean falls from 2 to 1.5, and nothing changed.
        assert_eq!((told.from, told.to), (Some(2.0), Some(1.5)));
        assert_eq!((told.from_answered, told.to_answered), (3, 2));
        assert_eq!((told.answered_at_both, told.difference), (2, Some(0.0)));
        let told = between(&[("a", 1), ("b", 2)], &[("b", 2), ("c", 3)]);
        assert_eq!((told.from, told.to), (Some(1.5), Some(2.5)));
        assert_eq!((told.answered_at_both, told.difference), (1, None));
    }
}
