//! What is drawn of a profile, and the portfolio: what is on the pages, and who gets which part.
#![expect(clippy::print_stdout, reason = "says what is skipped, and why")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use bilancio::evidence_files::contents::hash;
use serde_json::{Value, json};

use super::canary::{FORBIDDEN, TOLD, mark};
use super::shared::authorise;
use super::{UNASKED, export, handed, tailor, unpacked};
use crate::certificates::issue;
use crate::documents::{approve, assessed_case, submit};
use crate::support::{Answer, TestApp, World, request};

const PAPERS: &[&str] = &["profile_pdf", "cv_pdf", "portfolio"];

/// What a program says of a file; none where there is no such program.
fn ask(program: &str, file: &[u8], arguments: impl Fn(&Path) -> Vec<String>) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, file).unwrap();
    let asked = Command::new(program).args(arguments(&path)).output();
    let Ok(asked) = asked else {
        println!("skipped: no {program}");
        return None;
    };
    assert!(asked.status.success(), "{program}");
    Some(asked.stdout)
}

/// The text of a PDF without its spaces, for lines break where they will; none where there is no `pdftotext`.
fn text_of(file: &[u8]) -> Option<String> {
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let arguments = |at: &Path| vec!["-enc".into(), "UTF-8".into(), path(at), "-".into()];
    let text = String::from_utf8(ask("pdftotext", file, arguments)?).unwrap();
    Some(squeezed(&text))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).collect()
}

/// What is attached to a PDF under a name.
fn attached(file: &[u8], name: &str) -> Option<String> {
    let target = tempfile::NamedTempFile::new().unwrap();
    let arguments = |at: &Path| {
        let target = target.path().to_str().unwrap();
        ["-savefile", name, "-o", target, at.to_str().unwrap()]
            .map(str::to_owned)
            .to_vec()
    };
    ask("pdfdetach", file, arguments)?;
    Some(std::fs::read_to_string(target.path()).unwrap())
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

/// The files of an answer by their names: one, or those of an archive.
fn files(answer: &Answer) -> BTreeMap<String, Vec<u8>> {
    match answer.bytes.starts_with(b"PK") {
        true => unpacked(&answer.bytes),
        false => BTreeMap::from([("paper.pdf".to_owned(), answer.bytes.clone())]),
    }
}

/// All that is to be read in an answer, with the names of its files; none where no PDF can be read.
fn all_words(answer: &Answer) -> Option<String> {
    let mut words = String::new();
    for (name, file) in files(answer) {
        words.push_str(&name);
        words.push_str(&match file.starts_with(b"%PDF") {
            true => text_of(&file)?,
            false => squeezed(&String::from_utf8(file).unwrap()),
        });
    }
    Some(words)
}

/// Takes the original script, which is Chinese in some tests, out of the way of the fonts.
fn in_arabic(app: &TestApp) {
    app.database.execute(
        "UPDATE experiences SET tasks = '[\"خياطة الملابس\"]'; \
         UPDATE beneficiaries SET name_original_script = 'أمينة', preferred_language = 'fr'",
    );
}

fn with(form: &str, changes: Value) -> Value {
    let mut body = handed(form);
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

#[actix_web::test]
async fn a_profile_is_read_in_two_languages_with_what_speaks_for_each_statement() {
    let app = TestApp::new().await;
    let case = tailor(&app).await.case;
    in_arabic(&app);
    for (changes, absent, present) in [
        (
            json!({}),
            "Skillsprofile",
            [
                "Profilodellecompetenze",
                "Profildecompétences",
                "fotodellavoro(dichiarata)",
                // What the catalogue calls the skill.
                "coudre",
                "maggio2009·mai2009",
            ],
        ),
        (
            json!({ "lang2": "ti" }),
            "Profildecomp",
            [
                "Profilodellecompetenze",
                "Skillsprofile",
                "photographofwork(declared)",
                "fabric",
                "maggio2009·May2009",
            ],
        ),
        (
            json!({ "lang": "en", "lang2": "es" }),
            "Profilo",
            [
                "Skillsprofile",
                "Perfildecompetencias",
                "photographofwork(declared)",
                "fabric",
                "May2009·mayo2009",
            ],
        ),
    ] {
        let given = export(&app, "operator", &case, with("profile_pdf", changes)).await;
        let given = given.expect(200);
        assert_eq!(given.header("content-type"), "application/pdf");
        assert!(given.header("content-disposition").contains("profile-"));
        assert_eq!(given.header("content-security-policy"), "sandbox");
        assert!(conforms(&given.bytes));
        if let Some(text) = text_of(&given.bytes) {
            assert!(!text.contains(absent), "{absent}");
            for words in present.iter().chain(&["AminaDiallo", "=1+1", "Sarta"]) {
                assert!(text.contains(words), "{words} in {text}");
            }
        }
    }
}

#[actix_web::test]
async fn a_cv_has_one_language_and_the_same_cv_for_programs_inside() {
    let app = TestApp::new().await;
    let case = tailor(&app).await.case;
    in_arabic(&app);
    app.database
        .execute("UPDATE experiences SET started = '2009-05-17'");
    for (lang, words) in [
        ("it", "Esperienzalavorativa"),
        ("fr", "Expérienceprofessionnelle"),
        ("ti", "Workexperience"),
    ] {
        let cv = export(
            &app,
            "operator",
            &case,
            with("cv_pdf", json!({ "lang": lang })),
        )
        .await;
        let cv = cv.expect(200);
        assert!(cv.header("content-disposition").contains("filename=\"cv-"));
        assert!(conforms(&cv.bytes));
        if let Some(text) = text_of(&cv.bytes) {
            assert!(
                text.contains(words) && text.contains("AminaDiallo"),
                "{text}"
            );
            assert!(!text.contains("ZZPRIVATE"));
            let (tools, month) = match lang {
                "it" => ("Strumenti:-ago", "maggio2009"),
                "fr" => ("Outils:-ago", "mai2009"),
                _ => ("Tools:-ago", "May2009"),
            };
            for words in [tools, month] {
                assert!(text.contains(words), "{words} in {text}");
            }
        }
        if let Some(xml) = attached(&cv.bytes, "europass.xml") {
            let document = roxmltree::Document::parse(&xml).unwrap();
            assert_eq!(document.root_element().tag_name().name(), "Candidate");
            let texts: Vec<_> = document.descendants().filter_map(|it| it.text()).collect();
            assert!(texts.contains(&"=1+1") && texts.contains(&"Amina"));
            // As the pages, it never tells the day.
            assert!(texts.contains(&"2009-05") && !xml.contains("2009-05-17"));
        }
    }
    let arabic = export(
        &app,
        "operator",
        &case,
        with("cv_pdf", json!({ "lang": "ar" })),
    )
    .await;
    assert!(conforms(&arabic.expect(200).bytes));
}

#[actix_web::test]
async fn a_script_without_a_font_is_no_reason_to_refuse() {
    let app = TestApp::new().await;
    let case = tailor(&app).await.case;
    app.database
        .execute("UPDATE beneficiaries SET name_original_script = 'សុខា'");
    let cv = export(&app, "operator", &case, handed("cv_pdf"))
        .await
        .expect(200);
    assert!(cv.bytes.starts_with(b"%PDF") && !conforms(&cv.bytes));
}

/// Answers a worksheet with an operator, and begins another one in private.
async fn answer_worksheets(app: &TestApp, case: &str) {
    let list = format!("/v1/cases/{case}/questionnaire-responses");
    let begin = json!({ "questionnaire": "resources-and-limits" });
    let begun = app.post("operator", &list, begin).await.expect(201);
    let url = format!("{list}/{}", begun.id());
    let answers = json!({ "answers": { "people": "ZZMYSISTER", "travel": "would_move" } });
    app.patch("operator", &url, "\"v1\"", answers)
        .await
        .expect(200);
    let call = request("POST", &format!("{url}/completion")).by(&app.token("operator").await);
    app.send(call.header("if-match", "\"v2\""))
        .await
        .expect(200);
    let private = json!({ "questionnaire": "work-story", "private": true });
    app.post("operator", &list, private).await.expect(201);
    app.database.execute(
        "UPDATE questionnaire_responses SET status = 'completed', \
         completed_at = '2026-03-02 08:00:00' WHERE private = true",
    );
}

#[actix_web::test]
async fn a_portfolio_has_a_part_to_be_shown_and_a_part_for_the_person_alone() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "report_approved").case;
    in_arabic(&app);
    answer_worksheets(&app, &case).await;
    submit(&app, "operator", &case).await.unwrap();
    approve(&app, "second_supervisor", &case).await.unwrap();
    issue(&app, "supervisor", &case).await.unwrap();
    let given = export(&app, "operator", &case, handed("portfolio")).await;
    let given = given.expect(200);
    assert_eq!(given.header("content-type"), "application/zip");
    let whole = unpacked(&given.bytes);
    let names: Vec<_> = whole.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "cover.pdf",
            "manifest.json",
            "private/answers.pdf",
            "private/assessment-report-1.pdf",
            "private/profile.json",
            "private/profile.pdf",
            "private/transparency-document-1.pdf",
            "public/competences.pdf",
            "public/cv-fr.pdf",
            "public/cv-it.pdf",
            "public/participation-certificate-1.pdf",
            "public/synthesis-1.pdf",
        ]
    );
    let manifest: Value = serde_json::from_slice(&whole["manifest.json"]).unwrap();
    assert_eq!(manifest["format"], "bilancio-portfolio/1");
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len(), whole.len() - 1);
    for file in listed {
        let path = file["path"].as_str().unwrap();
        assert_eq!(file["sha256"], json!(hash(&whole[path])), "{path}");
        assert_eq!(file["size_bytes"], json!(whole[path].len()));
        if path.ends_with(".pdf") {
            assert!(conforms(&whole[path]), "{path}");
        }
    }
    // The issued files are those of the register.
    let documents = app
        .get("operator", &format!("/v1/cases/{case}/documents"))
        .await;
    let documents = documents.expect(200).body["items"].clone();
    for (kind, path) in [
        ("assessment_report", "private/assessment-report-1.pdf"),
        (
            "participation_certificate",
            "public/participation-certificate-1.pdf",
        ),
    ] {
        let documents = documents.as_array().unwrap().iter();
        let issued = documents.clone().find(|it| it["kind"] == kind).unwrap();
        assert_eq!(issued["file_hash"], json!(hash(&whole[path])));
    }
    if let Some(answers) = text_of(&whole["private/answers.pdf"]) {
        for words in ["ZZMYSISTER", "potreicambiarecasa", "D'autresréponses"] {
            assert!(answers.contains(words), "{words} in {answers}");
        }
    }
    if let Some(cover) = text_of(&whole["cover.pdf"]) {
        for path in names.iter().filter(|it| it.contains('/')) {
            assert!(cover.contains(path), "{path} in {cover}");
        }
        for language in ["(italiano)", "(francese)"] {
            let cv = format!("Curriculumvitae{language}");
            assert!(cover.contains(&cv), "{cv} in {cover}");
        }
    }
    for (name, file) in whole.iter().filter(|(name, _)| name.starts_with("public/")) {
        if let Some(text) = text_of(file) {
            assert!(
                !text.contains("ZZMYSISTER") && !text.contains("Sewswell."),
                "{name}"
            );
        }
    }
    for (part, count) in [("public", 5), ("private", 5)] {
        let body = with("portfolio", json!({ "parts": [part] }));
        let given = export(&app, "operator", &case, body).await.expect(200);
        let files = unpacked(&given.bytes);
        assert!(
            files
                .keys()
                .all(|it| !it.contains('/') || it.starts_with(part))
        );
        assert_eq!(files.len(), count + 2);
    }
    let logged = |reason: &str| {
        let logged = format!("SELECT COUNT(*) FROM activity_log WHERE reason_code = '{reason}'");
        app.database.count(&logged)
    };
    assert_eq!(logged("handed_to_person:portfolio+private"), 2);
    assert_eq!(logged("handed_to_person:portfolio"), 1);
    let read = "SELECT COUNT(*) FROM activity_log_records WHERE resource = 'questionnaire_response' \
        AND action = 'read'";
    // Once for the report, which tells of digital skills.
    assert_eq!(app.database.count(read), 2 + 1);
}

#[actix_web::test]
async fn to_somebody_else_goes_the_public_part_with_the_documents_that_the_person_named() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "report_approved").case;
    in_arabic(&app);
    answer_worksheets(&app, &case).await;
    submit(&app, "operator", &case).await.unwrap();
    approve(&app, "second_supervisor", &case).await.unwrap();
    issue(&app, "supervisor", &case).await.unwrap();
    let documents = app
        .get("operator", &format!("/v1/cases/{case}/documents"))
        .await;
    let documents = documents.expect(200).body["items"].clone();
    let ids: Vec<_> = documents
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].clone())
        .collect();
    let without = authorise(&app, &case, &[]).await;
    let named = authorise(&app, &case, &[("document_ids", json!(ids))]).await;
    let shared = |under: &str| json!({ "form": "portfolio", "purpose": "for_other_service", "authorisation_id": under });
    let public = [
        "cover.pdf",
        "manifest.json",
        "public/competences.pdf",
        "public/cv-fr.pdf",
        "public/cv-it.pdf",
    ];
    let given = export(&app, "operator", &case, shared(&without))
        .await
        .expect(200);
    assert_eq!(
        unpacked(&given.bytes).into_keys().collect::<Vec<_>>(),
        public
    );
    let given = export(&app, "operator", &case, shared(&named))
        .await
        .expect(200);
    let names: Vec<_> = unpacked(&given.bytes).into_keys().collect();
    assert_eq!(names[..5], public);
    assert_eq!(
        names[5..],
        [
            "public/participation-certificate-1.pdf",
            "public/synthesis-1.pdf",
        ]
    );
    let mut much = shared(&named);
    much["parts"] = json!(["public", "private"]);
    let refused = export(&app, "operator", &case, much).await.expect(422);
    assert_eq!(refused.errors(), ["/parts/1 not_for_this_purpose"]);
    let alone = json!({ "form": "portfolio", "purpose": "for_other_service" });
    let refused = export(&app, "operator", &case, alone).await.expect(409);
    assert_eq!(refused.unmet(), ["authorisation_needed"]);
    for who in ["colleague", "other_supervisor", "officer", "reception"] {
        export(&app, who, &case, handed("portfolio"))
            .await
            .expect(404);
    }
}

#[actix_web::test]
async fn what_a_paper_does_not_have_is_refused() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    for (form, change, errors) in [
        (
            "profile_pdf",
            json!({ "lang": "fr" }),
            "/lang not_in_this_form",
        ),
        (
            "portfolio",
            json!({ "lang": "ar" }),
            "/lang not_in_this_form",
        ),
        (
            "cv_pdf",
            json!({ "lang2": "fr" }),
            "/lang2 not_in_this_form",
        ),
        ("cv_pdf", json!({ "lang": "x" }), "/lang wrong_language_tag"),
        (
            "cv_pdf",
            json!({ "parts": ["public"] }),
            "/parts not_in_this_form",
        ),
        (
            "portfolio",
            json!({ "with_files": true }),
            "/with_files not_in_this_form",
        ),
        (
            "portfolio",
            json!({ "parts": ["public", "public", "public"] }),
            "/parts too_long",
        ),
    ] {
        let refused = export(&app, "operator", &case, with(form, change)).await;
        assert_eq!(refused.expect(422).errors(), [errors]);
    }
    let unknown = with("portfolio", json!({ "parts": ["secret"] }));
    export(&app, "operator", &case, unknown).await.expect(422);
}

#[actix_web::test]
async fn what_is_not_the_profile_is_on_no_page() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let case = world.id("case_id");
    mark(&app, &world);
    let under = authorise(&app, &case, &[]).await;
    app.database.execute(&format!(
        "UPDATE cases SET status = 'report_approved' WHERE id = '{case}'; \
         DELETE FROM questionnaire_links; DELETE FROM questionnaire_responses; \
         UPDATE documents SET file = NULL"
    ));
    let shared = json!({ "purpose": "for_other_service", "authorisation_id": under });
    let whole = json!({
        "includes_birth_date": true, "includes_citizenships": true, "includes_contact": true,
    });
    for form in PAPERS {
        let unasked = [FORBIDDEN, UNASKED].concat();
        // A CV is for others to read, whoever takes it.
        let handed_out: Vec<_> = match *form {
            "cv_pdf" => [&unasked, TOLD].concat(),
            _ => unasked.clone(),
        };
        for (body, absent) in [
            (handed(form), handed_out),
            (with(form, whole.clone()), FORBIDDEN.to_vec()),
            (with(form, shared.clone()), [&unasked, TOLD].concat()),
        ] {
            let what = body.to_string();
            let given = export(&app, "operator", &case, body).await.expect(200);
            let named = given.header("content-disposition").to_owned();
            assert!(!named.contains("Amina") && !named.contains("Diallo"));
            let Some(text) = all_words(&given) else {
                return;
            };
            for word in absent {
                assert!(!text.contains(&squeezed(word)), "{word} in {what}: {text}");
            }
            assert!(text.contains("AminaDiallo"), "{what}");
            let asked = what.contains("includes_contact");
            assert_eq!(text.contains("zzphone"), asked, "{what}");
        }
    }
    // All of it is the person's, in the part that is theirs alone.
    let own = export(&app, "operator", &case, handed("portfolio")).await;
    for (name, file) in unpacked(&own.expect(200).bytes) {
        let text = (name == "private/profile.pdf").then(|| text_of(&file));
        if let Some(text) = text.flatten() {
            for word in TOLD {
                assert!(text.contains(word), "{word} in {text}");
            }
        }
    }
}
