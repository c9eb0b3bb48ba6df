use std::collections::HashMap;

use super::SignIn;
use super::roster::{ORGANISATIONS, PEOPLE};
use crate::access::Caller;
use crate::access::policy::asks_second_factor;
use crate::accounts::passwords::Password;
use crate::accounts::{Email, NewUser, service as accounts};
use crate::app::Service;
use crate::error::{Error, Result};
use crate::organisations::{NewOrganisation, OrganisationId, service as organisations};
use crate::second_factors::service as second_factors;
use crate::second_factors::totp::Secret;

/// Who is there.
pub struct Network {
    pub sign_ins: Vec<SignIn>,
    organisations: HashMap<&'static str, OrganisationId>,
}

impl Network {
    /// The organisation of a short name.
    pub fn organisation(&self, name: &str) -> Result<OrganisationId> {
        let found = self.organisations.get(name);
        found.cloned().ok_or_else(|| Error::internal(name))
    }
}

/// Makes the organisations and their people.
pub fn load(service: &Service) -> Result<Network> {
    let mut network = Network {
        sign_ins: Vec::new(),
        organisations: HashMap::new(),
    };
    service
        .database
        .write_blocking(&Caller::worker("demo"), |tx| {
            for (name, title, place, kind, prefix) in ORGANISATIONS {
                let new = NewOrganisation {
                    name: (*title).to_owned(),
                    kind: *kind,
                    tax_code: None,
                    municipality: (*place).to_owned(),
                    address: "Via dell'Invenzione 1".to_owned(),
                    email: Some(format!("{name}@portoverde.example")),
                    phone: None,
                    certificate_prefix: prefix.map(str::to_owned),
                    active: true,
                };
                let added = organisations::add_by_command(tx, new)?;
                network.organisations.insert(name, added.id);
            }
            for (account, display_name, organisation, role) in PEOPLE {
                let email = format!("{account}@{organisation}.example");
                let password = new_password();
                let hash = Password::chosen(&password)
                    .map_err(Error::internal)?
                    .hash()?;
                let new = NewUser {
                    email: Email::new(&email).map_err(Error::internal)?,
                    display_name: (*display_name).to_owned(),
                    password_hash: Some(hash),
                    organisation_id: network.organisation(organisation)?,
                    role: *role,
                };
                let user = accounts::add_by_command(tx, new)?;
                let secret = asks_second_factor(*role).then(Secret::random);
                if let Some(secret) = &secret {
                    second_factors::enrol_by_command(tx, &user.id, secret)?;
                }
                network.sign_ins.push(SignIn {
                    email,
                    password,
                    role: role.as_str(),
                    organisation: (*organisation).to_owned(),
                    secret,
                });
            }
            Ok(())
        })?;
    Ok(network)
}

/// Eighteen letters and digits that are hard to mix up: 92 bits.
fn new_password() -> String {
    const SYMBOLS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    crate::vault::random_bytes::<18>()
        .iter()
        .map(|byte| char::from(SYMBOLS[usize::from(*byte) % SYMBOLS.len()]))
        .collect()
}
