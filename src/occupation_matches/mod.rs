//! What a person could do: occupations by what they ask for of what the person can do.
//!
//! A help to talk, not a verdict: nothing is decided by it, it is kept nowhere, and what a person can do
//! without ESCO having a name for it is not in it. How it counts is told in [`crate::esco::matching`].

mod model;
pub mod routes;
pub mod service;
pub mod store;
mod words;

pub use model::{AgreedCompetence, Gap, OccupationMatch, OccupationMatches, strength};
