//! The writer of those entries of the activity log that no change carries: reads and refusals.
//!
//! Many of them share one commit. Each is durable before its answer leaves.

use diesel::connection::TransactionManager;
use diesel::prelude::*;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::dialect::needs_transaction_to_append;
use super::{DbConnection, Mode, Queue};
use crate::access::Identity;
use crate::access::log::{Entry, append};
use crate::error::{Error, Result};
use crate::telemetry::metrics::JournalMetrics;

/// Entries that may wait. A request that finds so many is told that the service is too busy.
const QUEUE: usize = 1024;
/// Entries that share a commit.
const BATCH: usize = 256;

struct Pending {
    entry: Entry,
    written: oneshot::Sender<bool>,
}

#[derive(Clone)]
pub struct Journal {
    /// None where nothing is written.
    queue: Option<mpsc::Sender<Pending>>,
    metrics: JournalMetrics,
}

impl Journal {
    /// Starts the writer's thread; it ends when the last `Journal` is dropped.
    pub(super) fn start(writers: Queue, metrics: JournalMetrics) -> Self {
        let write = async move |entries: &[Entry]| write(&writers, entries).await;
        Self::written_by(write, metrics)
    }

    /// Writes nothing.
    pub(super) fn none() -> Self {
        Self {
            queue: None,
            metrics: JournalMetrics::default(),
        }
    }

    fn written_by(
        write: impl AsyncFn(&[Entry]) -> Result<()> + Send + 'static,
        metrics: JournalMetrics,
    ) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let counted = metrics.clone();
        std::thread::Builder::new()
            .name("activity-log".to_owned())
            .spawn(move || write_batches(write, waiting, &counted))
            .expect("the operating system gives a thread at start");
        Self {
            queue: Some(queue),
            metrics,
        }
    }

    /// Hands an entry to the writer. Does not wait: a thread that does holds a connection. The entry
    /// is refused where too many wait already.
    pub fn submit(&self, entry: Entry) -> Submitted {
        let Some(queue) = &self.queue else {
            return Submitted::Unasked;
        };
        let (written, answer) = oneshot::channel();
        self.metrics.waiting.inc();
        let refused = match queue.try_send(Pending { entry, written }) {
            Ok(()) => return Submitted::Waiting(answer),
            Err(TrySendError::Full(_)) => "too_busy",
            Err(TrySendError::Closed(_)) => "log_unavailable",
        };
        self.metrics.waiting.dec();
        Submitted::Refused(refused)
    }
}

/// An entry on its way to the disk.
pub enum Submitted {
    Waiting(oneshot::Receiver<bool>),
    Refused(&'static str),
    /// Nobody wants it.
    Unasked,
}

impl Submitted {
    /// Returns when the entry is committed; an error when it is not by the request's deadline.
    pub async fn written(self, until: Instant) -> Result<()> {
        let answer = match self {
            Self::Waiting(answer) => answer,
            Self::Refused(code) => return Err(Error::Unavailable(code)),
            Self::Unasked => return Ok(()),
        };
        match tokio::time::timeout_at(until, answer).await {
            Ok(Ok(true)) => Ok(()),
            _ => Err(Error::Unavailable("log_unavailable")),
        }
    }
}

/// Writes what waits, the first to come first.
fn write_batches(
    write: impl AsyncFn(&[Entry]) -> Result<()>,
    mut queue: mpsc::Receiver<Pending>,
    metrics: &JournalMetrics,
) {
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
            let written = write(&entries).await;
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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use tokio::sync::Semaphore;

    use super::*;
    use crate::access::Caller;
    use crate::clock::Clock;

    /// The request ids of what was written, batch by batch.
    type Written = Arc<Mutex<Vec<Vec<String>>>>;

    /// A journal whose writer takes a turn for each batch, and what it wrote, batch by batch.
    fn slow_journal() -> (Journal, Arc<Semaphore>, Written) {
        let (turns, batches) = (Arc::new(Semaphore::new(0)), Arc::default());
        let (turn, written) = (Arc::clone(&turns), Arc::clone(&batches));
        let write = async move |entries: &[Entry]| {
            turn.acquire().await.unwrap().forget();
            let ids = entries.iter().map(|entry| entry.request_id.clone());
            let written: &Mutex<Vec<Vec<String>>> = &written;
            written.lock().unwrap().push(ids.collect());
            Ok(())
        };
        let journal = Journal::written_by(write, JournalMetrics::default());
        (journal, turns, batches)
    }

    fn entry(number: usize) -> Entry {
        let caller = Caller {
            request_id: number.to_string(),
            ..Caller::worker("test")
        };
        Entry::new(&caller, None, Clock::default().now(), None, Vec::new())
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(60)
    }

    #[actix_web::test]
    async fn two_hundred_that_wait_are_served_in_the_order_in_which_they_came() {
        let (journal, turns, batches) = slow_journal();
        let waiting: Vec<_> = (0..200).map(|it| journal.submit(entry(it))).collect();
        turns.add_permits(200);
        for one in waiting {
            one.written(soon()).await.unwrap();
        }
        let batches = batches.lock().unwrap();
        let came: Vec<_> = (0..200).map(|number| number.to_string()).collect();
        assert_eq!(batches.concat(), came);
        // The first one may have been taken up before the second came.
        assert!(batches.len() < 200, "they share commits");
        assert!(batches.iter().all(|batch| batch.len() <= BATCH));
    }

    #[actix_web::test]
    async fn who_finds_too_many_waiting_is_told_so_at_once_and_the_others_are_served() {
        let (journal, turns, _) = slow_journal();
        let most = QUEUE + BATCH;
        let (mut waiting, mut refused) = (Vec::new(), 0);
        for number in 0..most + 100 {
            match journal.submit(entry(number)) {
                Submitted::Refused(code) => {
                    assert_eq!(code, "too_busy");
                    refused += 1;
                }
                taken => waiting.push(taken),
            }
        }
        assert!(refused >= 100 && waiting.len() >= QUEUE);
        turns.add_permits(most);
        for one in waiting {
            one.written(soon()).await.unwrap();
        }
    }

    #[actix_web::test]
    async fn who_waits_beyond_the_deadline_is_told_that_it_is_not_written() {
        let (journal, _turns, _) = slow_journal();
        let told = journal.submit(entry(0)).written(Instant::now()).await;
        assert!(matches!(told, Err(Error::Unavailable("log_unavailable"))));
    }
}
