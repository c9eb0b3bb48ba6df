//! The case: one person's way through a skills audit, to which everything else belongs.

mod model;
pub mod resources_and_limits;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{
    Assigned, Assignment, AssignmentWarning, Assignments, Candidate, Case, CaseFilter, CaseId,
    CasePerson, CaseProgramme, CaseStanding, CaseStatus, CaseSummary, CaseView, ClosureReason,
    HandedOver, ListedCase, NewCase, Opening, OperatorPart, PastAssignment, PastAssignmentId,
    PlanSummary, PresentStandIn, ensure_past,
};
pub use resources_and_limits::{ResourceOrLimit, ResourceOrLimitKind};
