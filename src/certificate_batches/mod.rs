//! The certificates of a whole group, as one job.
//!
//! Who asks for it is answered at once; the certificates are issued after that, one after the other, each in
//! a transaction of its own that asks for the rights of who asked as any of their requests does: all guards
//! of a single certificate hold for each. How far it came is in the database. A batch whose worker is gone is
//! shown as interrupted, and goes on when it is asked for again, on whatever instance; what was issued is
//! never issued twice. A case at which the service itself fails, or its worker ends, is tried again after the
//! others, and given up after the third time. The files of a finished batch come as one PDF to print, and as an archive.

mod files;
mod model;
pub mod routes;
pub mod service;
pub mod store;
mod worker;

pub use model::{
    BatchItem, BatchStatus, Candidate, CertificateBatch, CertificateBatchId, ItemOutcome, ItemRow,
    NumberedFile, Step, WorkerId,
};
