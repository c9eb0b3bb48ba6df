//! A power cut leaves what was answered: before each answer of success the embedded database has had its
//! write-ahead log put on the disk. A kill cannot show this; the program's own calls do.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use bilancio::db::Target;

use crate::database::TestDatabase;
use crate::service::{Home, Service, add, program, url};

/// Requests of each kind.
const REQUESTS: usize = 60;
/// When calls that were made and are not told of are given up.
const PATIENCE: Duration = Duration::from_secs(60);
const CALLS: &str = "trace=fsync,fdatasync,write,writev,sendto,sendmsg";

#[test]
fn each_answer_of_success_comes_after_its_transaction_was_put_on_the_disk() {
    let database = TestDatabase::new();
    if let Target::Postgres(_) = database.target {
        println!("skipped: a server's calls are its own");
        return;
    }
    if !can_trace() {
        println!("skipped: there is no strace here, or it may not trace");
        return;
    }
    let home = Home::new(&database.target);
    let calls = home.folder.path().join("calls");
    // The tracer is the grandchild: who stops the program stops the program.
    let mut words: Vec<String> = ["strace", "-D", "-f", "-e", CALLS, "-s", "16", "-o"]
        .map(str::to_owned)
        .to_vec();
    words.push(calls.display().to_string());
    words.extend(program(&url(&database.target)));
    let service = Service::start_as(home, words);
    let token = service.sign_in();
    let mut connection = service.connect();
    let headers = [("Authorization", token.as_str())];
    for number in 0..REQUESTS {
        let read = connection.ask("GET /v1/organisations?limit=1", &headers, "");
        assert_eq!(read.unwrap().status, 200);
        let added = add(&mut connection, &token, &format!("Prova {number}")).unwrap();
        assert_eq!(added.status, 201);
    }
    for _ in 0..REQUESTS {
        let alive = connection.ask("GET /health/live", &[], "").unwrap();
        assert_eq!(alive.status, 200);
    }
    // A sign-in, an app that is offered and confirmed, reads and changes; then what needs no disk.
    let operations = 3 + 2 * REQUESTS;
    let syncs = syncs_before_answers(&calls, operations + REQUESTS);
    let (operations, alive) = syncs.split_at(operations);
    let early = operations.iter().filter(|syncs| **syncs == 0).count();
    println!(
        "{} answers, {early} of them before anything was put on the disk",
        operations.len()
    );
    assert_eq!(early, 0);
    // The sealer may do so at any time, and did not each time: a missing one would show.
    let without = alive.iter().filter(|syncs| **syncs == 0).count();
    assert!(without > REQUESTS / 2, "{without} of {REQUESTS}");
}

fn can_trace() -> bool {
    Command::new("strace")
        .args(["-D", "-f", "-o", "/dev/null", "true"])
        .stderr(std::process::Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// How often something was put on the disk before each answer of success and after the one before it.
fn syncs_before_answers(calls: &Path, answers: usize) -> Vec<usize> {
    let started = Instant::now();
    loop {
        let text = String::from_utf8_lossy(&std::fs::read(calls).unwrap()).into_owned();
        let told = read(&text);
        if told.len() == answers {
            return told;
        }
        assert!(told.len() < answers, "more answers than requests");
        assert!(started.elapsed() < PATIENCE, "{} answers", told.len());
        std::thread::yield_now();
    }
}

fn read(calls: &str) -> Vec<usize> {
    let (mut syncs, mut answers) = (0, Vec::new());
    for line in calls.lines() {
        if line.contains("\"HTTP/1.1 2") {
            answers.push(syncs);
            syncs = 0;
        } else if line.contains("sync") && line.trim_end().ends_with("= 0") {
            syncs += 1;
        }
    }
    answers
}
