//! Where everything is kept: one pool, two possible servers, one set of queries.
//!
//! A request's work is one transaction on a blocking thread. It has a deadline: what has not ended by
//! then is answered as unavailable, and its thread looks once more before COMMIT, so that an answer
//! that says "nothing was changed" is true.

/// A statement of our own, prepared once for each connection; `sql_query` is prepared each time.
macro_rules! statement {
    ($name:ident, $connection:ty) => {
        impl diesel::query_builder::QueryId for $name<'_> {
            type QueryId = $name<'static>;
            const HAS_STATIC_QUERY_ID: bool = true;
        }

        impl diesel::RunQueryDsl<$connection> for $name<'_> {}
    };
}

mod connection;
pub mod dialect;
mod journal;
pub mod looks;
mod marks;
mod migrations;
mod queue;
pub mod row_security;
pub mod schema;
pub mod sealing;
pub mod types;

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use diesel::connection::TransactionManager;
use diesel::prelude::*;
use tokio::time::Instant;
use tracing::Instrument;

use crate::access::log::Entry;
use crate::access::{AtHand, Caller, Identity, Transaction};
use crate::api::NOT_LOGGED;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::telemetry::metrics::Metrics;
use crate::telemetry::spans;
use crate::vault::Vault;

pub use connection::{DbConnection, MultiBackend, Target};
use journal::{Journal, Submitted};
pub use marks::{is_demo, mark_as_demo};
pub use migrations::{Migrated, grant_service_role, migrate, pending, revert_all};
use queue::Queue;
pub use sealing::drop_log_before;

/// A request that has not ended by then, its entry in the activity log included, is answered 503.
const DEADLINE: Duration = Duration::from_secs(4);

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    Read,
    /// A read whose entry is written by the operation's second half.
    Lookup,
    /// The first half of an operation, which writes what its second half needs: only what it refuses is
    /// logged here.
    Prepare,
    Write,
    /// Counts what is no operation of its own, as attempts to sign in: not logged, and not waited for
    /// until it is on the disk where the database can do without.
    Tally,
    /// Keeps the activity log itself: not logged, or the log would never come to rest.
    Upkeep,
}

#[derive(Clone)]
pub struct Database {
    readers: Queue,
    writers: Queue,
    journal: Journal,
    clock: Clock,
    at_hand: AtHand,
    metrics: Arc<Metrics>,
}

/// How far a piece of work has come, shared by its thread and the request that waits for it.
mod stage {
    pub const RUNNING: u8 = 0;
    pub const COMMITTING: u8 = 1;
    pub const CANCELLED: u8 = 2;
}

impl Database {
    /// Opens the connections. The schema must be up to date: see [`migrate`].
    pub fn open(
        target: &Target,
        connections: u32,
        clock: Clock,
        vault: Arc<Vault>,
    ) -> Result<Self> {
        let metrics = Arc::new(Metrics::new(target.kind(), vault.unopened()));
        let open = |connections, name| Queue::open(target, connections, &metrics, name);
        let (readers, writers, log) = match target {
            // SQLite has one writer at a time; a queue in the process is fair, its busy timeout is not.
            Target::Sqlite(_) => {
                let writer = open(1, "write")?;
                (open(connections, "read")?, writer.clone(), writer)
            }
            // The log's own connection: requests that wait for it hold all others.
            Target::Postgres(_) => {
                let all = open(connections, "all")?;
                (all.clone(), all, open(1, "log")?)
            }
        };
        Ok(Self {
            journal: Journal::start(log, metrics.journal()),
            readers,
            writers,
            clock,
            at_hand: AtHand {
                vault,
                public_url: Arc::from(""),
                shelf: Arc::default(),
            },
            metrics,
        })
    }

    /// How the outside world reaches the service, for the addresses printed on documents.
    pub fn reached_at(mut self, public_url: &str) -> Self {
        self.at_hand.public_url = Arc::from(public_url.trim_end_matches('/'));
        self
    }

    /// The same database, where nobody writes down what is read: for the benchmark, which asks what the
    /// log costs. No setting leads here.
    pub fn without_log(self) -> Self {
        Self {
            journal: Journal::none(),
            ..self
        }
    }

    /// The same database with another vault.
    pub fn sealed_by(mut self, vault: Vault) -> Self {
        self.at_hand.vault = Arc::new(vault);
        self
    }

    pub fn vault(&self) -> Arc<Vault> {
        Arc::clone(&self.at_hand.vault)
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What the service counts.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Does `work` in a transaction that cannot change anything. The entry in the activity log is
    /// committed before the answer is given; if it cannot be, there is no answer.
    pub async fn read<T: Send + 'static>(
        &self,
        caller: Caller,
        work: impl FnOnce(&mut Transaction) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.run(Mode::Read, caller, work).await
    }

    /// Does `work` in a transaction of its own, with its entry in the activity log: all of it, or
    /// nothing. A refusal is logged too.
    pub async fn write<T: Send + 'static>(
        &self,
        caller: Caller,
        work: impl FnOnce(&mut Transaction) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.run(Mode::Write, caller, work).await
    }

    /// The first half of an operation whose second half is logged: what the sign-in looks up before
    /// it compares a password outside of any transaction.
    pub async fn lookup<T: Send + 'static>(
        &self,
        caller: Caller,
        work: impl FnOnce(&mut Transaction) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.run(Mode::Lookup, caller, work).await
    }

    /// The first half of an operation that does something outside of the database before its second half,
    /// which is logged: writes what is needed for it, and nothing that anybody could tell.
    pub async fn prepare<T: Send + 'static>(
        &self,
        caller: Caller,
        work: impl FnOnce(&mut Transaction) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.run(Mode::Prepare, caller, work).await
    }

    /// Counts something in a transaction of its own that is no entry of the activity log. What `work`
    /// refuses is not counted.
    pub async fn tally<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Transaction) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let caller = Caller::new(Identity::Anonymous, "count");
        self.run(Mode::Tally, caller, work).await
    }

    /// Writes the entry of an operation that no transaction has written, as of one that was refused
    /// before its work began, for whoever its sign-in stands for. Fails where that has ended, which is
    /// then what the entry says.
    pub async fn note(&self, caller: Caller, refused: Option<&'static str>) -> Result<()> {
        if caller.identity != Identity::Anonymous {
            let entry = move |tx: &mut Transaction| {
                refused.into_iter().for_each(|code| tx.refuse_as(code));
                Ok(())
            };
            return self.read(caller, entry).await;
        }
        let entry = Entry::new(&caller, None, self.clock.now(), refused, Vec::new());
        let until = Instant::now() + DEADLINE;
        caller.logged.set();
        self.journal.submit(entry).written(until).await
    }

    /// Does a worker's `work` on the activity log itself, which is not logged again.
    pub async fn keep_log<T: Send + 'static>(
        &self,
        operation: &'static str,
        work: impl FnOnce(&mut Transaction) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let caller = Caller::worker(operation);
        self.run(Mode::Upkeep, caller, work).await
    }

    async fn run<T: Send + 'static>(
        &self,
        mode: Mode,
        caller: Caller,
        work: impl FnOnce(&mut Transaction) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let until = Instant::now() + DEADLINE;
        let queue = match mode {
            Mode::Read | Mode::Lookup => &self.readers,
            Mode::Prepare | Mode::Write | Mode::Tally | Mode::Upkeep => &self.writers,
        };
        let stage = Arc::new(AtomicU8::new(stage::RUNNING));
        let waiting = tokio::time::timeout_at(until, async {
            let wait = spans::part("wait for a connection");
            let turn = queue.turn().instrument(wait).await?;
            let (database, queue, stage) = (self.clone(), queue.clone(), Arc::clone(&stage));
            let span = spans::part("transaction");
            tokio::task::spawn_blocking(move || {
                let _inside = span.entered();
                let begin = |it: &mut DbConnection| it.begin(mode, &caller.identity);
                let (_turn, mut pooled) = (turn, queue.connection(begin)?);
                database.transact(&mut pooled.connection, mode, &caller, &stage, work)
            })
            .await
            .map_err(Error::internal)?
        });
        let (result, entry) = match waiting.await {
            Ok(ended) => ended?,
            Err(_) => {
                return Err(match stage.swap(stage::CANCELLED, Ordering::SeqCst) {
                    stage::COMMITTING if mode == Mode::Write => Error::OutcomeUnknown,
                    _ => Error::Unavailable("deadline_passed"),
                });
            }
        };
        if let Some(entry) = entry {
            let wait = spans::part("wait for the log");
            entry.written(until).instrument(wait).await?;
        }
        result
    }

    /// [`Database::write`] for callers without an async runtime: commands and tests.
    pub fn write_blocking<T>(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut Transaction) -> Result<T>,
    ) -> Result<T> {
        let begin = |it: &mut DbConnection| it.begin(Mode::Write, &caller.identity);
        let mut pooled = self.writers.connection(begin)?;
        let stage = AtomicU8::new(stage::RUNNING);
        self.transact(&mut pooled.connection, Mode::Write, caller, &stage, work)?
            .0
    }

    /// The rest of a transaction that was begun. The entry of a read, and that of a refusal, whose own
    /// transaction is rolled back, go to the log's writer while the transaction ends.
    #[expect(clippy::disallowed_methods, reason = "transactions begin here")]
    fn transact<T>(
        &self,
        connection: &mut DbConnection,
        mode: Mode,
        caller: &Caller,
        stage: &AtomicU8,
        work: impl FnOnce(&mut Transaction) -> Result<T>,
    ) -> Result<(Result<T>, Option<Submitted>)> {
        type Transactions = <DbConnection as Connection>::TransactionManager;
        let now = self.clock.now();
        let mut noted = Vec::new();
        let (result, entry) = match Transaction::new(connection, caller, now, &self.at_hand) {
            Ok(mut tx) => {
                let result = work(&mut tx).and_then(|value| {
                    if mode == Mode::Write {
                        tx.write_entry(caller)?;
                    }
                    Ok(value)
                });
                let entry = match &result {
                    Ok(_) if mode == Mode::Write => None,
                    Ok(_) => Some(tx.entry(caller, None)),
                    Err(error) => Some(tx.entry(caller, Some(error))),
                };
                noted = tx.take_noted();
                (result, entry)
            }
            Err(error) => {
                let entry = Entry::new(caller, None, now, Some(error.reason()), Vec::new());
                (Err(error), Some(entry))
            }
        };
        let counts = match mode {
            Mode::Read | Mode::Write => true,
            // What is refused here has no second half.
            Mode::Lookup | Mode::Prepare => result.is_err(),
            Mode::Tally | Mode::Upkeep => false,
        };
        let entry = entry
            .filter(|_| counts && is_logged(caller, &result))
            .map(|entry| {
                caller.logged.set();
                self.journal.submit(entry)
            });
        if result.is_err() {
            Transactions::rollback_transaction(connection)?;
            return Ok((result, entry));
        }
        let go = stage.compare_exchange(
            stage::RUNNING,
            stage::COMMITTING,
            Ordering::SeqCst,
            Ordering::SeqCst,
        );
        if go.is_err() {
            Transactions::rollback_transaction(connection)?;
            return Err(Error::Unavailable("deadline_passed"));
        }
        Transactions::commit_transaction(connection).map_err(|cause| match mode {
            // Whether a COMMIT that broke off took effect, only the database knows.
            Mode::Write if !matches!(Error::from(cause), Error::Internal(_)) => {
                Error::OutcomeUnknown
            }
            _ => Error::Unavailable("database_unavailable"),
        })?;
        for kind in noted {
            self.metrics.security_event(kind);
        }
        Ok((result, entry))
    }

    /// Whether the database answers now, for the readiness check.
    pub async fn ping(&self) -> Result<()> {
        let turn = self.readers.turn().await?;
        let queue = self.readers.clone();
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            queue.connection(DbConnection::ping).map(drop)
        })
        .await
        .map_err(Error::internal)?
    }
}

/// What tells of nobody has no entry. Whatever a worker does without a refusal is in the log with the
/// change itself; that it looked for work and found none is not an event. A database that did not answer
/// cannot take an entry either. Who came second with an `Idempotency-Key` is about to be given the first
/// one's answer.
fn is_logged<T>(caller: &Caller, result: &Result<T>) -> bool {
    if NOT_LOGGED.contains(&caller.operation) {
        return false;
    }
    match result {
        Ok(_) => caller.identity != Identity::Worker,
        Err(error) => !matches!(
            error,
            Error::Unavailable(_)
                | Error::OutcomeUnknown
                | Error::Conflict("idempotency_key_taken")
        ),
    }
}
