//! Users, what they may be in which organisation, and their sign-ins.

pub mod kept_answers;
mod model;
pub mod passwords;
pub mod routes;
pub mod service;
pub mod store;
pub mod tokens;

pub use model::{
    Account, Email, MemberRow, Membership, MembershipId, MembershipRow, NewUser, SignInId,
    SignInRow, SigningKeyId, SigningKeyRow, User, UserId,
};
