//! What documents take, each about another person: time of a certificate and of a report, certificates a second
//! on two threads, and whether memory grows over ten thousand. Prints figures; asserts nothing.
//! `cargo bench --bench papers`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use bilancio::documents::content::Document;
use bilancio::documents::{Enclosed, press};
use chrono::DateTime;

const CERTIFICATES: usize = 10_000;
const REPORTS: usize = 200;
const WARMING: usize = 20;

#[expect(clippy::print_stdout, reason = "a bench prints")]
fn say(line: &str) {
    println!("{line}");
}

/// Megabytes that this process holds in memory now.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|rest| rest.trim().split(' ').next()?.parse::<u64>().ok());
    kilobytes.expect("a size") / 1024
}

/// The sample as of somebody else.
fn about(sample: &Document, number: usize) -> Document {
    let name = format!("Amina {number} Al-Khatib");
    let mut document = sample.clone();
    match &mut document {
        Document::Certificate(content) => {
            content.number = format!("JCG-2026-{number:06}");
            content.holder.name = name;
        }
        Document::Report(content) => content.holder.name = name,
        _ => {}
    }
    document
}

/// Milliseconds to print it.
fn print(document: &Document, number: usize) -> f64 {
    let at = DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
    let verify_url = format!("https://bilancio.example/verify/CTEZ-KJ40-69QH-KK2A-{number:08}");
    let enclosed = Enclosed {
        verify_url: &verify_url,
        credential: &"eyJhbGciOiJFZERTQSJ9".repeat(150),
        sign: &|_| Ok("0".repeat(86)),
    };
    let enclosed = document.is_certificate().then_some(&enclosed);
    let before = Instant::now();
    press::print(document, None, enclosed, &number.to_string(), at).expect("a file");
    before.elapsed().as_secs_f64() * 1000.0
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() {
    let read = |text: &str| -> Document { serde_json::from_str(text).expect("a sample") };
    let certificate = read(include_str!("certificate.json"));
    let report = read(include_str!(
        "../../src/documents/samples/assessment_report.json"
    ));
    for (name, sample, count) in [
        ("certificate", &certificate, 500),
        ("report", &report, REPORTS),
    ] {
        let times: Vec<f64> = (0..WARMING + count)
            .map(|number| print(&about(sample, number), number))
            .collect();
        let (cold, warm) = (times[0], median(times[WARMING..].to_vec()));
        say(&format!(
            "{name}: first {cold:.0} ms, then {warm:.1} ms (median of {count})"
        ));
    }
    let (next, started, before) = (AtomicUsize::new(0), Instant::now(), resident());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= CERTIFICATES {
                        break;
                    }
                    print(&about(&certificate, 1000 + number), number);
                    if number % 2000 == 0 {
                        say(&format!(
                            "memory after {number:>6} documents {:>5} MB",
                            resident()
                        ));
                    }
                }
            });
        }
    });
    let a_second = CERTIFICATES as f64 / started.elapsed().as_secs_f64();
    say(&format!(
        "certificates on two threads: {a_second:.0} a second"
    ));
    say(&format!(
        "memory before them {before} MB, after {CERTIFICATES} {} MB",
        resident()
    ));
}
