//! Showing again who one is, within a sign-in: what is hard to take back asks for it.

pub mod routes;
pub mod service;
