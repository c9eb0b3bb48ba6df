//! Papers of invented people: what they say, and what the files promise.

use serde_json::{Value, json};

use super::answers::AnswersPaper;
use super::cover::{CoverFile, CoverPaper, CoverPart, cv_name};
use super::cv::CvPaper;
use super::profile::ProfilePaper;
use super::skills::SkillsTable;
use super::*;
use crate::fixed_texts::TextLanguage;
use crate::profile_exports::PortfolioPart;
use crate::profile_exports::portable::tests::{empty, full};
use crate::profile_exports::samples;
use crate::questionnaires::answers::Answer;
use crate::questionnaires::definition::Item;
use crate::questionnaires::{ResponseView, definitions};

const ITALIAN: Tongues = Tongues {
    first: TextLanguage::Italian,
    second: TextLanguage::English,
};

fn response(questionnaire: &str, private: bool) -> ResponseView {
    let definition = definitions::newest(questionnaire).expect("a questionnaire");
    let answer = |item: &Item| {
        let answer = match definition.points(item) {
            Some(points) => Answer::Number(points[1].value),
            None => Answer::Text("ZZWORDS خياطة".to_owned()),
        };
        (item.key.clone(), answer)
    };
    let answers = definition.items.iter().map(answer).collect();
    samples::response(questionnaire, answers, private)
}

/// All papers of a profile, by name.
fn papers(profile: &PortableProfile, tongues: Tongues) -> Vec<(&'static str, Vec<u8>)> {
    let responses = [
        response("digcomp-self-assessment", false),
        response("work-story", false),
        response("satisfaction", true),
    ];
    let answers = AnswersPaper::new(profile, &responses, tongues).expect("answers");
    let cover = CoverPart {
        part: PortfolioPart::Public,
        files: vec![CoverFile {
            name: cv_name(tongues.first, tongues),
            path: "public/cv-it.pdf".to_owned(),
        }],
    };
    let cover = CoverPaper::new(profile, tongues, vec![cover]);
    let cv = CvPaper::new(profile, tongues.each()[1], b"<Candidate/>".to_vec());
    let drawn = [
        (
            "profile",
            draw(&ProfilePaper::new(profile, tongues), profile),
        ),
        ("cv", draw(&cv, profile)),
        ("skills", draw(&SkillsTable::new(profile, tongues), profile)),
        ("answers", draw(&answers, profile)),
        ("cover", draw(&cover, profile)),
    ];
    drawn
        .into_iter()
        .map(|(name, file)| (name, file.expect("a file")))
        .collect()
}

fn conforms(file: &[u8]) -> bool {
    [
        "<pdfaid:part>3<",
        "<pdfaid:conformance>A<",
        "<pdfuaid:part>1<",
    ]
    .iter()
    .all(|mark| file.windows(mark.len()).any(|it| it == mark.as_bytes()))
}

/// A tailor in a script that there are fonts for.
fn tailor() -> PortableProfile {
    let mut profile = full();
    for experience in &mut profile.skills.experiences {
        experience.tasks = vec!["+ cucire <abiti> & tende".to_owned(), "خياطة".to_owned()];
    }
    profile
}

#[test]
fn every_paper_is_archival_accessible_and_the_same_again_in_every_language() {
    let profile = tailor();
    for second in TextLanguage::ALL {
        let tongues = Tongues::two(
            &tongues::tag(TextLanguage::Italian),
            Some(&tongues::tag(second)),
        );
        let drawn = papers(&profile, tongues);
        for (name, file) in &drawn {
            assert!(conforms(file), "{name} {second:?}");
        }
        if second == TextLanguage::Arabic {
            assert!(drawn == papers(&profile, tongues));
        }
    }
    let tongues = Tongues {
        first: TextLanguage::English,
        second: TextLanguage::French,
    };
    for (name, file) in papers(&empty(), tongues) {
        assert!(conforms(&file), "{name}");
    }
}

#[test]
fn a_name_without_a_font_is_drawn_in_a_plain_file() {
    let mut profile = tailor();
    profile.personal_information.name_original_script = Some("សុខា".to_owned());
    for (name, file) in papers(&profile, ITALIAN) {
        assert!(file.starts_with(b"%PDF") && !conforms(&file), "{name}");
    }
}

fn content(paper: &impl Paper) -> Value {
    serde_json::to_value(paper).expect("JSON")
}

#[test]
fn every_statement_has_what_speaks_for_it_or_that_it_was_declared() {
    let profile = tailor();
    let paper = content(&ProfilePaper::new(&profile, ITALIAN));
    let told = "foto del lavoro (documento visto)";
    assert_eq!(paper["experiences"][0]["evidence"][0]["it"], told);
    let declared = json!([{ "it": "dichiarata", "second": "declared" }]);
    assert_eq!(paper["experiences"][1]["evidence"], declared);
    assert_eq!(paper["competences"][0]["evidence"], declared);
    assert_eq!(
        paper["languages"][1]["source"]["it"],
        "valutazione condivisa"
    );
    assert_eq!(paper["evidence"][0]["ratings"], json!([2, null, null, 3]));
    assert_eq!(paper["evidence"][0]["about"], json!(["-Sarta"]));
    let span = json!({ "from": "2009", "to": "2012-05", "ongoing": false });
    assert_eq!(paper["experiences"][0]["span"], span);
    assert_eq!(paper["competences"][0]["description"], "Su misura");
    let country = json!({ "it": "Marocco", "second": "Morocco" });
    assert_eq!(paper["experiences"][0]["country"], country);
}

#[test]
fn skills_of_esco_are_called_as_in_the_languages_of_the_paper() {
    let mut profile = tailor();
    let skill = profile.skills.competences[0].skill.as_mut();
    let names = json!({ "en": "sew garments", "fr": "coudre des vêtements" });
    skill.expect("a skill").names = serde_json::from_value(names).expect("names");
    let french = Tongues {
        first: TextLanguage::French,
        second: TextLanguage::Arabic,
    };
    let (paper, table) = (
        content(&ProfilePaper::new(&profile, french)),
        content(&SkillsTable::new(&profile, french)),
    );
    let told = json!({ "it": "coudre des vêtements", "second": "sew garments" });
    let kept = json!({ "it": "sew", "second": "sew" });
    for said in [paper, table] {
        assert_eq!(said["competences"][0]["normalised"], told);
        // What is not in the catalogue is called as it was recorded.
        assert_eq!(said["competences"][1]["normalised"], kept);
    }
    let exported = serde_json::to_string(&profile).expect("JSON");
    assert!(!exported.contains("coudre"), "{exported}");
}

#[test]
fn a_cv_has_one_language_and_neither_levels_nor_that_work_had_no_contract() {
    let mut profile = tailor();
    profile.personal_information.birth_date = Some("1990-01-01~".to_owned());
    let french = Tongues::one(&tongues::tag(TextLanguage::French));
    let paper = CvPaper::new(&profile, french, b"<Candidate/>".to_vec());
    assert_eq!(paper.attached()[0].bytes, b"<Candidate/>");
    let paper = content(&paper);
    assert_eq!(paper["holder"]["birth_date"], "1990");
    assert_eq!(paper["work"][0]["ended"], "2012-05");
    assert_eq!(paper["work"][0]["note"], Value::Null);
    // Each by itself, for a page puts a comma of its language between them.
    let places = json!(["=HYPERLINK(\"x\")", "Fès", "Maroc"]);
    assert_eq!(paper["work"][0]["places"], places);
    assert_eq!(paper["work"][0]["tools"], json!(["ago"]));
    assert_eq!(paper["others"][0]["note"], "soin de la famille");
    assert_eq!(paper["skills"], json!(["Cucio abiti", "Non discussa"]));
    assert_eq!(paper["languages"][0]["writing"], "pre-A1");
    let text = paper.to_string();
    for absent in ["level", "informel", "informale", "2012-05-17"] {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
}

#[test]
fn a_cv_begins_with_what_goes_on_and_ends_with_what_has_no_date() {
    let mut profile = tailor();
    let past = profile.skills.experiences[0].clone();
    let at = |title: &str, started: Option<&str>, ended: Option<&str>, ongoing| {
        let (started, ended) = (started.map(str::to_owned), ended.map(str::to_owned));
        let title = title.to_owned();
        PortableExperience {
            title,
            started,
            ended,
            ongoing,
            ..past.clone()
        }
    };
    profile.skills.experiences = vec![
        at("undated", None, None, false),
        at("long", Some("1999"), Some("2014"), false),
        at("month", Some("2013-02"), Some("2014-03"), false),
        at("now", Some("2012"), None, true),
        at("begun", Some("2015-01"), None, false),
    ];
    let italian = Tongues::alone(TextLanguage::Italian);
    let paper = content(&CvPaper::new(&profile, italian, Vec::new()));
    let work = paper["work"].as_array().expect("a list").iter();
    let titles: Vec<_> = work.map(|entry| entry["title"].clone()).collect();
    assert_eq!(titles, ["now", "begun", "month", "long", "undated"]);
}

#[test]
fn the_cover_says_which_language_a_cv_is_in() {
    let beside = |second| Tongues { second, ..ITALIAN };
    let names = |second| {
        let tongues = beside(second);
        let told = |alone: Tongues| {
            let Bilingual { it, second } = cv_name(alone.first, tongues);
            (it, second.expect("both languages"))
        };
        tongues.each().map(told)
    };
    let [italian, arabic] = names(TextLanguage::Arabic);
    assert_eq!(italian.0, "Curriculum vitae (italiano)");
    assert_eq!(arabic.0, "Curriculum vitae (arabo)");
    assert_eq!(italian.1, "السيرة الذاتية (الإيطالية)");
    assert_ne!(italian.1, arabic.1);
    let [italian, english] = names(TextLanguage::English);
    assert_eq!(italian.1, "Curriculum vitae (Italian)");
    assert_eq!(english.1, "Curriculum vitae (English)");
}

#[test]
fn answers_that_are_shown_to_nobody_are_only_told_of() {
    let profile = empty();
    let shown = response("work-story", false);
    let hidden = response("work-story", true);
    let paper = |responses: &[ResponseView]| AnswersPaper::new(&profile, responses, ITALIAN);
    assert!(paper(&[]).is_none());
    let both = content(&paper(&[hidden.clone(), shown]).expect("answers"));
    assert_eq!(both["withheld"], true);
    assert_eq!(both["responses"].as_array().map(Vec::len), Some(1));
    let words = &both["responses"][0]["questions"][0]["own_words"];
    assert_eq!(*words, "ZZWORDS خياطة");
    let told = content(&paper(&[hidden]).expect("that there are some"));
    assert!(told["withheld"] == true && !told.to_string().contains("ZZWORDS"));
}

#[test]
fn a_profile_of_more_than_a_request_can_set_is_refused_by_name() {
    let mut profile = full();
    let work = profile.skills.experiences[0].clone();
    profile.skills.experiences = vec![work; 200];
    for experience in &mut profile.skills.experiences {
        experience.tasks = vec!["Cucire camicie intere. ".repeat(12); 50];
    }
    let refused = draw(&ProfilePaper::new(&profile, ITALIAN), &profile);
    let refused = refused.expect_err("too long");
    assert_eq!(refused.code(), "invalid_fields");
}
