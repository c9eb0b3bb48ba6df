//! The files of documents as programs of others find them: sound, with all fonts, and the credential in it.
#![expect(clippy::print_stdout, reason = "says what is skipped, and why")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;

use super::issued;
use crate::documents::{approve, assessed_case, submit};
use crate::support::TestApp;

/// What a program says of a file; none where there is no such program.
fn ask(program: &str, arguments: &[&str], file: &Path) -> Option<Output> {
    let asked = Command::new(program).args(arguments).arg(file).output();
    if asked.is_err() {
        println!("skipped: no {program}");
    }
    asked.ok()
}

#[actix_web::test]
async fn files_are_sound_and_carry_their_fonts() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "report_approved").case;
    submit(&app, "operator", &case).await.unwrap();
    approve(&app, "second_supervisor", &case).await.unwrap();
    let statements = format!("/v1/cases/{case}/attendance-statements");
    app.post("supervisor", &statements, json!({}))
        .await
        .expect(201);
    let documents = app
        .get("supervisor", &format!("/v1/cases/{case}/documents"))
        .await;
    let mut files = vec![issued(&app).await.file];
    for document in documents.expect(200).body["items"].as_array().unwrap() {
        let url = format!("/v1/documents/{}/file", document["id"].as_str().unwrap());
        files.push(app.get("supervisor", &url).await.expect(200).bytes.to_vec());
    }
    // The certificate, the statement, and the report with its synthesis and transparency document.
    assert_eq!(files.len(), 5);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.pdf");
    for file in files {
        for mark in [
            "<pdfaid:part>3<",
            "<pdfaid:conformance>A<",
            "<pdfuaid:part>1<",
        ] {
            assert!(
                file.windows(mark.len()).any(|it| it == mark.as_bytes()),
                "{mark}"
            );
        }
        std::fs::write(&path, file).unwrap();
        if let Some(checked) = ask("qpdf", &["--check"], &path) {
            let said = String::from_utf8_lossy(&checked.stdout);
            assert!(checked.status.success(), "{said}");
        }
        if let Some(fonts) = ask("pdffonts", &[], &path) {
            let said = String::from_utf8(fonts.stdout).unwrap();
            let fonts: Vec<&str> = said.lines().skip(2).collect();
            assert!(!fonts.is_empty());
            // name, type, encoding, emb, sub, uni, object: counted from the end, because a type has spaces.
            for font in fonts {
                let columns: Vec<&str> = font.split_whitespace().rev().collect();
                assert_eq!(columns[4], "yes", "{font}");
            }
        }
    }
}

#[actix_web::test]
async fn the_credential_is_attached_to_the_certificate() {
    let app = TestApp::new().await;
    let certificate = issued(&app).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.pdf");
    std::fs::write(&path, &certificate.file).unwrap();
    let target = folder.path().join("credential.jwt");
    let arguments = ["-save", "1", "-o", target.to_str().unwrap()];
    if ask("pdfdetach", &arguments, &path).is_some() {
        assert_eq!(std::fs::read_to_string(target).unwrap(), certificate.token);
    }
}
