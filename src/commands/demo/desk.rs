use crate::access::{Caller, Identity, Transaction};
use crate::accounts::{Email, SignInId, service as accounts};
use crate::app::Service;
use crate::error::{Error, Result};

/// The people of the job centre at their desks, signed in as anybody is.
pub struct Desk<'a> {
    service: &'a Service,
    operator: SignInId,
    supervisor: SignInId,
}

impl<'a> Desk<'a> {
    pub fn open(service: &'a Service, operator: &str, supervisor: &str) -> Result<Self> {
        Ok(Self {
            service,
            operator: sign_in(service, operator)?,
            supervisor: sign_in(service, supervisor)?,
        })
    }

    pub fn operator<T>(&self, work: impl FnOnce(&mut Transaction) -> Result<T>) -> Result<T> {
        self.acting(&self.operator, work)
    }

    pub fn supervisor<T>(&self, work: impl FnOnce(&mut Transaction) -> Result<T>) -> Result<T> {
        self.acting(&self.supervisor, work)
    }

    fn acting<T>(
        &self,
        sign_in: &SignInId,
        work: impl FnOnce(&mut Transaction) -> Result<T>,
    ) -> Result<T> {
        let caller = caller(Identity::SignIn(sign_in.clone()));
        self.service.database.write_blocking(&caller, work)
    }
}

fn sign_in(service: &Service, email: &str) -> Result<SignInId> {
    let email = Email::new(email).map_err(Error::internal)?;
    let anybody = caller(Identity::Anonymous);
    service.database.write_blocking(&anybody, |tx| {
        let user = accounts::find_for_sign_in(tx, &email)?;
        Ok(accounts::sign_in(tx, user, None)?.id)
    })
}

fn caller(identity: Identity) -> Caller {
    Caller {
        identity,
        request_id: uuid::Uuid::now_v7().to_string(),
        operation: "demo",
    }
}
