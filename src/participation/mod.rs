//! What the person was told before taking part, and what they agreed to: privacy notices delivered
//! and participation agreements signed.

mod model;
pub mod papers;
pub mod routes;
pub mod service;
mod store;

pub use model::{
    Explanation, ExplanationInterpreter, Listener, NewParticipationAgreement, NewPrivacyNotice,
    ParticipationAgreement, ParticipationAgreementId, PrivacyNotice, PrivacyNoticeId,
};
