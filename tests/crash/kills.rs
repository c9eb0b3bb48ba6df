//! The program is killed, or its connections are, while clients write: what it acknowledged is
//! there, once and whole.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use bilancio::db::Target;

use crate::client::Connection;
use crate::database::TestDatabase;
use crate::service::{Service, add};

const FAULTS: usize = 5;
const CLIENTS: usize = 6;
/// Records acknowledged before each fault.
const LOAD: usize = 300;
/// When a service that does not come back is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A record that a client was told is there.
struct Acknowledged {
    name: String,
    id: String,
}

#[test]
fn what_was_acknowledged_survives_kills_under_load() {
    let database = TestDatabase::new();
    let failures = survives(&database, Service::kill_and_start);
    assert!(failures > 0, "no kill met a request");
}

#[test]
fn what_was_acknowledged_survives_lost_connections() {
    let database = TestDatabase::new();
    if let Target::Sqlite(_) = database.target {
        println!("skipped: nothing lies between the program and its embedded database");
        return;
    }
    survives(&database, |_| {
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
    });
}

/// Writes while a fault comes again and again, and looks at what is there in the end; the number of
/// requests that failed.
fn survives(database: &TestDatabase, mut fault: impl FnMut(&mut Service)) -> usize {
    let mut service = Service::start(&database.target);
    let (token, address) = (service.sign_in(), service.address.clone());
    let (sender, receiver) = channel();
    let enough = AtomicBool::new(false);
    let mut kept = Vec::new();
    let failures = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let (token, address, enough) = (&token, &address, &enough);
                let sender = sender.clone();
                scope.spawn(move || write(number, address, token, enough, &sender))
            })
            .collect();
        drop(sender);
        for _ in 0..FAULTS {
            kept.extend(receiver.iter().take(LOAD));
            fault(&mut service);
        }
        kept.extend(receiver.iter().take(LOAD));
        enough.store(true, Ordering::SeqCst);
        clients.into_iter().map(|it| it.join().unwrap()).sum()
    });
    kept.extend(receiver.iter());
    println!(
        "{} records acknowledged over {FAULTS} faults, {failures} requests repeated",
        kept.len()
    );
    check(database, &kept);
    check_file(database);
    failures
}

/// Adds records, each asked for until it is acknowledged; the number of requests that failed.
fn write(
    client: usize,
    address: &str,
    token: &str,
    enough: &AtomicBool,
    acknowledged: &Sender<Acknowledged>,
) -> usize {
    let (mut failures, mut connection) = (0, None);
    for number in 0.. {
        if enough.load(Ordering::SeqCst) {
            break;
        }
        let name = format!("Prova {client} {number}");
        let started = Instant::now();
        let id = loop {
            let opened = connection.take().or_else(|| Connection::open(address).ok());
            assert!(started.elapsed() < PATIENCE, "{name} is never acknowledged");
            let Some(mut open) = opened else {
                std::thread::yield_now();
                continue;
            };
            match add(&mut open, token, &name) {
                Ok(answer) if answer.status == 201 => {
                    connection = Some(open);
                    break answer.json()["id"].as_str().unwrap().to_owned();
                }
                Ok(answer) => assert_eq!(answer.status, 503, "{name}"),
                Err(_broken) => {}
            }
            failures += 1;
        };
        acknowledged.send(Acknowledged { name, id }).unwrap();
    }
    failures
}

fn check(database: &TestDatabase, kept: &[Acknowledged]) {
    let total = i64::try_from(kept.len()).unwrap();
    let ids: HashSet<_> = kept.iter().map(|it| &it.id).collect();
    assert_eq!(ids.len(), kept.len(), "two records with one id");
    let told: Vec<_> = kept
        .iter()
        .map(|it| format!("'{} {}'", it.id, it.name))
        .collect();
    let told = told.join(",");
    let count = |rows: &str| database.count(&format!("SELECT COUNT(*) FROM {rows}"));
    let there = format!("organisations WHERE id || ' ' || name IN ({told})");
    assert_eq!(count(&there), total, "acknowledged and lost");
    let all = "organisations WHERE name LIKE 'Prova %'";
    assert_eq!(count(all), total, "twice, or never acknowledged");
    let answers = "idempotency_keys WHERE idempotency_key LIKE 'Prova %' AND answer <> ''";
    assert_eq!(count(answers), total, "without its kept answer");

    let created = "activity_log_records r WHERE r.parent = 'organisation' AND \
        r.action = 'create' AND r.parent_id = o.id";
    let logged_once = format!(
        "organisations o WHERE o.name LIKE 'Prova %' AND 1 = (SELECT COUNT(*) FROM {created})"
    );
    assert_eq!(count(&logged_once), total, "not logged exactly once");
    let logged_only = "activity_log_records r WHERE r.parent = 'organisation' AND \
        NOT EXISTS (SELECT 1 FROM organisations o WHERE o.id = r.parent_id)";
    assert_eq!(count(logged_only), 0, "logged and not there");
}

/// The embedded database's own checks of its file.
fn check_file(database: &TestDatabase) {
    if let Target::Sqlite(_) = database.target {
        let sound = "SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'";
        assert_eq!(database.count(sound), 1);
        let dangling = "SELECT COUNT(*) FROM pragma_foreign_key_check";
        assert_eq!(database.count(dangling), 0);
    }
}
