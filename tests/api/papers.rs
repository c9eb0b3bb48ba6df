//! The participation agreement and the privacy notice, as they are handed over.
#![expect(clippy::print_stdout, reason = "says what is skipped, and why")]

use std::process::Command;

use bilancio::cases::CaseId;
use bilancio::documents::content::{AgreementContent, NoticeContent};
use bilancio::fixed_texts::TextLanguage;
use bilancio::participation::papers::service;
use bilancio::programmes::ProgrammeId;
use serde_json::json;

use crate::documents::{CANARY, act, assessed_case};
use crate::support::{Answer, TestApp};

/// Whether a file is archival, accessible and a PDF by its header.
pub fn ensure_sound(answer: &Answer) {
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.bytes.starts_with(b"%PDF-"));
    for mark in [
        "<pdfaid:part>3<",
        "<pdfaid:conformance>A<",
        "<pdfuaid:part>1<",
    ] {
        let mut windows = answer.bytes.windows(mark.len());
        assert!(windows.any(|it| it == mark.as_bytes()), "{mark}");
    }
}

/// What is copied from the pages of a file, as another program reads it; none where there is no such program.
pub fn copied(answer: &Answer) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, &answer.bytes).unwrap();
    let Ok(read) = Command::new("pdftotext").arg(&path).arg("-").output() else {
        println!("skipped: no pdftotext");
        return None;
    };
    Some(String::from_utf8(read.stdout).unwrap())
}

/// The same without the spaces between words.
pub fn words(answer: &Answer) -> Option<String> {
    copied(answer).map(|text| text.split_whitespace().collect())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

async fn agreement(app: &TestApp, case: &str, language: Option<&'static str>) -> AgreementContent {
    let case: CaseId = case.parse().unwrap();
    act(app, "operator", move |tx| {
        service::agreement(tx, &case, language)
    })
    .await
    .unwrap()
}

async fn notice(app: &TestApp, case: &str) -> NoticeContent {
    let case: CaseId = case.parse().unwrap();
    act(app, "operator", move |tx| service::notice(tx, &case, None))
        .await
        .unwrap()
}

#[actix_web::test]
async fn both_papers_are_drawn_for_a_person_and_the_same_day_gives_the_same_bytes() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "opened").case;
    for (paper, said) in [
        ("participation-agreement", "Patto di partecipazione"),
        ("privacy-notice", "Informativa sulla privacy"),
    ] {
        let url = format!("/v1/cases/{case}/{paper}");
        let drawn = app.get("operator", &url).await.expect(200);
        ensure_sound(&drawn);
        let name = drawn.header("content-disposition");
        assert!(name.contains(&format!("{paper}.pdf")), "{name}");
        let again = app.get("supervisor", &url).await.expect(200);
        assert!(drawn.bytes == again.bytes, "{paper}");
        let english = app
            .get("operator", &format!("{url}?lang=it"))
            .await
            .expect(200);
        if let (Some(words), Some(english)) = (words(&drawn), words(&english)) {
            for text in [said, "Amina Diallo", "Comune"] {
                assert!(words.contains(&squeezed(text)), "{paper}: {text}");
            }
            for text in [CANARY, "Seamstress", "Guinea"] {
                assert!(!words.contains(text), "{paper}: {text}");
            }
            // No reader of French has reviewed the text yet.
            assert!(words.contains("French") && words.contains("reviewed"));
            assert!(!english.contains("French") && !english.contains("reviewed"));
        }
    }
}

#[actix_web::test]
async fn only_a_reviewed_text_stands_beside_the_italian() {
    let app = TestApp::new().await;
    let case = app.case("opened").case;
    for language in ["fr", "es", "ar", "ti"] {
        let paper = agreement(&app, &case, Some(language)).await;
        let reviewed = TextLanguage::of(language).filter(|it| it.is_reviewed());
        assert_eq!(
            paper.second_language,
            reviewed.unwrap_or(TextLanguage::English)
        );
        assert_eq!(paper.unreviewed.is_none(), reviewed.is_some(), "{language}");
    }
    let own = agreement(&app, &case, None).await;
    assert_eq!(own, agreement(&app, &case, Some("fr")).await);
    for language in ["it", "en", "en-GB"] {
        let paper = agreement(&app, &case, Some(language)).await;
        assert_eq!(paper.second_language, TextLanguage::English);
        assert_eq!(paper.unreviewed, None);
    }
    for paper in ["participation-agreement", "privacy-notice"] {
        let url = format!("/v1/cases/{case}/{paper}?lang=");
        let refused = app
            .get("operator", &format!("{url}franc%C3%A9s"))
            .await
            .expect(422);
        assert_eq!(refused.errors(), ["/lang wrong_language_tag"]);
    }
    let url = format!("/v1/cases/{case}/privacy-notice?language=fr");
    app.get("operator", &url).await.expect(400);
}

#[actix_web::test]
async fn what_is_recorded_names_the_version_on_the_paper() {
    let app = TestApp::new().await;
    let ids = app.case("preliminary");
    let paper = agreement(&app, &ids.case, None).await;
    assert_eq!(
        paper.text_version,
        notice(&app, &ids.case).await.text_version
    );
    assert_eq!(paper.rhythm, None);
    assert!(!paper.guardian_signs);
    let url = format!("/v1/cases/{}/participation-agreements", ids.case);
    let signed = json!({
        "text_version": paper.text_version, "text_language": paper.second_language,
        "explained_in": "fr", "interpreter": "none", "rhythm": "Tuesday mornings",
        "signed_on": app.day(0),
    });
    app.post("operator", &url, signed).await.expect(201);
    let again = agreement(&app, &ids.case, None).await;
    assert_eq!(again.rhythm.as_deref(), Some("Tuesday mornings"));
    app.database.execute(&format!(
        "UPDATE beneficiaries SET birth_on = '2009-01-01' WHERE id = '{}'; \
         UPDATE pathway_templates SET steps = '[{{\"order\":1,\"phase\":\"investigation\",\
         \"kind\":\"group\",\"title\":\"A\",\"planned_minutes\":180,\"mandatory\":true}}]'",
        ids.beneficiary
    ));
    let minor = agreement(&app, &ids.case, None).await;
    assert!(minor.guardian_signs);
    assert_eq!(
        (minor.phases[0].meetings, minor.phases[0].minutes),
        (1, 180)
    );
}

#[actix_web::test]
async fn the_notice_names_who_answers_for_data() {
    let app = TestApp::new().await;
    let ids = app.case("opened");
    assert_eq!(notice(&app, &ids.case).await.privacy_contact, None);
    let centre = format!("/v1/organisations/{}", app.organisation("centre"));
    let long = json!({ "privacy_contact": "x".repeat(201) });
    let refused = app.read_and_patch("admin", &centre, long).await.expect(422);
    assert_eq!(refused.errors(), ["/privacy_contact text_too_long"]);
    let named = json!({ "privacy_contact": "Studio Prova, rpd@centre.example" });
    let patched = app
        .read_and_patch("admin", &centre, named.clone())
        .await
        .expect(200);
    assert_eq!(patched.body["privacy_contact"], named["privacy_contact"]);
    let named = named["privacy_contact"].as_str();
    assert_eq!(
        notice(&app, &ids.case).await.privacy_contact.as_deref(),
        named
    );
    let programme: ProgrammeId = ids.programme.parse().unwrap();
    let before = act(&app, "operator", move |tx| {
        service::notice_of_programme(tx, &programme, Some("fr"))
    });
    let (before, _centre) = before.await.unwrap();
    assert_eq!(before.privacy_contact.as_deref(), named);
    assert_eq!(before.holder, None);
    let url = format!("/v1/programmes/{}/privacy-notice", ids.programme);
    let drawn = app.get("colleague", &url).await.expect(200);
    ensure_sound(&drawn);
    if let Some(words) = words(&drawn) {
        assert!(words.contains("rpd@centre.example") && !words.contains("Amina"));
    }
}

#[actix_web::test]
async fn strangers_find_no_paper_and_nothing_of_the_case_but_the_name_is_on_it() {
    let app = TestApp::new().await;
    let ids = assessed_case(&app, "opened");
    let of_case = ["participation-agreement", "privacy-notice"];
    let of_case = of_case.map(|it| format!("/v1/cases/{}/{it}", ids.case));
    for who in [
        "colleague",
        "other_operator",
        "other_supervisor",
        "reception",
        "admin",
    ] {
        for url in &of_case {
            app.get(who, url).await.expect(404);
        }
    }
    let of_programme = format!("/v1/programmes/{}/privacy-notice", ids.programme);
    for who in ["other_operator", "other_supervisor", "reception"] {
        app.get(who, &of_programme).await.expect(404);
    }
    let paper = serde_json::to_string(&agreement(&app, &ids.case, None).await).unwrap();
    let notice = serde_json::to_string(&notice(&app, &ids.case).await).unwrap();
    for text in [CANARY, "Seamstress", "That is me.", "\"birth_date\":\"1995"] {
        assert!(!paper.contains(text) && !notice.contains(text), "{text}");
    }
    assert!(paper.contains("Amina Diallo") && notice.contains("Amina Diallo"));
}
