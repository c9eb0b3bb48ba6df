//! The keys that tokens and credentials are signed with, and the access tokens made with them.

mod model;
pub mod rewrap;
pub mod routes;
pub mod service;
pub mod store;
pub mod tokens;

pub use model::{SigningKeyId, SigningKeyRow};
