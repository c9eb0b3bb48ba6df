//! Sharing authorisations: what a person allows to be told to whom, for what, and until when.
//!
//! Nothing of a case leaves the job centre without one. It names one recipient and the documents it
//! covers; revoking it closes the recipient's view at once, for good.

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{
    Authorised, NewSharingAuthorisation, SharingAuthorisation, SharingAuthorisationId,
    SharingInterpreter, SharingStatus, may_be_told, receives_referrals,
};
