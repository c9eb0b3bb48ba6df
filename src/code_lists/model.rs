use std::collections::BTreeMap;
use std::iter::successors;

use serde::Deserialize;

use super::find;
use crate::access::policy::Reach;
use crate::access::{Actor, Parent, Protected, Resource};
use crate::db::DbConnection;
use crate::error::Result;

/// The language that every code has a label in.
const ENGLISH: &str = "en";

/// Codes with their labels, in the order of the list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct CodeList {
    pub name: String,
    /// Of the classification, or the list's own.
    pub version: String,
    pub source: String,
    pub items: Vec<Code>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    pub code: &'static str,
    pub label: Labels,
    /// The code of the same list that it is a part of.
    pub parent: Option<&'static str>,
    /// The key of a picture that the front end has.
    pub pictogram: Option<&'static str>,
}

/// What something is called, by language.
pub type Labels = BTreeMap<&'static str, &'static str>;

/// What a code is called, and in which language that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    pub lang: &'static str,
    pub text: &'static str,
}

impl CodeList {
    pub(super) fn parse(file: &'static str) -> Self {
        serde_json::from_str(file).expect("the files of code lists are tested")
    }

    pub fn code(&self, code: &str) -> Option<&Code> {
        self.items.iter().find(|it| it.code == code)
    }

    /// How many codes have a label, by language.
    pub fn labels(&self) -> BTreeMap<&'static str, usize> {
        let mut found = BTreeMap::new();
        for language in self.items.iter().flat_map(|code| code.label.keys()) {
            *found.entry(*language).or_default() += 1;
        }
        found
    }
}

impl Code {
    /// The label in a language, else the one in English.
    pub fn label(&self, wanted: &LanguageTag) -> Label {
        Label::of(&self.label, wanted)
    }
}

impl Label {
    /// The one in a language, else the one in English.
    pub fn of(labels: &Labels, wanted: &LanguageTag) -> Self {
        wanted
            .find(|tag| labels.get_key_value(tag))
            .map(|(lang, text)| Self { lang, text })
            .expect("everything has an English label: tested")
    }
}

impl Protected for &'static CodeList {
    const RESOURCE: Resource = Resource::CodeList;
}

/// A list is the service's, and nobody's in particular.
impl Parent for &'static CodeList {
    type Id = String;

    fn id(&self) -> &String {
        &self.name
    }

    fn load(_: &mut DbConnection, name: &String, _: &Actor) -> Result<Option<(Self, Reach)>> {
        Ok(find(name).map(|list| (list, Reach::Everything)))
    }
}

/// A language tag (BCP 47) in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// The longest tag that protocols must take (RFC 5646, 4.4.1).
    const LONGEST: usize = 35;

    pub fn english() -> Self {
        Self(ENGLISH.to_owned())
    }

    /// Two to eight letters, then parts of one to eight letters or digits, with hyphens between.
    pub fn parse(text: &str) -> std::result::Result<Self, &'static str> {
        let mut parts = text.split('-');
        let language = parts.next().unwrap_or_default();
        let is_language = (2..=8).contains(&language.len())
            && language.bytes().all(|it| it.is_ascii_alphabetic());
        let is_part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_alphanumeric())
        };
        if text.len() <= Self::LONGEST && is_language && parts.all(is_part) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err("wrong_language_tag")
        }
    }

    /// What there is in this language, or in the widest that it is one of, else in English.
    pub fn find<T>(&self, there: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.find_own(&there).or_else(|| there(ENGLISH))
    }

    /// The same without English in its place.
    pub fn find_own<T>(&self, there: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.with_wider().find_map(there)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag, and the tags that are left when its last parts are taken away (RFC 4647, 3.4).
    fn with_wider(&self) -> impl Iterator<Item = &str> {
        let first = self.0.as_str();
        successors(Some(first), |tag| {
            tag.rsplit_once('-').map(|(wider, _)| wider)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(wanted: &str) -> Label {
        let code = Code {
            code: "b",
            label: BTreeMap::from([("it", "uno"), ("en", "one"), ("zh", "一")]),
            parent: None,
            pictogram: None,
        };
        code.label(&LanguageTag::parse(wanted).expect("a tag"))
    }

    #[test]
    fn a_label_says_which_language_it_is_in() {
        let label = |lang, text| Label { lang, text };
        assert_eq!(shown("it"), label("it", "uno"));
        assert_eq!(shown("it-IT"), label("it", "uno"));
        assert_eq!(shown("ZH-Hans-CN"), label("zh", "一"));
        assert_eq!(shown("ar"), label("en", "one"));
        assert_eq!(shown("ita"), label("en", "one"));
    }

    #[test]
    fn what_is_no_language_tag_is_refused() {
        for wrong in [
            "",
            "i",
            "it_IT",
            "it-",
            "-it",
            "it--it",
            "1t",
            "ità",
            "it it",
            "abcdefghi",
        ] {
            assert_eq!(
                LanguageTag::parse(wrong),
                Err("wrong_language_tag"),
                "{wrong}"
            );
        }
        assert!(LanguageTag::parse(&format!("it{}", "-a".repeat(16))).is_ok());
        assert!(LanguageTag::parse(&format!("it{}", "-a".repeat(17))).is_err());
    }
}
