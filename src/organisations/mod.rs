//! Organisations of the network, and the agreements (*protocolli d'intesa*) between them.

mod model;
pub mod routes;
pub mod service;
pub mod store;
pub mod warnings;

pub use model::{
    Agreement, AgreementId, AgreementKind, NewAgreement, NewOrganisation, Organisation,
    OrganisationFilter, OrganisationId, OrganisationKind, Partnership, Receives,
};
