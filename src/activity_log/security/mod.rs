//! What the log tells of the security of an organisation: noticed by the sealer in what it seals, and
//! shown to those who watch over it.

mod model;
pub mod routes;
pub mod service;
mod store;

pub use model::{EventView, SecurityEvent, SecurityEventId, SecurityEventKind, user_of};
