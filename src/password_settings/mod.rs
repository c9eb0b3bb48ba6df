//! How a password is set: by a link in a mail, or by who knows the present one. Nobody sets another's.
//!
//! A link's token is derived from the mail that takes it to its reader under the master key, so that
//! every attempt to send the mail holds the same one, and neither the outbox nor a backup holds any.

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{PasswordLink, PasswordLinkId, PasswordLinkKind, Token};
