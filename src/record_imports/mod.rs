//! People and their experiences out of a spreadsheet: for a job centre that begins with the service and has
//! kept its register elsewhere.
//!
//! A file is looked through first: the preview says of every line what is wrong with it and who is likely
//! recorded already, and changes nothing. It is then taken line by line, some at a time, by the user who
//! sent it and with no more than their rights; each call is one transaction that ends with the mark of how
//! far it came, so that one that is broken off is gone on with and makes nobody twice. What a line says
//! goes through the bodies and services that a request would go through: there are no other rules here.
//!
//! A line of people may open a case by the code of a programme, and record the privacy notice that was
//! delivered, with which the case is in its preliminary phase: only then are there experiences (C2). The
//! lines are sealed under a key that ends with the import.

mod columns;
mod lines;
mod model;
pub mod routes;
pub mod service;
pub mod store;
pub mod tables;
mod template;

pub use model::{
    ImportFormat, ImportId, ImportSheet, ImportStatus, LikelyKnown, Line, LineFault, LineOutcome,
    LineReport, RecordImport, Wishes,
};
