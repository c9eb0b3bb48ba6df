//! Sign-ins per second of many people at once, and what others are served meanwhile. Prints figures;
//! asserts only that others are served.
//!
//! `./tests/run with-postgres cargo bench --bench sign_ins` for PostgreSQL, `cargo bench --bench
//! sign_ins` for SQLite. `BENCH_PEOPLE` and `BENCH_SECONDS` change the size.

#[expect(dead_code, reason = "the bench uses little of it")]
#[expect(clippy::unwrap_used, reason = "the same as in the tests")]
#[path = "../api/support/database.rs"]
mod database;
#[path = "../client/mod.rs"]
mod http;

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bilancio::access::{Caller, Role};
use bilancio::accounts::passwords::Password;
use bilancio::accounts::{Email, NewUser, service as accounts};
use bilancio::app::Service;
use bilancio::clock::Clock;
use bilancio::config::{Overrides, Settings};
use bilancio::organisations::{NewOrganisation, OrganisationKind, service as organisations};
use bilancio::server;
use bilancio::vault::Vault;
use serde_json::{Value, json};

use database::TestDatabase;
use http::Connection;

const PASSWORD: &str = "a password of the sign-in bench";
const OTHERS: usize = 4;

#[expect(
    clippy::disallowed_methods,
    reason = "the bench is told its size by the environment"
)]
fn number(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[expect(clippy::print_stdout, reason = "a bench prints")]
fn say(line: &str) {
    println!("{line}");
}

fn main() {
    let people = number("BENCH_PEOPLE", 100);
    let time = Duration::from_secs(number("BENCH_SECONDS", 10));
    let database = TestDatabase::new();
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = free.local_addr().expect("an address").to_string();
    drop(free);
    let mut settings = Settings::read(None, &Overrides::default()).expect("settings");
    settings.listen.clone_from(&address);
    settings.rate_limit.burst = 100_000_000;
    settings.attempts.burst = 100_000_000;
    let vault = Arc::new(Vault::open_with(&Vault::new_master_key()).expect("a key"));
    let service =
        Service::new(settings, &database.target, Clock::default(), vault).expect("a service");
    seed(&service, people);
    let (ready, started) = std::sync::mpsc::channel();
    std::thread::spawn(move || server::serve(service, |_| ready.send(()).expect("a listener")));
    started.recv().expect("a server");

    let token = sign_in(&mut connect(&address), 0).1;
    say(&format!(
        "alone      {}",
        ask_others(&address, &token, time, &AtomicBool::new(false))
    ));
    let over = AtomicBool::new(false);
    let (over, address, token) = (&over, address.as_str(), token.as_str());
    std::thread::scope(|scope| {
        let signing: Vec<_> = (0..people)
            .map(|person| scope.spawn(move || sign_in_again_and_again(address, person, over)))
            .collect();
        let others = ask_others(address, token, time, over);
        over.store(true, Ordering::Relaxed);
        let (mut done, mut busy) = (0, 0);
        for person in signing {
            let (signed_in, told_busy) = person.join().expect("a person");
            (done, busy) = (done + signed_in, busy + told_busy);
        }
        let per_second = done as f64 / time.as_secs_f64();
        say(&format!("meanwhile  {others}"));
        say(&format!(
            "{people} people sign in: {per_second:.1}/s, {busy} told to come back (503)"
        ));
    });
}

fn connect(address: &str) -> Connection {
    Connection::open(address).expect("a server")
}

fn sign_in(connection: &mut Connection, person: u64) -> (u16, String) {
    let body = json!({ "email": format!("p{person}@bench.example"), "password": PASSWORD });
    let answer = connection.ask("POST /v1/sign-ins", &[], &body.to_string());
    let answer = answer.expect("an answer");
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let token = body["access_token"].as_str().unwrap_or_default();
    (answer.status, format!("Bearer {token}"))
}

/// How often somebody signed in, and how often they were told to come back.
fn sign_in_again_and_again(address: &str, person: u64, over: &AtomicBool) -> (u64, u64) {
    let (mut connection, mut done, mut busy) = (connect(address), 0, 0);
    while !over.load(Ordering::Relaxed) {
        match sign_in(&mut connection, person).0 {
            201 => done += 1,
            _ => busy += 1,
        }
    }
    (done, busy)
}

/// What a few people who are signed in are served, each waiting for the last answer.
fn ask_others(address: &str, token: &str, time: Duration, over: &AtomicBool) -> String {
    let until = Instant::now() + time;
    let mut took: Vec<f64> = std::thread::scope(|scope| {
        let ask = || {
            let (mut connection, mut took) = (connect(address), Vec::new());
            while Instant::now() < until && !over.load(Ordering::Relaxed) {
                let started = Instant::now();
                let headers = [("Authorization", token)];
                let answer = connection
                    .ask("GET /v1/me", &headers, "")
                    .expect("an answer");
                assert_eq!(answer.status, 200);
                assert!(answer.media_type.contains("json"));
                took.push(started.elapsed().as_secs_f64() * 1000.0);
            }
            took
        };
        let others: Vec<_> = (0..OTHERS).map(|_| scope.spawn(ask)).collect();
        let took = others
            .into_iter()
            .flat_map(|it| it.join().expect("a client"));
        took.collect()
    });
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    let per_second = took.len() as f64 / time.as_secs_f64();
    format!(
        "{per_second:>7.0} other requests/s  median {:.1} ms  p99 {:.1} ms",
        at(0.5),
        at(0.99)
    )
}

fn seed(service: &Service, people: u64) {
    let hash = Password::chosen(PASSWORD).and_then(|it| it.hash().map_err(|_cause| "no hash"));
    let hash = hash.expect("a hash");
    let add = |tx: &mut bilancio::access::Transaction| {
        let desk = NewOrganisation {
            name: "Bench".to_owned(),
            kind: OrganisationKind::Region,
            tax_code: None,
            municipality: "Genova".to_owned(),
            address: "Via di Prova 1".to_owned(),
            email: None,
            phone: None,
            certificate_prefix: None,
            active: true,
        };
        let desk = organisations::add_by_command(tx, desk)?;
        for person in 0..people {
            let email = Email::new(&format!("p{person}@bench.example")).expect("an address");
            let user = NewUser {
                email,
                display_name: format!("Person {person}"),
                password_hash: Some(hash.clone()),
                organisation_id: desk.id.clone(),
                role: Role::Administrator,
            };
            accounts::add_by_command(tx, user)?;
        }
        Ok(())
    };
    let added = service
        .database
        .write_blocking(&Caller::worker("seed"), add);
    added.expect("people");
}
