//! The writer of those entries of the activity log that no change carries: reads and refusals.
//!
//! Many of them share one commit. Each is durable before its answer leaves.

use diesel::connection::TransactionManager;
use diesel::prelude::*;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::dialect::needs_transaction_to_append;
use super::{DbConnection, Mode, Queue};
use crate::access::Identity;
use crate::access::log::{Entry, append};
use crate::error::{Error, Result};
use crate::telemetry::metrics::JournalMetrics;

/// Entries that may wait; more requests than that wait for their turn.
const QUEUE: usize = 1024;
/// Entries that share a commit.
const BATCH: usize = 256;

struct Pending {
    entry: Entry,
    written: oneshot::Sender<bool>,
}

#[derive(Clone)]
pub struct Journal {
    queue: mpsc::Sender<Pending>,
    metrics: JournalMetrics,
}

impl Journal {
    /// Starts the writer's thread; it ends when the last `Journal` is dropped.
    pub(super) fn start(writers: Queue, metrics: JournalMetrics) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        std::thread::Builder::new()
            .name("activity-log".to_owned())
            .spawn({
                let metrics = metrics.clone();
                move || write_batches(&writers, waiting, &metrics)
            })
            .expect("the operating system gives a thread at start");
        Self { queue, metrics }
    }

    /// Hands an entry to the writer. Does not wait: a thread that does holds a connection. The entry
    /// is refused where too many wait already.
    pub fn submit(&self, entry: Entry) -> Submitted {
        let (written, answer) = oneshot::channel();
        self.metrics.waiting.inc();
        let taken = self.queue.try_send(Pending { entry, written });
        if taken.is_err() {
            self.metrics.waiting.dec();
        }
        Submitted(taken.is_ok().then_some(answer))
    }
}

/// An entry on its way to the disk.
pub struct Submitted(Option<oneshot::Receiver<bool>>);

impl Submitted {
    /// Returns when the entry is committed; an error when it is not by the request's deadline.
    pub async fn written(self, until: Instant) -> Result<()> {
        let Some(answer) = self.0 else {
            return Err(Error::Unavailable("log_unavailable"));
        };
        match tokio::time::timeout_at(until, answer).await {
            Ok(Ok(true)) => Ok(()),
            _ => Err(Error::Unavailable("log_unavailable")),
        }
    }
}

fn write_batches(writers: &Queue, mut queue: mpsc::Receiver<Pending>, metrics: &JournalMetrics) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let Ok(runtime) = runtime else {
        tracing::error!("the activity log has no thread to write in");
        return;
    };
    runtime.block_on(async {
        let mut batch = Vec::new();
        while queue.recv_many(&mut batch, BATCH).await > 0 {
            let (entries, waiting): (Vec<_>, Vec<_>) = batch
                .drain(..)
                .map(|pending| (pending.entry, pending.written))
                .unzip();
            let written = write(writers, &entries).await;
            metrics.batches.observe(entries.len() as f64);
            metrics.waiting.dec_by(entries.len() as i64);
            if let Err(error) = &written {
                metrics.failed.inc();
                tracing::error!(code = error.code(), "the activity log was not written");
            }
            for answer in waiting {
                // A request that gave up waiting has no ear for the answer.
                let _gone = answer.send(written.is_ok());
            }
        }
    });
}

/// Writes a batch. On a connection that the server closed meanwhile it fails, and is tried once more on
/// a new one; were the first attempt on the disk after all, the second is refused as a repetition.
async fn write(writers: &Queue, entries: &[Entry]) -> Result<()> {
    let _turn = writers.turn().await?;
    let mut pooled = writers.connection(|_| Ok(()))?;
    let written = write_on(&mut pooled.connection, entries);
    if written.is_ok() || matches!(pooled.connection, DbConnection::Sqlite(_)) {
        return written;
    }
    pooled.broken = true;
    drop(pooled);
    let mut pooled = writers.connection(DbConnection::ping)?;
    write_on(&mut pooled.connection, entries)
}

fn write_on(connection: &mut DbConnection, entries: &[Entry]) -> Result<()> {
    type Transactions = <DbConnection as Connection>::TransactionManager;
    if !needs_transaction_to_append(connection) {
        return append(connection, entries);
    }
    connection.begin(Mode::Write, &Identity::Worker)?;
    match append(connection, entries) {
        Ok(()) => Ok(Transactions::commit_transaction(connection)?),
        Err(error) => {
            Transactions::rollback_transaction(connection)?;
            Err(error)
        }
    }
}
