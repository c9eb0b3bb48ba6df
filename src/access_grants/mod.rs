//! Reading with a reason: a right to read what is out of reach, for one user, one case and a limited
//! time. A privacy officer is told of each at once, and every reading under it is in the activity log
//! with its reason.
//!
//! [`crate::access`] finds the live grant where a right reaches as far as one.

mod model;
pub mod routes;
pub mod service;
mod store;

pub use model::{
    AccessGrant, AccessGrantId, GrantReason, GrantScope, GrantView, NewGrant, Subject,
    WorkingNoteGrant,
};
pub use store::live;
