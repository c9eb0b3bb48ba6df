//! Whether a profile is whole, and how far it can be relied on: a checklist, so that nobody hands over
//! or approves a profile unawares that rests on bare words.
//!
//! It refuses nothing. Its rules are in [`rules`] and in `docs/DOMAIN.md`; how many points are missing
//! or doubtful is told again when the report is submitted or approved.

mod model;
pub mod routes;
mod rules;
pub mod service;
pub mod store;
mod words;

pub use model::{
    Checklist, ChecklistCode, ChecklistItem, ChecklistState, EntryPointer, ProfilePart,
    ProfileWarning, ProfileWarningKind,
};
