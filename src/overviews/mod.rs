//! One case on one screen: the person, the programme, the sessions held and the competences.
//!
//! A view: it reads several features' tables in few queries and changes nothing.

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{CaseOverview, OverviewCompetence, OverviewSession};
