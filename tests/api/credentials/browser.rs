//! The page of the public check in a browser.
#![expect(clippy::print_stdout, reason = "says what is skipped, and why")]

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use super::issued;
use crate::certificates::check_page;
use crate::support::pades::signed;
use crate::support::{TestApp, request};

/// Chromium, which `BILANCIO_CHECK_CHROMIUM` names, and axe-core in `BILANCIO_CHECK_NODE_MODULES`.
fn tools() -> Option<[PathBuf; 2]> {
    let modules = std::env::var_os("BILANCIO_CHECK_NODE_MODULES").map(PathBuf::from);
    let axe = modules.map(|it| it.join("axe-core/axe.min.js"));
    let Some(axe) = axe.filter(|it| it.is_file()) else {
        println!("skipped: BILANCIO_CHECK_NODE_MODULES names no node_modules with axe-core");
        return None;
    };
    let chromium = std::env::var_os("BILANCIO_CHECK_CHROMIUM").unwrap_or_else(|| "chromium".into());
    if Command::new(&chromium).arg("--version").output().is_err() {
        println!("skipped: no Chromium; BILANCIO_CHECK_CHROMIUM names the program");
        return None;
    }
    Some([chromium.into(), axe])
}

async fn page(app: &TestApp, name: &str, code: &str, language: &str) -> Value {
    let answer = check_page(app, code, language).await;
    let links = ["it", "en", "fr", "es", "ar"];
    let compares = answer.status == 200;
    json!({
        "name": name,
        "policy": answer.header("content-security-policy"),
        "html": String::from_utf8(answer.bytes.clone()).unwrap(),
        "reached": links.into_iter().chain(compares.then_some("file")).collect::<Vec<_>>(),
    })
}

async fn register(app: &TestApp, certificate: &str, signed: Vec<u8>) {
    let read = app.get("supervisor", certificate).await.expect(200);
    let document = read.body["document_id"].as_str().unwrap().to_owned();
    let url = format!("/v1/documents/{document}/signed-file");
    let call = request("PUT", &url).by(&app.token("supervisor").await);
    let kept = app.send(call.bytes("application/pdf", signed)).await;
    kept.expect(200);
}

/// Pictures go to the folder that `BILANCIO_CHECK_PICTURES` names, if it names one.
#[actix_web::test]
async fn the_page_is_for_everybody_on_a_phone_on_a_desk_and_by_keyboard() {
    let Some([chromium, axe]) = tools() else {
        return;
    };
    let app = TestApp::new().await;
    let (valid, revoked) = (issued(&app).await, issued(&app).await);
    super::revoke(&app, &revoked).await;
    let code = async |url: &str| {
        let read = app.get("supervisor", url).await.expect(200);
        read.body["verification_code"].as_str().unwrap().to_owned()
    };
    let (valid_code, revoked_code) = (code(&valid.url).await, code(&revoked.url).await);
    let registered = signed(&valid.file);
    register(&app, &valid.url, registered.clone()).await;
    let mut pages = Vec::new();
    for language in ["it", "en", "fr", "es", "ar"] {
        let name = format!("valid-{language}");
        pages.push(page(&app, &name, &valid_code, language).await);
    }
    pages.push(page(&app, "revoked-ar", &revoked_code, "ar").await);
    pages.push(page(&app, "revoked-it", &revoked_code, "it").await);
    pages.push(page(&app, "unknown-fr", &"0".repeat(26), "fr").await);
    pages[0]["files"] = json!([
        ["whole.pdf", "same"],
        ["registered.pdf", "signed"],
        ["signed.pdf", "begins"],
        ["altered.pdf", "other"],
        ["short.pdf", "other"],
    ]);
    pages[0]["verdict"] = json!("Questo attestato è valido.");
    let revoked_page = pages.len() - 2;
    pages[revoked_page]["files"] = json!([["revoked.pdf", "same"], ["whole.pdf", "other"]]);

    let temporary = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("BILANCIO_CHECK_PICTURES")
        .map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    let mut altered = valid.file.clone();
    altered[2000] ^= 1;
    write("whole.pdf", &valid.file);
    write("revoked.pdf", &revoked.file);
    write("registered.pdf", &registered);
    write(
        "signed.pdf",
        &[valid.file.as_slice(), b"% a signature"].concat(),
    );
    write("altered.pdf", &altered);
    write("short.pdf", &valid.file[..100]);
    write("pages.json", json!(pages).to_string().as_bytes());
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/api/credentials/browser.mjs"
    );
    let looked = Command::new("node")
        .arg(script)
        .args([chromium, axe])
        .arg(&folder)
        .output()
        .unwrap();
    let wrong = String::from_utf8_lossy(&looked.stderr);
    assert!(looked.status.success(), "{wrong}");
    assert_eq!(String::from_utf8_lossy(&looked.stdout).trim(), "");
}
