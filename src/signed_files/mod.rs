//! Documents that somebody signed outside, as with a qualified signature (PAdES, ETSI EN 319 142-1).
//!
//! The issued file is taken back only as its own beginning: all its bytes, then a signature over the whole,
//! and nothing that changes what a reader shows ([`signature`]). It is kept beside the issued file, which
//! stays as it is. What is looked at is that the signature is whole and made with the key of its certificate.
//! **Whether that certificate is one to be trusted, or qualified, or was valid, is not checked against any
//! list.** A file that was signed wrongly is taken back for good, with the reason: the register keeps it where
//! nobody is given it as the signed one, and the document may get another.

mod model;
pub mod routes;
pub mod service;
pub mod signature;
pub mod store;

pub use model::{
    NewWithdrawal, Signed, SignedFile, SignedFileFault, SignedFileWithdrawal,
    SignedFileWithdrawalId, WithdrawalView,
};
