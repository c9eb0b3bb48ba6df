//! `bilancio verify`, as whoever is handed a certificate runs it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::json;

use super::{Issued, Published, altered, issued, revoke, rotate};
use crate::documents::assessed_case;
use crate::support::TestApp;
use crate::support::world::token_parts;

/// Exit status and what is said, for a file of some bytes.
fn verify(published: &Published, name: &str, bytes: &[u8]) -> (i32, String) {
    let file = published.folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    let [keys, _, list] = published.files();
    run(program(published.folder.path())
        .arg(file)
        .arg("--keys")
        .arg(keys)
        .arg("--status-list")
        .arg(list))
}

/// The program, as a user runs it whose own folders are in this one.
fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bilancio"));
    command
        .current_dir(home)
        .env("XDG_CACHE_HOME", home.join("caches"))
        .env("HOME", home)
        .arg("verify");
    command
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
    // However often.
    let signed = [file.as_slice(), &b"\n%%EOF".repeat(17)].concat();
    assert_eq!(verify(&published, "signed.pdf", &signed).0, 3);
}

#[actix_web::test]
async fn the_credential_of_another_certificate_does_not_pass_in_a_file() {
    let app = TestApp::new().await;
    let (first, second) = (issued(&app).await, issued(&app).await);
    let published = Published::of(&app, &first).await;
    // Appended as an update of the file that attaches the other token.
    let update = attachment(&second.token);
    let file = [first.file.as_slice(), &update, b"%%EOF\n"].concat();
    let (status, said) = verify(&published, "mixed.pdf", &file);
    assert_eq!(status, 3, "{said}");
    assert!(said.contains("certificate JCG-2026-000001"), "{said}");
    assert!(!said.contains("000002"), "{said}");

    // The program finds what is attached like that: alone in a file, it is what has no seal.
    let alone = [b"%PDF-1.7\n".as_slice(), &update, b"%%EOF\n"].concat();
    let (status, said) = verify(&published, "alone.pdf", &alone);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("its seal is missing"), "{said}");
}

/// A token as the program attaches it to a file.
fn attachment(token: &str) -> Vec<u8> {
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(token.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let object = format!(
        "\n9999 0 obj\n<</Type/EmbeddedFile/Filter/FlateDecode/Length {}>>stream\n",
        packed.len()
    );
    [object.as_bytes(), &packed, b"\nendstream\nendobj\n"].concat()
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
    let case = assessed_case(&app, "withdrawn").case;
    let statements = format!("/v1/cases/{case}/attendance-statements");
    let statement = app.post("supervisor", &statements, json!({})).await;
    let statement = format!("{}/file", statement.expect(201).header("location"));
    let statement = app.get("supervisor", &statement).await.expect(200).bytes;
    for bytes in [
        &statement[..],
        b"%PDF-1.7\n%%EOF",
        b"",
        b"a.b.c",
        &[0xff, 0xfe],
    ] {
        let (status, said) = verify(&stale, "nothing", bytes);
        assert_eq!(status, 2, "{said}");
        assert!(
            said.starts_with("NOT CHECKED: the file carries no credential"),
            "{said}"
        );
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
    let lower = issuer.replace("%3A", "%3a");
    for (expected, status, words) in [
        (None, 2, "--issuer did:web:127.0.0.1%3A8080:issuers:"),
        (
            Some("did:web:somebody.example:issuers:1"),
            1,
            "it says that it is from",
        ),
        (Some(issuer), 2, "--fetch"),
        (Some(lower.as_str()), 2, "--fetch"),
    ] {
        let mut command = program(folder.path());
        command.arg(&fresh.files()[1]);
        if let Some(expected) = expected {
            command.args(["--issuer", expected]);
        }
        let (exit, said) = run(&mut command);
        assert_eq!(exit, status, "{said}");
        assert!(said.contains(words), "{said}");
    }

    // Old keys do not tell whether a key is new or was withdrawn; the issuer does.
    rotate(&app, json!({ "algorithm": "EdDSA", "compromised": true })).await;
    let withdrawn = Published::of(&app, &certificate).await;
    let (status, said) = verify(&withdrawn, "c.pdf", &certificate.file);
    assert_eq!(status, 2);
    // Keys that are named are not asked for.
    assert!(
        said.contains("have the file anew from the issuer"),
        "{said}"
    );
}

/// Keys in a file are whose who hands them over says.
#[actix_web::test]
async fn what_is_told_of_the_issuer_says_how_it_is_known() {
    let app = TestApp::new().await;
    let certificate = issued(&app).await;
    let published = Published::of(&app, &certificate).await;
    let (_, claims) = token_parts(certificate.token.as_bytes());
    let issuer = claims["iss"].as_str().unwrap();
    let [keys, token, list] = published.files();
    let said_who = ["--issuer", issuer];
    for (further, words) in [
        (
            &said_who[..0],
            format!(
                "issuer {issuer}, as it calls itself: the keys in {}",
                keys.display()
            ),
        ),
        (
            &said_who[..],
            format!("issuer {issuer}, by the keys in {}\n", keys.display()),
        ),
    ] {
        let mut command = program(published.folder.path());
        command.arg(&token).arg("--keys").arg(&keys);
        command.arg("--status-list").arg(&list).args(further);
        let (status, said) = run(&mut command);
        assert_eq!(status, 0, "{said}");
        assert!(said.contains(&words), "{said}");
    }
}

/// What an issuer publishes, at an address of this machine.
struct Issuer {
    address: String,
    published: Arc<Mutex<HashMap<String, Vec<u8>>>>,
}

impl Issuer {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let published = Arc::new(Mutex::new(HashMap::<String, Vec<u8>>::new()));
        let shown = Arc::clone(&published);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = BufReader::new(stream.unwrap());
                let mut asked = String::new();
                stream.read_line(&mut asked).unwrap();
                let mut line = String::new();
                while stream.read_line(&mut line).unwrap() > 2 {
                    line.clear();
                }
                let path = asked.split(' ').nth(1).unwrap();
                let body = shown.lock().unwrap().get(path).cloned();
                let (status, body) = match body {
                    Some(body) => (200, body),
                    None => (404, Vec::new()),
                };
                let head = format!(
                    "HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                let answer = [head.into_bytes(), body].concat();
                stream.get_mut().write_all(&answer).unwrap();
            }
        });
        Self { address, published }
    }

    /// What the service shows to whom a certificate was handed.
    async fn publish(&self, app: &TestApp, certificate: &Issued) {
        let published = Published::of(app, certificate).await;
        let (header, claims) = token_parts(certificate.token.as_bytes());
        let path = |url: &serde_json::Value| {
            let url = url.as_str().unwrap();
            url.strip_prefix(&self.address).unwrap().to_owned()
        };
        let keys = path(&header["kid"]);
        let keys = format!("{}/jwks.json", keys.split_once("/keys/").unwrap().0);
        let list = path(&claims["credentialStatus"]["statusListCredential"]);
        let mut shown = self.published.lock().unwrap();
        shown.insert(keys, published.keys.clone().into_bytes());
        shown.insert(list, published.list.clone().into_bytes());
    }

    fn answer_everything_with(&self, answer: &str) {
        for text in self.published.lock().unwrap().values_mut() {
            *text = answer.as_bytes().to_vec();
        }
    }
}

#[actix_web::test]
async fn what_an_issuer_publishes_is_asked_for_and_kept() {
    let mut app = TestApp::new().await;
    let issuer = Issuer::new();
    app.move_to(&issuer.address).await;
    let first = issued(&app).await;
    issuer.publish(&app, &first).await;
    let folder = tempfile::tempdir().unwrap();
    let (_, claims) = token_parts(first.token.as_bytes());
    let did = claims["iss"].as_str().unwrap().to_owned();
    let verify = |certificate: &Issued, further: &[&str]| {
        std::fs::write(folder.path().join("c.pdf"), &certificate.file).unwrap();
        let mut command = program(folder.path());
        run(command.args(["c.pdf", "--issuer", &did]).args(further))
    };
    assert_eq!(verify(&first, &["--fetch"]).0, 0);
    let (status, said) = verify(&first, &["--max-age", "1"]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains(&format!("issuer {did}\n")), "{said}");
    // An answer that is none takes the place of nothing.
    for answer in ["<html>Come back later</html>", r#"{"keys":[]}"#] {
        issuer.answer_everything_with(answer);
        assert_eq!(verify(&first, &["--fetch"]).0, 2);
        assert_eq!(verify(&first, &[]).0, 0);
    }

    // Signed with a key that came after what is kept: not known, until it is asked for.
    rotate(&app, json!({ "algorithm": "EdDSA" })).await;
    let second = issued(&app).await;
    issuer.publish(&app, &second).await;
    let (status, said) = verify(&second, &[]);
    assert_eq!(status, 2, "{said}");
    assert!(
        said.contains("ask anew with --fetch: if it is not among those either, it was withdrawn"),
        "{said}"
    );
    assert_eq!(verify(&second, &["--fetch"]).0, 0);
    assert_eq!(verify(&second, &[]).0, 0);

    // What was fetched long ago is relied on only by who says so.
    let days = |days: u64| Duration::from_secs(days * 24 * 3600);
    let dated = |at: SystemTime| {
        let kept = walk(&folder.path().join("caches/bilancio/issuers"));
        assert_eq!(kept.len(), 2, "{kept:?}");
        for kept in kept {
            let kept = std::fs::File::options().write(true).open(kept).unwrap();
            kept.set_modified(at).unwrap();
        }
    };
    dated(SystemTime::now() - days(3));
    assert_eq!(verify(&second, &["--max-age", "3"]).0, 2);
    assert_eq!(verify(&second, &["--max-age", "4"]).0, 0);
    assert_eq!(verify(&second, &[]).0, 0);
    // How long it is here does not follow from a time to come.
    dated(SystemTime::now() + days(3));
    let (status, said) = verify(&second, &["--max-age", "4"]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("nobody knows"), "{said}");
    assert_eq!(verify(&second, &[]).0, 0);
    assert_eq!(verify(&second, &["--fetch", "--max-age", "4"]).0, 0);

    // A key that the issuer itself does not show any more was withdrawn.
    rotate(&app, json!({ "algorithm": "EdDSA", "compromised": true })).await;
    issuer.publish(&app, &first).await;
    let (status, said) = verify(&first, &["--fetch"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("does not publish"), "{said}");
}

#[actix_web::test]
async fn a_status_list_that_takes_back_what_ended_is_not_relied_on() {
    let mut app = TestApp::new().await;
    let issuer = Issuer::new();
    app.move_to(&issuer.address).await;
    let (certificate, other) = (issued(&app).await, issued(&app).await);
    issuer.publish(&app, &certificate).await;
    let before = issuer.published.lock().unwrap().clone();
    let home = tempfile::tempdir().unwrap();
    let old = Published::of(&app, &certificate).await.list;
    std::fs::write(home.path().join("old.list"), old).unwrap();
    // In the same second.
    revoke(&app, &certificate).await;
    issuer.publish(&app, &certificate).await;
    let (_, claims) = token_parts(certificate.token.as_bytes());
    let verify = |certificate: &Issued, further: &[&str]| {
        std::fs::write(home.path().join("c.pdf"), &certificate.file).unwrap();
        let mut command = program(home.path());
        command.args(["c.pdf", "--issuer", claims["iss"].as_str().unwrap()]);
        run(command.args(further))
    };
    assert_eq!(verify(&certificate, &["--fetch"]).0, 1);
    assert_eq!(verify(&other, &["--fetch"]).0, 0);

    *issuer.published.lock().unwrap() = before;
    let named = ["--status-list", "old.list"];
    let named_and_fetched = [&named[..], &["--fetch", "--max-age", "1"]].concat();
    for further in [&["--fetch"][..], &named[..], &named_and_fetched[..]] {
        let (status, said) = verify(&certificate, further);
        assert_eq!(status, 1, "{said}");
        assert!(said.contains("revoked or replaced"), "{said}");
        let (status, said) = verify(&other, further);
        assert_eq!(status, 2, "{said}");
        assert!(said.contains("nothing that ended comes back"), "{said}");
    }
    // It takes no place.
    assert_eq!(verify(&certificate, &[]).0, 1);
    assert_eq!(verify(&other, &[]).0, 0);
    // It is as good a list as any to who has kept none.
    let elsewhere = ["--fetch", "--cache", "other"];
    assert_eq!(verify(&certificate, &elsewhere).0, 0);
    // What is kept and is no list does not stand in the way of one.
    for kept in walk(&home.path().join("caches")) {
        std::fs::write(kept, "<html>Come back later</html>").unwrap();
    }
    assert_eq!(verify(&certificate, &["--fetch"]).0, 0);
}

/// Whoever hands over a certificate could hand over keys beside it.
#[actix_web::test]
async fn what_lies_where_the_program_is_run_is_relied_on_only_where_it_is_named() {
    let app = TestApp::new().await;
    let certificate = issued(&app).await;
    let published = Published::of(&app, &certificate).await;
    let (_, claims) = token_parts(certificate.token.as_bytes());
    let list = claims["credentialStatus"]["statusListCredential"]
        .as_str()
        .unwrap();
    let (issuer, list) = list.split_once("/status-lists/").unwrap();
    let issuer = issuer.strip_prefix("http://").unwrap().replace(':', "_");
    let home = tempfile::tempdir().unwrap();
    let planted = home.path().join("issuers").join(issuer);
    std::fs::create_dir_all(planted.join("status-lists")).unwrap();
    std::fs::write(planted.join("jwks.json"), &published.keys).unwrap();
    std::fs::write(planted.join("status-lists").join(list), &published.list).unwrap();
    std::fs::write(home.path().join("c.pdf"), &certificate.file).unwrap();
    let verify = || {
        let mut command = program(home.path());
        command.args(["c.pdf", "--issuer", claims["iss"].as_str().unwrap()]);
        command
    };
    let (status, said) = run(&mut verify());
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("keys are not at hand"), "{said}");
    // Nor where a user has no folder, or one that depends on where they are.
    for place in ["", "."] {
        let without = |name: &str| (name.to_owned(), place.to_owned());
        let environment = ["XDG_CACHE_HOME", "HOME"].map(without);
        let (status, said) = run(verify().envs(environment));
        assert_eq!(status, 2, "{said}");
        assert!(said.contains("say it with --cache"), "{said}");
    }
    let keys = published.files()[0].clone();
    let (status, said) = run(verify().arg("--keys").arg(keys));
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("status list is not at hand"), "{said}");
    assert_eq!(run(verify().args(["--cache", "issuers"])).0, 0);
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(walk(&path)),
            false => found.push(path),
        }
    }
    found
}

/// A gibibyte of spaces packs to a few hundredths, and the program has no room for it.
#[actix_web::test]
async fn a_file_is_not_unpacked_before_it_is_known_whose_it_is() {
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    let app = TestApp::new().await;
    let certificate = issued(&app).await;
    let published = Published::of(&app, &certificate).await;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..1024 {
        packed.write_all(&spaces).unwrap();
    }
    let packed = packed.finish().unwrap();
    let object = format!(
        "%PDF-1.7\n1 0 obj\n<</Type/EmbeddedFile/Filter/FlateDecode/Length {}>>stream\n",
        packed.len()
    );
    let bomb = [object.as_bytes(), &packed, b"\nendstream\nendobj\n%%EOF\n"].concat();
    let limited = "ulimit -v 900000; exec \"$@\"";
    for (name, file, expected) in [("bomb.pdf", &bomb, 2), ("whole.pdf", &certificate.file, 0)] {
        let path = published.folder.path().join(name);
        std::fs::write(&path, file).unwrap();
        let [keys, _, list] = published.files();
        let (status, said) = run(Command::new("sh")
            .args([
                "-c",
                limited,
                "sh",
                env!("CARGO_BIN_EXE_bilancio"),
                "verify",
            ])
            .arg(path)
            .args([
                Path::new("--keys"),
                &keys,
                Path::new("--status-list"),
                &list,
            ]));
        assert_eq!(status, expected, "{name}: {said}");
    }
}
