//! From answers to scores. They are kept nowhere: they follow from the sealed answers whenever they are shown,
//! and go with them.

use super::answers::{Answer, Answers};
use super::definition::{Definition, ScoreMethod, ScoreRule};

#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The key of its rule.
    pub score: String,
    /// None where too little was answered.
    pub exact: Option<f64>,
    /// Items that it follows from.
    pub answered: usize,
    /// The key of the band that the value lies in.
    pub band: Option<String>,
}

impl Score {
    /// With two decimals, as it is shown.
    pub fn value(&self) -> Option<f64> {
        self.exact.map(rounded)
    }
}

pub fn rounded(exact: f64) -> f64 {
    (exact * 100.0).round() / 100.0
}

/// The scores of a definition, in its order.
pub fn scores(definition: &Definition, answers: &Answers) -> Vec<Score> {
    let rules = definition.scores.iter();
    rules.map(|rule| score(definition, rule, answers)).collect()
}

pub fn score(definition: &Definition, rule: &ScoreRule, answers: &Answers) -> Score {
    let values: Vec<f64> = (rule.items.iter())
        .filter_map(|key| {
            let answer = answers.get(key)?;
            value(definition, key, answer, rule.reversed.contains(key))
        })
        .collect();
    let enough = !values.is_empty() && values.len() >= rule.minimum_answered;
    let sum: f64 = values.iter().sum();
    let exact = enough.then_some(match rule.method {
        ScoreMethod::Sum => sum,
        ScoreMethod::Mean => sum / values.len() as f64,
    });
    let band = exact.map(rounded);
    let band = band.and_then(|value| rule.bands.iter().rfind(|band| band.from <= value));
    Score {
        score: rule.key.clone(),
        exact,
        answered: values.len(),
        band: band.map(|band| band.key.clone()),
    }
}

/// What an answer counts: its point, or the one as far from the scale's other end.
fn value(definition: &Definition, key: &str, answer: &Answer, reversed: bool) -> Option<f64> {
    let points = definition.points(definition.item(key)?)?;
    let Answer::Number(point) = answer else {
        return None;
    };
    let ends = points.first()?.value + points.last()?.value;
    Some(f64::from(if reversed { ends - point } else { *point }))
}

#[cfg(test)]
mod tests {
    use super::super::definitions::Registry;
    use super::*;

    const FILE: &str = r#"{
        "key": "mood", "version": 1, "kind": "questionnaire", "source": "test", "moments": [],
        "title": {"en": "Mood"}, "introduction": {"en": "Say how you are."},
        "scales": {"four": [
            {"value": 1, "label": {"en": "no"}}, {"value": 2, "label": {"en": "rather no"}},
            {"value": 3, "label": {"en": "rather"}}, {"value": 4, "label": {"en": "yes"}}]},
        "items": [
            {"key": "a", "text": {"en": "Glad"}, "answer": {"scale": "four"}},
            {"key": "b", "text": {"en": "Calm"}, "answer": {"scale": "four"}},
            {"key": "c", "text": {"en": "Sad"}, "answer": {"scale": "four"}}],
        "scores": [
            {"key": "mean", "label": {"en": "Mood"}, "method": "mean", "items": ["a", "b", "c"],
             "reversed": ["c"], "minimum_answered": 2, "bands": [
                {"key": "low", "from": 1, "label": {"en": "low"}},
                {"key": "high", "from": 2.67, "label": {"en": "high"}}]},
            {"key": "sum", "label": {"en": "Mood"}, "method": "sum", "items": ["a", "b"],
             "minimum_answered": 2}]
    }"#;

    fn scored(given: &[(&str, i32)]) -> Vec<(Option<f64>, usize, Option<String>)> {
        let registry = Registry::read(&[FILE]);
        let definition = registry.newest("mood").expect("the one of the file");
        let answers =
            (given.iter()).map(|(key, point)| ((*key).to_owned(), Answer::Number(*point)));
        let scores = scores(definition, &answers.collect());
        let told = scores.into_iter();
        told.map(|it| (it.value(), it.answered, it.band)).collect()
    }

    #[test]
    fn reversed_items_count_from_the_other_end() {
        let high = || Some("high".to_owned());
        assert_eq!(
            scored(&[("a", 4), ("b", 3), ("c", 1)]),
            [(Some(3.67), 3, high()), (Some(7.0), 2, None)]
        );
        assert_eq!(scored(&[("a", 1), ("b", 1), ("c", 4)])[0].0, Some(1.0));
    }

    #[test]
    fn with_too_few_answers_there_is_no_score() {
        assert_eq!(scored(&[]), [(None, 0, None), (None, 0, None)]);
        assert_eq!(scored(&[("a", 4)]), [(None, 1, None), (None, 1, None)]);
        let two = scored(&[("a", 4), ("c", 2)]);
        assert_eq!((two[0].0, two[1].0), (Some(3.5), None));
    }

    #[test]
    fn a_band_begins_with_the_rounded_score_that_it_names() {
        let band = |given: &[(&str, i32)]| scored(given)[0].2.clone();
        assert_eq!(
            band(&[("a", 3), ("b", 3), ("c", 3)]),
            Some("high".to_owned())
        );
        assert_eq!(band(&[("a", 2), ("b", 3)]), Some("low".to_owned()));
    }
}
