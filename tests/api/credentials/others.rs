//! Credentials checked by programs that others wrote.
#![expect(clippy::print_stdout, reason = "says what is skipped, and why")]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use super::competences::attested;
use super::{Published, altered, issued, revoke, rotate};
use crate::support::TestApp;

type Checker = Box<dyn Fn(&Published) -> String>;

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/api/credentials")
        .join(name)
}

fn word(command: &mut Command, published: &Published) -> String {
    let output = command.args(published.files()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{wrong}");
    said.trim().to_owned()
}

/// PyJWT, in the Python that `BILANCIO_CHECK_PYTHON` names.
fn py_jwt() -> Option<Checker> {
    let python = std::env::var_os("BILANCIO_CHECK_PYTHON").unwrap_or_else(|| "python3".into());
    let has = Command::new(&python)
        .args(["-c", "import jwt, cryptography"])
        .output();
    if !has.is_ok_and(|it| it.status.success()) {
        println!("skipped: no PyJWT; BILANCIO_CHECK_PYTHON names a Python that has it");
        return None;
    }
    Some(Box::new(move |published| {
        word(Command::new(&python).arg(script("verify.py")), published)
    }))
}

/// jose and a decoder of status lists, in the folder that `BILANCIO_CHECK_NODE_MODULES` names.
fn jose() -> Option<Checker> {
    let modules: Option<OsString> = std::env::var_os("BILANCIO_CHECK_NODE_MODULES");
    let Some(modules) = modules.filter(|it| Path::new(it).join("jose").is_dir()) else {
        println!("skipped: BILANCIO_CHECK_NODE_MODULES names no node_modules with jose");
        return None;
    };
    Some(Box::new(move |published| {
        let script = script("verify.mjs");
        word(Command::new("node").arg(script).arg(&modules), published)
    }))
}

#[actix_web::test]
async fn programs_of_others_accept_what_holds_and_refuse_what_was_altered_or_revoked() {
    let checkers: Vec<Checker> = [py_jwt(), jose()].into_iter().flatten().collect();
    if checkers.is_empty() {
        return;
    }
    let app = TestApp::new().await;
    let ed = issued(&app).await;
    rotate(&app, json!({ "algorithm": "ES256" })).await;
    let es = issued(&app).await;
    let attested = attested(&app).await;
    for check in &checkers {
        for certificate in [&ed, &es, &attested] {
            let published = Published::of(&app, certificate).await;
            assert_eq!(check(&published), "valid");
            for part in [0, 1, 2] {
                let forged = published.with(&altered(&certificate.token, part));
                assert_eq!(check(&forged), "refused", "{part}");
            }
        }
    }
    revoke(&app, &ed).await;
    revoke(&app, &attested).await;
    for check in &checkers {
        for ended in [&ed, &attested] {
            assert_eq!(check(&Published::of(&app, ended).await), "revoked");
        }
        assert_eq!(check(&Published::of(&app, &es).await), "valid");
    }
}
