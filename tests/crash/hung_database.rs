//! The database neither answers nor goes away: everybody is told so in time, and it passes.

use std::time::{Duration, Instant};

use bilancio::db::Target;

use crate::client::Answer;
use crate::database::TestDatabase;
use crate::proxy::Proxy;
use crate::service::{Home, Service, add, program, url};

/// The promise is 5 s; the rest is for a machine that is busy with other things.
const PROMISE: Duration = Duration::from_secs(8);
/// When a service that does not recover is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// More than there are connections to the database.
const REQUESTS: usize = 12;

#[test]
fn a_database_that_hangs_is_told_in_time_and_passes() {
    let database = TestDatabase::new();
    let proxy = match &database.target {
        Target::Postgres(url) => Some(Proxy::to(host_of(url))),
        Target::Sqlite(_) => None,
    };
    let direct = url(&database.target);
    let target = match &proxy {
        Some(proxy) => direct.replacen(host_of(&direct), &proxy.address, 1),
        None => direct,
    };
    let service = Service::start_as(Home::new(&database.target), program(&target));
    let token = service.sign_in();
    let list = || {
        let headers = [("Authorization", token.as_str())];
        service
            .connect()
            .ask("GET /v1/organisations", &headers, "")
            .unwrap()
    };
    assert_eq!(list().status, 200);

    // The embedded database hangs for writers when another program holds its lock.
    let lock = match &proxy {
        Some(proxy) => {
            proxy.freeze();
            None
        }
        None => Some(database.lock("organisations")),
    };
    let add =
        |number: usize| add(&mut service.connect(), &token, &format!("Prova {number}")).unwrap();
    let slowest = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..REQUESTS)
            .map(|number| {
                let (list, add) = (&list, &add);
                scope.spawn(move || {
                    let started = Instant::now();
                    let answer = if number % 2 == 0 { list() } else { add(number) };
                    is_refused(&answer);
                    started.elapsed()
                })
            })
            .collect();
        let alive = service.connect().ask("GET /health/live", &[], "").unwrap();
        assert_eq!(alive.status, 200);
        asked
            .into_iter()
            .map(|it| it.join().unwrap())
            .max()
            .unwrap()
    });
    println!(
        "{REQUESTS} requests refused, the last after {} ms",
        slowest.as_millis()
    );
    assert!(slowest < PROMISE, "{slowest:?}");

    drop(lock);
    if let Some(proxy) = &proxy {
        proxy.thaw();
    }
    let (thawed, mut refused) = (Instant::now(), 0);
    while list().status != 200 {
        refused += 1;
        assert!(thawed.elapsed() < PATIENCE, "it does not recover");
    }
    println!(
        "it answers {} ms later, {refused} refused",
        thawed.elapsed().as_millis()
    );
    // Whether a change that was refused had been made or not, it is made once in the end.
    for number in (1..REQUESTS).step_by(2) {
        assert_eq!(add(number).status, 201);
    }
    let there = "SELECT COUNT(*) FROM organisations WHERE name LIKE 'Prova %'";
    assert_eq!(database.count(there), i64::try_from(REQUESTS / 2).unwrap());
}

fn is_refused(answer: &Answer) {
    assert_eq!(answer.status, 503);
    assert_eq!(answer.media_type, "application/problem+json");
}

/// The server of a URL like `postgres://user@127.0.0.1:5432/name`.
fn host_of(url: &str) -> &str {
    let (_, rest) = url.split_once('@').unwrap();
    rest.split_once('/').unwrap().0
}
