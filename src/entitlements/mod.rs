//! Entitlements: that an organisation may attest competences as more than their own first party.
//!
//! In Italy a public holder (*ente titolare*: a Region, a ministry) entitles a body (*ente titolato*) to
//! identify and validate competences, or to certify them (D.Lgs. 13/2013, art. 2; D.M. 30/6/2015, art. 5 and
//! 6). Administrators record that with its reference, supervisors read it, and an attestation of the second
//! or third party without one in force is refused.

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{EntitledLevel, Entitlement, EntitlementId, NewEntitlement};
