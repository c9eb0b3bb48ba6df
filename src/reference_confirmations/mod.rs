//! An employer or a school confirms a reference by a one-time link, without an account.
//!
//! An operator asks one contact to confirm one piece of evidence of a case. What the contact reads is the
//! name that the person wants to be shown and a statement that the operator composed with them, and nothing
//! else of the case. It is asked only once the person has agreed to this contact and this text; the day is
//! recorded, and who withdraws it ends the link. It is an agreement of its own and no sharing authorisation:
//! those are for organisations of the network, and cover documents.
//!
//! The mail holds a link and nothing of anybody ([`crate::mail`]). The link's token is a keyed hash of its id,
//! 256 bits that nobody without the service's key can make; the database keeps its hash. It is good for
//! 30 days and one answer.
//!
//! Who confirms the whole statement makes the evidence verified by its issuer, while the profile is written.
//! All other answers change nothing: they propose, and the operator resolves, since a contact may mean the
//! person ill. An answer can be dismissed with a reason. What is asked ends with the case.
//!
//! **Contact with the country of origin is barred** for who has or may have protection
//! ([`crate::beneficiaries::origin`]), unless the person authorised this contact in writing and a supervisor
//! who does not work on the case approved it.

mod model;
pub mod routes;
mod sealing;
pub mod service;
pub mod store;

pub use model::{
    LINK_LIFETIME, NewReferenceAnswer, NewReferenceRequest, ReferenceAnswer, ReferenceApproval,
    ReferenceConfirmation, ReferenceContact, ReferenceLanguage, ReferenceLink, ReferenceLinkId,
    ReferenceRequest, ReferenceRequestId, ReferenceRevocation, ReferenceStatement, ReferenceStatus,
    ReferenceView, ReferenceWords,
};
