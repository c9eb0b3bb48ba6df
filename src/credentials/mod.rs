//! Credentials: what a person can show to a program, and anybody can check without asking us.
//!
//! Each certificate has one: an Open Badge 3.0 as a signed token (VC-JWT), which says what the page says
//! and no more; also as a European Digital Credential without a signature. What a person can do is in a
//! credential of its own, on their request ([`crate::competence_credentials`]). An issuer is a `did:web`
//! with keys of its own; whether a credential was revoked stands in a signed Bitstring Status List that
//! names nobody. Checking ([`verification`]) needs the issuer's keys and that list, and no connection.

mod attestation;
mod badge;
mod european;
mod frame;
mod issued;
mod issuer;
mod jwk;
mod keys;
mod model;
pub mod routes;
pub mod service;
mod status;
pub mod store;
pub mod verification;

pub use attestation::{Attestation, AttestedCompetence, AttestedSkill};
pub use issued::IssuedFilter;
pub use issuer::IssuerAddress;
pub use jwk::Jwk;
pub use keys::{Signer, place};
pub use model::{
    AttestationLevel, Credential, CredentialId, CredentialKey, CredentialKind, IssuerKey,
    IssuerKeyId, KeyAlgorithm, PublicIssuerKey, StatusList, StatusListId,
};
