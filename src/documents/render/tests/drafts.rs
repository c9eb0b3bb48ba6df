//! What is not approved yet.

use super::{at, conforms, pages, report, text};
use crate::documents::render::{Order, Renderer};
use crate::documents::seal;

#[test]
fn a_draft_says_so_in_both_languages_on_every_page_and_has_nothing_to_check() {
    let document = report(|_| {});
    let issued = text(&pages(&document));
    assert!(!issued.contains("BOZZA") && !issued.contains("DRAFT"));
    let draft = Renderer::default()
        .pages(&Order::draft(&document, None), at())
        .unwrap();
    let count = draft.pages().len();
    let words = text(&draft);
    // Across the page and in its header.
    assert_eq!(words.matches("BOZZA").count(), 2 * count);
    assert_eq!(words.matches("DRAFT").count(), 2 * count);
    assert!(!words.contains("Verificapubblica"));
    let file = Renderer::default()
        .draft(&document, None, "ident", at())
        .unwrap();
    assert!(conforms(&file) && seal::find(&file).is_none());
    assert!(
        file == Renderer::default()
            .draft(&document, None, "ident", at())
            .unwrap()
    );
}
