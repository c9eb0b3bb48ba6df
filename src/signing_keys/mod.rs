//! The keys that tokens, credentials and the log's checkpoints are signed with, and what is made with them.

mod model;
pub mod rewrap;
pub mod routes;
pub mod service;
pub mod statements;
pub mod store;
pub mod tokens;
mod verified;

pub use model::{SigningKeyId, SigningKeyRow};
