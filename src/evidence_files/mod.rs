//! The file of a piece of evidence: a scanned diploma, a reference, a photograph of work.
//!
//! What came is looked through before it is kept ([`contents`]): it must be what it says it is, and an
//! image leaves behind where, when and by which camera it was taken. What is kept is sealed under the
//! person's data key, in the database or in a bucket ([`objects`]). A file is a part of its evidence: it is written when that may be written, under
//! that entry's version, goes with it, and is told of in its answer. It leaves with no referral, transfer
//! or shared document: an authorisation to share covers documents only.

pub mod contents;
mod model;
pub mod objects;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{
    Contents, EvidenceFile, EvidenceFileId, EvidenceKey, EvidencePlace, KeptFile, MediaType,
    ObjectName, OpenFile, Sealed,
};
