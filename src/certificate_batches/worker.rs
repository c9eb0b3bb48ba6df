//! The work on a batch behind the request that asked for it, with the rights of who asked and no more.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::{CertificateBatchId, Step, WorkerId, service};
use crate::access::{Caller, Identity, Transaction};
use crate::db::Database;
use crate::error::{Error, Result};

/// How often a step is repeated that did not come to any case, as the database could not take it or another
/// change came before; and the pause after each step that failed.
const REPEATS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(500);

/// The name of each step in the activity log.
const OPERATION: &str = "issue_batched_certificate";

/// Has a batch worked on, as far as the rights of its caller reach; nobody waits for it. A batch that another
/// worker has is left to it.
pub fn start(database: &Database, caller: &Caller, id: CertificateBatchId) {
    let (database, identity, address) = (database.clone(), caller.identity.clone(), caller.address);
    actix_web::rt::spawn(async move {
        let step = || Caller {
            address,
            ..Caller::new(Identity::clone(&identity), OPERATION)
        };
        work(&database, step, &id).await;
    });
}

async fn work(database: &Database, caller: impl Fn() -> Caller, id: &CertificateBatchId) {
    let worker = WorkerId::new();
    let (mut taken, mut repeated) = (false, 0);
    loop {
        let done = match taken {
            true => step(database, &caller, id, &worker).await,
            false => {
                let (batch, own) = (id.clone(), worker.clone());
                let work = move |tx: &mut Transaction| service::take_over(tx, &batch, &own);
                database.write(caller(), work).await
            }
        };
        match done {
            Ok(Step::GoOn) => (taken, repeated) = (true, 0),
            Ok(Step::LetGo) => return,
            Err(Error::Unavailable(_) | Error::Stale { .. } | Error::OutcomeUnknown)
                if repeated < REPEATS =>
            {
                repeated += 1;
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => {
                tracing::warn!(
                    code = error.code(),
                    "a batch of certificates is interrupted"
                );
                return;
            }
        }
    }
}

/// One certificate. What fails once a case was come to is counted of that case, whatever it is: in a transaction
/// of its own, as that of the step is gone with all that it did.
async fn step(
    database: &Database,
    caller: &impl Fn() -> Caller,
    id: &CertificateBatchId,
    worker: &WorkerId,
) -> Result<Step> {
    let begun = Arc::new(OnceLock::new());
    let (batch, own, at) = (id.clone(), worker.clone(), Arc::clone(&begun));
    let taken = database
        .write(caller(), move |tx| {
            service::issue_next(tx, &batch, &own, |case| {
                at.get_or_init(|| case.clone());
            })
        })
        .await;
    let (error, case) = match (taken, begun.get()) {
        (Err(error), Some(case)) => (error, case.clone()),
        (taken, _) => return taken,
    };
    let code = error.code();
    match error {
        Error::Internal(cause) => tracing::error!(%cause, "a certificate of a batch failed"),
        _ => tracing::warn!(code, "a certificate of a batch failed"),
    }
    tokio::time::sleep(PAUSE).await;
    let (batch, own) = (id.clone(), worker.clone());
    database
        .write(caller(), move |tx| {
            service::count_failure(tx, &batch, &own, &case, code)
        })
        .await
}
