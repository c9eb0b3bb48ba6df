//! The program, with a folder, a port and a first administrator of its own.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use bilancio::clock::Clock;
use bilancio::db::Target;
use bilancio::second_factors::totp::Secret;
use bilancio::vault::Vault;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Answer, Connection};

const EMAIL: &str = "admin@crash.example";
const PASSWORD: &str = "a password of the crash tests";

/// Where the program runs, and what it is told by its environment.
pub struct Home {
    pub folder: TempDir,
    master_key: String,
}

/// The program while it serves.
pub struct Service {
    pub address: String,
    home: Home,
    arguments: Vec<String>,
    child: Child,
}

/// How the program is named on a command line: a URL or a path.
pub fn url(database: &Target) -> String {
    match database {
        Target::Postgres(url) => url.clone(),
        Target::Sqlite(path) => path.to_str().unwrap().to_owned(),
    }
}

impl Home {
    /// A home whose database has its first administrator.
    pub fn new(database: &Target) -> Self {
        let home = Self {
            folder: tempfile::tempdir().unwrap(),
            master_key: Vault::new_master_key(),
        };
        let mut adding = home
            .command(&program(&url(database)))
            .args(["user", "add", "--email", EMAIL, "--name", "Ada Prova"])
            .args(["--organisation", "Regione Prova"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = adding.stdin.take().unwrap();
        writeln!(stdin, "{PASSWORD}").unwrap();
        assert!(adding.wait().unwrap().success());
        home
    }

    fn command(&self, words: &[String]) -> Command {
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .current_dir(self.folder.path())
            .env("BILANCIO_MASTER_KEY", &self.master_key)
            .env("BILANCIO_LOG", "off")
            .env("BILANCIO_RATE_LIMIT__BURST", "1000000")
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        command
    }
}

/// The program with its database, as words of a command line.
pub fn program(database: &str) -> Vec<String> {
    [env!("CARGO_BIN_EXE_bilancio"), "--database", database]
        .map(str::to_owned)
        .to_vec()
}

impl Service {
    pub fn start(database: &Target) -> Self {
        Self::start_as(Home::new(database), program(&url(database)))
    }

    /// Serves with a command line that ends in [`program`]'s.
    pub fn start_as(home: Home, mut words: Vec<String>) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        words.extend(["serve", "--listen", &address].map(str::to_owned));
        let child = serving(&mut home.command(&words));
        Self {
            address,
            home,
            arguments: words,
            child,
        }
    }

    /// Kills the program as a power cut would, and starts it again.
    pub fn kill_and_start(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.child = serving(&mut self.home.command(&self.arguments));
    }

    /// Runs another command of the program on the same database: whether it succeeded, and what it told.
    pub fn command(&self, words: &[&str]) -> (bool, String) {
        let mut line = self.arguments[..3].to_vec();
        line.extend(words.iter().map(|word| (*word).to_owned()));
        let mut command = self.home.command(&line);
        let ended = command.stderr(Stdio::piped()).output().unwrap();
        let told = [ended.stdout, ended.stderr].concat();
        (ended.status.success(), String::from_utf8(told).unwrap())
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    pub fn connect(&self) -> Connection {
        Connection::open(&self.address).unwrap()
    }

    /// The administrator's access token, in the words of the header it travels in. It is their first
    /// sign-in, at which they enrol an authenticator app.
    pub fn sign_in(&self) -> String {
        let mut connection = self.connect();
        let body = json!({ "email": EMAIL, "password": PASSWORD });
        let answer = connection.ask("POST /v1/sign-ins", &[], &body.to_string());
        let answer = answer.unwrap();
        assert_eq!(answer.status, 201);
        let token = format!("Bearer {}", answer.json()["access_token"].as_str().unwrap());
        let headers = [("Authorization", token.as_str())];
        let offered = connection.ask("POST /v1/me/second-factor", &headers, "");
        let offered = offered.unwrap().json();
        let secret = Secret::from_base32(offered["secret"].as_str().unwrap()).unwrap();
        let code = secret.code_at(Clock::default().now()).unwrap();
        let body = json!({ "code": code }).to_string();
        let confirm = "POST /v1/me/second-factor/confirmations";
        let confirmed = connection.ask(confirm, &headers, &body).unwrap();
        assert_eq!(confirmed.status, 201);
        token
    }
}

/// Starts the program and waits for its word that it serves.
fn serving(command: &mut Command) -> Child {
    let mut child = command.spawn().unwrap();
    let mut word = String::new();
    let stdout = child.stdout.as_mut().unwrap();
    BufReader::new(stdout).read_line(&mut word).unwrap();
    assert!(word.contains("serves on"), "it does not start: {word}");
    child
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Adds an association; the name is its idempotency key, so that it can be asked for again.
pub fn add(connection: &mut Connection, token: &str, name: &str) -> std::io::Result<Answer> {
    let body = json!({ "name": name, "kind": "association", "municipality": "Genova" });
    let headers = [("Authorization", token), ("Idempotency-Key", name)];
    connection.ask("POST /v1/organisations", &headers, &body.to_string())
}
