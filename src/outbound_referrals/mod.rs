//! Referrals out: to an employment centre (*CPI*) or another service, under the person's
//! authorisation.
//!
//! Two sides see one record. To the job centre it is an [`OutboundReferral`]; to the recipient an
//! [`InboxReferral`], which exists only from sending on and only while the authorisation is live.

mod letter;
mod lifecycle;
mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use lifecycle::{ReferralEvent, ReplyEvent, SendFacts};
pub use model::{
    InboxDetail, InboxItem, InboxReferral, Moved, NewOutboundReferral, Office, OutboundReferral,
    OutboundReferralId, Person, RecordedCompetence, ReferralKind, ReferralOutcome, ReferralStatus,
    ReferralWarning, Reply, SendingCase, SharedDocument, WorkRightSnapshot,
};
