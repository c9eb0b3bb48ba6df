//! What the program takes: time until it serves a database that is up to date, memory before and
//! after the first document, and the time of a certificate, cold and warm. Prints figures; asserts
//! nothing. `cargo bench --bench footprint`.

#[path = "../client/mod.rs"]
mod client;

use std::process::{Child, Command, Stdio};
use std::time::Instant;

use bilancio::documents::content::Document;
use bilancio::documents::{Enclosed, press};
use chrono::DateTime;

const PROGRAM: &str = env!("CARGO_BIN_EXE_bilancio");
const ADDRESS: &str = "127.0.0.1:18081";
const WARM: usize = 50;

#[expect(clippy::print_stdout, reason = "a bench prints")]
fn say(line: &str) {
    println!("{line}");
}

/// Megabytes that a process holds in memory now.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|rest| rest.trim().split(' ').next()?.parse::<u64>().ok());
    kilobytes.expect("a size") / 1024
}

fn serve(database: &str) -> Child {
    Command::new(PROGRAM)
        .args(["--database", database, "serve", "--listen", ADDRESS])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program")
}

fn is_ready() -> bool {
    client::Connection::open(ADDRESS)
        .and_then(|mut connection| connection.ask("GET /health/ready", &[], ""))
        .is_ok_and(|answer| {
            let told = answer.media_type.contains("json") && !answer.body.is_empty();
            answer.status == 200 && told
        })
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("bilancio.db").display().to_string();
    let migrated = Command::new(PROGRAM)
        .args(["--database", &database, "migrate"])
        .stdout(Stdio::null())
        .status();
    assert!(migrated.is_ok_and(|it| it.success()));
    let started = Instant::now();
    let mut service = serve(&database);
    while !is_ready() {
        std::thread::yield_now();
    }
    say(&format!(
        "ready after     {:>6.0} ms",
        started.elapsed().as_secs_f64() * 1000.0
    ));
    say(&format!("memory, idle    {:>6} MB", resident(service.id())));
    service.kill().expect("the service ends");
    service.wait().expect("the service ends");

    let own = std::process::id();
    let certificate: Document =
        serde_json::from_str(include_str!("certificate.json")).expect("a certificate");
    let at = DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
    let print = |number: usize| {
        let before = Instant::now();
        let url = "https://bilancio.example/verify/CTEZ-KJ40-69QH-KK2A-HWS9-FHZN-HH";
        let enclosed = Enclosed {
            verify_url: url,
            credential: &"eyJhbGciOiJFZERTQSJ9".repeat(150),
            sign: &|_| Ok("0".repeat(86)),
        };
        press::print(&certificate, None, Some(&enclosed), &number.to_string(), at).expect("a file");
        before.elapsed().as_secs_f64() * 1000.0
    };
    let before = resident(own);
    say(&format!("certificate, cold {:>4.0} ms", print(0)));
    let grown = resident(own).saturating_sub(before);
    say(&format!("memory of the first document {grown:>4} MB"));
    let mut warm: Vec<f64> = (1..=WARM).map(print).collect();
    warm.sort_by(f64::total_cmp);
    say(&format!(
        "certificate, warm {:>4.0} ms (median of {WARM})",
        warm[WARM / 2]
    ));
    let grown = resident(own).saturating_sub(before);
    say(&format!("memory of {} documents {grown:>9} MB", WARM + 1));
}
