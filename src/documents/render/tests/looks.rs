//! Looks of organisations.

use super::{ENCLOSED, at, certificate, conforms, letter, text};
use crate::documents::render::looks::Looks;
use crate::documents::render::{Order, RenderError, Renderer};
use crate::documents::samples::Sample;
use crate::organisations::OrganisationId;

const ORGANISATION: &str = "01a2069b-e8fe-768c-8504-140d6d220d0f";

/// A renderer with a look of one organisation.
fn dressed(files: &[(&str, &str)]) -> Renderer {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join(ORGANISATION);
    std::fs::create_dir(&own).unwrap();
    for (name, text) in files {
        std::fs::write(own.join(name), text).unwrap();
    }
    Renderer::new(Looks::read(folder.path()).unwrap())
}

#[test]
fn an_organisation_has_its_own_look_and_others_have_the_services() {
    let logo = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10" fill="#123456"/></svg>"##;
    let own_letter = "#import \"house.typ\": *\n#show: sheet.with(\"letter\", doc.number)\n#title(\"letter\")\nOur own.";
    let renderer = dressed(&[
        ("style.toml", "primary = \"#004080\"\naccent = \"#aa0000\""),
        ("logo.svg", logo),
        ("letter.typ", own_letter),
    ]);
    let own = ORGANISATION.parse().unwrap();
    let draw = |organisation| {
        let drawn = renderer.render(&certificate(|_| {}), organisation, ENCLOSED, "x", at());
        drawn.unwrap()
    };
    let file = draw(Some(&own));
    assert!(conforms(&file));
    assert!(file != draw(None));
    assert!(draw(None) == draw(Some(&OrganisationId::new())));
    let order = |organisation| {
        let document = letter(|_| {});
        text(
            &renderer
                .pages(&Order::document(&document, organisation, None), at())
                .unwrap(),
        )
    };
    assert!(order(Some(&own)).contains("Ourown."));
    assert!(!order(None).contains("Ourown."));
    assert!(
        renderer
            .faults(&Sample::Document(Box::new(certificate(|_| {}))), &own, at())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn pages_that_are_not_archival_for_another_reason_than_a_letter_are_not_passed_over() {
    // Without a title.
    let renderer = dressed(&[("letter.typ", "Our own.")]);
    let own = ORGANISATION.parse().unwrap();
    let drawn = renderer.render(&letter(|_| {}), Some(&own), None, "x", at());
    assert!(matches!(drawn, Err(RenderError::Export { .. })));
}

#[test]
fn a_look_that_does_not_set_says_why() {
    let sheet =
        "#import \"house.typ\": *\n#show: sheet.with(\"letter\", doc.number)\n#title(\"letter\")\n";
    let calls_wrongly = format!("{sheet}#date-it(none)");
    let fails_as_draft = format!("{sheet}#if is-draft {{ unknown-part }}");
    for (name, text, fault) in [
        (
            "letter.typ",
            "\n#unknown-part",
            "letter.typ:2: unknown variable",
        ),
        ("letter.typ", "#read(\"/etc/passwd\")", "letter.typ:1: "),
        // The service's house.typ fails, for the look called it wrongly.
        ("letter.typ", &calls_wrongly, "letter.typ:4: "),
        (
            "letter.typ",
            &fails_as_draft,
            "letter.typ:4: unknown variable",
        ),
        // Sets, and is nothing that an archive takes: what it has no words for cannot be read aloud.
        (
            "letter.typ",
            "#set document(title: \"x\")\n#rect()\n#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"))",
            "letter.typ:3: ",
        ),
        ("logo.svg", "no picture", "logo.svg"),
    ] {
        let renderer = dressed(&[(name, text)]);
        let own = ORGANISATION.parse().unwrap();
        let faults = renderer
            .faults(&Sample::Document(Box::new(letter(|_| {}))), &own, at())
            .unwrap();
        let fault = format!("{ORGANISATION}/{fault}");
        assert!(
            faults.iter().any(|it| it.contains(&fault)),
            "{name} {text} {faults:?}"
        );
    }
}

#[test]
fn a_look_is_tried_in_each_size_that_it_may_be_set_in() {
    let text = "#import \"house.typ\": *\n#show: sheet.with(\"certificate\", doc.number)\n#title(\"certificate\")\n#text(size: (10pt, 9pt).at(view.squeeze))[Attestato]\n";
    let renderer = dressed(&[("participation.typ", text)]);
    let own = ORGANISATION.parse().unwrap();
    let sample = Sample::Document(Box::new(certificate(|_| {})));
    let faults = renderer.faults(&sample, &own, at()).unwrap();
    assert!(faults[0].contains("participation.typ:4: "), "{faults:?}");
}
