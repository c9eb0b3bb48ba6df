//! How large texts are, and on how many pages.

use typst::layout::{Frame, FrameItem};

use super::papers::beyond;
use super::{Document, TextLanguage, certificate, letter, pages};

/// Each text with its size in points.
fn sizes(frame: &Frame, found: &mut Vec<(String, f64)>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Text(run) => found.push((run.text.to_string(), run.size.to_pt())),
            FrameItem::Group(group) => sizes(&group.frame, found),
            _ => {}
        }
    }
}

#[test]
fn a_letter_is_one_page_with_its_reply_slip_and_one_that_is_too_long_is_not_made_small() {
    let size_of = |document: &Document, words: &str| {
        let mut found = Vec::new();
        let pages = pages(document);
        for page in pages.pages() {
            sizes(&page.frame, &mut found);
        }
        let run = found.iter().find(|(text, _)| text.contains(words));
        (pages.pages().len(), run.unwrap().1)
    };
    let (count, size) = size_of(&letter(|_| {}), "Aiuto");
    assert!(count == 1 && (8.8..10.0).contains(&size), "{count} {size}");
    let long = letter(|content| content.reason = Some("Aiutare in cucina. ".repeat(300)));
    let (count, size) = size_of(&long, "Aiuto");
    assert!(count > 1 && (9.99..10.01).contains(&size), "{count} {size}");
}

#[test]
fn a_name_in_its_own_script_is_large_too() {
    for language in [TextLanguage::Arabic, TextLanguage::French] {
        let document = certificate(|content| content.second_language = language);
        let mut found = Vec::new();
        sizes(&pages(&document).pages()[0].frame, &mut found);
        let of = |words: &str| {
            let run = found.iter().find(|(text, _)| text.contains(words));
            run.unwrap().1
        };
        let (latin, own) = (of("Amina"), of("أمينة"));
        assert!(latin > 15.0 && own >= 0.8 * latin, "{latin} {own}");
    }
}

#[test]
fn a_word_that_is_longer_than_a_line_goes_on_below() {
    let document = certificate(|content| content.holder.name = "W".repeat(100));
    assert_eq!(beyond(&pages(&document)), Vec::<String>::new());
}
