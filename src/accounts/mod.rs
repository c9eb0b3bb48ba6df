//! Users, what they may be in which organisation, and their passwords.

pub mod kept_answers;
mod model;
pub mod passwords;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{
    Account, Email, MemberRow, Membership, MembershipId, MembershipRow, NewUser, User, UserId,
};
