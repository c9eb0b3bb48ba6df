//! The claims against the shapes of the European Digital Credentials, by a checker that others wrote.
#![expect(clippy::print_stdout, reason = "says that it is skipped, and why")]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::{export, handed_whole, tailor};
use crate::support::TestApp;

/// pyshacl and the shapes.
pub struct Checker {
    program: OsString,
    folder: tempfile::TempDir,
}

impl Checker {
    /// None where there is no pyshacl, or no shapes; says so.
    pub fn find() -> Option<Self> {
        let Some(shapes) = std::env::var_os("BILANCIO_ELM_DIR").map(PathBuf::from) else {
            println!("skipped: BILANCIO_ELM_DIR names no folder with the shapes of ELM 3");
            return None;
        };
        let program = std::env::var_os("BILANCIO_ELM_CHECKER").unwrap_or_else(|| "pyshacl".into());
        if Command::new(&program).arg("--version").output().is_err() {
            println!("skipped: no pyshacl; BILANCIO_ELM_CHECKER names the program");
            return None;
        }
        // One of the two takes the other in by an address, which nobody asks for here.
        let both = ["EDC-generic-no-cv.ttl", "EDC-generic-full.ttl"];
        let both = both.map(|name| std::fs::read_to_string(shapes.join(name)).unwrap());
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("shapes.ttl"), both.join("\n")).unwrap();
        Some(Self { program, folder })
    }

    /// What is wrong with a document; nothing when it is valid.
    pub fn faults(&self, document: &Value) -> Option<String> {
        let path = |name: &str| Path::new(self.folder.path()).join(name);
        std::fs::write(path("claims.jsonld"), document.to_string()).unwrap();
        let output = Command::new(&self.program)
            .args(["-df", "json-ld", "-s"])
            .arg(path("shapes.ttl"))
            .arg(path("claims.jsonld"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        match output.status.code() {
            Some(0) => None,
            Some(1) => Some(said),
            other => panic!(
                "pyshacl: {other:?} {said} {}",
                String::from_utf8_lossy(&output.stderr)
            ),
        }
    }
}

#[actix_web::test]
async fn claims_are_valid_against_the_shapes_and_altered_ones_are_not() {
    let app = TestApp::new().await;
    let case = tailor(&app).await.case;
    app.database.execute(
        "UPDATE beneficiaries SET birth_precision = 'day'; \
         UPDATE competences SET setting = 'non_formal'; \
         UPDATE experiences SET started = '2009-05-17', ended = '2012'",
    );
    let given = export(&app, "operator", &case, handed_whole("elm"))
        .await
        .expect(200);
    assert_eq!(given.header("content-type"), "application/ld+json");
    let document: Value = serde_json::from_slice(&given.bytes).unwrap();
    assert_eq!(document["elm:hasClaim"].as_array().unwrap().len(), 3);
    assert!(document["elm:dateOfBirth"].is_object());
    let empty = app.case("opened").case;
    let empty = export(&app, "operator", &empty, handed_whole("elm"))
        .await
        .expect(200);
    let empty: Value = serde_json::from_slice(&empty.bytes).unwrap();

    let Some(checker) = Checker::find() else {
        return;
    };
    for valid in [&document, &empty] {
        assert_eq!(checker.faults(valid), None);
    }
    for (pointer, member, value) in [
        ("/elm:hasClaim/2", "dc:title", Value::Null),
        ("/elm:hasClaim/2", "elm:awardedBy", Value::Null),
        (
            "/elm:hasClaim/0/elm:awardedBy",
            "elm:awardingBody",
            Value::Null,
        ),
        (
            "/elm:hasClaim/2/elm:awardedBy",
            "elm:awardingDate",
            json!("2026"),
        ),
        ("", "elm:hasClaim", json!([])),
        ("", "elm:dateOfBirth", json!("1995")),
        (
            "/elm:hasClaim/2/elm:specifiedBy/elm:learningSetting",
            "skos:inScheme",
            Value::Null,
        ),
    ] {
        let mut altered = document.clone();
        let members = altered
            .pointer_mut(pointer)
            .unwrap()
            .as_object_mut()
            .unwrap();
        match value {
            Value::Null => members.remove(member),
            value => members.insert(member.to_owned(), value),
        };
        let faults = checker.faults(&altered);
        assert!(faults.is_some(), "{pointer} {member}");
    }
}
