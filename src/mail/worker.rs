//! The worker that empties the outbox. Any number of them may run, in any number of instances.

use std::sync::Arc;
use std::time::Duration;

use super::service::{self, Attempt};
use super::transport::{STEP, Sender};
use super::{MailFailure, MailKind, OutboxMail};
use crate::access::Caller;
use crate::app::Service;
use crate::config::Mail as Settings;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::password_settings::Token;
use crate::password_settings::service::{self as password_settings, Enclosed};
use crate::reference_confirmations::service as references;

/// Sends what is due.
#[derive(Clone)]
pub struct Worker {
    database: Database,
    sender: Arc<Sender>,
}

/// Starts the worker of a service, inside its runtime. The error is one plain sentence.
pub fn start(service: &Service) -> std::result::Result<(), String> {
    let settings = &service.settings;
    let worker = Worker::new(
        service.database.get_ref().clone(),
        &settings.mail,
        &settings.public_url,
        STEP,
    )?;
    let pause = Duration::from_secs(settings.mail.every_seconds.max(1));
    actix_web::rt::spawn(async move {
        loop {
            if let Err(error) = worker.send_due().await {
                tracing::warn!(code = error.code(), "the outbox could not be emptied");
            }
            tokio::time::sleep(pause).await;
        }
    });
    Ok(())
}

impl Worker {
    /// `step` is how long one step of the exchange with a server may take.
    pub fn new(
        database: Database,
        settings: &Settings,
        public_url: &str,
        step: Duration,
    ) -> std::result::Result<Self, String> {
        let sender = Arc::new(Sender::new(settings, public_url, step)?);
        Ok(Self { database, sender })
    }

    /// One look at the outbox: makes one attempt for each mail that is due and not taken by another
    /// worker. Gives the attempts made.
    pub async fn send_due(&self) -> Result<usize> {
        let (due, waiting) = self
            .database
            .read(Caller::worker("look_for_mail"), service::due)
            .await?;
        let metrics = self.database.metrics();
        metrics.mails_waiting(waiting);
        let mut attempts = 0;
        for id in due {
            let taken = self
                .database
                .write(Caller::worker("take_mail"), move |tx| {
                    let Some(mail) = service::take(tx, &id)? else {
                        return Ok(None);
                    };
                    let enclosed = match mail.kind {
                        MailKind::ReferenceAsked => references::enclose(tx, &mail)?,
                        _ => password_settings::enclose(tx, &mail)?,
                    };
                    Ok(Some((mail, enclosed)))
                })
                .await?;
            let Some((mail, enclosed)) = taken else {
                continue;
            };
            let attempt = self.send(mail.clone(), enclosed).await?;
            let ended = self
                .database
                .write(Caller::worker("settle_mail"), move |tx| {
                    service::settle(tx, &mail, attempt)
                })
                .await?;
            metrics.mail_attempt(ended.as_str());
            attempts += 1;
        }
        Ok(attempts)
    }

    async fn send(&self, mail: OutboxMail, enclosed: Enclosed) -> Result<Attempt> {
        let token = match enclosed {
            Enclosed::NoReader => return Ok(Attempt::GivenUp(MailFailure::NoReader)),
            Enclosed::Nothing => None,
            Enclosed::Token(token) => Some(token),
        };
        let sender = Arc::clone(&self.sender);
        let sent = tokio::task::spawn_blocking(move || {
            sender.send(&mail, token.as_ref().map(Token::as_str))
        });
        sent.await.map_err(Error::internal)
    }
}
