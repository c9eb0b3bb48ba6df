//! Which lists there are.

use std::sync::LazyLock;

use super::iso::{CITIZENSHIPS, COUNTRIES, LANGUAGES};
use super::model::CodeList;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(include_str!(concat!("../../config/codes/", $name, ".json"))),+]
    };
}

const FILES: &[&str] = files![
    "eqf-levels",
    "isced-levels",
    "cefr-levels",
    "literacy-levels",
    "digcomp-competences",
    "isco-groups",
    "atlante-sectors",
    "driving-licences",
    "stay-permits",
    "validation-phases",
    "experience-kinds",
    "experience-completions",
    "learning-settings",
    "evidence-kinds",
    "evidence-verifications",
    "competence-kinds",
    "competence-levels",
    "expectation-kinds",
    "goal-horizons",
    "language-skill-sources",
    "recognitions",
    "competence-repertories",
    "resource-or-limit-kinds",
];

static OF_FILES: LazyLock<Vec<CodeList>> =
    LazyLock::new(|| FILES.iter().map(|file| CodeList::parse(file)).collect());

/// All lists, each once.
pub static ALL: LazyLock<Vec<&'static CodeList>> = LazyLock::new(|| {
    let iso: [&CodeList; 3] = [&COUNTRIES, &CITIZENSHIPS, &LANGUAGES];
    iso.into_iter().chain(OF_FILES.iter()).collect()
});

/// The list of that name.
pub fn find(name: &str) -> Option<&'static CodeList> {
    ALL.iter().copied().find(|list| list.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::Code;
    use super::*;
    use crate::beneficiaries::work_right::WorkRules;
    use crate::fixed_texts::TextLanguage;
    use crate::profiles::LEVELS;

    fn codes(name: &str) -> Vec<&'static str> {
        let list = find(name).unwrap_or_else(|| panic!("no list {name}"));
        list.items.iter().map(|it| it.code).collect()
    }

    #[test]
    fn names_and_codes_are_given_once_and_parents_are_codes_of_the_list() {
        let names: HashSet<_> = ALL.iter().map(|list| &list.name).collect();
        assert_eq!(names.len(), ALL.len());
        for list in ALL.iter() {
            let codes: HashSet<_> = list.items.iter().map(|it| it.code).collect();
            assert_eq!(codes.len(), list.items.len(), "{}", list.name);
            assert!(!list.version.is_empty() && !list.source.is_empty());
            for code in &list.items {
                let at = format!("{} {}", list.name, code.code);
                assert!(code.parent.is_none_or(|it| codes.contains(it)), "{at}");
                assert!(code.label.values().all(|it| it.trim() == *it), "{at}");
                assert!(code.label.values().all(|it| !it.is_empty()), "{at}");
                assert!(code.label.contains_key("en"), "{at}");
            }
        }
    }

    /// But for the names of rare languages, which have no code of two letters.
    #[test]
    fn every_list_is_whole_in_each_language_of_the_documents() {
        let spoken = ["aeb", "arq", "ary", "arz"];
        let is_rare = |code: &Code| code.code.len() > 2 && !spoken.contains(&code.code);
        for list in ALL.iter() {
            let is_left_out = |code: &Code| list.name == "languages" && is_rare(code);
            for code in list.items.iter().filter(|code| !is_left_out(code)) {
                for language in TextLanguage::ALL {
                    let at = format!("{} {}: {language:?}", list.name, code.code);
                    assert!(code.label.contains_key(language.tag()), "{at}");
                }
            }
        }
    }

    /// A label in Arabic is in Arabic letters, and none of the documents' other languages is.
    #[test]
    fn labels_stand_under_their_language() {
        let is_arabic = |text: &str| text.chars().any(|it| ('\u{600}'..='\u{6ff}').contains(&it));
        for list in ALL.iter() {
            for label in list.items.iter().map(|code| &code.label) {
                for language in TextLanguage::ALL {
                    let Some(text) = label.get(language.tag()) else {
                        continue;
                    };
                    let in_arabic = language == TextLanguage::Arabic;
                    assert_eq!(is_arabic(text), in_arabic, "{}: {text}", list.name);
                }
            }
        }
    }

    #[test]
    fn classifications_have_as_many_codes_as_their_keepers_say() {
        for (name, count) in [
            ("eqf-levels", 8),
            ("isced-levels", 12),
            ("atlante-sectors", 24),
            ("validation-phases", 4),
        ] {
            assert_eq!(codes(name).len(), count, "{name}");
        }
        let parts = |name| {
            let list = find(name).expect("a list");
            let with_parent = list.items.iter().filter(|it| it.parent.is_some());
            (list.items.len(), with_parent.count())
        };
        assert_eq!(parts("digcomp-competences"), (5 + 21, 21));
        assert_eq!(parts("isco-groups"), (10 + 43, 43));
        // The categories of directive 2006/126/EC, and a licence of another country.
        assert_eq!(codes("driving-licences").len(), 15 + 1);
    }

    #[test]
    fn levels_and_permits_are_those_that_are_taken() {
        let levels: Vec<_> = LEVELS.map(|level| level.to_string()).collect();
        assert_eq!(codes("competence-levels"), levels);
        let rules = WorkRules::load(None).expect("the compiled-in table is whole");
        assert_eq!(codes("stay-permits"), rules.permits());
    }
}
