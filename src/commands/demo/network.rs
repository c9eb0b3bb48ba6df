//! The invented network. Every name is made up; addresses end in `.example`.

use std::collections::HashMap;

use super::SignIn;
use crate::access::{Caller, Role};
use crate::accounts::passwords::Password;
use crate::accounts::{Email, NewUser, service as accounts};
use crate::app::Service;
use crate::error::{Error, Result};
use crate::organisations::{
    NewOrganisation, OrganisationId, OrganisationKind, service as organisations,
};

const ORGANISATIONS: &[(&str, &str, OrganisationKind, Option<&str>)] = &[
    (
        "region",
        "Regione Immaginaria",
        OrganisationKind::Region,
        None,
    ),
    (
        "centre",
        "Job Centre Portoverde",
        OrganisationKind::JobCentre,
        Some("JCP"),
    ),
    (
        "cas",
        "CAS Casa dei Venti",
        OrganisationKind::ReceptionCentreCas,
        None,
    ),
    (
        "sai",
        "SAI Borgo Sereno",
        OrganisationKind::ReceptionCentreSai,
        None,
    ),
    (
        "cpi",
        "Centro per l'Impiego di Portoverde",
        OrganisationKind::EmploymentCentre,
        None,
    ),
];

const PEOPLE: &[(&str, &str, &str, Role)] = &[
    (
        "amministrazione",
        "Ada Immaginaria",
        "region",
        Role::Administrator,
    ),
    ("accoglienza", "Bruno Ventura", "cas", Role::ReceptionStaff),
    ("operatrice", "Carla Sereni", "centre", Role::Operator),
    ("operatore", "Dario Fiore", "centre", Role::Operator),
    ("supervisora", "Elena Ponte", "centre", Role::Supervisor),
    ("impiego", "Fabio Molo", "cpi", Role::ReceivingOfficer),
];

/// Who does what the demo shows.
pub const OPERATOR: &str = "operatrice@centre.example";
pub const SUPERVISOR: &str = "supervisora@centre.example";

/// Makes the organisations and their people; gives back who can sign in.
pub fn load(service: &Service) -> Result<Vec<SignIn>> {
    let mut sign_ins = Vec::new();
    service
        .database
        .write_blocking(&Caller::worker("demo"), |tx| {
            let mut organisations_by_name = HashMap::<&str, OrganisationId>::new();
            for (name, title, kind, prefix) in ORGANISATIONS {
                let new = NewOrganisation {
                    name: (*title).to_owned(),
                    kind: *kind,
                    tax_code: None,
                    municipality: "Portoverde".to_owned(),
                    address: "Via dell'Invenzione 1".to_owned(),
                    email: Some(format!("{name}@portoverde.example")),
                    phone: None,
                    certificate_prefix: prefix.map(str::to_owned),
                    active: true,
                };
                let added = organisations::add_by_command(tx, new)?;
                organisations_by_name.insert(*name, added.id);
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
                    organisation_id: organisations_by_name[organisation].clone(),
                    role: *role,
                };
                accounts::add_by_command(tx, new)?;
                sign_ins.push(SignIn {
                    email,
                    password,
                    role: role.as_str(),
                    organisation: (*organisation).to_owned(),
                });
            }
            Ok(())
        })?;
    Ok(sign_ins)
}

/// Eighteen letters and digits that are hard to mix up: 92 bits.
fn new_password() -> String {
    const SYMBOLS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    crate::vault::random_bytes::<18>()
        .iter()
        .map(|byte| char::from(SYMBOLS[usize::from(*byte) % SYMBOLS.len()]))
        .collect()
}
