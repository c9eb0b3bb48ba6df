use std::collections::HashMap;

use chrono::TimeDelta;

use super::SignIn;
use super::network::Network;
use crate::access::{Caller, Identity, Transaction};
use crate::accounts::Email;
use crate::app::Service;
use crate::error::{Error, Result};
use crate::second_factors::totp::STEP;
use crate::sign_ins::SignInId;
use crate::sign_ins::service::{self as sign_ins, Matched};

/// The people of the network at their desks, signed in as anybody is.
pub struct Desk<'a> {
    service: &'a Service,
    sign_ins: HashMap<String, SignInId>,
}

impl<'a> Desk<'a> {
    /// Signs everybody in.
    pub fn open(service: &'a Service, network: &Network) -> Result<Self> {
        let sign_ins = network
            .sign_ins
            .iter()
            .map(|it| sign_in(service, it).map(|id| (it.email.clone(), id)))
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

/// With the code before the present one, so that the one printed can still be used.
fn sign_in(service: &Service, who: &SignIn) -> Result<SignInId> {
    let email = Email::new(&who.email).map_err(Error::internal)?;
    let anybody = caller(Identity::Anonymous);
    service.database.write_blocking(&anybody, |tx| {
        let matched = sign_ins::find_for_sign_in(tx, &email)?.map(Matched::of);
        let earlier = tx.now() - TimeDelta::seconds(STEP);
        let code = who.secret.as_ref().map(|it| it.code_at(earlier));
        let code = code.transpose()?;
        Ok(sign_ins::sign_in(tx, matched, None, code.as_deref(), TimeDelta::hours(12))?.id)
    })
}

fn caller(identity: Identity) -> Caller {
    Caller::new(identity, "demo")
}
