//! Two records that one job centre made of one person, made one.
//!
//! What was recorded under the merged record (cases, identifiers, permits, stays) goes to the kept one;
//! the record itself stays as it was, and its id leads to the kept one ([`leads_to`]). What is sealed
//! stays sealed under the data key of the person it was recorded for, so nothing is written anew, and a
//! reversal needs no more than the list of what went.

mod lifecycle;
mod model;
pub mod routes;
pub mod service;
mod store;

pub use model::{
    BeneficiaryMerge, CoreValue, MergeGuard, MergeId, MergePreview, MergeView, Moved, NewMerge,
    Particulars, Weighed,
};
pub use store::leads_to;
