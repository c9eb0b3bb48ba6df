//! The demo as a newcomer meets it: what it prints works, and it shows the whole practice.
#![expect(
    clippy::unwrap_used,
    reason = "a test says by panicking that it failed"
)]

#[path = "client/mod.rs"]
mod client;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use client::Connection;
use serde_json::{Value, json};

/// The demo on a port of its own; it ends, and its files go away, with the test.
struct Demo {
    address: String,
    told: Value,
    /// By e-mail address: a code is taken once.
    tokens: RefCell<BTreeMap<String, String>>,
    child: Child,
    _folder: tempfile::TempDir,
}

impl Demo {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let mut child = Command::new(env!("CARGO_BIN_EXE_bilancio"))
            .args(["demo", "--json", "--listen", &address])
            .env("TMPDIR", folder.path())
            // All its people sign in from one address.
            .env("BILANCIO_ATTEMPTS__BURST", "100")
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let stdout = child.stdout.as_mut().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        Self {
            address,
            told: serde_json::from_str(&line).unwrap(),
            tokens: RefCell::default(),
            child,
            _folder: folder,
        }
    }

    /// Signs somebody in with the words that were printed for them.
    fn sign_in(&self, email: &str) -> String {
        if let Some(token) = self.tokens.borrow().get(email) {
            return token.clone();
        }
        let people = self.told["sign_ins"].as_array().unwrap();
        let found = people.iter().find(|it| it["email"] == email).unwrap();
        let (password, code) = (&found["password"], &found["code"]);
        let role = found["role"].as_str().unwrap();
        let obliged = ["supervisor", "administrator", "privacy_officer"].contains(&role);
        assert_eq!(
            code.is_string() && found["totp_secret"].is_string(),
            obliged
        );
        let body = json!({ "email": email, "password": password, "code": code }).to_string();
        let mut connection = Connection::open(&self.address).unwrap();
        let answer = connection.ask("POST /v1/sign-ins", &[], &body).unwrap();
        assert_eq!(answer.status, 201, "{email}");
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        let token = format!("Bearer {}", body["access_token"].as_str().unwrap());
        let mut tokens = self.tokens.borrow_mut();
        tokens.insert(email.to_owned(), token.clone());
        token
    }

    fn get(&self, email: &str, path: &str) -> (u16, Value) {
        let token = self.sign_in(email);
        let mut connection = Connection::open(&self.address).unwrap();
        let headers = [("Authorization", token.as_str())];
        let answer = connection
            .ask(&format!("GET {path}"), &headers, "")
            .unwrap();
        assert!(answer.media_type.contains("json"), "{path}");
        let body = serde_json::from_slice(&answer.body).unwrap();
        (answer.status, body)
    }

    /// How many of a list there are of each value of a field.
    fn by(&self, email: &str, path: &str, field: &str) -> BTreeMap<String, usize> {
        let (status, list) = self.get(email, path);
        assert_eq!(status, 200, "{path}");
        let mut found = BTreeMap::new();
        for item in list["items"].as_array().unwrap() {
            *found
                .entry(item[field].as_str().unwrap().to_owned())
                .or_default() += 1;
        }
        found
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn counted(rows: &[(&str, usize)]) -> BTreeMap<String, usize> {
    rows.iter()
        .map(|(value, count)| ((*value).to_owned(), *count))
        .collect()
}

#[test]
fn the_demo_shows_the_whole_practice_to_whoever_signs_in() {
    let demo = Demo::start();
    assert_eq!(demo.told["url"], format!("http://{}", demo.address));
    for person in demo.told["sign_ins"].as_array().unwrap() {
        let email = person["email"].as_str().unwrap();
        assert_eq!(demo.get(email, "/v1/me").0, 200, "{email}");
    }

    let supervisor = "supervisora@centre.example";
    let cases = demo.by(supervisor, "/v1/cases?limit=100", "status");
    let expected = [
        ("opened", 2),
        ("investigation", 8),
        ("completed", 2),
        ("follow_up", 1),
        ("withdrawn", 1),
    ];
    assert_eq!(cases, counted(&expected));
    let (_, groups) = demo.get(supervisor, "/v1/groups");
    let group = groups["items"][0]["id"].as_str().unwrap();
    let meetings = demo.by(
        supervisor,
        &format!("/v1/groups/{group}/sessions"),
        "status",
    );
    assert_eq!(meetings, counted(&[("held", 7), ("planned", 2)]));

    let arrivals = demo.by(
        "accoglienza@cas.example",
        "/v1/intake-referrals",
        "milestone",
    );
    let expected = [("received", 1), ("accepted", 1), ("declined", 1)];
    assert_eq!(arrivals, counted(&expected));
    let inbox = demo.by("impiego@cpi.example", "/v1/inbox-referrals", "status");
    assert_eq!(inbox, counted(&[("sent", 1), ("completed", 1)]));

    let mediated = demo.by(
        "mediatrice@centre.example",
        "/v1/mediated-sessions",
        "status",
    );
    assert_eq!(mediated, counted(&[("held", 7), ("planned", 2)]));

    let stranger = "supervisore@levante.example";
    assert_eq!(
        demo.by(stranger, "/v1/cases", "status"),
        counted(&[("agreed", 1)])
    );
    assert_eq!(demo.get(stranger, &format!("/v1/groups/{group}")).0, 404);
}

#[test]
fn the_demo_leaves_a_database_alone_that_somebody_works_in() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("at-work.db");
    let run = |arguments: &[&str], typed: &[u8]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bilancio"))
            .arg("--database")
            .arg(&database)
            .args(arguments)
            .env("TMPDIR", folder.path())
            .env(
                "BILANCIO_MASTER_KEY",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            )
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(typed).unwrap();
        child.wait_with_output().unwrap()
    };
    assert!(run(&["migrate"], b"").status.success());
    let first = [
        "user",
        "add",
        "--email",
        "capo@regione.example",
        "--name",
        "Ada",
    ];
    let first = [&first[..], &["--organisation", "Regione"]].concat();
    assert!(run(&first, b"una-password-lunga-42\n").status.success());

    // Nobody could serve there: a demo that goes on would end too, with other words.
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap().to_string();
    let refused = run(&["demo", "--listen", &taken], b"");
    assert!(!refused.status.success());
    let words = String::from_utf8(refused.stderr).unwrap();
    assert!(words.contains("this one has users"), "{words}");
}
