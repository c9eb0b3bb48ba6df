//! The work on a batch behind the request that asked for it, with the rights of who asked and no more.

use std::time::Duration;

use super::{CertificateBatchId, Step, WorkerId, service};
use crate::access::{Caller, Identity};
use crate::db::Database;
use crate::error::Error;

/// How often a step is repeated that the database could not take, or that another change came before, and
/// after which pause.
const ATTEMPTS: u32 = 10;
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

async fn work(database: &Database, step: impl Fn() -> Caller, id: &CertificateBatchId) {
    let worker = WorkerId::new();
    let mut failed = 0;
    loop {
        let (batch, own) = (id.clone(), worker.clone());
        let taken = database
            .write(step(), move |tx| service::issue_next(tx, &batch, &own))
            .await;
        match taken {
            Ok(Step::GoOn) => failed = 0,
            Ok(Step::LetGo) => return,
            Err(Error::Unavailable(_) | Error::Stale { .. } | Error::OutcomeUnknown)
                if failed < ATTEMPTS =>
            {
                failed += 1;
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
