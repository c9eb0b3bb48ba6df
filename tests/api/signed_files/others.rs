//! Files that were signed by a program that others wrote.
#![expect(clippy::print_stdout, reason = "says what is skipped, and why")]

use std::path::Path;
use std::process::Command;

use super::{issued, put};
use crate::support::TestApp;

const SCRIPT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/api/signed_files/sign.py"
);

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{wrong}");
}

/// A key and a certificate of somebody's, by the `openssl` command.
fn certify(folder: &Path, kind: &[&str], name: &str) -> [std::path::PathBuf; 2] {
    let files = [folder.join("key.pem"), folder.join("certificate.pem")];
    run(Command::new("openssl")
        .args(["req", "-x509", "-nodes", "-days", "700", "-utf8"])
        .args(kind)
        .args(["-subj", name, "-keyout"])
        .arg(&files[0])
        .arg("-out")
        .arg(&files[1]));
    files
}

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
    if Command::new("openssl").arg("version").output().is_err() {
        println!("skipped: no openssl");
        return;
    }
    let app = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    let rsa = ["-newkey", "rsa:2048"];
    let ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
    for (kind, looks) in [
        (&rsa[..], None),
        (&ec[..], None),
        (&rsa[..], Some("visible")),
    ] {
        let issued = issued(&app).await;
        let certified = certify(folder.path(), kind, "/C=IT/CN=Niccolò Prova");
        let [source, target] = ["issued.pdf", "signed.pdf"].map(|name| folder.path().join(name));
        std::fs::write(&source, &issued.file).unwrap();
        let mut sign = Command::new(&python);
        sign.arg(SCRIPT).args(certified).args([&source, &target]);
        run(sign.args(looks));
        let signed = std::fs::read(&target).unwrap();
        let kept = put(&app, "supervisor", &issued.document, signed).await;
        let kept = kept.expect(200);
        let subject = kept.body["signed"]["subject"].as_str().unwrap();
        assert!(subject.contains("CN=Niccolò Prova"), "{subject}");
    }
}
