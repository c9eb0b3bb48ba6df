//! Which questionnaires there are.
//!
//! A version that was ever asked stays, beside the newer ones: responses are read and completed by theirs. Of a
//! version the database keeps its number alone, so that a language which is added to its texts makes no new one.

use std::sync::LazyLock;

use super::definition::Definition;

const FILES: &[&str] = &[
    include_str!("../../config/questionnaires/career-adaptability.1.json"),
    include_str!("../../config/questionnaires/work-self-efficacy.1.json"),
    include_str!("../../config/questionnaires/job-search-self-efficacy.1.json"),
    include_str!("../../config/questionnaires/satisfaction.1.json"),
    include_str!("../../config/questionnaires/digcomp-self-assessment.1.json"),
    include_str!("../../config/questionnaires/work-story.1.json"),
    include_str!("../../config/questionnaires/resources-and-limits.1.json"),
];

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| Registry::read(FILES));

/// All versions of all questionnaires.
pub struct Registry(Vec<Definition>);

impl Registry {
    pub fn read(files: &[&'static str]) -> Self {
        let read = |file: &&'static str| {
            serde_json::from_str(file).expect("the files of questionnaires are tested")
        };
        Self(files.iter().map(read).collect())
    }

    pub fn newest(&self, key: &str) -> Option<&Definition> {
        let versions = self.0.iter().filter(|it| it.key == key);
        versions.max_by_key(|it| it.version)
    }

    pub fn of(&self, key: &str, version: i32) -> Option<&Definition> {
        let mut all = self.0.iter();
        all.find(|it| it.key == key && it.version == version)
    }

    /// The newest version of each, in the order of the files.
    pub fn all(&self) -> Vec<&Definition> {
        let is_newest = |it: &&Definition| {
            self.newest(&it.key)
                .is_some_and(|newest| newest.version == it.version)
        };
        self.0.iter().filter(is_newest).collect()
    }
}

/// What is asked now.
pub fn all() -> Vec<&'static Definition> {
    REGISTRY.all()
}

/// The version that is asked now.
pub fn newest(key: &str) -> Option<&'static Definition> {
    REGISTRY.newest(key)
}

/// A version that was or is asked.
pub fn of(key: &str, version: i32) -> Option<&'static Definition> {
    REGISTRY.of(key, version)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fmt::Debug;
    use std::hash::Hash;

    use super::super::definition::{AnswerForm, QuestionnaireKind, ScoreMethod, Words};
    use super::super::{Moment, answers, scores};
    use super::*;
    use crate::code_lists;
    use crate::fixed_texts::TextLanguage;

    /// In each language of the documents, in its own letters, and nowhere empty.
    fn whole(words: &Words, at: &str) {
        let is_arabic = |text: &str| text.chars().any(|it| ('\u{600}'..='\u{6ff}').contains(&it));
        for language in TextLanguage::ALL {
            let text = words.by_language().get(language.tag());
            let text = text.unwrap_or_else(|| panic!("{at}: {language:?}"));
            let in_arabic = language == TextLanguage::Arabic;
            assert_eq!(is_arabic(text), in_arabic, "{at}: {text}");
        }
        for (language, text) in words.by_language() {
            assert!(!text.is_empty() && text.trim() == *text, "{at}: {language}");
        }
    }

    fn distinct<T: Hash + Eq + Debug>(values: impl IntoIterator<Item = T>, at: &str) {
        let mut seen = HashSet::new();
        for value in values {
            let told = format!("{at}: {value:?} twice");
            assert!(seen.insert(value), "{told}");
        }
    }

    #[test]
    fn every_definition_is_whole_and_says_whose_it_is() {
        distinct(REGISTRY.0.iter().map(|it| (&it.key, it.version)), "files");
        for it in &REGISTRY.0 {
            let at = it.key.as_str();
            assert!(it.version > 0 && it.source.len() > 40, "{at}");
            assert!(!it.moments.contains(&Moment::Once), "{at}");
            distinct(&it.moments, at);
            whole(&it.title, at);
            whole(&it.introduction, at);
            distinct(it.items.iter().map(|item| &item.key), at);
            // A worksheet asks for what somebody wants to say.
            let asks = it.items.iter().any(|item| !item.optional);
            assert!(asks || it.kind == QuestionnaireKind::Worksheet, "{at}");
            for item in &it.items {
                let at = format!("{at}/{}", item.key);
                let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
                assert!(item.key.chars().all(plain), "{at}");
                whole(&item.text, &at);
                match &item.answer {
                    AnswerForm::Scale(name) => assert!(it.scales.contains_key(name), "{at}"),
                    AnswerForm::Text(longest) => assert!((1..=2_000).contains(longest), "{at}"),
                    AnswerForm::Choice(choices) => {
                        assert!(choices.len() > 1, "{at}");
                        distinct(choices.iter().map(|it| &it.code), &at);
                        choices.iter().for_each(|it| whole(&it.label, &at));
                    }
                }
            }
        }
    }

    #[test]
    fn scales_rise_by_one_and_each_is_used() {
        for it in &REGISTRY.0 {
            for (name, points) in &it.scales {
                let at = format!("{} {name}", it.key);
                assert!(points.len() > 1, "{at}");
                for pair in points.windows(2) {
                    assert_eq!(pair[0].value + 1, pair[1].value, "{at}");
                }
                points.iter().for_each(|it| whole(&it.label, &at));
                let uses = |item: &&super::super::definition::Item| matches!(&item.answer, AnswerForm::Scale(used) if used == name);
                assert!(it.items.iter().any(|item| uses(&item)), "{at}");
            }
        }
    }

    #[test]
    fn scores_follow_from_items_of_one_scale_and_bands_from_the_lowest_score_on() {
        for it in &REGISTRY.0 {
            distinct(it.scores.iter().map(|rule| &rule.key), &it.key);
            assert_eq!(
                it.kind == QuestionnaireKind::Worksheet,
                it.scores.is_empty()
            );
            for rule in &it.scores {
                let at = format!("{} {}", it.key, rule.key);
                whole(&rule.label, &at);
                distinct(&rule.items, &at);
                let scale = |key: &String| match it.item(key).map(|item| &item.answer) {
                    Some(AnswerForm::Scale(name)) => name.clone(),
                    _ => panic!("{at}: {key}"),
                };
                let scales: HashSet<_> = rule.items.iter().map(scale).collect();
                assert_eq!(scales.len(), 1, "{at}");
                assert!(
                    rule.reversed.iter().all(|key| rule.items.contains(key)),
                    "{at}"
                );
                assert!(
                    (1..=rule.items.len()).contains(&rule.minimum_answered),
                    "{at}"
                );
                if rule.method == ScoreMethod::Sum {
                    assert_eq!(rule.minimum_answered, rule.items.len(), "{at}");
                }
                distinct(rule.bands.iter().map(|band| &band.key), &at);
                for band in &rule.bands {
                    whole(&band.label, &at);
                    band.next.iter().for_each(|it| whole(it, &at));
                }
                for pair in rule.bands.windows(2) {
                    assert!(pair[0].from < pair[1].from, "{at}");
                }
                let lowest = scales.iter().flat_map(|name| &it.scales[name]).next();
                let begins = rule.bands.first().map(|band| band.from);
                let lowest = lowest.map(|point| f64::from(point.value));
                assert!(begins.is_none_or(|from| Some(from) == lowest), "{at}");
            }
        }
    }

    #[test]
    fn the_self_assessment_asks_each_competence_of_digcomp_and_scores_each_area() {
        let list = code_lists::find("digcomp-competences").expect("a list");
        let it = newest("digcomp-self-assessment").expect("a questionnaire");
        let asked: Vec<_> = it
            .items
            .iter()
            .filter_map(|it| it.code.as_deref())
            .collect();
        let competences = list.items.iter().filter(|code| code.parent.is_some());
        assert_eq!(asked, competences.map(|code| code.code).collect::<Vec<_>>());
        let areas = list.items.iter().filter(|code| code.parent.is_none());
        let names: Vec<_> = areas.map(|area| format!("area_{}", area.code)).collect();
        assert_eq!(
            it.scores.iter().map(|it| &it.key).collect::<Vec<_>>(),
            names.iter().collect::<Vec<_>>()
        );
        for (rule, area) in it.scores.iter().zip(&names) {
            let of_area = it.items.iter().filter(|item| {
                let code = item.code.as_deref().and_then(|code| code.split('.').next());
                code.is_some_and(|code| format!("area_{code}") == *area)
            });
            assert_eq!(
                rule.items,
                of_area.map(|it| it.key.clone()).collect::<Vec<_>>()
            );
            assert!(rule.bands.len() == 5 && rule.bands.iter().all(|it| it.next.is_some()));
        }
    }

    #[test]
    fn a_newer_version_is_asked_and_the_older_one_stays() {
        const OLD: &str = r#"{"key": "k", "version": 1, "kind": "worksheet", "source": "s",
            "title": {"en": "t"}, "introduction": {"en": "i"}, "moments": [],
            "items": [{"key": "a", "text": {"en": "a"}, "answer": {"text": 10}}]}"#;
        const NEW: &str = r#"{"key": "k", "version": 2, "kind": "worksheet", "source": "s",
            "title": {"en": "t"}, "introduction": {"en": "i"}, "moments": [],
            "items": [{"key": "b", "text": {"en": "b"}, "answer": {"text": 10}}]}"#;
        let registry = Registry::read(&[NEW, OLD]);
        assert_eq!(registry.newest("k").map(|it| it.version), Some(2));
        assert_eq!(registry.all().len(), 1);
        let old = registry.of("k", 1).expect("it stays");
        let given = || answers::AnswerChange::Given(answers::Answer::Text("x".to_owned()));
        let patch = |key: &str| [(key.to_owned(), given())];
        let given = answers::patched(old, answers::Answers::new(), patch("a").into());
        assert_eq!(given.expect("an item of it").len(), 1);
        assert!(answers::patched(old, answers::Answers::new(), patch("b").into()).is_err());
        assert_eq!(scores::scores(old, &answers::Answers::new()), []);
    }
}
