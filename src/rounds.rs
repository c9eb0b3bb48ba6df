//! What falls due by itself, looked for again and again, by any number of instances.

use std::time::Duration;

use crate::access::Caller;
use crate::app::Service;
use crate::db::Database;
use crate::error::Result;
use crate::intake_referrals::service as referrals;
use crate::matches::service as matches;
use crate::organisations::warnings;
use crate::transfers::service as transfers;

const PAUSE: Duration = Duration::from_secs(600);

/// Starts the rounds of a service, inside its runtime.
pub fn start(service: &Service) {
    let database = service.database.get_ref().clone();
    actix_web::rt::spawn(async move {
        loop {
            if let Err(error) = make(&database).await {
                tracing::warn!(code = error.code(), "what is due could not be looked for");
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
}

/// One round.
pub async fn make(database: &Database) -> Result<()> {
    let worker = || Caller::worker("warn_of_ending_agreements");
    for agreement in database.read(worker(), warnings::due).await? {
        database
            .write(worker(), move |tx| warnings::warn(tx, &agreement))
            .await?;
    }
    let worker = || Caller::worker("expire_referrals");
    if database.read(worker(), referrals::is_expiry_due).await? {
        database.write(worker(), referrals::expire).await?;
    }
    let worker = || Caller::worker("lapse_matches");
    if database.read(worker(), matches::is_lapse_due).await? {
        database.write(worker(), matches::lapse).await?;
    }
    let worker = || Caller::worker("lapse_transfers");
    if database.read(worker(), transfers::is_lapse_due).await? {
        database.write(worker(), transfers::lapse).await?;
    }
    Ok(())
}
