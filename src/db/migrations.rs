//! Bringing a schema up to date.

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{DbConnection, Target, row_security};
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
            let secured = match &done {
                Ok(count) => row_security::apply(connection, *count > 0),
                Err(_) => Ok(()),
            };
            connection.batch_execute(UNLOCK)?;
            secured?;
            done
        }
        DbConnection::Sqlite(connection) => connection
            .run_pending_migrations(SQLITE)
            .map(|done| done.len()),
    };
    versions.map(Migrated).map_err(Error::Internal)
}

/// Whether migrations are missing. Only looks: the service's role can make no table, not even the
/// one that the migrations keep their versions in.
pub fn pending(target: &Target) -> Result<bool> {
    match &mut connect(target)? {
        DbConnection::Postgres(connection) => {
            let applied = applied(connection)?;
            let known = MigrationSource::<Pg>::migrations(&POSTGRES).map_err(Error::Internal)?;
            Ok(known.iter().any(|migration| {
                let version = migration.name().version().to_string();
                applied.iter().all(|row| row.version != version)
            }))
        }
        DbConnection::Sqlite(connection) => connection
            .has_pending_migration(SQLITE)
            .map_err(Error::Internal),
    }
}

#[derive(QueryableByName)]
struct Applied {
    #[diesel(sql_type = Text)]
    version: String,
}

/// The migrations that a database has had; none where nobody has migrated it.
fn applied(connection: &mut PgConnection) -> Result<Vec<Applied>> {
    let table = "to_regclass('__diesel_schema_migrations') IS NOT NULL";
    if !diesel::select(sql::<Bool>(table)).get_result(connection)? {
        return Ok(Vec::new());
    }
    Ok(diesel::sql_query("SELECT version FROM __diesel_schema_migrations").load(connection)?)
}

/// Takes back every migration, newest first. For the tests of `down.sql` and nothing else.
pub fn revert_all(target: &Target) -> Result<()> {
    match &mut connect(target)? {
        DbConnection::Postgres(connection) => {
            row_security::remove(connection)?;
            connection.revert_all_migrations(POSTGRES)
        }
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
             REVOKE UPDATE, DELETE ON activity_log, activity_log_records, log_addresses, \
             sealed_entries, log_checkpoints, security_events, signed_file_withdrawals \
             FROM {role}; \
             REVOKE INSERT, UPDATE, DELETE ON __diesel_schema_migrations FROM {role}; \
             GRANT EXECUTE ON FUNCTION entries_about(text[], text, bigint) TO {role}"
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
