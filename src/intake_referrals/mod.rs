//! Intake referrals: a reception centre or desk tells a job centre of a person, with that person's
//! consent. The sender sees milestones; the receiver decides.

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{
    Acceptance, Decision, DeclineReason, EligibilityAnswer, IntakeEvent, IntakeReferral,
    IntakeReferralId, IntakeStatus, Milestone, NewIntakeReferral, ReceivedReferral, ReferralChange,
    SentReferral, WaitingList, Whom,
};
