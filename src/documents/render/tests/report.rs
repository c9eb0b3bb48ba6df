//! What the sections of an assessment report say.

use super::{Document, TextLanguage, conforms, pages, pdf, report, says, squeezed, text};
use crate::documents::content::{Bilingual, ExperienceEntry, Span, Wording};

#[test]
fn a_report_says_what_helps_and_limits_and_how_digital_skills_are() {
    let document = report(|_| {});
    let words = text(&pages(&document));
    for said in [
        "Fino a quaranta minuti con l'autobus.",
        "people and services to count on",
        "Autovalutazione della persona del 19 marzo 2026",
        "altamente specializzato",
        "senza risposta",
        "Legge e scrive in un'altra scrittura",
        "ADA.05.03.12 · Confezione del capo",
        "Riconoscimento in Italia",
        "hours a week: 54",
        "ISCO-08 8153",
        "Bangladesh",
    ] {
        let is_said = words.contains(&squeezed(said));
        // Nobody in the sample has the highest level.
        assert_eq!(is_said, said != "altamente specializzato", "{said}");
    }
}

#[test]
fn a_mother_tongue_without_levels_has_its_word_where_levels_would_be() {
    let document = report(|_| {});
    let words = "Lingue Languages";
    assert!(says(&document, words), "{words}");
    let row = "bengalese · Bangla lingua madre · mother tongue italiano · Italian";
    assert!(says(&document, row));
    let with_levels = report(|content| {
        content.languages[0].listening = Some("C2".into());
    });
    assert!(says(
        &with_levels,
        "bengalese · Bangla lingua madre · mother tongue C2 –"
    ));
}

#[test]
fn the_days_of_a_path_are_told_in_words() {
    let words = text(&pages(&report(|_| {})));
    assert!(words.contains("21maggio") && !words.contains("21.05"));
}

#[test]
fn occupations_are_compared_in_plain_words_that_promise_nothing() {
    let document = report(|_| {});
    for said in [
        "5 delle 9 competenze essenziali",
        "5 of the 9 essential skills",
        "clothing alteration machinist",
        "più altre: 1",
        "non una promessa di lavoro",
        "not a promise of work",
        "Without a name in ESCO, so not considered: 1.",
        "ESCO 1.2.0.",
    ] {
        assert!(says(&document, said), "{said}");
    }
}

#[test]
fn what_is_not_printed_is_counted() {
    let document = report(|content| {
        content.left_out.experiences = 3;
        content.experiences[0].more_tasks = 42;
        content.competences[0].more_sources = 46;
    });
    for said in [
        "more entries, in the person's profile: 3",
        "and more: 42",
        "and more: 46",
    ] {
        assert!(says(&document, said), "{said}");
    }
    assert!(!says(&report(|_| {}), "more entries"));
}

#[test]
fn what_a_person_wrote_in_a_report_is_printed_and_never_run() {
    let code = r##"#panic("x") $ ] *b*"##;
    let document = report(|content| {
        content.resources_and_limits[0].text = code.into();
        content.competences[0].codes[0].label = Some(Wording::InOne(code.into()));
        if let Some(comparison) = &mut content.comparison {
            comparison.occupations[0].name.it = code.into();
        }
    });
    assert_eq!(text(&pages(&document)).matches(&squeezed(code)).count(), 3);
}

#[test]
fn dates_of_a_life_are_told_in_words_of_both_languages_and_once_where_they_read_alike() {
    let dated = |language| {
        report(|content| {
            content.second_language = language;
            let of = |from: &str, to: Option<&str>| Span {
                from: Some(from.into()),
                to: to.map(str::to_owned),
                ongoing: to.is_none(),
            };
            let (course, job) = (&mut content.training[0], &mut content.experiences[0]);
            course.span = Some(of("1999-09", None));
            (job.span, job.years) = (
                Some(of("2009-05", Some("2014-06-30"))),
                Some("2009-05 – 2014-06-30".into()),
            );
        })
    };
    let english = dated(TextLanguage::English);
    for said in [
        "maggio 2009 – 30 giugno 2014 · May 2009 – 30 June 2014",
        "settembre 1999 – · September 1999 –",
        // The one that has only years.
        "2013 –",
    ] {
        assert!(says(&english, said), "{said}");
    }
    assert!(!says(&english, "2013 – · 2013") && !says(&english, "2009-05"));
    assert!(says(
        &dated(TextLanguage::French),
        "mai 2009 – 30 juin 2014"
    ));
    assert!(conforms(&pdf(&dated(TextLanguage::Arabic))));
    // Editions of before have years and no span.
    let old = report(|content| {
        content.experiences[0].span = None;
        content.experiences[0].years = Some("2009-05".into());
    });
    assert!(says(&old, "2009-05"));
}

#[test]
fn what_goes_on_is_the_last_to_be_left_out_of_the_timeline() {
    let document = report(|content| {
        let job = content.experiences[0].clone();
        let past = (0..20).map(|number| ExperienceEntry {
            span: Some(Span {
                from: Some(format!("{}", 2000 + number)),
                to: Some(format!("{}", 2001 + number)),
                ongoing: false,
            }),
            ..job.clone()
        });
        content.experiences = past.collect();
        content.experiences.push(ExperienceEntry {
            title: "Orto di famiglia".into(),
            span: Some(Span {
                from: Some("1990".into()),
                to: None,
                ongoing: true,
            }),
            ..job
        });
    });
    // In the timeline and in the list.
    let words = text(&pages(&document));
    assert_eq!(words.matches("Ortodifamiglia").count(), 2);
}

#[test]
fn why_there_is_no_goal_yet_stands_apart_from_that_there_is_none() {
    let document = report(|content| {
        content.goals[0].occupation = None;
        content.goals[0].no_goal_reason = Some("Prima imparo la lingua.".into());
    });
    for said in [
        "Nessun obiettivo per ora · no goal yet",
        "why there is no goal yet: Prima imparo la lingua.",
    ] {
        assert!(says(&document, said), "{said}");
    }
}

/// What no edition has any longer, and the register still keeps.
#[test]
fn what_only_reports_of_before_say_is_still_printed() {
    let document = report(|content| {
        content.verification_code = Some("7K3F-Q2MX".into());
        content.circumstances.requested_by = Some("Un ente".into());
    });
    for said in ["7K3F-Q2MX", "Un ente"] {
        assert!(says(&document, said), "{said}");
    }
}

#[test]
fn a_report_says_what_the_person_came_for_and_who_sees_to_each_step() {
    let document = report(|content| {
        content.starting_request = Some("Vorrei tornare in sartoria.".into());
        content.next_steps[0].responsible = Some("Rahima".into());
        content.next_steps[1].responsible = None;
    });
    for said in ["tornare in sartoria", "responsible: Rahima"] {
        assert!(says(&document, said), "{said}");
    }
    let of_nobody = report(|content| {
        for step in &mut content.next_steps {
            step.responsible = None;
        }
    });
    assert!(!says(&of_nobody, "responsible"));
}

#[test]
fn licences_are_told_in_both_languages_and_those_of_before_in_italian() {
    let document = report(|_| {});
    assert!(says(
        &document,
        "patente straniera · foreign driving licence"
    ));
    let mut before = serde_json::to_value(&document).unwrap();
    before["licences"] = serde_json::json!(["patente B"]);
    let hash = crate::documents::content::content_hash(&before);
    let before: Document = serde_json::from_value(before).unwrap();
    assert_eq!(before.content_hash(), hash);
    assert!(says(&before, "patente B"));
}

#[test]
fn names_of_esco_are_told_in_both_languages_and_those_of_before_in_one() {
    let both = |it: &str, second: &str| {
        Some(Wording::InBoth(Bilingual {
            it: it.into(),
            second: Some(second.into()),
        }))
    };
    let document = report(|content| {
        content.competences[0].normalised = both("cucire tessuti", "sew fabrics");
        content.experiences[0].occupation = both("sarto/sarta", "tailor");
        content.experiences[0].context = Some("In una linea di trenta persone.".into());
        // The catalogue has it in English alone.
        content.competences[1].normalised = both("iron textiles", "iron textiles");
    });
    for said in [
        "cucire tessuti · sew fabrics",
        "sarto/sarta · tailor (ESCO)",
        "Contesto · context: In una linea di trenta persone.",
    ] {
        assert!(says(&document, said), "{said}");
    }
    let words = text(&pages(&document));
    assert_eq!(words.matches(&squeezed("iron textiles")).count(), 1);

    let mut before = serde_json::to_value(&document).unwrap();
    before["competences"][0]["normalised"] = "sew pieces of fabric".into();
    let job = before["experiences"][0].as_object_mut().unwrap();
    job.insert("occupation".into(), "tailor".into());
    job.remove("context").unwrap();
    let hash = crate::documents::content::content_hash(&before);
    let before: Document = serde_json::from_value(before).unwrap();
    assert_eq!(before.content_hash(), hash);
    for said in ["sew pieces of fabric", "tailor (ESCO)"] {
        assert!(says(&before, said), "{said}");
    }
}

/// What was issued before these sections were, as the register keeps it.
#[test]
fn a_report_of_before_is_read_and_keeps_its_hash() {
    let mut before = serde_json::to_value(report(|_| {})).unwrap();
    let members = before.as_object_mut().unwrap();
    for later in ["literacy", "digital", "resources_and_limits", "comparison"] {
        assert!(members.remove(later).is_some(), "{later}");
    }
    let hash = crate::documents::content::content_hash(&before);
    let document: Document = serde_json::from_value(before.clone()).unwrap();
    assert_eq!(document.content_hash(), hash);
    before["second_language"] = TextLanguage::Arabic.tag().into();
    let arabic: Document = serde_json::from_value(before).unwrap();
    assert_eq!(arabic.second_language(), TextLanguage::Arabic);
    assert!(conforms(&pdf(&arabic)));
}
