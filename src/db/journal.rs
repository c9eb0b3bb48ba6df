//! The writer of those entries of the activity log that no change carries: reads and refusals.
//!
//! Many of them share one commit. Each is durable before its answer leaves.

use diesel::connection::TransactionManager;
use diesel::prelude::*;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::dialect::needs_transaction_to_append;
use super::{DbConnection, Mode, Queue};
use crate::access::log::{Entry, append};
use crate::error::{Error, Result};

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
}

impl Journal {
    /// Starts the writer's thread; it ends when the last `Journal` is dropped.
    pub(super) fn start(writers: Queue) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        std::thread::Builder::new()
            .name("activity-log".to_owned())
            .spawn(move || write_batches(&writers, waiting))
            .expect("the operating system gives a thread at start");
        Self { queue }
    }

    /// Returns when the entry is committed; an error when it is not by the request's deadline.
    pub async fn write(&self, until: Instant, entry: Entry) -> Result<()> {
        let (written, answer) = oneshot::channel();
        let waiting = tokio::time::timeout_at(until, async {
            self.queue.send(Pending { entry, written }).await.ok()?;
            answer.await.ok()
        });
        match waiting.await {
            Ok(Some(true)) => Ok(()),
            _ => Err(Error::Unavailable("log_unavailable")),
        }
    }
}

fn write_batches(writers: &Queue, mut waiting: mpsc::Receiver<Pending>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let Ok(runtime) = runtime else {
        tracing::error!("the activity log has no thread to write in");
        return;
    };
    runtime.block_on(async {
        let mut batch = Vec::new();
        while waiting.recv_many(&mut batch, BATCH).await > 0 {
            let entries: Vec<_> = batch.iter().map(|pending| pending.entry.clone()).collect();
            let written = write(writers, &entries).await;
            if let Err(error) = &written {
                tracing::error!(code = error.code(), "the activity log was not written");
            }
            for pending in batch.drain(..) {
                // A request that gave up waiting has no ear for the answer.
                let _gone = pending.written.send(written.is_ok());
            }
        }
    });
}

async fn write(writers: &Queue, entries: &[Entry]) -> Result<()> {
    type Transactions = <DbConnection as Connection>::TransactionManager;
    let turn = writers.turn().await?;
    let (_turn, mut connection) = writers.connection(turn)?;
    if !needs_transaction_to_append(&connection) {
        return append(&mut connection, entries);
    }
    connection.begin(Mode::Write)?;
    match append(&mut connection, entries) {
        Ok(()) => Ok(Transactions::commit_transaction(&mut *connection)?),
        Err(error) => {
            Transactions::rollback_transaction(&mut *connection)?;
            Err(error)
        }
    }
}
