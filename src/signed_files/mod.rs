//! Documents that somebody signed outside, as with a qualified signature (PAdES, ETSI EN 319 142-1).
//!
//! The issued file is taken back only as its own beginning: all its bytes, then a signature over the whole,
//! and nothing that changes what a reader shows ([`signature`]). It is kept beside the issued file, which
//! stays as it is, once and for good: whoever signed wrongly is answered by another edition. What is looked at
//! is that the signature is whole and made with the key of its certificate. **Whether that certificate is one
//! to be trusted, or qualified, or was valid, is not checked against any list.**

mod model;
pub mod routes;
pub mod service;
pub mod signature;
pub mod store;

pub use model::{Signed, SignedFile};
