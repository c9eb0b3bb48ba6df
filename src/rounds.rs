//! What falls due by itself, looked for again and again, by any number of instances.

use std::time::Duration;

use crate::access::{Caller, Transaction};
use crate::accounts::kept_answers;
use crate::app::Service;
use crate::db::Database;
use crate::error::Result;
use crate::intake_referrals::service as referrals;
use crate::mail::service as mail;
use crate::matches::service as matches;
use crate::organisations::warnings;
use crate::record_imports::service as imports;
use crate::transfers::service as transfers;

const PAUSE: Duration = Duration::from_secs(600);

/// Starts the rounds of a service, inside its runtime.
pub fn start(service: &Service) {
    let database = service.database.get_ref().clone();
    actix_web::rt::spawn(async move {
        loop {
            if let Err(error) = make(&database).await {
                tracing::warn!(code = error.code(), "not all that was due was done");
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
}

/// Something that falls due: its name in the log, whether it is due, and what is done then.
type Step = (
    &'static str,
    fn(&mut Transaction) -> Result<bool>,
    fn(&mut Transaction) -> Result<()>,
);

const STEPS: &[Step] = &[
    (
        "expire_referrals",
        referrals::is_expiry_due,
        referrals::expire,
    ),
    ("lapse_matches", matches::is_lapse_due, matches::lapse),
    ("lapse_transfers", transfers::is_lapse_due, transfers::lapse),
    (
        "forget_answers",
        kept_answers::is_purge_due,
        kept_answers::purge,
    ),
    ("forget_mails", mail::is_purge_due, mail::purge),
    ("forget_imports", imports::is_purge_due, imports::purge),
];

/// One round. A step that fails keeps no other from being made; the first failure is told.
pub async fn make(database: &Database) -> Result<()> {
    let mut ended = vec![warn_of_ending_agreements(database).await];
    for step in STEPS {
        ended.push(take(database, *step).await);
    }
    ended.into_iter().collect()
}

async fn take(database: &Database, (name, is_due, work): Step) -> Result<()> {
    if database.read(Caller::worker(name), is_due).await? {
        database.write(Caller::worker(name), work).await?;
    }
    Ok(())
}

async fn warn_of_ending_agreements(database: &Database) -> Result<()> {
    let worker = || Caller::worker("warn_of_ending_agreements");
    for agreement in database.read(worker(), warnings::due).await? {
        database
            .write(worker(), move |tx| warnings::warn(tx, &agreement))
            .await?;
    }
    Ok(())
}
