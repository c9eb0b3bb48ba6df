//! A database for one run: a file, or one of its own on the server that the environment names.

use std::path::Path;

use bilancio::db::Target;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

pub struct Fresh {
    pub owner: Target,
    pub service: Target,
}

#[expect(
    clippy::disallowed_methods,
    reason = "the bench is told its database by the environment"
)]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the data is made outside of the service"
)]
pub fn on_server(url: &str, statement: &str) {
    PgConnection::establish(url)
        .expect("a server")
        .batch_execute(statement)
        .expect("the server takes the statement");
}

/// An empty one. `./tests/run with-postgres` before the bench names a server.
pub fn fresh(folder: &Path) -> Fresh {
    let urls = setting("TEST_DATABASE_OWNER_URL").zip(setting("TEST_DATABASE_URL"));
    let Some((owner, service)) = urls else {
        let file = Target::Sqlite(folder.join("bench.db"));
        return Fresh {
            owner: file.clone(),
            service: file,
        };
    };
    let name = format!("bench_{}", std::process::id());
    on_server(&owner, &format!("CREATE DATABASE {name}"));
    let named = |url: &str| {
        let (base, _) = url.rsplit_once('/').expect("a URL ends in a database");
        format!("{base}/{name}")
    };
    Fresh {
        owner: Target::Postgres(named(&owner)),
        service: Target::Postgres(named(&service)),
    }
}
