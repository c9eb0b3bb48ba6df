//! Bringing a schema up to date.

use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{DbConnection, Target};
use crate::error::{Error, Result};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// How many migrations were applied.
#[derive(Debug, PartialEq)]
pub struct Migrated(pub usize);

/// One migration at a time over all instances: PostgreSQL's advisory lock for this schema.
const LOCK: &str = "SELECT pg_advisory_lock(7205140331)";
const UNLOCK: &str = "SELECT pg_advisory_unlock(7205140331)";

/// Applies the migrations that a database lacks. A second run does nothing.
pub fn migrate(target: &Target) -> Result<Migrated> {
    let mut connection = connect(target)?;
    let versions = match &mut connection {
        DbConnection::Postgres(connection) => {
            connection.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0")?;
            connection.batch_execute(LOCK)?;
            let done = connection
                .run_pending_migrations(POSTGRES)
                .map(|done| done.len());
            connection.batch_execute(UNLOCK)?;
            done
        }
        DbConnection::Sqlite(connection) => connection
            .run_pending_migrations(SQLITE)
            .map(|done| done.len()),
    };
    versions.map(Migrated).map_err(Error::Internal)
}

/// Whether migrations are missing.
pub fn pending(target: &Target) -> Result<bool> {
    match &mut connect(target)? {
        DbConnection::Postgres(connection) => connection.has_pending_migration(POSTGRES),
        DbConnection::Sqlite(connection) => connection.has_pending_migration(SQLITE),
    }
    .map_err(Error::Internal)
}

/// Takes back every migration, newest first. For the tests of `down.sql` and nothing else.
pub fn revert_all(target: &Target) -> Result<()> {
    match &mut connect(target)? {
        DbConnection::Postgres(connection) => connection.revert_all_migrations(POSTGRES),
        DbConnection::Sqlite(connection) => connection.revert_all_migrations(SQLITE),
    }
    .map(|_| ())
    .map_err(Error::Internal)
}

/// Gives the service's role what it needs and no more: it owns nothing, changes no table, and can
/// only add to the activity log. Does nothing on SQLite, which has no roles.
///
/// Refuses a role name that is not plain: it goes into the statement as it is.
pub fn grant_service_role(target: &Target, role: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if role.is_empty() || !role.chars().all(plain) {
        return Err(Error::Malformed("role_name_not_plain"));
    }
    if let DbConnection::Postgres(connection) = &mut connect(target)? {
        connection.batch_execute(&format!(
            "GRANT USAGE ON SCHEMA public TO {role}; \
             GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}; \
             REVOKE UPDATE, DELETE ON activity_log, activity_log_records FROM {role}; \
             REVOKE INSERT, UPDATE, DELETE ON __diesel_schema_migrations FROM {role}"
        ))?;
    }
    Ok(())
}

pub(super) fn connect(target: &Target) -> Result<DbConnection> {
    target.connect().map_err(|cause| {
        tracing::error!(%cause, "no connection to the database");
        Error::Unavailable("database_unavailable")
    })
}
