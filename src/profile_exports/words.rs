//! What headings and codes are called for people who read a table.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::code_lists::{self, LanguageTag};
use crate::documents::labels::label;
use crate::error::texts::Language;
use crate::fixed_texts::TextLanguage;
use crate::plans::NextStepKind;

/// Headings by their names, Italian and English.
static HEADINGS: LazyLock<HashMap<String, [String; 2]>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("words.json")).expect("the file of headings is tested")
});

/// The language of the words, and perhaps a second one beside it.
#[derive(Clone, Debug)]
pub struct Words {
    lang: LanguageTag,
    lang2: Option<LanguageTag>,
}

impl Words {
    pub fn new(lang: LanguageTag, lang2: Option<LanguageTag>) -> Self {
        Self { lang, lang2 }
    }

    /// The first language.
    pub fn language(&self) -> &LanguageTag {
        &self.lang
    }

    /// What the service says in Italian and English: one, or both.
    pub fn said(&self, it: &str, en: &str) -> String {
        let say = |language: &LanguageTag| match Language::accepted(language.as_str()) {
            Language::Italian => it.to_owned(),
            Language::English => en.to_owned(),
        };
        self.both(|language| Some(say(language)))
            .unwrap_or_default()
    }

    /// A heading by its name.
    pub fn heading(&self, name: &str) -> String {
        match HEADINGS.get(name) {
            Some([it, en]) => self.said(it, en),
            None => plain(name),
        }
    }

    /// What a next step is.
    pub fn step(&self, kind: NextStepKind) -> String {
        let label = label("step", kind.as_str(), TextLanguage::English);
        self.said(&label.it, label.second.as_deref().unwrap_or(&label.it))
    }

    /// A code of a list, in the languages asked for or in English.
    pub fn code(&self, list: &str, code: &str) -> String {
        let found = code_lists::find(list).and_then(|list| list.code(code));
        self.both(|language| Some(found?.label(language).text.to_owned()))
            .unwrap_or_else(|| plain(code))
    }

    pub fn yes_or_no(&self, yes: bool) -> String {
        self.heading(if yes { "yes" } else { "no" })
    }

    fn both(&self, say: impl Fn(&LanguageTag) -> Option<String>) -> Option<String> {
        let first = say(&self.lang)?;
        let second = self.lang2.as_ref().and_then(say);
        Some(match second.filter(|second| *second != first) {
            Some(second) => format!("{first} / {second}"),
            None => first,
        })
    }
}

/// A code that has no words, with spaces.
fn plain(code: &str) -> String {
    code.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_in_one_language_or_two() {
        let tag = |tag| LanguageTag::parse(tag).expect("a tag");
        let one = Words::new(tag("it"), None);
        let two = Words::new(tag("it"), Some(tag("ar")));
        assert_eq!(one.heading("experiences"), "Esperienze");
        assert_eq!(two.heading("experiences"), "Esperienze / Experiences");
        assert_eq!(one.code("countries", "NG"), "Nigeria");
        assert_eq!(two.code("countries", "NG"), "Nigeria / نيجيريا");
        assert_eq!(one.code("no-list", "seen_once"), "seen once");
    }
}
