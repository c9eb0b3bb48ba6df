//! What documents take, each about another person: time of a certificate and of a report, certificates a second
//! on two threads, whether memory grows over ten thousand, and what the greatest report takes, which must come out
//! within a request. Prints figures; asserts nothing.
//! `cargo bench --bench papers`.

mod greatest;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use bilancio::documents::content::Document;
use bilancio::documents::{DocumentId, DocumentKind, Enclosed, press, samples};
use bilancio::fixed_texts::TextLanguage;
use bilancio::organisations::OrganisationId;
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

/// Each of what is issued with a report, and all together as one decision issues them.
fn print_greatest(language: TextLanguage) {
    let documents = greatest::reported(language);
    for document in &documents {
        let (kind, took) = (document.kind(), print(document, 0));
        say(&format!(
            "greatest {kind} in {}: {took:.0} ms",
            language.tag()
        ));
    }
    let of_case: Vec<_> = documents
        .into_iter()
        .map(|it| (DocumentId::new(), it))
        .collect();
    let at = DateTime::from_timestamp(1_795_000_001, 0).expect("a time");
    let before = Instant::now();
    let printed = press::print_all(&of_case, &OrganisationId::new(), at).expect("files");
    let took = before.elapsed().as_secs_f64() * 1000.0;
    let kilobytes = printed.iter().map(|it| it.file.len()).sum::<usize>() / 1024;
    say(&format!("the same together: {took:.0} ms, {kilobytes} kB"));
}

/// The longest profile that is printed at all.
fn print_greatest_profile(language: TextLanguage) {
    let paper = greatest::profile(language);
    let at = DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
    let before = Instant::now();
    press::draw_sample(&paper, None, "greatest", at).expect("a file");
    let took = before.elapsed().as_secs_f64() * 1000.0;
    say(&format!(
        "greatest profile in {}: {took:.0} ms",
        language.tag()
    ));
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() {
    let read = |text: &str| -> Document { serde_json::from_str(text).expect("a sample") };
    let certificate = read(include_str!("certificate.json"));
    let report = samples::of_kind(DocumentKind::AssessmentReport, TextLanguage::English);
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
    for language in [TextLanguage::English, TextLanguage::Arabic] {
        print_greatest(language);
        print_greatest_profile(language);
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
