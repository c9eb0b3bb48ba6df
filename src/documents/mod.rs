//! The documents handed to people: what they say ([`content`]), how they look ([`render`]), and the
//! register of their editions. Papers ([`paper`]) look alike, and have no editions.
//!
//! An assessment report is submitted with its whole content, so that what is approved is what was
//! submitted whatever changes afterwards; the approval adds who approved it, and sets the pages. A
//! document that was issued is never altered: a later edition supersedes it.

mod compose;
pub mod content;
pub mod drawing;
pub mod labels;
mod model;
pub mod paper;
pub mod press;
pub mod render;
pub mod routes;
pub mod samples;
pub mod seal;
pub mod service;
pub mod store;

pub use compose::{Head, Levels, postal_address};
pub use press::Enclosed;

pub use model::{
    Document, DocumentId, DocumentKind, DocumentStatus, HolderWish, IssuedDocument, NewDocument,
    Pages, Report, ShowsBirth,
};
