use crate::code_lists::LanguageTag;
use crate::documents::content::Bilingual;
use crate::documents::labels::{self, label, listed};
use crate::fixed_texts::TextLanguage;
use crate::profile_exports::portable::PortableConcept;

/// The languages of a paper: the one that comes first, and the one beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tongues {
    pub first: TextLanguage,
    pub second: TextLanguage,
}

impl Tongues {
    /// As [`Self::alone`]; English for a language that not all texts are in.
    pub fn one(language: &LanguageTag) -> Self {
        Self::alone(known(language).unwrap_or(TextLanguage::English))
    }

    /// One language alone.
    pub fn alone(language: TextLanguage) -> Self {
        Self {
            first: language,
            second: language,
        }
    }

    /// Each of the two alone.
    pub fn each(self) -> [Self; 2] {
        [self.first, self.second].map(Self::alone)
    }

    pub fn first_tag(self) -> LanguageTag {
        tag(self.first)
    }

    /// Two languages. Beside one that not all texts are in stands English, and beside English Italian.
    pub fn two(first: &LanguageTag, second: Option<&LanguageTag>) -> Self {
        let first = known(first).unwrap_or(TextLanguage::English);
        let wanted = second
            .and_then(known)
            .into_iter()
            .chain([TextLanguage::English, TextLanguage::Italian]);
        let mut others = wanted.filter(|it| *it != first);
        Self {
            first,
            second: others.next().unwrap_or(TextLanguage::English),
        }
    }

    /// The words for a code of a code list.
    pub fn code(self, list: &str, code: &str) -> Bilingual {
        self.both(|language| listed(list, code, language))
    }

    /// The words for a code of a group that is no code list.
    pub fn label(self, group: &str, code: &str) -> Bilingual {
        self.both(|language| label(group, code, language))
    }

    /// What a language is called.
    pub fn language(self, code: &str) -> Bilingual {
        self.both(|language| labels::language(code, language))
    }

    /// What a concept of ESCO is called, if it has any name.
    pub fn concept(self, it: &PortableConcept) -> Option<Bilingual> {
        let kept = it.label.as_deref().unwrap_or_default();
        let name = self.both(|language| labels::concept(Some(&it.names), kept, language));
        (!name.it.is_empty()).then_some(name)
    }

    /// A fixed text.
    pub fn fixed(self, key: &str) -> Bilingual {
        self.both(|language| labels::fixed(key, language))
    }

    /// What is said in each language.
    pub fn said(self, say: impl Fn(TextLanguage) -> String) -> Bilingual {
        Bilingual {
            it: say(self.first),
            second: (self.second != self.first).then(|| say(self.second)),
        }
    }

    /// Of words in Italian and another language those of this paper.
    fn both(self, words: impl Fn(TextLanguage) -> Bilingual) -> Bilingual {
        self.said(|language| {
            let Bilingual { it, second } = words(language);
            match language {
                TextLanguage::Italian => it,
                _ => second.unwrap_or(it),
            }
        })
    }
}

/// The tag of a language that all texts are in.
pub fn tag(language: TextLanguage) -> LanguageTag {
    LanguageTag::parse(language.tag()).expect("the tags of languages are BCP 47")
}

fn known(tag: &LanguageTag) -> Option<TextLanguage> {
    TextLanguage::of(tag.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use TextLanguage::{Arabic, English, French, Italian};

    #[test]
    fn what_is_not_complete_falls_back_to_english_and_no_language_stands_beside_itself() {
        let tag = |tag| LanguageTag::parse(tag).expect("a tag");
        for (first, second, expected) in [
            ("it", Some("fr-CI"), [Italian, French]),
            ("it", Some("ti"), [Italian, English]),
            ("it", None, [Italian, English]),
            ("it", Some("it"), [Italian, English]),
            ("en", Some("ar"), [English, Arabic]),
            ("en", Some("ti"), [English, Italian]),
            ("en", Some("en"), [English, Italian]),
        ] {
            let second = second.map(tag);
            let Tongues { first, second } = Tongues::two(&tag(first), second.as_ref());
            assert_eq!([first, second], expected);
        }
        assert_eq!(Tongues::one(&tag("ti")).first, English);
    }

    #[test]
    fn words_come_in_the_languages_of_the_paper() {
        let words = |first, second| Tongues { first, second }.code("driving-licences", "b");
        let two = words(English, Arabic);
        assert_eq!(two.second.as_deref(), Some("رخصة قيادة من الفئة B"));
        assert!(!two.it.contains("patente"));
        let one = words(Italian, Italian);
        assert_eq!((one.it.as_str(), one.second), ("patente B", None));
    }
}
