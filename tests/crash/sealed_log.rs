//! The log that the program seals while it serves, looked at by the command from outside.

use std::time::{Duration, Instant};

use crate::database::TestDatabase;
use crate::service::{Service, add};

/// When a sealer that does not come is given up.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn the_command_tells_a_log_that_is_whole_from_one_that_is_not() {
    let database = TestDatabase::new();
    let mut service = Service::start(&database.target);
    let token = service.sign_in();
    let mut connection = service.connect();
    for name in ["Prova 1", "Prova 2", "Prova 3"] {
        let added = add(&mut connection, &token, name).unwrap();
        assert_eq!(added.status, 201);
    }
    let count = |rows: &str| database.count(&format!("SELECT COUNT(*) FROM {rows}"));
    let named = "sealed_entries s JOIN activity_log e ON e.id = s.entry_id \
        WHERE e.operation = 'add_organisation'";
    let started = Instant::now();
    while count(named) < 3 {
        assert!(started.elapsed() < PATIENCE, "nothing is sealed");
        std::thread::yield_now();
    }
    // Another process goes on with what this one sealed.
    service.kill_and_start();
    let (whole, told) = service.command(&["log", "verify"]);
    assert!(whole, "{told}");
    assert!(told.contains("are as they were sealed"), "{told}");

    let third = "(SELECT entry_id FROM sealed_entries WHERE sequence = 3)";
    database.execute(&format!(
        "UPDATE activity_log SET operation = 'read_me' WHERE id = {third}"
    ));
    let (whole, told) = service.command(&["log", "verify"]);
    assert!(!whole);
    assert!(told.contains("(place 3) is not what was sealed"), "{told}");
}
