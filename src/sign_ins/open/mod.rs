//! The sign-ins of a user that still stand: seen, ended, and moved to another role.

pub mod routes;
pub mod service;
pub mod store;

use super::SignInRow;
use crate::accounts::Membership;

/// A sign-in, the role that it acts in, and the name of its organisation.
pub type OpenSignIn = (SignInRow, Membership, String);
