//! Work that takes much memory, or a processor for a while: so much of it at once, the next one waits for its turn.

use std::time::Duration;

use actix_web::web;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::{Error, Result};

/// How much of a kind of work is done at once, in this process.
pub struct Turns {
    free: Semaphore,
    patience: Duration,
}

/// It lasts until this is dropped.
pub type Turn = SemaphorePermit<'static>;

impl Turns {
    /// `at_once` of them; the next one waits, as long as `patience`.
    pub const fn new(at_once: usize, patience: Duration) -> Self {
        Self {
            free: Semaphore::const_new(at_once),
            patience,
        }
    }

    /// 503 `too_busy` where none comes free in time.
    pub async fn take(&'static self) -> Result<Turn> {
        tokio::time::timeout(self.patience, self.free.acquire())
            .await
            .map_err(|_elapsed| Error::Unavailable("too_busy"))?
            .map_err(Error::internal)
    }
}

/// Does the work on a thread that may be long at it. The turn, where it needs one, goes with the work, which goes
/// on when the client does not wait for it.
pub async fn work_in<T: Send + 'static>(
    turn: impl Into<Option<Turn>>,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let turn = turn.into();
    let in_turn = move || {
        let _turn = turn;
        work()
    };
    web::block(in_turn).await.map_err(Error::internal)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn what_waits_too_long_for_its_turn_is_refused() {
        static TURNS: Turns = Turns::new(1, Duration::from_millis(20));
        let first = TURNS.take().await.expect("a free turn");
        let refused = TURNS.take().await.map(|_| ());
        assert!(matches!(refused, Err(Error::Unavailable("too_busy"))));
        work_in(first, || Ok(())).await.expect("work done");
        drop(TURNS.take().await.expect("the turn given back"));
    }
}
