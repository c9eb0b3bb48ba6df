use std::collections::HashMap;

use chrono::TimeDelta;

use super::network::Network;
use crate::access::{Caller, Identity, Transaction};
use crate::accounts::Email;
use crate::app::Service;
use crate::error::{Error, Result};
use crate::sign_ins::{SignInId, service as sign_ins};

/// The people of the network at their desks, signed in as anybody is.
pub struct Desk<'a> {
    service: &'a Service,
    sign_ins: HashMap<String, SignInId>,
}

impl<'a> Desk<'a> {
    /// Signs everybody in.
    pub fn open(service: &'a Service, network: &Network) -> Result<Self> {
        let emails = network.sign_ins.iter().map(|it| it.email.clone());
        let sign_ins = emails
            .map(|email| sign_in(service, &email).map(|id| (email, id)))
            .collect::<Result<_>>()?;
        Ok(Self { service, sign_ins })
    }

    /// What somebody does in one transaction.
    pub fn of<T>(
        &self,
        email: &str,
        work: impl FnOnce(&mut Transaction) -> Result<T>,
    ) -> Result<T> {
        let sign_in = self.sign_ins.get(email).ok_or(Error::Unauthenticated)?;
        let caller = caller(Identity::SignIn(sign_in.clone()));
        self.service.database.write_blocking(&caller, work)
    }
}

fn sign_in(service: &Service, email: &str) -> Result<SignInId> {
    let email = Email::new(email).map_err(Error::internal)?;
    let anybody = caller(Identity::Anonymous);
    service.database.write_blocking(&anybody, |tx| {
        let user = sign_ins::find_for_sign_in(tx, &email)?;
        Ok(sign_ins::sign_in(tx, user, None, TimeDelta::hours(12))?.id)
    })
}

fn caller(identity: Identity) -> Caller {
    Caller {
        identity,
        request_id: uuid::Uuid::now_v7().to_string(),
        operation: "demo",
    }
}
