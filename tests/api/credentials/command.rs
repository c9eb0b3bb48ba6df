//! `bilancio verify`, as whoever is handed a certificate runs it.

use std::process::Command;

use serde_json::json;

use super::{Published, altered, issued, revoke, rotate};
use crate::support::TestApp;
use crate::support::world::token_parts;

/// Exit status and what is said, for a file of some bytes.
fn verify(published: &Published, name: &str, bytes: &[u8]) -> (i32, String) {
    let file = published.folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    let [keys, _, list] = published.files();
    run(Command::new(env!("CARGO_BIN_EXE_bilancio"))
        .arg("verify")
        .arg(file)
        .arg("--keys")
        .arg(keys)
        .arg("--status-list")
        .arg(list))
}

fn run(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), said)
}

#[actix_web::test]
async fn a_certificate_that_holds_is_told_with_what_it_says() {
    let app = TestApp::new().await;
    let certificate = issued(&app).await;
    let published = Published::of(&app, &certificate).await;
    for (name, bytes, line) in [
        (
            "c.pdf",
            certificate.file.as_slice(),
            "The file is as it was issued",
        ),
        (
            "c.jwt",
            certificate.token.as_bytes(),
            "was checked by itself",
        ),
    ] {
        let (status, said) = verify(&published, name, bytes);
        assert_eq!(status, 0, "{said}");
        for words in [
            "VALID: certificate JCG-2026-000001",
            "Amina Diallo",
            "3 hours",
            line,
        ] {
            assert!(said.contains(words), "{said}");
        }
    }
}

#[actix_web::test]
async fn one_changed_byte_anywhere_in_the_file_breaks_its_seal() {
    let app = TestApp::new().await;
    let certificate = issued(&app).await;
    let published = Published::of(&app, &certificate).await;
    let file = &certificate.file;
    // In the header, in what is drawn, in the last lines.
    for at in [8, file.len() / 3, file.len() / 2, file.len() - 20] {
        let mut altered = file.clone();
        altered[at] ^= 1;
        let (status, said) = verify(&published, "altered.pdf", &altered);
        assert_eq!(status, 1, "{at}: {said}");
        assert!(said.starts_with("NOT VALID: the file"), "{at}: {said}");
    }
    let signed = [file.as_slice(), b"\n9 0 obj (signature) endobj\n%%EOF\n"].concat();
    let (status, said) = verify(&published, "signed.pdf", &signed);
    assert_eq!(status, 3, "{said}");
    assert!(said.contains("Something was appended"), "{said}");
    assert!(said.contains("It may lie over the page"), "{said}");
}

#[actix_web::test]
async fn the_credential_of_another_certificate_does_not_pass_in_a_file() {
    let app = TestApp::new().await;
    let (first, second) = (issued(&app).await, issued(&app).await);
    let published = Published::of(&app, &first).await;
    // Appended as an update of the file that attaches the other token.
    let update = format!(
        "\n9999 0 obj\n<< /Length {} >>\nstream\n{}\nendstream\nendobj\n%%EOF\n",
        second.token.len(),
        second.token
    );
    let file = [first.file.as_slice(), update.as_bytes()].concat();
    let (status, said) = verify(&published, "mixed.pdf", &file);
    assert!(status != 0 && !said.contains("000002"), "{status}: {said}");
}

#[actix_web::test]
async fn what_does_not_hold_or_cannot_be_checked_has_an_exit_status_of_its_own() {
    let app = TestApp::new().await;
    let certificate = issued(&app).await;
    let stale = Published::of(&app, &certificate).await;
    for part in [0, 1, 2] {
        let forged = altered(&certificate.token, part);
        assert_eq!(verify(&stale, "forged.jwt", forged.as_bytes()).0, 1);
    }
    for bytes in [b"%PDF-1.7\n%%EOF".as_slice(), b"", b"a.b.c", &[0xff, 0xfe]] {
        assert_eq!(verify(&stale, "nothing", bytes).0, 1);
    }
    revoke(&app, &certificate).await;
    let fresh = Published::of(&app, &certificate).await;
    let (status, said) = verify(&fresh, "c.pdf", &certificate.file);
    assert_eq!(status, 1);
    assert!(said.contains("revoked or replaced"), "{said}");
    // Who has an old list is told of when it is.
    let (status, said) = verify(&stale, "c.pdf", &certificate.file);
    assert_eq!(status, 0);
    assert!(
        said.contains("status list of 2026-03-02 09:00 UTC"),
        "{said}"
    );

    // The list of another issuer's, or none, is no list.
    let other = fresh.with_list(&altered(&fresh.list, 2));
    assert_eq!(verify(&other, "c.jwt", certificate.token.as_bytes()).0, 2);
    let folder = tempfile::tempdir().unwrap();

    let (_, claims) = token_parts(certificate.token.as_bytes());
    let issuer = claims["iss"].as_str().unwrap();
    for (expected, status, words) in [
        (None, 2, "--issuer did:web:127.0.0.1%3A8080:issuers:"),
        (Some("did:web:somebody.example:issuers:1"), 1, "not from"),
        (Some(issuer), 2, "--fetch"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bilancio"));
        command
            .current_dir(folder.path())
            .arg("verify")
            .arg(&fresh.files()[1]);
        if let Some(expected) = expected {
            command.args(["--issuer", expected]);
        }
        let (exit, said) = run(&mut command);
        assert_eq!(exit, status, "{said}");
        assert!(said.contains(words), "{said}");
    }

    rotate(&app, json!({ "algorithm": "EdDSA", "compromised": true })).await;
    let withdrawn = Published::of(&app, &certificate).await;
    let (status, said) = verify(&withdrawn, "c.pdf", &certificate.file);
    assert_eq!(status, 1);
    assert!(said.contains("does not publish"), "{said}");
}
