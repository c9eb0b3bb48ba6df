//! The synthesis, which has two pages whatever there is to tell.

use super::{at, conforms, pages, pdf, sample, says, text};
use crate::documents::DocumentKind;
use crate::documents::compose::tests::{
    full_synthesis, full_synthesis_in, full_synthesis_with_names,
};
use crate::documents::content::Document;
use crate::documents::render::{Order, Renderer};

#[test]
fn a_synthesis_has_two_pages_at_most_whatever_there_is_to_tell() {
    for (language, beside) in [("ar", "مسودة"), ("fr", "BROUILLON"), ("bn", "DRAFT")] {
        let mut content = full_synthesis(language);
        // Wider than any words of a person.
        for competence in &mut content.competences {
            competence.in_own_words = "W".repeat(80);
        }
        let document = Document::Synthesis(content);
        let pages = Renderer::default()
            .pages(&Order::draft(&document, None), at())
            .unwrap();
        assert_eq!(pages.pages().len(), 2, "{language}");
        let words = text(&pages);
        assert!(words.contains("Nellarelazione,altrevoci:22"), "{language}");
        assert!(words.contains("Firmadellapersonaperricevuta"), "{language}");
        assert!(words.contains(beside), "{language}");
        assert!(conforms(&pdf(&document)), "{language}");
    }
}

#[test]
fn a_synthesis_in_wide_letters_has_two_pages_too() {
    for (language, words) in [
        ("zh", "我能够组织很多人在一家大缝纫厂里的工作，"),
        ("ti", "ኣብ ዓቢ ፋብሪካ ናይ ብዙሓት ሰባት ስራሕ ክውድብ እኽእል እየ "),
        ("bn", "আমি একটি বড় কারখানায় অনেক মানুষের কাজ সংগঠিত করতে পারি "),
        ("ta", "பெரிய தொழிற்சாலையில் பலரின் வேலையை ஒழுங்கமைக்க முடியும் "),
    ] {
        let document = Document::Synthesis(full_synthesis_in(language, words));
        assert_eq!(pages(&document).pages().len(), 2, "{language}");
    }
}

#[test]
fn names_of_esco_in_two_languages_leave_a_synthesis_its_two_pages() {
    for language in ["ar", "fr"] {
        let document = Document::Synthesis(full_synthesis_with_names(language));
        let pages = pages(&document);
        assert_eq!(pages.pages().len(), 2, "{language}");
        assert!(text(&pages).contains("confezionarecapiconfezionare"));
    }
}

#[test]
fn a_short_synthesis_draws_what_a_full_one_lists() {
    let document = sample(DocumentKind::Synthesis);
    assert!(says(&document, "Nella relazione, altre voci: 2"));
    assert!(says(&document, "1–4 colloquio individuale"));
    assert_eq!(pages(&document).pages().len(), 2);
}
