//! What comes after the audit: the next steps that the person means to take, and the contacts that
//! ask later how it went.

mod model;
pub mod routes;
pub mod service;
mod store;

pub use model::{
    FollowUp, FollowUpId, FollowUpOutcome, NewFollowUp, NewNextStep, NextStep, NextStepId,
    NextStepKind,
};
