//! How a connection to either database is made.
#![expect(clippy::disallowed_methods, reason = "connections are made here")]

use std::path::PathBuf;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::r2d2::{self, ManageConnection, R2D2Connection};

use super::{Mode, row_security};
use crate::access::Identity;

#[derive(diesel::MultiConnection)]
pub enum DbConnection {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// The database that a URL names.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A libpq URL; may name several hosts.
    Postgres(String),
    Sqlite(PathBuf),
}

impl Target {
    /// Understands `postgres://…`, `sqlite:PATH` and a plain path; anything else is refused.
    pub fn parse(url: &str) -> Result<Self, String> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        let path = url.strip_prefix("sqlite:").unwrap_or(url);
        let path = path.strip_prefix("//").unwrap_or(path);
        let scheme = path.split_once(':').map(|(scheme, _)| scheme);
        if path.is_empty() || path.contains('?') || scheme.is_some_and(|it| !it.contains('/')) {
            return Err("the database must be a path, sqlite:PATH or a postgres:// URL".to_owned());
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }

    /// The product, as metrics name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "postgresql",
            Self::Sqlite(_) => "sqlite",
        }
    }

    pub(super) fn connect(&self) -> ConnectionResult<DbConnection> {
        match self {
            Self::Postgres(url) => {
                let mut connection = connect_postgres(url)?;
                connection
                    .batch_execute(POSTGRES_SETTINGS)
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(DbConnection::Postgres(connection))
            }
            Self::Sqlite(path) => {
                let path = path.to_str().ok_or_else(|| {
                    ConnectionError::BadConnection("the path is not UTF-8".to_owned())
                })?;
                let mut connection = connect_sqlite(path)?;
                connection
                    .batch_execute(SQLITE_SETTINGS)
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(DbConnection::Sqlite(connection))
            }
        }
    }
}

/// A statement, a lock or an idle transaction ends well before the request's deadline. Statements are
/// prepared once and planned once: planning costs more than the short queries it would serve.
const POSTGRES_SETTINGS: &str = "SET statement_timeout = 3000; SET lock_timeout = 3000; \
    SET idle_in_transaction_session_timeout = 5000; SET timezone = 'UTC'; \
    SET plan_cache_mode = force_generic_plan";

/// WAL with full synchronisation: what was acknowledged survives a power loss, too.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 3000; PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; \
    PRAGMA temp_store = MEMORY";

fn connect_postgres(url: &str) -> ConnectionResult<PgConnection> {
    let url = if url.contains("connect_timeout=") {
        url.to_owned()
    } else {
        let sign = if url.contains('?') { '&' } else { '?' };
        format!("{url}{sign}connect_timeout=3&tcp_user_timeout=8000")
    };
    PgConnection::establish(&url)
}

fn connect_sqlite(path: &str) -> ConnectionResult<SqliteConnection> {
    SqliteConnection::establish(path)
}

impl DbConnection {
    /// Fails where the server has gone away; a file does not.
    pub(super) fn ping(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(connection) => R2D2Connection::ping(connection),
        }
    }
}

/// A connection of the pool, and whether it was found to lead nowhere.
pub(super) struct Pooled {
    pub connection: DbConnection,
    pub broken: bool,
}

pub(super) struct Manager {
    target: Target,
}

impl Manager {
    pub(super) fn new(target: Target) -> Self {
        Self { target }
    }
}

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Pooled, r2d2::Error> {
        let connection = self.target.connect();
        Ok(Pooled {
            connection: connection.map_err(r2d2::Error::ConnectionError)?,
            broken: false,
        })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), r2d2::Error> {
        pooled.connection.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        pooled.broken || std::thread::panicking() || pooled.connection.is_broken()
    }
}

impl DbConnection {
    /// Starts a transaction that can do no more than `mode` says, for an identity.
    ///
    /// To write, SQLite must take its lock at once: a transaction that reads first and writes later
    /// fails with `SQLITE_BUSY` when another one wrote in between, whatever the busy timeout.
    pub(super) fn begin(&mut self, mode: Mode, identity: &Identity) -> QueryResult<()> {
        match (self, mode) {
            (Self::Postgres(connection), mode) => {
                let begin = row_security::begin(mode, identity);
                AnsiTransactionManager::begin_transaction_sql(connection, &begin)
            }
            (Self::Sqlite(connection), Mode::Read | Mode::Lookup) => {
                connection.batch_execute("PRAGMA query_only = ON")?;
                AnsiTransactionManager::begin_transaction(connection)
            }
            (
                Self::Sqlite(connection),
                Mode::Prepare | Mode::Write | Mode::Tally | Mode::Upkeep,
            ) => {
                connection.batch_execute("PRAGMA query_only = OFF")?;
                AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_told_apart() {
        for path in [
            "data/b.db",
            "/var/lib/b.db",
            "sqlite:b.db",
            "sqlite:///var/b.db",
        ] {
            assert!(
                matches!(Target::parse(path), Ok(Target::Sqlite(_))),
                "{path}"
            );
        }
        for url in [
            "postgres://a@h1,h2/app",
            "postgresql://h/app?sslmode=verify-full",
        ] {
            assert!(
                matches!(Target::parse(url), Ok(Target::Postgres(_))),
                "{url}"
            );
        }
        for other in [
            "",
            "mysql://h/app",
            "sqlite:",
            "http://h",
            "file:b.db?mode=ro",
        ] {
            assert!(Target::parse(other).is_err(), "{other}");
        }
    }
}
