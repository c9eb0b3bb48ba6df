//! Codes in words, in both languages of a document.

use super::content::Bilingual;
use crate::code_lists::{self, LanguageTag};
use crate::esco::Names;
use crate::fixed_texts::{TextLanguage, find, say, say_of};

/// A fixed text.
pub fn fixed(key: &str, second: TextLanguage) -> Bilingual {
    Bilingual {
        it: say(TextLanguage::Italian, key),
        second: Some(say(second, key)),
    }
}

/// A fixed text that says how many.
pub fn counted_text(key: &str, count: usize, second: TextLanguage) -> Bilingual {
    let count = count.to_string();
    let said = |language| say_of(language, key, &[("count", count.as_str())]);
    Bilingual {
        it: said(TextLanguage::Italian),
        second: Some(said(second)),
    }
}

/// The words for a code of a group that is no code list.
pub fn label(group: &str, code: &str, second: TextLanguage) -> Bilingual {
    let key = format!("{group}-{}", code.replace('_', "-"));
    match find(TextLanguage::Italian, &key) {
        Some(_) => fixed(&key, second),
        None => plain(code),
    }
}

/// The words for a code of a code list; English where it has none in the second language.
pub fn listed(list: &str, code: &str, second: TextLanguage) -> Bilingual {
    let found = code_lists::find(list).and_then(|list| list.code(code));
    let words = |language| found.and_then(|code| code.label.get(language).copied());
    let second = words(second.tag()).or_else(|| words("en"));
    match (words("it"), second) {
        (Some(it), second) => Bilingual {
            it: it.to_owned(),
            second: second.map(str::to_owned),
        },
        (None, Some(other)) => Bilingual {
            it: other.to_owned(),
            second: None,
        },
        (None, None) => plain(code),
    }
}

/// What a concept of ESCO is called: English where it has no name in one of the languages, and what was kept of its
/// name where it has none.
pub fn concept(names: Option<&Names>, kept: &str, second: TextLanguage) -> Bilingual {
    let name = |language: TextLanguage| {
        let tag = LanguageTag::parse(language.tag()).unwrap_or_else(|_| LanguageTag::english());
        let name = names.and_then(|names| names.name(&tag));
        name.unwrap_or(kept).to_owned()
    };
    Bilingual {
        it: name(TextLanguage::Italian),
        second: Some(name(second)),
    }
}

pub fn language(code: &str, second: TextLanguage) -> Bilingual {
    let label = listed("languages", code, second);
    Bilingual {
        it: label.it.to_lowercase(),
        ..label
    }
}

/// A code that has no words, with spaces.
fn plain(code: &str) -> Bilingual {
    Bilingual {
        it: code.replace('_', " "),
        second: None,
    }
}

/// Several labels in one line, each once.
pub fn joined(labels: impl IntoIterator<Item = Bilingual>) -> Option<Bilingual> {
    let mut seen: Vec<Bilingual> = Vec::new();
    for label in labels {
        if !seen.iter().any(|it| it.it == label.it) {
            seen.push(label);
        }
    }
    let line = |words: &dyn Fn(&Bilingual) -> String| {
        seen.iter().map(words).collect::<Vec<_>>().join(", ")
    };
    (!seen.is_empty()).then(|| Bilingual {
        it: line(&|label| label.it.clone()),
        second: Some(line(&|label| {
            label.second.clone().unwrap_or_else(|| label.it.clone())
        })),
    })
}

/// What was done in meetings of these kinds, in one line.
pub fn activities<'a>(kinds: impl IntoIterator<Item = &'a str>, second: TextLanguage) -> Bilingual {
    let kinds = kinds.into_iter().map(|kind| label("session", kind, second));
    joined(kinds).unwrap_or_else(|| fixed("session-any", second))
}

/// A kind of evidence, with how it was verified.
pub fn evidence(kind: &str, verification: &str, second: TextLanguage) -> Bilingual {
    let (kind, status) = (
        listed("evidence-kinds", kind, second),
        listed("evidence-verifications", verification, second),
    );
    let beside = kind.second.zip(status.second);
    Bilingual {
        it: format!("{} ({})", kind.it, status.it),
        second: beside.map(|(kind, status)| format!("{kind} ({status})")),
    }
}

pub fn supervisor(second: TextLanguage) -> Bilingual {
    fixed("doc-supervisor", second)
}

pub fn operator(second: TextLanguage) -> Bilingual {
    fixed("doc-operator", second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed_texts::TextLanguage::{Arabic, English, French};

    #[test]
    fn codes_become_words_and_unknown_ones_stay_readable() {
        let group = label("session", "group", French);
        assert_eq!(group.it, "incontro di gruppo");
        assert_eq!(group.second.as_deref(), Some("rencontre de groupe"));
        assert_eq!(label("session", "walk_outside", English).it, "walk outside");
        assert_eq!(language("ti", English).it, "tigrino");
        assert_eq!(language("ar", English).second.as_deref(), Some("Arabic"));
        assert_eq!(language("ar", Arabic).second.as_deref(), Some("العربية"));
        assert_eq!(listed("driving-licences", "b", English).it, "patente B");
        assert_eq!(
            listed("driving-licences", "space_ship", English).it,
            "space ship"
        );
        assert_eq!(language("zz", English).it, "zz");
    }

    #[test]
    fn a_concept_is_called_as_in_both_languages_else_in_english_else_as_before() {
        let names = |names| serde_json::from_value::<Names>(names).expect("names by language");
        let all = names(serde_json::json!({ "en": "sew", "it": "cucire", "ar": "خياطة" }));
        let told = |names: Option<&Names>, second| {
            let Bilingual { it, second } = concept(names, "stitch", second);
            (it, second.expect("both languages"))
        };
        let two = |it: &str, second: &str| (it.to_owned(), second.to_owned());
        assert_eq!(told(Some(&all), Arabic), two("cucire", "خياطة"));
        assert_eq!(told(Some(&all), French), two("cucire", "sew"));
        let english = names(serde_json::json!({ "en": "sew" }));
        assert_eq!(told(Some(&english), Arabic), two("sew", "sew"));
        assert_eq!(told(None, Arabic), two("stitch", "stitch"));
    }

    #[test]
    fn a_line_of_labels_names_each_once() {
        let line = activities(["individual", "group", "group"], English);
        assert_eq!(line.it, "colloquio individuale, incontro di gruppo");
        assert_eq!(
            line.second.as_deref(),
            Some("individual interview, group meeting")
        );
        assert_eq!(activities([], Arabic).second.as_deref(), Some("لقاءات"));
    }
}
