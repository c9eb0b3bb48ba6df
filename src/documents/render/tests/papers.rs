//! The papers of before and during the path: agreement, notice, registers.

use typst::layout::{Abs, Frame, FrameItem, Point};

use super::{Order, PagedDocument, Renderer, TextLanguage, at, conforms, samples, squeezed, text};
use crate::documents::content::{
    AgreementContent, AttendanceEntry, Bilingual, MeetingEntry, PersonEntry, RegisterContent,
};
use crate::documents::paper::Paper;
use crate::documents::samples::Sample;
use crate::profile_exports::samples as profiles;

fn set(paper: &impl Paper) -> PagedDocument {
    Renderer::default()
        .pages(&Order::paper(paper, None), at())
        .unwrap()
}

fn says(paper: &impl Paper, words: &str) -> bool {
    text(&set(paper)).contains(&squeezed(words))
}

fn is_whole(paper: &impl Paper) -> bool {
    conforms(
        &Renderer::default()
            .draw(paper, None, "paper", at())
            .unwrap(),
    )
}

fn agreement(change: impl FnOnce(&mut AgreementContent)) -> AgreementContent {
    let (mut paper, _) = samples::explained_in(TextLanguage::English);
    change(&mut paper);
    paper
}

#[test]
fn papers_are_archival_and_short_in_every_language() {
    for language in TextLanguage::ALL {
        let (agreement, notice) = samples::explained_in(language);
        assert!(is_whole(&agreement) && is_whole(&notice), "{language:?}");
        assert!(set(&agreement).pages().len() <= 3, "{language:?}");
        assert!(set(&notice).pages().len() <= 3, "{language:?}");
    }
    for (name, register) in samples::registers() {
        assert!(is_whole(&register), "{name}");
    }
}

#[test]
fn a_persons_register_of_few_meetings_is_one_page_with_its_totals() {
    let [(_, group), (_, individual)] = samples::registers();
    let pages = set(&individual);
    assert_eq!(pages.pages().len(), 1);
    let words = text(&pages);
    assert!(words.contains("Totali·Totals:Presenze·attended2"));
    assert!(words.contains("N.2026-000042"));
    // What stands for a group's number is its name.
    let words = text(&set(&group));
    assert!(words.contains("GruppoA") && !words.contains("N.GruppoA"));
}

#[test]
fn answers_that_are_not_shown_are_told_of_before_the_others() {
    let samples = profiles::all_in(TextLanguage::English);
    let answers = samples.into_iter().find(|(name, _)| *name == "answers");
    let Some((_, Sample::Paper(answers))) = answers else {
        panic!("there is one");
    };
    let pages = Renderer::default()
        .pages(&Order::sample(&answers, None), at())
        .unwrap();
    let words = text(&pages);
    let place = |said: &str| words.find(&squeezed(said)).unwrap();
    assert!(place("Altre risposte sono state date in privato") < place("Cercare lavoro"));
}

#[test]
fn an_agreement_says_the_same_in_both_languages() {
    for (language, words) in [
        (TextLanguage::French, "Ce n'est pas une offre d'emploi"),
        (TextLanguage::Spanish, "No es una oferta de trabajo"),
        (TextLanguage::English, "It is not a job offer"),
    ] {
        let paper = agreement(|paper| paper.second_language = language);
        assert!(says(&paper, "Non è un'offerta di lavoro") && says(&paper, words));
    }
    let (_, notice) = samples::explained_in(TextLanguage::French);
    assert!(says(&notice, "décident") && says(&notice, "protocollo@gpdp.it"));
    for words in [
        "vos réponses aux questionnaires",
        "quelques mois après la fin",
        "seulement si vous le décidez",
        "qualche mese dopo la fine",
    ] {
        assert!(says(&notice, words), "{words}");
    }
}

#[test]
fn what_is_not_known_is_left_to_be_written() {
    let paper = agreement(|paper| {
        paper.holder = None;
        paper.phases.clear();
        paper.guardian_signs = false;
    });
    assert!(says(&paper, "number of meetings is not fixed"));
    assert!(!says(&paper, "guardian") && !says(&paper, "Selam"));
    let minor = agreement(|paper| paper.guardian_signs = true);
    assert!(says(&minor, "the parent or guardian"));
    let (_, mut notice) = samples::explained_in(TextLanguage::English);
    notice.privacy_contact = None;
    notice.holder = None;
    assert!(says(&notice, "data protection officer"));
}

#[test]
fn a_paper_without_a_reviewed_text_says_so_and_is_explained_aloud() {
    let words = "has not been reviewed yet";
    assert!(!says(&agreement(|_| {}), words));
    let paper = agreement(|paper| {
        paper.unreviewed = Some(Bilingual {
            it: "tigrino".into(),
            second: Some("Tigrinya".into()),
        });
    });
    assert!(says(&paper, words) && says(&paper, "Tigrinya"));
}

/// Of so many people in so many meetings, by long names.
fn register(people: u32, meetings: u32) -> RegisterContent {
    let [(_, sample), _] = samples::registers();
    let words = |it: &str| Bilingual {
        it: it.into(),
        second: None,
    };
    let meeting = |number| MeetingEntry {
        number,
        topics: vec!["Che cosa so fare, e come lo racconto agli altri".into()],
        attendance: (1..=people)
            .map(|person| AttendanceEntry {
                person,
                status: Some(words("assenza giustificata")),
                minutes: Some(180),
            })
            .collect(),
        ..sample.meetings[0].clone()
    };
    RegisterContent {
        people: (1..=people)
            .map(|number| PersonEntry {
                name: format!("Maria da Conceição dos Santos Fernandes {number}"),
                ..sample.people[0].clone()
            })
            .collect(),
        meetings: (1..=meetings).map(meeting).collect(),
        ..sample
    }
}

/// A text where it stands on its page.
struct Run {
    text: String,
    at: Point,
    end: Abs,
}

fn runs(frame: &Frame, from: Point, found: &mut Vec<Run>) {
    for (at, item) in frame.items() {
        let at = from + *at;
        match item {
            FrameItem::Group(group) => runs(&group.frame, at, found),
            FrameItem::Text(run) => found.push(Run {
                text: run.text.to_string(),
                at,
                end: at.x + run.width(),
            }),
            _ => {}
        }
    }
}

/// The texts that are not wholly on their page.
pub(super) fn beyond(pages: &PagedDocument) -> Vec<String> {
    let mut beyond = Vec::new();
    for page in pages.pages() {
        let size = page.frame.size().to_point();
        let mut found = Vec::new();
        runs(&page.frame, Point::zero(), &mut found);
        let off = |run: &Run| run.at.x.to_pt() < 0.0 || run.end > size.x || run.at.y > size.y;
        let found = found.into_iter().filter(off);
        beyond.extend(found.map(|run| run.text));
    }
    beyond
}

#[test]
fn a_cv_in_arabic_begins_its_lines_at_the_right_whatever_they_are_written_in() {
    let samples = profiles::all_in(TextLanguage::Arabic);
    let cv = samples.into_iter().find(|(name, _)| *name == "cv");
    let Some((_, Sample::Paper(cv))) = cv else {
        panic!("there is one");
    };
    let pages = Renderer::default()
        .pages(&Order::sample(&cv, None), at())
        .unwrap();
    let mut found = Vec::new();
    let page = &pages.pages()[0].frame;
    runs(page, Point::zero(), &mut found);
    let margin = page.size().x - Abs::mm(22.0);
    let near = |place: Abs, edge: Abs| (place - edge).abs() < Abs::mm(1.0);
    let run = |text: &str| found.iter().find(|run| run.text.starts_with(text)).unwrap();
    assert!(near(run("Rahima Khatun").end, margin));
    // The place follows the school, to its left.
    let school = run("CPIA Esempio");
    assert!(near(school.end, margin - Abs::mm(34.0 + 5.0)));
    let place = found.iter().find(|run| {
        run.text.starts_with("Genova") && run.end < school.at.x && run.at.y == school.at.y
    });
    // The country follows the place, and tools are told as such.
    let place = place.unwrap();
    assert!(found.iter().any(|run| {
        run.text.contains("إيطاليا") && run.end < place.at.x && near(run.at.y, place.at.y)
    }));
    assert!(found.iter().any(|run| run.text.contains("الأدوات")));
}

#[test]
fn forty_meetings_of_twelve_people_stay_on_their_pages() {
    let pages = set(&register(12, 40));
    assert_eq!(beyond(&pages), Vec::<String>::new());
    let count = pages.pages().len();
    assert!((20..=24).contains(&count), "{count}");
    let words = text(&pages);
    assert!(words.contains(&squeezed(&format!("Pagina {count} di {count}"))));
    assert_eq!(words.matches("annullato").count(), 0);
}

#[test]
fn a_register_says_each_day_in_its_own_language_and_an_empty_one_says_so_once() {
    let moved = |day: &str| {
        let mut register = register(2, 1);
        register.meetings[0].moved_from = vec![day.parse().unwrap()];
        text(&set(&register))
    };
    let words = moved("2026-03-02");
    assert!(words.contains("spostato:erail2marzo2026·moved:was2March2026"));
    let words = text(&set(&register(2, 0)));
    assert!(words.contains("Nessunincontronelperiodo") && !words.contains("nothingrecorded"));
}

#[test]
fn a_list_that_needs_another_page_begins_there_with_its_head() {
    let pages = set(&register(70, 1));
    assert_eq!(beyond(&pages), Vec::<String>::new());
    let heads = text(&pages).matches("Partecipante").count();
    // Two beside each other on each page of the list, and those of the totals.
    assert!(heads >= 2 * 2 + 2, "{heads}");
}
