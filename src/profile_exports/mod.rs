//! A profile taken out of the service, as a file: the result of an audit belongs to the person.
//!
//! What may leave is decided once, in [`portable`]: one store read gives one [`portable::PortableProfile`],
//! and each form is a pure function of it. No form has the permit of stay, the protection status, the
//! reception centre, vulnerability, health, support needs, working notes, identifiers or the programme's
//! name; birth date, citizenships and a way to reach the person only when they ask for it. What goes to
//! somebody else needs the person's authorisation to share the profile, and leaves out what was told
//! between person and operator only. Papers ([`papers`]) are drawn of the same; a CV and the public part of
//! a portfolio have no more than what goes to somebody else, for others read them.

pub mod forms;
mod model;
pub mod papers;
pub mod portable;
pub mod routes;
pub mod samples;
mod sections;
pub mod service;
pub mod store;
mod words;

pub use model::{
    ExportForm, ExportHeader, ExportPurpose, ExportRequest, ExportSources, PortfolioPart,
    PortfolioSources, ProfileExport, ProfileExportId, Recipient, ShareFacts, TakenOut,
};
