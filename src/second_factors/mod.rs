//! The second factor: codes that an authenticator app shows (TOTP, RFC 6238), and recovery codes for
//! who has lost it. Obligatory for the roles that [`crate::access::policy::asks_second_factor`] names.

mod model;
pub mod routes;
pub mod service;
pub mod store;
pub mod totp;

pub use model::{RecoveryCode, SecondFactor, secret_place};
