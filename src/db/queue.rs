//! Connections behind a fair queue.

use std::sync::Arc;
use std::time::Duration;

use diesel::prelude::*;
use diesel::r2d2;
use prometheus_client::metrics::gauge::Gauge;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection::Manager;
use super::{DbConnection, Target};
use crate::error::{Error, Result};
use crate::telemetry::metrics::{Held, Metrics};

/// How long a request waits for its turn at a connection.
const TURN: Duration = Duration::from_secs(3);

/// Who asks first is served first.
#[derive(Clone)]
pub(super) struct Queue {
    pool: r2d2::Pool<Manager>,
    turns: Arc<Semaphore>,
    in_use: Gauge,
    waiting: Gauge,
}

/// A right to a connection.
pub(super) struct Turn {
    _turn: OwnedSemaphorePermit,
    _counted: Held,
}

impl Queue {
    /// `name` is how metrics call the queue.
    pub fn open(
        target: &Target,
        connections: u32,
        metrics: &Metrics,
        name: &'static str,
    ) -> Result<Self> {
        let pool = r2d2::Pool::builder()
            .max_size(connections)
            .min_idle(Some(1))
            .connection_timeout(TURN)
            // Whatever is done first on a connection finds out whether it still leads somewhere.
            .test_on_check_out(false)
            .error_handler(Box::new(r2d2::NopErrorHandler))
            .build(Manager::new(target.clone()))
            .map_err(|cause| {
                tracing::error!(%cause, "no connection to the database");
                Error::Unavailable("database_unavailable")
            })?;
        let (in_use, waiting) = metrics.connections(name);
        Ok(Self {
            pool,
            turns: Arc::new(Semaphore::new(connections as usize)),
            in_use,
            waiting,
        })
    }

    pub async fn turn(&self) -> Result<Turn> {
        let _waiting = Held::new(&self.waiting);
        let turn = Arc::clone(&self.turns).acquire_owned();
        match tokio::time::timeout(TURN, turn).await {
            Ok(Ok(turn)) => Ok(Turn {
                _turn: turn,
                _counted: Held::new(&self.in_use),
            }),
            Ok(Err(_)) | Err(_) => Err(Error::Unavailable("too_busy")),
        }
    }

    /// A connection on which `first` was done. Those that the server closed meanwhile fail at it and
    /// are given up, each once.
    pub fn connection(
        &self,
        first: impl Fn(&mut DbConnection) -> QueryResult<()>,
    ) -> Result<r2d2::PooledConnection<Manager>> {
        for _stale in 0..=self.pool.max_size() {
            let mut pooled = self
                .pool
                .get()
                .map_err(|_cause| Error::Unavailable("database_unavailable"))?;
            match (first(&mut pooled.connection), &pooled.connection) {
                (Ok(()), _) => return Ok(pooled),
                (Err(cause), DbConnection::Sqlite(_)) => return Err(cause.into()),
                (Err(cause), DbConnection::Postgres(_)) => {
                    tracing::warn!(%cause, "a connection is given up");
                    pooled.broken = true;
                }
            }
        }
        Err(Error::Unavailable("database_unavailable"))
    }
}
