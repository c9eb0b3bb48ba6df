use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::gate::address_of;
use super::settings::Attempts;
use super::{Kind, service};
use crate::access::Transaction;
use crate::accounts::Email;
use crate::config::Settings;
use crate::db::Database;
use crate::error::{Error, Result};

/// Somebody at an address, with what the settings allow them.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub address: IpAddr,
    pub allowed: Attempts,
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let settings = request.app_data::<Data<Settings>>();
        let visitor = settings.map(|settings| Self {
            address: address_of(request, settings),
            allowed: settings.attempts.clone(),
        });
        ready(visitor.ok_or_else(|| Error::internal("the settings are not registered")))
    }
}

/// Takes one of the turns that an address has at `kind`: 429 when there is none left. Counted over all
/// instances.
pub async fn take(database: &Database, kind: Kind, visitor: &Visitor) -> Result<()> {
    let visitor = visitor.clone();
    database
        .tally(move |tx| service::take_of_address(tx, kind, &visitor))
        .await
}

/// One attempt to sign in to an account, whether there is such an account or not.
///
/// It counts as a failure from its beginning, so that many at once are no more than one after the
/// other, and until [`Attempt::succeeded`] forgets it. An account that has to wait is told from one
/// whose password was wrong by nothing, and the same work is done for it: the caller looks at
/// [`Attempt::is_open`] only after the password was compared.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub(super) account_key: String,
    pub(super) id: String,
    pub(super) open: bool,
    /// What the activity log is told of it, should it fail.
    pub(super) alarm: Option<&'static str>,
    /// Seconds until the next attempt may be made.
    pub(super) wait: u32,
}

impl Attempt {
    /// Takes the address's turn, and counts the attempt.
    pub async fn begin(database: &Database, visitor: &Visitor, email: &Email) -> Result<Self> {
        let (visitor, email) = (visitor.clone(), email.clone());
        database
            .tally(move |tx| {
                service::take_of_address(tx, Kind::SignIn, &visitor)?;
                service::begin(tx, &visitor.allowed, &email)
            })
            .await
    }

    /// Whether the account might be tried at all.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Tells the activity log, and nobody else, what becomes of the account by this failure.
    pub fn explain(&self, tx: &mut Transaction, error: &Error) {
        if let (Some(alarm), Error::WrongCredentials | Error::WrongCode) = (self.alarm, error) {
            tx.explain_refusal(alarm);
        }
    }

    /// Forgets the failures, in the transaction of the sign-in itself.
    pub fn succeeded(&self, tx: &mut Transaction) -> Result<()> {
        service::succeed(tx, &self.account_key)
    }

    /// What came of it. Wrong credentials tell how long to wait. A right password without the code that
    /// is asked for next was no failure, nor is what the service could not find out.
    pub async fn settled<T>(&self, database: &Database, result: Result<T>) -> Result<T> {
        match result {
            Err(Error::WrongCredentials) => Err(Error::WrongAgain { wait: self.wait }),
            Err(error @ (Error::SecondFactorNeeded | Error::Unavailable(_))) => {
                let attempt = self.clone();
                let taken = database.tally(move |tx| service::take_back(tx, &attempt));
                if let Err(cause) = taken.await {
                    tracing::warn!(code = cause.code(), "an attempt to sign in stays counted");
                }
                Err(error)
            }
            other => other,
        }
    }
}
