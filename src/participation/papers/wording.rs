//! In which language a paper may be handed over.

use crate::documents::content::Bilingual;
use crate::documents::labels;
use crate::fixed_texts::TextLanguage;

/// What stands beside the Italian of a paper that is explained and signed.
///
/// A text that no reader of the language has reviewed is not handed over: English stands in its place, and the
/// paper says that it is explained aloud in the person's language.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    pub beside: TextLanguage,
    /// The person's language, where it has no reviewed text.
    pub unreviewed: Option<Bilingual>,
}

impl Wording {
    /// For who speaks the language of a tag (BCP 47).
    pub fn of(tag: &str) -> Self {
        Self::with(tag, TextLanguage::is_reviewed)
    }

    fn with(tag: &str, is_reviewed: impl Fn(TextLanguage) -> bool) -> Self {
        let english = TextLanguage::English;
        let spoken = TextLanguage::of(tag);
        let (beside, unreviewed) = match spoken {
            Some(TextLanguage::Italian | TextLanguage::English) => (english, None),
            Some(language) if is_reviewed(language) => (language, None),
            Some(_) | None => {
                let language = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
                (english, Some(labels::language(&language, english)))
            }
        };
        Self { beside, unreviewed }
    }
}

/// Whether a text is handed over in the language of a code: Italian and English, and what was reviewed.
pub fn is_handed_over_in(code: &str) -> bool {
    match TextLanguage::of(code) {
        Some(TextLanguage::Italian | TextLanguage::English) => true,
        Some(language) => language.is_reviewed(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed_texts::TextLanguage::{Arabic, English, French};

    #[test]
    fn a_reviewed_text_stands_beside_the_italian_and_any_other_gives_way_to_english() {
        let reviewed = |language| language == French;
        let wording = |tag| Wording::with(tag, reviewed);
        let plain = |beside| Wording {
            beside,
            unreviewed: None,
        };
        assert_eq!(wording("fr"), plain(French));
        assert_eq!(wording("fr-CI"), plain(French));
        assert_eq!(wording("it"), plain(English));
        assert_eq!(wording("en"), plain(English));
        for (tag, italian) in [("ar", "arabo"), ("ti-ER", "tigrino")] {
            let fallen = wording(tag);
            assert_eq!(fallen.beside, English);
            assert_eq!(fallen.unreviewed.unwrap().it, italian);
        }
        assert_eq!(Wording::with("ar", |_| true), plain(Arabic));
    }

    #[test]
    fn what_is_recorded_as_handed_over_follows_the_same_rule() {
        assert!(is_handed_over_in("it") && is_handed_over_in("en"));
        assert!(!is_handed_over_in("ti") && !is_handed_over_in("de"));
        assert_eq!(is_handed_over_in("ar"), Arabic.is_reviewed());
        assert_eq!(
            is_handed_over_in("ar"),
            Wording::of("ar").unreviewed.is_none()
        );
    }
}
