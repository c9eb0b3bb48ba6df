//! ESCO, the European classification of skills and occupations: what is in it, and what can be found.
//!
//! A release is imported whole from its official files, and is one row of the database: what is read
//! of it is always all of it, into memory, where it is searched. Until one is imported there is the
//! default one in the program: the skills of ESCO 1.1.1 in English, without occupations.
//!
//! This service uses the ESCO classification of the European Commission.

pub mod catalogue;
mod fold;
pub mod import;
pub mod matching;
mod model;
pub mod routes;
pub mod search;
pub mod service;
mod shelf;
pub mod store;

pub use catalogue::{Catalogue, Collection, Concept, ConceptKind, Names, ReuseLevel};
pub use model::{EscoCatalogueId, EscoCatalogueRow, Found, Wanted};
pub use shelf::{Held, Shelf};
