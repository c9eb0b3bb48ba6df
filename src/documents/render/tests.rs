//! Real pages from the samples: what they say, and what the files promise.

mod papers;

use chrono::{DateTime, Utc};
use serde::Serialize;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

use super::{Order, Renderer};
use crate::documents::content::{
    Bilingual, CompetenceCode, Document, ParticipationContent, ReferralLetterContent, ReportContent,
};
use crate::documents::paper::Paper;
use crate::documents::{DocumentKind, Enclosed, samples, seal};
use crate::fixed_texts::TextLanguage;

mod drafts;
mod looks;
mod participation;
mod people;
mod report;
mod sizes;
mod synthesis;

const ENCLOSED: Option<&Enclosed> = Some(&Enclosed {
    verify_url: "https://bilancio.example/verify/7K3FQ2MX9TBD4HWNC8PZV6RAE1",
    credential: "eyJhbGciOiJFZERTQSJ9.eyJhIjoxfQ.c2lnbmF0dXJl",
    sign: &|_| unreachable!("what is only rendered is not sealed"),
});

/// The sample of a kind, in English beside the Italian.
fn sample(kind: DocumentKind) -> Document {
    samples::of_kind(kind, TextLanguage::English)
}

fn certificate(change: impl FnOnce(&mut ParticipationContent)) -> Document {
    let mut document = sample(DocumentKind::ParticipationCertificate);
    if let Document::Certificate(content) = &mut document {
        change(content);
    }
    document
}

fn report(change: impl FnOnce(&mut ReportContent)) -> Document {
    let mut document = sample(DocumentKind::AssessmentReport);
    if let Document::Report(content) = &mut document {
        change(content);
    }
    document
}

fn letter(change: impl FnOnce(&mut ReferralLetterContent)) -> Document {
    let mut document = sample(DocumentKind::ReferralLetter);
    if let Document::ReferralLetter(content) = &mut document {
        change(content);
    }
    document
}

fn at() -> DateTime<Utc> {
    "2026-06-01T09:30:00Z".parse().unwrap()
}

fn pdf(document: &Document) -> Vec<u8> {
    Renderer::default()
        .render(document, None, ENCLOSED, "JCG-2026-000042", at())
        .unwrap()
}

fn pages(document: &Document) -> PagedDocument {
    let order = Order::document(document, None, ENCLOSED);
    Renderer::default().pages(&order, at()).unwrap()
}

/// The text of all pages, without spaces: lines break where they will.
fn text(pages: &PagedDocument) -> String {
    fn collect(frame: &Frame, text: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Text(run) => text.push_str(&run.text),
                FrameItem::Group(group) => collect(&group.frame, text),
                _ => {}
            }
        }
    }
    let mut text = String::new();
    pages
        .pages()
        .iter()
        .for_each(|page| collect(&page.frame, &mut text));
    squeezed(&text)
}

fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

fn says(document: &Document, words: &str) -> bool {
    text(&pages(document)).contains(&squeezed(words))
}

fn contains(file: &[u8], mark: &str) -> bool {
    file.windows(mark.len())
        .any(|window| window == mark.as_bytes())
}

fn conforms(file: &[u8]) -> bool {
    [
        "<pdfaid:part>3<",
        "<pdfaid:conformance>A<",
        "<pdfuaid:part>1<",
    ]
    .iter()
    .all(|mark| contains(file, mark))
}

#[test]
fn the_same_document_gives_the_same_bytes_and_another_time_other_bytes() {
    let document = certificate(|_| {});
    let first = pdf(&document);
    assert!(first.starts_with(b"%PDF-1.7"));
    assert!(first == pdf(&document));
    let later = Renderer::default().render(
        &document,
        None,
        ENCLOSED,
        "JCG-2026-000042",
        at() + chrono::TimeDelta::days(1),
    );
    assert!(first != later.unwrap());
}

#[test]
fn a_transparency_document_names_codes_sources_and_ratings() {
    let document = sample(DocumentKind::TransparencyDocument);
    for words in [
        "D.M. 30/6/2015, art. 6, c. 1",
        "possibile oggetto di validazione",
        "http://data.europa.eu/esco/skill/",
        "senza codice",
        "E1 · P1, P2",
        "Esaustività",
        "non è validazione né certificazione",
    ] {
        assert!(says(&document, words), "{words}");
    }
}

#[test]
fn a_report_draws_its_years_levels_and_meetings() {
    let document = report(|_| {});
    for words in [
        "Linea del tempo",
        "2010",
        "Bilancio e organizzazione della casa",
        "1–4 colloquio",
    ] {
        assert!(says(&document, words), "{words}");
    }
    let undated = report(|content| content.experiences[1].span = None);
    assert!(says(
        &undated,
        "Senza date · Without dates: Bilancio e organizzazione della casa"
    ));
    // Contents that were stored before there were drawings have neither spans nor a path.
    let old = report(|content| {
        content.circumstances.path.clear();
        content.training.iter_mut().for_each(|it| it.span = None);
        content.experiences.iter_mut().for_each(|it| it.span = None);
        content.competences.truncate(2);
    });
    assert!(conforms(&pdf(&old)));
    let many = report(|content| {
        let (one, job) = (
            content.competences[0].clone(),
            content.experiences[0].clone(),
        );
        content.competences = vec![one; 40];
        content.experiences = vec![job; 40];
    });
    assert!(says(&many, "più altre: 30") && says(&many, "più altre: 27"));
}

#[test]
fn scripts_with_a_font_stay_archival() {
    let names = "Олена محمد রহিমা ሰላም राम ਸਿੰਘ தமிழ் සිංහල ნინო Արամ שרה สมชาย ߒߞߏ ⵜⵉⴼⵉⵏⴰⵖ Nguyễn Ọlá 欧阳喆 歐陽";
    let document = certificate(|content| content.holder.name_original_script = Some(names.into()));
    assert!(conforms(&pdf(&document)));
}

#[test]
fn a_script_without_a_font_falls_back_to_a_plain_pdf() {
    for name in ["\u{1E900}\u{1E923}\u{1E924}", "សុខា"] {
        let document =
            certificate(|content| content.holder.name_original_script = Some(name.into()));
        let file = pdf(&document);
        assert!(file.starts_with(b"%PDF") && !conforms(&file), "{name}");
        assert!(seal::find(&file).is_some(), "{name}");
    }
}

#[test]
fn codes_and_addresses_are_drawn_as_they_are_copied() {
    let url = format!("https://{}.example/verify/CODE", "v".repeat(70));
    let enclosed = Enclosed {
        verify_url: &url,
        ..*ENCLOSED.unwrap()
    };
    let code = "7K3F-Q2MX-9TBD-4HWN-C8PZ-V6RA-E1";
    let document = certificate(|content| content.verification_code = Some(code.into()));
    let order = Order::document(&document, None, Some(&enclosed));
    let certificate = text(&Renderer::default().pages(&order, at()).unwrap());
    let uri = "http://data.europa.eu/esco/skill/05bc7677-5a64-4e0c-ade3-0140348d4125";
    let mut transparency = sample(DocumentKind::TransparencyDocument);
    if let Document::Transparency(content) = &mut transparency {
        content.competences[0].code = Some(CompetenceCode {
            system: "ESCO".into(),
            code: uri.into(),
            label: None,
        });
    }
    let transparency = text(&pages(&transparency));
    for (words, printed) in [
        (&certificate, code),
        (&certificate, url.as_str()),
        (&transparency, uri),
    ] {
        assert!(words.contains(printed), "{printed}");
        assert!(!words.contains('\u{200b}'));
    }
}

#[test]
fn text_from_people_is_printed_and_never_run() {
    for name in [
        r##"#read("/etc/passwd")"##,
        "$ ] #panic()",
        r##"\ #let *x* = _y_ <a> @b "c" -- // /* "##,
    ] {
        let document = certificate(|content| content.holder.name = name.into());
        assert!(says(&document, name), "{name}");
    }
}

#[test]
fn a_certificate_is_one_page_whatever_the_length_of_its_texts() {
    let spaced: String = "Maria da Conceição dos Santos Fernandes "
        .repeat(3)
        .chars()
        .take(100)
        .collect();
    let unspaced = "W".repeat(100);
    for name in [spaced, unspaced] {
        let document = certificate(|content| {
            content.holder.name = name;
            content.holder.name_original_script = Some("عبد الرحمن بن محمد الأمين ".repeat(4));
            content.phases.truncate(1);
            content.phases[0].activities.it = "colloqui e laboratori di gruppo; ".repeat(25);
            content.programme.title = "Bilancio di competenze per l'inclusione ".repeat(4);
            content.legal_note = Some(Bilingual {
                it: "Non può essere prodotto agli organi della pubblica amministrazione. "
                    .repeat(9),
                second: None,
            });
        });
        assert_eq!(pages(&document).pages().len(), 1);
    }
}

#[test]
fn the_page_shows_the_hash_of_its_content() {
    let document = letter(|_| {});
    assert!(says(
        &document,
        &format!("SHA-256 {}", &document.content_hash()[..16])
    ));
}

#[test]
fn an_empty_report_says_nothing_recorded_in_each_section() {
    let document = report(|content| {
        content.starting_request = None;
        content.final_assessment = None;
        content.observations = None;
        content.expectations.clear();
        content.training.clear();
        content.experiences.clear();
        content.competences.clear();
        content.languages.clear();
        content.literacy = None;
        content.digital = None;
        content.licences.clear();
        content.resources_and_limits.clear();
        content.comparison = None;
        content.goals.clear();
        content.next_steps.clear();
    });
    let words = text(&pages(&document));
    assert_eq!(words.matches("nothingrecorded").count(), 11);
    for said in [
        "none stated in this report.",
        "No comparison: no agreed competence",
    ] {
        assert!(words.contains(&squeezed(said)), "{said}");
    }
    assert!(words.contains("notvalidationorcertificationunderD.Lgs.13/2013"));
}

#[test]
fn a_letter_without_the_work_line_does_not_speak_of_work() {
    assert!(says(&letter(|_| {}), "può lavorare dal 1º giugno 2026"));
    assert!(!says(
        &letter(|content| content.may_work_from = None),
        "può lavorare"
    ));
}

#[test]
fn every_document_is_whole_in_every_language() {
    for language in TextLanguage::ALL {
        for (name, document) in samples::in_language(language) {
            assert!(conforms(&pdf(&document)), "{name} {language:?}");
        }
    }
}

#[test]
fn the_persons_language_stands_beside_the_italian() {
    for (language, words) in [
        (
            TextLanguage::French,
            "a participé au parcours et l'a mené à terme",
        ),
        (
            TextLanguage::Spanish,
            "ha participado en el itinerario y lo ha completado",
        ),
        (
            TextLanguage::English,
            "has taken part in, and completed, the pathway",
        ),
    ] {
        let document = certificate(|content| content.second_language = language);
        assert!(
            says(&document, "e lo ha concluso") && says(&document, words),
            "{words}"
        );
        assert_eq!(pages(&document).pages().len(), 1);
    }
    let report = report(|content| content.second_language = TextLanguage::French);
    assert!(says(&report, "langue maternelle") && !says(&report, "mother tongue"));
}

#[test]
fn a_paper_comes_first_in_the_language_it_asks_for() {
    #[derive(Serialize)]
    struct Slip(ReferralLetterContent);

    impl Paper for Slip {
        const TEMPLATE: &'static str = "/letter.typ";

        fn language(&self) -> TextLanguage {
            TextLanguage::French
        }

        fn second_language(&self) -> TextLanguage {
            TextLanguage::Spanish
        }
    }

    let Document::ReferralLetter(content) = letter(|_| {}) else {
        unreachable!("the sample is a letter");
    };
    let slip = Slip(content);
    let drawn = || Renderer::default().draw(&slip, None, "slip", at()).unwrap();
    let file = drawn();
    assert!(conforms(&file) && file == drawn());
    assert!(seal::find(&file).is_none());
    let words = text(
        &Renderer::default()
            .pages(&Order::paper(&slip, None), at())
            .unwrap(),
    );
    assert!(words.contains(&squeezed("3 juin 2026 3 de junio de 2026")));
}
