//! What documents say in the service's words stands in samples by its code, and is said as documents say it, in
//! whatever language is beside the Italian.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::code_lists::LanguageTag;
use crate::documents::content::Bilingual;
use crate::documents::labels;
use crate::fixed_texts::TextLanguage;
use crate::questionnaires::definitions;

/// What stands in the place of words: `{"listed": ["evidence-kinds", "diploma"]}`.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Coded {
    /// A code list, and a code of it.
    Listed(String, String),
    /// A group of fixed texts, and a code of it.
    Label(String, String),
    /// The key of a fixed text.
    Fixed(String),
    Language(String),
    /// The kinds of meetings.
    Activities(Vec<String>),
    /// A kind of evidence, and how it was verified.
    Evidence(String, String),
    Questionnaire(String),
    /// What ESCO calls it, by language.
    Named(BTreeMap<String, String>),
    /// Several in one line.
    Joined(Vec<Coded>),
}

/// Puts words in the place of all codes.
pub fn say_codes(content: &mut Value, second: TextLanguage) {
    if let Ok(coded) = Coded::deserialize(&*content) {
        *content = serde_json::to_value(coded.said(second)).expect("words are JSON");
        return;
    }
    match content {
        Value::Object(members) => members.values_mut().for_each(|it| say_codes(it, second)),
        Value::Array(items) => items.iter_mut().for_each(|it| say_codes(it, second)),
        _ => {}
    }
}

impl Coded {
    fn said(&self, second: TextLanguage) -> Bilingual {
        match self {
            Self::Listed(list, code) => labels::listed(list, code, second),
            Self::Label(group, code) => labels::label(group, code, second),
            Self::Fixed(key) => labels::fixed(key, second),
            Self::Language(code) => labels::language(code, second),
            Self::Activities(kinds) => labels::activities(kinds.iter().map(String::as_str), second),
            Self::Evidence(kind, verification) => labels::evidence(kind, verification, second),
            Self::Questionnaire(key) => title(key, second),
            Self::Named(names) => named(names, second),
            Self::Joined(parts) => {
                let parts = parts.iter().map(|it| it.said(second));
                labels::joined(parts).expect("a line of a sample names something")
            }
        }
    }
}

/// What a questionnaire is called; English where it has no title in the second language.
fn title(key: &str, second: TextLanguage) -> Bilingual {
    let definition = definitions::newest(key).expect("samples name what is asked");
    let title = |language: TextLanguage| {
        let tag = LanguageTag::parse(language.tag()).expect("the tags are BCP 47");
        definition.title.label(&tag).text.to_owned()
    };
    Bilingual {
        it: title(TextLanguage::Italian),
        second: Some(title(second)),
    }
}

fn named(names: &BTreeMap<String, String>, second: TextLanguage) -> Bilingual {
    let name = |language: TextLanguage| names.get(language.tag()).cloned();
    Bilingual {
        it: name(TextLanguage::Italian).expect("a sample has all names in Italian"),
        second: name(second),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::samples::{AGREEMENT, SAMPLES};
    use crate::fixed_texts::find;

    fn codes(content: &Value, found: &mut Vec<Coded>) {
        if let Ok(coded) = Coded::deserialize(content) {
            found.push(coded);
            return;
        }
        match content {
            Value::Object(members) => members.values().for_each(|it| codes(it, found)),
            Value::Array(items) => items.iter().for_each(|it| codes(it, found)),
            _ => {}
        }
    }

    /// What is said of a code without words is the code itself.
    fn has_words(coded: &Coded) -> bool {
        match coded {
            Coded::Fixed(key) => find(TextLanguage::Italian, key).is_some(),
            Coded::Activities(kinds) => kinds.iter().all(|kind| {
                let said = labels::label("session", kind, TextLanguage::English);
                said.second.is_some()
            }),
            Coded::Joined(parts) => parts.iter().all(has_words),
            other => TextLanguage::ALL
                .into_iter()
                .all(|it| other.said(it).second.is_some()),
        }
    }

    #[test]
    fn every_code_of_a_sample_has_words() {
        let files = SAMPLES.into_iter().map(|(_, text)| text).chain([AGREEMENT]);
        let mut found = Vec::new();
        for file in files {
            codes(&serde_json::from_str(file).unwrap(), &mut found);
        }
        assert!(found.len() > 50);
        for coded in found {
            assert!(has_words(&coded), "{:?}", coded.said(TextLanguage::English));
        }
    }

    #[test]
    fn words_stand_in_the_place_of_codes_however_deep() {
        let mut content = serde_json::json!({
            "language": { "language": "ti" },
            "own": "Cucio",
            "steps": [{ "kind": { "label": ["step", "language_course"] } }],
            "evidence": [{ "evidence": ["diploma", "document_seen"] }],
            "level": { "it": "ISCED 2", "second": null },
        });
        say_codes(&mut content, TextLanguage::French);
        let said = serde_json::json!({
            "language": { "it": "tigrino", "second": "tigrigna" },
            "own": "Cucio",
            "steps": [{ "kind": { "it": "corso di lingua", "second": "cours de langue" } }],
            "evidence": [{ "it": "diploma (documento visto)", "second": "diplôme (document vu)" }],
            "level": { "it": "ISCED 2", "second": null },
        });
        assert_eq!(content, said);
    }
}
