//! Names in many scripts, on every kind of document.

use super::{at, conforms, says, squeezed, text};
use crate::documents::render::{Order, Renderer};
use crate::documents::samples;

#[test]
fn ten_people_get_every_document_with_their_name_in_its_script() {
    let people = samples::people();
    assert_eq!(people.len(), 10);
    for person in people {
        for (kind, document) in person.documents() {
            assert!(says(&document, &person.name), "{kind} {}", person.name);
            let original = person.name_original_script.as_deref().unwrap_or_default();
            // Of what runs from the right each word is a piece of its own.
            let mut words = original.split(' ');
            assert!(words.all(|word| says(&document, word)), "{kind} {original}");
            let file = Renderer::default().render(&document, None, None, "sample", at());
            assert!(conforms(&file.unwrap()), "{kind} {}", person.name);
        }
    }
}

#[test]
fn fixed_texts_stand_in_the_language_of_the_person() {
    let spoken = |language: &str, words: &str| {
        let mut people = samples::people().into_iter();
        let person = people.find(|it| it.language().tag() == language).unwrap();
        for (kind, document) in person.documents() {
            if kind != "participation_certificate" {
                continue;
            }
            let pages = Renderer::default().pages(&Order::document(&document, None, None), at());
            assert!(
                text(&pages.unwrap()).contains(&squeezed(words)),
                "{language}"
            );
        }
    };
    spoken("fr", "Attestation de participation");
    spoken("es", "Certificado de participación");
}
