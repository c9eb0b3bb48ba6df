//! Attendance registers of groups and of persons (*registro individuale*), drawn when they are asked for: by them
//! funders check hours, and by them people sign at meetings still to come.
//!
//! They hold what was recorded of the sessions, no more: not why somebody was absent or a meeting was cancelled.
//! People stand in them by the code of their case; by name only where names were asked for.

mod compose;
mod meeting;
mod model;
mod participant;
pub mod routes;
pub mod service;
mod store;

pub use model::{GroupHead, MeetingRow, PersonRow, RegisterNames, RegisterRequest};
