//! Credentials of competences: what a person can do, for who asks to have it in their hands.
//!
//! Apart from the certificate, which says nothing of competences, and only on the person's own request: they
//! choose which of the agreed competences it names and how. Issued under the rules of certificates, from an
//! approved report, at a level of attestation that the job centre is entitled to ([`crate::entitlements`]).

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{
    ChosenCompetence, CompetenceCredential, CompetenceCredentialFilter, CompetenceCredentialId,
    CompetenceCredentialStatus, CompetenceWording, NewCompetenceCredential, RequestForm, Signed,
};
