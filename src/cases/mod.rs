//! The case: one person's way through a skills audit, to which everything else belongs.

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{
    Assignment, AssignmentRow, Case, CaseFilter, CaseId, CasePerson, CaseProgramme, CaseStatus,
    CaseSummary, CaseView, ClosureReason, ListedCase, NewCase, Opening, OperatorPart,
    PastAssignment, PastAssignmentId, PlanSummary, ensure_past,
};
