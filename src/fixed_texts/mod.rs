//! The fixed texts of pages and documents, in Fluent files: a file a language, under `config/texts/`.
//!
//! A text that a language lacks is said in English, never left out.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// A language that all fixed texts are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TextLanguage {
    #[serde(rename = "it")]
    Italian,
    #[serde(rename = "en")]
    English,
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "es")]
    Spanish,
    #[serde(rename = "ar")]
    Arabic,
}

impl TextLanguage {
    pub const ALL: [Self; 5] = [
        Self::Italian,
        Self::English,
        Self::French,
        Self::Spanish,
        Self::Arabic,
    ];

    /// Whether a reader of the language has reviewed its texts.
    pub fn is_reviewed(self) -> bool {
        names_a_reader(self.source())
    }

    /// BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Italian => "it",
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Arabic => "ar",
        }
    }

    /// As the attribute `dir` has it.
    pub fn direction(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            _ => "ltr",
        }
    }

    /// The language of a tag, whatever region or script it names.
    pub fn of(tag: &str) -> Option<Self> {
        let language = tag.split('-').next()?.trim().to_ascii_lowercase();
        Self::ALL.into_iter().find(|it| it.tag() == language)
    }

    /// The first language of an `Accept-Language` header that there is; else English.
    pub fn accepted(header: &str) -> Self {
        accepted_language(header, Self::of).unwrap_or(Self::English)
    }

    fn source(self) -> &'static str {
        match self {
            Self::Italian => include_str!("../../config/texts/it.ftl"),
            Self::English => include_str!("../../config/texts/en.ftl"),
            Self::French => include_str!("../../config/texts/fr.ftl"),
            Self::Spanish => include_str!("../../config/texts/es.ftl"),
            Self::Arabic => include_str!("../../config/texts/ar.ftl"),
        }
    }
}

/// Whether the head of a file says who reviewed it, and on which day.
fn names_a_reader(file: &str) -> bool {
    let said = |mark: &str| {
        let mut head = file.lines().take_while(|line| line.starts_with('#'));
        head.find_map(|line| line.strip_prefix(mark).map(str::trim))
    };
    let by = said("# reviewed_by: ").unwrap_or_default();
    let on = said("# reviewed_on: ").unwrap_or_default();
    !by.is_empty() && by != "nobody yet" && on.parse::<NaiveDate>().is_ok()
}

/// The first language of an `Accept-Language` header that is known, weights taken into account (RFC 9110,
/// 12.5.4). `known` is asked for the primary tag in small letters: `it` of `it-CH`.
pub fn accepted_language<L: Copy>(header: &str, known: impl Fn(&str) -> Option<L>) -> Option<L> {
    let mut wanted: Vec<(i32, L)> = header
        .split(',')
        .filter_map(|part| {
            let mut words = part.trim().split(';');
            let tag = words.next()?.trim().to_ascii_lowercase();
            let language = known(tag.split('-').next()?)?;
            let weight = words
                .find_map(|word| word.trim().strip_prefix("q=")?.parse::<f32>().ok())
                .unwrap_or(1.0);
            (weight > 0.0).then_some(((weight * -1000.0) as i32, language))
        })
        .collect();
    wanted.sort_by_key(|(weight, _)| *weight);
    wanted.first().map(|(_, language)| *language)
}

type Texts = FluentBundle<FluentResource>;

static TEXTS: LazyLock<HashMap<TextLanguage, Texts>> = LazyLock::new(|| {
    let read = |language: TextLanguage| {
        let tag: LanguageIdentifier = language.tag().parse().expect("the tags are BCP 47");
        let mut texts = Texts::new_concurrent(vec![tag]);
        // The marks that keep directions apart would be seen where a text is not drawn by a browser.
        texts.set_use_isolating(false);
        let source = FluentResource::try_new(language.source().to_owned());
        let source = source.expect("the files are tested");
        texts.add_resource(source).expect("the files are tested");
        (language, texts)
    };
    TextLanguage::ALL.into_iter().map(read).collect()
});

/// A text of a language, else the English one.
pub fn say(language: TextLanguage, key: &str) -> String {
    say_of(language, key, &[])
}

/// The same with values in it.
pub fn say_of(language: TextLanguage, key: &str, values: &[(&str, &str)]) -> String {
    [language, TextLanguage::English]
        .into_iter()
        .find_map(|language| said(language, key, values))
        .unwrap_or_else(|| key.to_owned())
}

/// A text of a language, where there is one.
pub fn find(language: TextLanguage, key: &str) -> Option<String> {
    said(language, key, &[])
}

fn said(language: TextLanguage, key: &str, values: &[(&str, &str)]) -> Option<String> {
    let mut given = FluentArgs::new();
    for (name, value) in values {
        given.set(*name, FluentValue::from(*value));
    }
    let texts = &TEXTS[&language];
    let pattern = texts.get_message(key)?.value()?;
    let mut faults = Vec::new();
    let said = texts.format_pattern(pattern, Some(&given), &mut faults);
    faults.is_empty().then(|| said.into_owned())
}

/// All texts whose keys begin so, without that beginning; a value that a text takes stands in it as `{name}`.
pub fn all(
    language: TextLanguage,
    beginning: &str,
    values: &[&'static str],
) -> BTreeMap<&'static str, String> {
    let places: Vec<(&str, String)> = values
        .iter()
        .map(|name| (*name, format!("{{{name}}}")))
        .collect();
    let places: Vec<(&str, &str)> = places
        .iter()
        .map(|(name, it)| (*name, it.as_str()))
        .collect();
    keys()
        .filter_map(|key| Some((key.strip_prefix(beginning)?, say_of(language, key, &places))))
        .collect()
}

/// The keys of all texts: those of the English file, which lacks none.
fn keys() -> impl Iterator<Item = &'static str> {
    let lines = TextLanguage::English.source().lines();
    lines.filter_map(|line| {
        let (key, _) = line.split_once(" = ")?;
        key.starts_with(|first: char| first.is_ascii_lowercase())
            .then_some(key)
    })
}

/// A day in words.
pub fn day(language: TextLanguage, day: NaiveDate) -> String {
    let number = match (language, day.day()) {
        (TextLanguage::Italian, 1) => "1º".to_owned(),
        (TextLanguage::French, 1) => "1er".to_owned(),
        (_, number) => number.to_string(),
    };
    let month = say(language, &format!("month-{}", day.month()));
    let year = day.year().to_string();
    let values = [("day", number.as_str()), ("month", &month), ("year", &year)];
    say_of(language, "date", &values)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_syntax::ast::Entry;

    use super::*;

    fn keys(language: TextLanguage) -> BTreeSet<String> {
        let file = fluent_syntax::parser::parse(language.source()).expect("a Fluent file");
        let messages = file.body.into_iter().filter_map(|entry| match entry {
            Entry::Message(message) => Some(message.id.name.to_owned()),
            _ => None,
        });
        messages.collect()
    }

    #[test]
    fn every_language_has_every_text() {
        let english = keys(TextLanguage::English);
        assert!(english.len() > 30);
        for language in TextLanguage::ALL {
            assert_eq!(keys(language), english, "{language:?}");
        }
    }

    #[test]
    fn every_file_says_who_reviewed_it() {
        for language in TextLanguage::ALL {
            for mark in ["# reviewed_by: ", "# reviewed_on: "] {
                assert!(language.source().contains(mark), "{language:?} {mark}");
            }
        }
    }

    #[test]
    fn a_file_is_reviewed_by_who_is_named_in_its_head_with_the_day() {
        let file = |by: &str, on: &str| {
            format!("# Textes.\n# reviewed_by: {by}\n# reviewed_on: {on}\n\ndate = 1\n")
        };
        assert!(names_a_reader(&file("Awa Ndiaye", "2026-11-20")));
        for (by, on) in [
            ("nobody yet", "2026-11-20"),
            ("Awa Ndiaye", "-"),
            ("", "2026-11-20"),
        ] {
            assert!(!names_a_reader(&file(by, on)), "{by} {on}");
        }
        assert!(!names_a_reader(
            "date = 1\n# reviewed_by: A\n# reviewed_on: 2026-11-20"
        ));
    }

    #[test]
    fn papers_that_are_signed_have_one_version_in_all_languages() {
        let versions: BTreeSet<_> = TextLanguage::ALL
            .map(|language| find(language, "paper-version"))
            .into();
        assert_eq!(versions.len(), 1, "{versions:?}");
    }

    #[test]
    fn days_are_written_as_each_language_writes_them() {
        let first = NaiveDate::from_ymd_opt(2026, 5, 1).expect("a day");
        for (language, text) in [
            (TextLanguage::Italian, "1º maggio 2026"),
            (TextLanguage::English, "1 May 2026"),
            (TextLanguage::French, "1er mai 2026"),
            (TextLanguage::Spanish, "1 de mayo de 2026"),
            (TextLanguage::Arabic, "1 مايو 2026"),
        ] {
            assert_eq!(day(language, first), text);
        }
    }

    #[test]
    fn the_reader_is_spoken_to_in_the_first_language_that_there_is() {
        for (header, language) in [
            ("ar-EG,ar;q=0.9,en;q=0.8", TextLanguage::Arabic),
            ("de, fr;q=0.7, it;q=0.9", TextLanguage::Italian),
            ("ti", TextLanguage::English),
            ("es;q=0, fr;q=0.1", TextLanguage::French),
            ("", TextLanguage::English),
        ] {
            assert_eq!(TextLanguage::accepted(header), language, "{header}");
        }
    }
}
