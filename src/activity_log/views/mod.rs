//! Looking into the log: what was done in an organisation, by whom, around a case, and who has looked at
//! a person. Each look is an entry itself.
//!
//! The log holds ids and codes; names are joined while it is read, of one's own colleagues only.

mod csv;
mod model;
pub mod routes;
pub mod service;
mod store;

pub use model::{ActivityExport, EntryView, Filter, Look};
