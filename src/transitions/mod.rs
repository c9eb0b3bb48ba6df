//! The moves of a case: which are open, what the others still lack, and what each one does.
//!
//! [`lifecycle`] is the state machine, pure; [`Facts`] is all that its guards look at.

mod facts;
pub mod lifecycle;
mod model;
pub mod routes;
pub mod service;
mod steps;
pub mod store;

pub use facts::Facts;
pub use lifecycle::CaseEvent;
pub use model::{
    CaseMove, CaseMoveId, MoveDone, NewMove, Offer, PastMove, Suspension, SuspensionReason, Waiver,
    WaiverKind,
};
