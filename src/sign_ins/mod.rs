//! Signing in, and what a sign-in is worth until it ends.

mod model;
pub mod open;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{Methods, SignInId, SignInRow};
