//! Files that were signed by a program that others wrote.
#![expect(clippy::print_stdout, reason = "says what is skipped, and why")]

use std::process::Command;

use super::withdrawals::withdraw;
use super::{issued, put};
use crate::support::TestApp;

const SCRIPT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/api/signed_files/sign.py"
);

/// How a file is signed, as the script reads it, and what it is refused with.
const WAYS: &[(&str, Option<&str>)] = &[
    ("P-256 sha256", None),
    ("P-256 sha384", None),
    ("P-256 sha512", None),
    ("P-384 sha256", None),
    ("P-384 sha384", None),
    ("P-384 sha512", None),
    ("P-521 sha256", None),
    ("P-521 sha384", None),
    ("P-521 sha512", None),
    ("ed25519 sha512", None),
    ("rsa sha256", None),
    ("rsa sha384", None),
    ("rsa sha512", None),
    ("rsa sha256 pss", None),
    ("rsa sha384 pss", None),
    ("rsa sha512 pss", None),
    ("rsa sha256 pss salt=32", None),
    ("rsa sha256 pss salt=20", None),
    (
        "rsa sha256 pss salt=32 mask=sha512",
        Some("signature_method_unknown"),
    ),
    ("rsa sha256 older", None),
    ("rsa sha256 time-stamped", None),
    ("rsa sha256 certified", None),
    ("rsa sha256 visible", None),
    ("rsa sha256 visible certified", None),
    ("rsa sha256 then P-256 sha256", None),
    ("rsa sha256 visible then P-256 sha256 visible", None),
    ("rsa sha256 certified then P-256 sha256 visible", None),
];

/// pyHanko, in the Python that `BILANCIO_CHECK_PYTHON` names.
#[actix_web::test]
async fn what_another_program_signed_is_taken() {
    let python = std::env::var_os("BILANCIO_CHECK_PYTHON").unwrap_or_else(|| "python3".into());
    let has = Command::new(&python)
        .args(["-c", "import pyhanko"])
        .output();
    if !has.is_ok_and(|it| it.status.success()) {
        println!("skipped: no pyHanko; BILANCIO_CHECK_PYTHON names a Python that has it");
        return;
    }
    let app = TestApp::new().await;
    let issued = issued(&app).await;
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("issued.pdf");
    std::fs::write(&source, &issued.file).unwrap();
    let mut sign = Command::new(&python);
    sign.arg(SCRIPT).arg(&source).arg(folder.path());
    let output = sign.args(WAYS.iter().map(|(way, _)| way)).output().unwrap();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{wrong}");

    for (number, (way, refused)) in WAYS.iter().enumerate() {
        let signed = std::fs::read(folder.path().join(format!("{number}.pdf"))).unwrap();
        let answer = put(&app, "supervisor", &issued.document, signed).await;
        if let Some(code) = refused {
            assert_eq!(answer.status, 422, "{way}");
            assert_eq!(answer.errors(), [format!(" {code}")], "{way}");
            continue;
        }
        assert_eq!(answer.status, 200, "{way}: {}", answer.body);
        let subject = &answer.body["signed"]["subject"];
        assert_eq!(subject, "CN=Niccolò Prova", "{way}");
        let version = answer.header("etag").trim_matches(['"', 'v']);
        let version: i32 = version.parse().unwrap();
        withdraw(&app, "supervisor", &issued.document, version)
            .await
            .expect(200);
    }
}
