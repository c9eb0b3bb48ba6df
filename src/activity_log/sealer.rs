//! The worker that seals. Every instance runs one, and one at a time seals: where its instance dies, its
//! connection ends, and the next look of another one takes over.

use std::fs::OpenOptions;
use std::io::Write;
use std::time::Duration;

use serde_json::json;

use super::chain::{Link, Statement};
use super::security::service as security;
use super::service::{self, LookFrom};
use super::{Checkpoint, addresses};
use crate::access::Transaction;
use crate::app::Service;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::signing_keys::SigningKeyRow;
use crate::signing_keys::tokens::Tokens;
use crate::vault::Vault;

const PAUSE: Duration = Duration::from_secs(1);
/// So many looks from one that goes farther back to the next.
const FARTHER_LOOK_EVERY: u32 = 600;
/// So many looks from one for what many entries tell together to the next.
const BURSTS_EVERY: u32 = 60;

/// Starts the sealer of a service, inside its runtime.
pub fn start(service: &Service) {
    let mut sealer = Sealer::new(service);
    actix_web::rt::spawn(async move {
        loop {
            if let Err(error) = sealer.look().await {
                tracing::warn!(code = error.code(), "the activity log was not sealed");
            }
            if let Err(error) = sealer.look_farther().await {
                tracing::warn!(
                    code = error.code(),
                    "the activity log was not looked through"
                );
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
}

pub struct Sealer {
    service: Service,
    looks: u32,
}

impl Sealer {
    pub fn new(service: &Service) -> Self {
        Self {
            service: service.clone(),
            looks: 0,
        }
    }

    /// Seals all that is committed; gives how many entries that were.
    pub async fn look(&mut self) -> Result<usize> {
        let mut from = match self.looks % FARTHER_LOOK_EVERY {
            0 => LookFrom::Day,
            _ => LookFrom::Seconds,
        };
        self.looks = self.looks.wrapping_add(1);
        let mut count = 0;
        loop {
            let (database, keys) = (&self.service.database, self.service.tokens.clone());
            keys.keep_current(database).await;
            let sealed = database
                .keep_log("seal_log", move |tx| service::seal(tx, from, &keys))
                .await?;
            count += sealed.entries;
            if let Some(checkpoint) = sealed.checkpoint {
                self.publish(checkpoint).await?;
            }
            match sealed.next {
                Some(next) => from = LookFrom::Id(next),
                None => {
                    if let Some(sequence) = sealed.reached {
                        let now = database.clock().now().timestamp();
                        database.metrics().sealed(sequence, now);
                    }
                    return Ok(count);
                }
            }
        }
    }

    /// Each minute looks for what many entries tell together, and each ten minutes for addresses that have
    /// been kept for their time.
    async fn look_farther(&self) -> Result<()> {
        if self.looks.is_multiple_of(BURSTS_EVERY) {
            self.look_for_bulk_reading().await?;
            self.look_for_forbidden_bursts().await?;
        }
        if self.looks.is_multiple_of(FARTHER_LOOK_EVERY) {
            let settings = &self.service.settings.activity_log;
            addresses::erase(&self.service.database, settings.addresses_days).await?;
        }
        Ok(())
    }

    /// Looks for who asks for too much that is forbidden to them; gives how many were found.
    pub async fn look_for_forbidden_bursts(&self) -> Result<usize> {
        let most = self.service.settings.activity_log.refusals_an_hour;
        let work = move |tx: &mut Transaction| security::note_forbidden_bursts(tx, most);
        let database = &self.service.database;
        database.keep_log("look_for_forbidden_bursts", work).await
    }

    /// Looks for who reads of too many people; gives how many were found.
    pub async fn look_for_bulk_reading(&self) -> Result<usize> {
        let most = self.service.settings.activity_log.people_an_hour;
        let work = move |tx: &mut Transaction| security::note_bulk_reading(tx, most);
        let database = &self.service.database;
        database.keep_log("look_for_bulk_reading", work).await
    }

    /// Gives a checkpoint out of the database's reach. One that could not be written is followed by
    /// others, which cover what it covers.
    async fn publish(&self, checkpoint: Checkpoint) -> Result<()> {
        let settings = self.service.settings.activity_log.clone();
        let line = json!({
            "log_checkpoint": checkpoint.statement,
            "sequence": checkpoint.sequence,
            "hash": checkpoint.hash,
            "made_at": checkpoint.made_at.and_utc(),
        });
        let write = move || {
            if settings.print_checkpoints {
                writeln!(std::io::stdout(), "{line}")?;
            }
            if !settings.checkpoint_file.as_os_str().is_empty() {
                let mut options = OpenOptions::new();
                let mut file = options
                    .create(true)
                    .append(true)
                    .open(&settings.checkpoint_file)?;
                writeln!(file, "{line}")?;
                file.sync_data()?;
            }
            Ok(())
        };
        let written: std::io::Result<()> = tokio::task::spawn_blocking(write)
            .await
            .map_err(Error::internal)?;
        if let Err(cause) = written {
            tracing::warn!(%cause, "a checkpoint of the activity log was not written out");
        }
        Ok(())
    }
}

/// Signs, for retention, that the chain was dropped up to a link.
pub fn sign_dropped(
    keys: &[SigningKeyRow],
    link: &Link,
    clock: &Clock,
    vault: &Vault,
) -> Result<String> {
    let tokens = Tokens::new(String::new(), clock.clone());
    tokens.take_keys(keys, vault)?;
    let statement = Statement {
        link: link.clone(),
        made_at: clock.now(),
        dropped: true,
    };
    tokens.sign(Statement::KIND, &statement)
}
