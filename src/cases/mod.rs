//! The case: one person's way through a skills audit, to which everything else belongs.

mod model;
pub mod store;

pub use model::{Case, CaseId, CaseStatus, ClosureReason, OperatorPart};
