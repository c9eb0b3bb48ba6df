//! What error codes mean, in the languages of the service's users.
//!
//! Each feature's codes stand in its `texts.json`, all languages side by side.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fixed_texts::accepted_language;

/// A language that errors are told in. Others are answered in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Italian,
    English,
}

impl Language {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Italian => "it",
            Self::English => "en",
        }
    }

    /// The first language of an `Accept-Language` header that the service speaks; else English.
    pub fn accepted(header: &str) -> Self {
        let known = |tag: &str| match tag {
            "it" => Some(Self::Italian),
            "en" => Some(Self::English),
            _ => None,
        };
        accepted_language(header, known).unwrap_or(Self::English)
    }
}

/// Codes and their texts, a file for each feature that has codes of its own.
const FILES: &[&str] = &[
    include_str!("texts.json"),
    include_str!("../access_grants/texts.json"),
    include_str!("../activity_log/texts.json"),
    include_str!("../attendance_registers/texts.json"),
    include_str!("../authentications/texts.json"),
    include_str!("../beneficiaries/texts.json"),
    include_str!("../cases/texts.json"),
    include_str!("../esco/texts.json"),
    include_str!("../code_lists/texts.json"),
    include_str!("../participation/texts.json"),
    include_str!("../password_settings/texts.json"),
    include_str!("../plans/texts.json"),
    include_str!("../profile_exports/texts.json"),
    include_str!("../profiles/texts.json"),
    include_str!("../questionnaires/texts.json"),
    include_str!("../reference_confirmations/texts.json"),
    include_str!("../groups/texts.json"),
    include_str!("../matches/texts.json"),
    include_str!("../merges/texts.json"),
    include_str!("../organisations/texts.json"),
    include_str!("../second_factors/texts.json"),
    include_str!("../stand_ins/texts.json"),
    include_str!("../transfers/texts.json"),
    include_str!("../sessions/texts.json"),
    include_str!("../identity_providers/texts.json"),
    include_str!("../programmes/texts.json"),
    include_str!("../transitions/texts.json"),
    include_str!("../intake_referrals/texts.json"),
    include_str!("../certificate_batches/texts.json"),
    include_str!("../certificates/texts.json"),
    include_str!("../competence_credentials/texts.json"),
    include_str!("../documents/texts.json"),
    include_str!("../evidence_files/texts.json"),
    include_str!("../occupation_candidates/texts.json"),
    include_str!("../outbound_referrals/texts.json"),
    include_str!("../record_imports/texts.json"),
    include_str!("../sharing/texts.json"),
    include_str!("../signed_files/texts.json"),
    include_str!("../skill_suggestions/texts.json"),
];

#[derive(serde::Deserialize)]
struct Text {
    it: String,
    en: String,
}

static TEXTS: LazyLock<HashMap<String, Text>> = LazyLock::new(|| {
    FILES
        .iter()
        .flat_map(|file| {
            serde_json::from_str::<HashMap<String, Text>>(file).expect("the text files are tested")
        })
        .collect()
});

/// The text of a code; a code without one is shown as it is, which the tests refuse.
pub fn text(code: &'static str, language: Language) -> &'static str {
    text_of_kept(code, language).unwrap_or(code)
}

/// The text of a code that was kept with a record.
pub fn text_of_kept(code: &str, language: Language) -> Option<&'static str> {
    TEXTS.get(code).map(|text| match language {
        Language::Italian => text.it.as_str(),
        Language::English => text.en.as_str(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_has_two_texts_and_none_is_empty() {
        let codes: usize = FILES
            .iter()
            .map(|file| {
                serde_json::from_str::<HashMap<String, Text>>(file)
                    .unwrap()
                    .len()
            })
            .sum();
        assert_eq!(codes, TEXTS.len());
        assert!(
            TEXTS
                .values()
                .all(|text| !text.it.is_empty() && !text.en.is_empty())
        );
    }

    #[test]
    fn the_language_of_greatest_weight_wins() {
        assert_eq!(Language::accepted("en;q=0.5, it-IT"), Language::Italian);
        assert_eq!(
            Language::accepted("ar, en;q=0.2, it;q=0.1"),
            Language::English
        );
        assert_eq!(Language::accepted("*"), Language::English);
        assert_eq!(Language::accepted("it;q=0, en"), Language::English);
    }
}
