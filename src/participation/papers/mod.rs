//! The papers themselves, drawn when they are asked for: the participation agreement and the privacy notice, each
//! with the version of its text, which is what the records of deliveries and signatures name.

pub mod routes;
pub mod service;
mod wording;

pub use wording::{Wording, is_handed_over_in};
