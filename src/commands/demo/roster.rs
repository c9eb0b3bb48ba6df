//! The invented network. Every name is made up; addresses end in `.example`.

use crate::access::Role;
use crate::organisations::OrganisationKind as Kind;

/// Their short name, their name and place, what they are, and what their certificates begin with.
pub const ORGANISATIONS: &[(&str, &str, &str, Kind, Option<&str>)] = &[
    (
        "region",
        "Regione Immaginaria",
        "Portoverde",
        Kind::Region,
        None,
    ),
    (
        "centre",
        "Job Centre Portoverde",
        "Portoverde",
        Kind::JobCentre,
        Some("JCP"),
    ),
    (
        "levante",
        "Job Centre Levante",
        "Montechiaro",
        Kind::JobCentre,
        Some("JCL"),
    ),
    (
        "cas",
        "CAS Casa dei Venti",
        "Portoverde",
        Kind::ReceptionCentreCas,
        None,
    ),
    (
        "sai",
        "SAI Borgo Sereno",
        "Montechiaro",
        Kind::ReceptionCentreSai,
        None,
    ),
    (
        "cpi",
        "Centro per l'Impiego di Portoverde",
        "Portoverde",
        Kind::EmploymentCentre,
        None,
    ),
    (
        "mestieri",
        "Scuola dei Mestieri",
        "Portoverde",
        Kind::TrainingProvider,
        None,
    ),
];

/// Their account, their name, where they work and as what.
pub const PEOPLE: &[(&str, &str, &str, Role)] = &[
    (
        "amministrazione",
        "Ada Immaginaria",
        "region",
        Role::Administrator,
    ),
    ("accoglienza", "Bruno Ventura", "cas", Role::ReceptionStaff),
    ("accoglienza", "Gaia Serra", "sai", Role::ReceptionStaff),
    ("operatrice", "Carla Sereni", "centre", Role::Operator),
    ("operatore", "Dario Fiore", "centre", Role::Operator),
    ("supervisora", "Elena Ponte", "centre", Role::Supervisor),
    ("mediatrice", "Luce Serena", "centre", Role::Mediator),
    ("privacy", "Olga Vento", "centre", Role::PrivacyOfficer),
    ("operatore", "Livio Colle", "levante", Role::Operator),
    ("supervisore", "Mauro Faro", "levante", Role::Supervisor),
    ("impiego", "Fabio Molo", "cpi", Role::ReceivingOfficer),
];

/// Who does what the demo shows.
pub const ADMINISTRATOR: &str = "amministrazione@region.example";
pub const RECEPTION: &str = "accoglienza@cas.example";
pub const OTHER_RECEPTION: &str = "accoglienza@sai.example";
pub const OPERATOR: &str = "operatrice@centre.example";
/// Conducts the group.
pub const COLLEAGUE: &str = "operatore@centre.example";
pub const MEDIATOR: &str = "mediatrice@centre.example";
pub const SUPERVISOR: &str = "supervisora@centre.example";
pub const OTHER_OPERATOR: &str = "operatore@levante.example";
pub const OTHER_SUPERVISOR: &str = "supervisore@levante.example";
pub const OFFICER: &str = "impiego@cpi.example";
