use std::sync::LazyLock;

use serde::Deserialize;

use crate::access::{Protected, Resource};
use crate::code_lists::Labels;
use crate::text_enum;

text_enum! {
    /// A section of the EU Skills Profile Tool for Third Country Nationals.
    ProfileSection {
        PersonalInformation = "personal_information",
        Expectations = "expectations",
        Skills = "skills",
        /// The institution's, with recommended next steps.
        Appraisal = "appraisal",
    }
}

/// What an interview asks, in the order of asking.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct ProfileForm {
    pub version: String,
    pub source: String,
    pub sections: Vec<FormSection>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSection {
    pub key: ProfileSection,
    pub pictogram: &'static str,
    pub label: Labels,
    pub parts: Vec<FormPart>,
}

/// The questions whose answers one operation keeps.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormPart {
    /// The operation's id in the API description.
    pub operation: &'static str,
    /// Whether it is asked as often as there is something to say.
    pub repeats: bool,
    pub pictogram: &'static str,
    pub label: Labels,
    pub items: Vec<FormItem>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormItem {
    /// Of the operation's body.
    pub property: &'static str,
    /// The list that its codes are of.
    pub code_list: Option<&'static str>,
    pub pictogram: &'static str,
    pub label: Labels,
}

impl Protected for &'static ProfileForm {
    const RESOURCE: Resource = Resource::CodeList;
}

impl ProfileForm {
    /// The form of this version of the service.
    pub fn current() -> &'static Self {
        static FORM: LazyLock<ProfileForm> = LazyLock::new(|| {
            serde_json::from_str(include_str!("../../config/forms/skills-profile.json"))
                .expect("the form is tested")
        });
        &FORM
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::code_lists;

    /// The languages that forms are complete in.
    const WHOLE_IN: [&str; 5] = ["ar", "en", "es", "fr", "it"];

    fn labels() -> Vec<&'static Labels> {
        let mut found = Vec::new();
        for section in &ProfileForm::current().sections {
            found.push(&section.label);
            for part in &section.parts {
                found.push(&part.label);
                found.extend(part.items.iter().map(|item| &item.label));
            }
        }
        found
    }

    #[test]
    fn each_section_is_there_once_in_its_order() {
        let sections = ProfileForm::current().sections.iter();
        let keys: Vec<_> = sections.map(|it| it.key).collect();
        assert_eq!(keys, ProfileSection::ALL);
    }

    #[test]
    fn every_label_is_there_in_five_languages() {
        for label in labels() {
            assert!(label.keys().copied().eq(WHOLE_IN), "{label:?}");
            assert!(
                label.values().all(|text| !text.trim().is_empty()),
                "{label:?}"
            );
        }
    }

    /// A label in Arabic is in Arabic letters, and no label of another language is.
    #[test]
    fn labels_stand_in_the_column_of_their_language() {
        let is_arabic = |text: &str| text.chars().any(|it| ('\u{600}'..='\u{6ff}').contains(&it));
        for label in labels() {
            for (language, text) in label {
                assert_eq!(is_arabic(text), *language == "ar", "{text}");
            }
        }
    }

    #[test]
    fn items_are_asked_once_and_take_codes_of_lists_that_exist() {
        let mut asked = HashSet::new();
        let sections = ProfileForm::current().sections.iter();
        for part in sections.flat_map(|section| &section.parts) {
            for item in &part.items {
                assert!(asked.insert((part.operation, item.property)), "{item:?}");
                let list = item.code_list.map(code_lists::find);
                assert!(list.is_none_or(|it| it.is_some()), "{item:?}");
                assert!(!item.pictogram.is_empty(), "{item:?}");
            }
        }
    }
}
