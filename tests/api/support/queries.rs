//! Counts the queries that a service sends to its database, to hold requests to their number.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, Once};

use bilancio::db::Target;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

static COUNTS: LazyLock<Mutex<HashMap<String, Vec<String>>>> = LazyLock::new(Mutex::default);

/// What is part of every transaction and not of the work in it.
const FRAME: &[&str] = &[
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "PRAGMA",
    "SET ",
    "SELECT 1",
    "INSERT INTO activity_log",
    "INSERT INTO log_addresses",
    "WITH e AS MATERIALIZED (SELECT",
];

#[derive(Default)]
struct Counter {
    url: String,
}

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                self.url = url.split('?').next().unwrap_or_default().to_owned();
            }
            InstrumentationEvent::StartQuery { query, .. } => {
                let text = query.to_string();
                if !FRAME.iter().any(|word| text.starts_with(word)) {
                    let mut counts = COUNTS.lock().unwrap();
                    counts.entry(self.url.clone()).or_default().push(text);
                }
            }
            _ => {}
        }
    }
}

/// Begins to count; connections made before are not counted.
pub fn watch() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        set_default_instrumentation(|| Some(Box::new(Counter::default()))).unwrap();
    });
}

/// The queries sent to a database since they were last taken.
pub fn take(target: &Target) -> Vec<String> {
    let url = match target {
        Target::Postgres(url) => url.clone(),
        Target::Sqlite(path) => path.to_str().unwrap().to_owned(),
    };
    COUNTS.lock().unwrap().remove(&url).unwrap_or_default()
}
