//! The schema goes up, down and up again, and the service's role can do no more than it needs.

use bilancio::db::{Migrated, Target, migrate, pending, revert_all};

use crate::support::{TestApp, TestDatabase};

#[test]
fn migrations_go_up_and_down_and_up_again() {
    let database = TestDatabase::empty();
    let Migrated(count) = migrate(&database.target).unwrap();
    assert!(count > 0);
    assert!(!pending(&database.target).unwrap());
    assert_eq!(migrate(&database.target).unwrap(), Migrated(0));
    revert_all(&database.target).unwrap();
    assert!(pending(&database.target).unwrap());
    assert_eq!(migrate(&database.target).unwrap(), Migrated(count));
}

/// Only PostgreSQL has roles; the suite's service connects as one that owns nothing.
#[actix_web::test]
async fn the_service_cannot_alter_or_delete_entries_of_the_log() {
    let app = TestApp::new().await;
    if matches!(app.database.target, Target::Sqlite(_)) {
        return;
    }
    for statement in [
        "DELETE FROM activity_log",
        "UPDATE activity_log SET outcome = 'done'",
        "DELETE FROM activity_log_records",
        "DELETE FROM sealed_entries",
        "UPDATE sealed_entries SET hash = ''",
        "DELETE FROM log_checkpoints",
        "SET ROLE bilancio_worker; DELETE FROM log_checkpoints",
        "SET ROLE bilancio_worker; UPDATE sealed_entries SET hash = ''",
        "DELETE FROM security_events",
        "SET ROLE bilancio_worker; SELECT kept_hash FROM evidence_files",
        "SET ROLE bilancio_worker; DELETE FROM evidence_files",
        "SET ROLE bilancio_anonymous; SELECT id FROM evidence_files",
        "DELETE FROM signed_file_withdrawals",
        "UPDATE signed_file_withdrawals SET reason_code = 'other'",
        "CREATE TABLE mine (id TEXT)",
        "ALTER TABLE users ADD COLUMN mine TEXT",
    ] {
        assert!(app.database.refuses_the_service(statement), "{statement}");
    }
    assert!(
        !app.database
            .refuses_the_service("SELECT COUNT(*) FROM activity_log")
    );
}

#[test]
fn the_services_own_role_sees_that_the_schema_is_up_to_date() {
    let database = TestDatabase::new();
    assert!(!pending(&database.target).unwrap());
}
