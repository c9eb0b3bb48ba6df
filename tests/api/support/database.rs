//! A database for one test: a copy of one that was migrated once.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use bilancio::db::{Target, grant_service_role, migrate};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

#[path = "catalogue.rs"]
pub mod catalogue;

const SERVICE_ROLE: &str = "bilancio_service";

/// The database of one test; goes away with it.
pub struct TestDatabase {
    pub target: Target,
    /// As the role that owns the schema, for what a test looks up or breaks behind the service.
    pub owner: Target,
    name: Option<String>,
    _folder: tempfile::TempDir,
}

#[expect(
    clippy::disallowed_methods,
    reason = "the tests are told their server by the environment"
)]
fn server(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The same server's URL with another database.
fn with_database(url: &str, name: &str) -> String {
    let (base, _) = url
        .rsplit_once('/')
        .expect("the URL ends in a database's name");
    format!("{base}/{name}")
}

#[expect(
    clippy::disallowed_methods,
    reason = "databases are made outside of the service"
)]
fn on_server(url: &str, statement: &str) {
    PgConnection::establish(url)
        .and_then(|mut connection| {
            connection
                .batch_execute(statement)
                .map_err(ConnectionError::CouldntSetupConfiguration)
        })
        .expect("the test server takes the statement");
}

impl TestDatabase {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let Some(url) = server("TEST_DATABASE_URL") else {
            let path = folder.path().join("test.db");
            std::fs::copy(sqlite_template(), &path).unwrap();
            return Self {
                target: Target::Sqlite(path.clone()),
                owner: Target::Sqlite(path),
                name: None,
                _folder: folder,
            };
        };
        let owner = server("TEST_DATABASE_OWNER_URL").expect("both URLs are given");
        let template = postgres_template(&owner);
        let name = next_name();
        on_server(
            &owner,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        );
        Self {
            target: Target::Postgres(with_database(&url, &name)),
            owner: Target::Postgres(with_database(&owner, &name)),
            name: Some(name),
            _folder: folder,
        }
    }

    /// An empty database, without a schema.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let Some(owner) = server("TEST_DATABASE_OWNER_URL") else {
            let path = folder.path().join("empty.db");
            return Self {
                target: Target::Sqlite(path.clone()),
                owner: Target::Sqlite(path),
                name: None,
                _folder: folder,
            };
        };
        let name = next_name();
        on_server(&owner, &format!("CREATE DATABASE {name}"));
        let target = Target::Postgres(with_database(&owner, &name));
        Self {
            owner: target.clone(),
            target,
            name: Some(name),
            _folder: folder,
        }
    }

    /// Runs a statement behind the service's back, as the schema's owner.
    pub fn execute(&self, statement: &str) {
        match &self.owner {
            Target::Postgres(url) => on_server(url, statement),
            Target::Sqlite(path) => sqlite(path).batch_execute(statement).unwrap(),
        }
    }

    /// Whether the role that the service connects as may not do this.
    pub fn refuses_the_service(&self, statement: &str) -> bool {
        match &self.target {
            Target::Postgres(url) => postgres(url).batch_execute(statement).is_err(),
            Target::Sqlite(_) => false,
        }
    }

    /// The tables of the service on PostgreSQL.
    pub fn tables(&self) -> Vec<String> {
        let Target::Postgres(url) = &self.owner else {
            return Vec::new();
        };
        let tables = "relkind = 'r' AND relnamespace = 'public'::regnamespace \
            AND relname <> '__diesel_schema_migrations'";
        let names = diesel::dsl::sql::<diesel::sql_types::Text>(&format!(
            "relname::text FROM pg_class WHERE {tables} ORDER BY 1"
        ));
        diesel::select(names).load(&mut postgres(url)).unwrap()
    }

    /// How many rows of a table the role sees that the service connects as, after a statement; none
    /// where it may not look.
    pub fn count_as_service(&self, first: &str, table: &str) -> Option<i64> {
        let Target::Postgres(url) = &self.target else {
            return None;
        };
        let mut connection = postgres(url);
        connection.batch_execute(first).unwrap();
        let count =
            diesel::dsl::sql::<diesel::sql_types::BigInt>(&format!("count(*) FROM {table}"));
        diesel::select(count).get_result(&mut connection).ok()
    }

    /// Whether the role may carry out statements that the service connects as; none on SQLite.
    pub fn try_as_service(&self, statements: &str) -> Option<bool> {
        let Target::Postgres(url) = &self.target else {
            return None;
        };
        Some(postgres(url).batch_execute(statements).is_ok())
    }

    /// Keeps a table from being written to, until the lock is dropped.
    pub fn lock(&self, table: &str) -> Box<dyn std::any::Any> {
        match &self.owner {
            Target::Postgres(url) => {
                let mut connection = postgres(url);
                let lock = format!("BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE");
                connection.batch_execute(&lock).unwrap();
                Box::new(connection)
            }
            Target::Sqlite(path) => {
                let mut connection = sqlite(path);
                connection.batch_execute("BEGIN IMMEDIATE").unwrap();
                Box::new(connection)
            }
        }
    }

    /// Leaves a transaction of PostgreSQL open in which a statement was run, until it is dropped.
    pub fn hold(&self, statement: &str) -> Box<dyn std::any::Any> {
        let Target::Postgres(url) = &self.owner else {
            panic!("SQLite holds its file: see `lock`");
        };
        let mut connection = postgres(url);
        connection
            .batch_execute(&format!("BEGIN; {statement}"))
            .unwrap();
        Box::new(connection)
    }

    /// One number that a query gives.
    pub fn count(&self, query: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            n: i64,
        }
        let query = diesel::sql_query(format!("SELECT ({query}) AS n"));
        match &self.owner {
            Target::Postgres(url) => query.get_result::<Count>(&mut postgres(url)).unwrap().n,
            Target::Sqlite(path) => query.get_result::<Count>(&mut sqlite(path)).unwrap().n,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "tests look behind the service")]
fn postgres(url: &str) -> PgConnection {
    PgConnection::establish(url).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "tests look behind the service")]
fn sqlite(path: &std::path::Path) -> SqliteConnection {
    let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    connection
        .batch_execute("PRAGMA busy_timeout = 3000")
        .unwrap();
    connection
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let (Some(name), Some(owner)) = (&self.name, server("TEST_DATABASE_OWNER_URL")) {
            on_server(
                &owner,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            );
        }
    }
}

fn next_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::SeqCst);
    format!("test_{}_{number}", std::process::id())
}

fn sqlite_template() -> &'static PathBuf {
    static TEMPLATE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("template.db");
        migrate(&Target::Sqlite(path.clone())).unwrap();
        sqlite(&path)
            .batch_execute(&catalogue::row("X'", "'"))
            .unwrap();
        sqlite(&path)
            .batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")
            .unwrap();
        (folder, path)
    });
    path
}

fn postgres_template(owner: &str) -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("template_{}", std::process::id());
        on_server(owner, &format!("CREATE DATABASE {name}"));
        let target = Target::Postgres(with_database(owner, &name));
        migrate(&target).unwrap();
        grant_service_role(&target, SERVICE_ROLE).unwrap();
        on_server(&with_database(owner, &name), &catalogue::row("'\\x", "'"));
        name
    })
}
