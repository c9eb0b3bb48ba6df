//! Sessions as their mediator sees them: when and where, in which language and with whom; nothing
//! that was said, and nothing else of the people's cases.

mod model;
pub mod routes;
pub mod service;
mod store;

pub use model::{MediatedPerson, MediatedSession};
