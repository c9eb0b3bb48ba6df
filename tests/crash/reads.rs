//! The program is killed while clients read: who was shown something is in the activity log.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use crate::client::Connection;
use crate::database::TestDatabase;
use crate::service::Service;

const KILLS: usize = 5;
const CLIENTS: usize = 6;
/// Answers before each kill.
const LOAD: usize = 300;
/// When a service that does not come back is given up.
const PATIENCE: Duration = Duration::from_secs(60);
/// Ids that one question to the database names.
const CHUNK: usize = 200;

#[test]
fn nobody_was_shown_anything_without_an_entry_whenever_the_program_is_killed() {
    let database = TestDatabase::new();
    let mut service = Service::start(&database.target);
    let (token, address) = (service.sign_in(), service.address.clone());
    let (sender, receiver) = channel();
    let enough = AtomicBool::new(false);
    let mut shown = Vec::new();
    let unanswered: usize = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let (token, address, enough) = (&token, &address, &enough);
                let sender = sender.clone();
                scope.spawn(move || read(number, address, token, enough, &sender))
            })
            .collect();
        drop(sender);
        for _ in 0..KILLS {
            shown.extend(receiver.iter().take(LOAD));
            service.kill_and_start();
        }
        shown.extend(receiver.iter().take(LOAD));
        enough.store(true, Ordering::SeqCst);
        clients.into_iter().map(|it| it.join().unwrap()).sum()
    });
    shown.extend(receiver.iter());
    println!(
        "{} reads answered over {KILLS} kills, {unanswered} not",
        shown.len()
    );
    assert!(unanswered > 0, "no kill met a request");
    for ids in shown.chunks(CHUNK) {
        let named: Vec<_> = ids.iter().map(|id| format!("'{id}'")).collect();
        let entries = format!(
            "SELECT COUNT(*) FROM activity_log WHERE request_id IN ({}) \
             AND operation = 'list_organisations' AND outcome = 'done'",
            named.join(",")
        );
        let there = database.count(&entries);
        assert_eq!(there, i64::try_from(ids.len()).unwrap(), "seen unseen");
    }
}

/// Reads again and again, under a new request id each time; the number of reads that were not answered.
fn read(
    client: usize,
    address: &str,
    token: &str,
    enough: &AtomicBool,
    shown: &Sender<String>,
) -> usize {
    let (mut unanswered, mut connection) = (0, None);
    let mut answered_at = Instant::now();
    for number in 0.. {
        if enough.load(Ordering::SeqCst) {
            break;
        }
        assert!(answered_at.elapsed() < PATIENCE, "nothing answers");
        let Some(mut open) = connection.take().or_else(|| Connection::open(address).ok()) else {
            std::thread::yield_now();
            continue;
        };
        let id = format!("read-{client}-{number}");
        let headers = [("Authorization", token), ("X-Request-Id", id.as_str())];
        match open.ask("GET /v1/organisations?limit=1", &headers, "") {
            Ok(answer) if answer.status == 200 => {
                shown.send(id).unwrap();
                answered_at = Instant::now();
                connection = Some(open);
            }
            Ok(answer) => assert_eq!(answer.status, 503, "{id}"),
            Err(_broken) => unanswered += 1,
        }
    }
    unanswered
}
