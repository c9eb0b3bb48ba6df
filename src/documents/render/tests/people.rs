//! Names in many scripts, on every kind of document.

use serde::Serialize;

use super::{at, conforms, squeezed, text};
use crate::documents::render::{Order, Renderer};
use crate::documents::samples::{self, Sample, SamplePerson};
use crate::profile_exports::samples as profiles;

fn has_name_whole<C: Serialize>(person: &SamplePerson, kind: &str, order: &Order<C>) {
    let original = person.name_original_script.as_deref().unwrap_or_default();
    has_names(person, original, kind, order);
}

fn has_names<C: Serialize>(person: &SamplePerson, original: &str, kind: &str, order: &Order<C>) {
    let renderer = Renderer::default();
    let words = text(&renderer.pages(order, at()).unwrap());
    assert!(
        words.contains(&squeezed(&person.name)),
        "{kind} {}",
        person.name
    );
    // Of what runs from the right each word is a piece of its own.
    let mut pieces = original.split(' ');
    assert!(pieces.all(|word| words.contains(word)), "{kind} {original}");
    let file = renderer.set(order, "sample", at()).unwrap();
    assert!(conforms(&file), "{kind} {}", person.name);
}

#[test]
fn ten_people_get_the_papers_of_their_profile_with_their_name_in_its_script() {
    for person in samples::people() {
        let samples = profiles::about(&person);
        assert_eq!(samples.len(), 5);
        for (kind, sample) in &samples {
            match sample {
                Sample::Paper(it) => has_name_whole(&person, kind, &Order::sample(it, None)),
                Sample::Document(_) => unreachable!("of a profile papers are drawn"),
            }
        }
    }
}

#[test]
fn ten_people_get_every_paper_with_their_name_in_its_script() {
    let people = samples::people();
    assert_eq!(people.len(), 10);
    for person in people {
        let samples = person.samples();
        assert_eq!(samples.len(), 8);
        for (kind, sample) in &samples {
            match sample {
                Sample::Document(it) => {
                    has_name_whole(&person, kind, &Order::document(it, None, None))
                }
                // The name stands where the person signs.
                Sample::Paper(it) if *kind == "privacy_notice" => {
                    has_names(&person, "", kind, &Order::sample(it, None))
                }
                Sample::Paper(it) => has_name_whole(&person, kind, &Order::sample(it, None)),
            }
        }
    }
}
