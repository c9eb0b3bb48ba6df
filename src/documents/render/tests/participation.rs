//! Certificates and attendance statements.

use super::{Document, TextLanguage, certificate, pages, says, text};

#[test]
fn the_statement_has_no_completion_wording() {
    let document = certificate(|_| {});
    assert!(
        says(&document, "e lo ha concluso") && says(&document, "has taken part in, and completed")
    );
    if let Document::Certificate(content) = document {
        let statement = Document::AttendanceStatement(content);
        let words = text(&pages(&statement));
        assert!(words.contains("Dichiarazionedifrequenza"));
        assert!(!words.contains("concluso") && !words.contains("completed"));
    }
}

#[test]
fn a_certificate_tells_activities_by_phase_and_one_of_before_in_one_line() {
    let document = certificate(|_| {});
    assert!(says(
        &document,
        "esplorazione delle competenze · exploring your skills incontro di gruppo · group meeting"
    ));
    let in_one_line = "colloquio iniziale, incontro di gruppo";
    assert!(!says(&document, in_one_line));
    let mut before = serde_json::to_value(&document).unwrap();
    assert!(before.as_object_mut().unwrap().remove("phases").is_some());
    let hash = crate::documents::content::content_hash(&before);
    let before: Document = serde_json::from_value(before).unwrap();
    assert_eq!(before.content_hash(), hash);
    assert!(says(&before, in_one_line));
}

#[test]
fn a_certificate_of_every_phase_and_activity_is_one_page() {
    let document = certificate(|content| {
        let mut line = content.phases[1].clone();
        line.activities.it = "incontro di gruppo, colloquio individuale, colloquio iniziale, \
                              colloquio di restituzione"
            .into();
        content.phases = vec![line; 5];
    });
    assert_eq!(pages(&document).pages().len(), 1);
}

#[test]
fn hours_that_were_planned_are_told_in_words_on_a_line_from_right_to_left() {
    for (planned, said) in [
        (1740, "ساعة"),
        (600, "ساعات"),
        (1770, "دقيقة"),
        (1745, "دقائق"),
    ] {
        let document = certificate(|content| {
            content.second_language = TextLanguage::Arabic;
            content.attended.planned_minutes = Some(planned);
        });
        let words = text(&pages(&document));
        // Of what runs from the right each word is a piece of its own.
        assert!(words.contains(said), "{planned} {said}");
        // As a line from the right would turn it.
        assert!(
            !words.contains("h29") && !words.contains("h10"),
            "{planned}"
        );
    }
    let french = certificate(|content| content.second_language = TextLanguage::French);
    assert!(says(&french, "suivies sur 29 h prévues"));
}
