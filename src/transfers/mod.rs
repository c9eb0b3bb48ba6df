//! Transfers of a case to another job centre (S3), under the person's sharing authorisation.
//!
//! Two sides see one record. To the job centre that gives the case away it is a [`Transfer`]; to the
//! one that it is offered to a [`TransferOffer`], with a snapshot of what the person lets be told and
//! nothing else. The offer ends with the authorisation, the agreement of the two, or its last day.
//!
//! Records belong to one job centre: whoever accepts gets a new record of the person and a new case,
//! made of the snapshot. The old case is closed, and stays where it is. Each side keeps the other's
//! case code as a reference.

pub mod lifecycle;
mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use lifecycle::{AcceptFacts, OfferFacts, TransferEvent, TransferStatus};
pub use model::{
    Acceptance, CaseTransfer, NewTransfer, OfferRow, RefusalReason, Sender, Snapshot, Transfer,
    TransferId, TransferOffer,
};
