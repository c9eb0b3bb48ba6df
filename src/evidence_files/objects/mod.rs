//! Files of evidence in a bucket of an S3-compatible store.
//!
//! What leaves is sealed: the store never has a clear byte, a name or a hash of one. The database knows of
//! every object that there may be. Its name is on the list of removals before it is put, and is taken off
//! with the row that names it; it comes back there with the deletion of that row. What is on the list when its
//! time has come is removed by the [`worker`], again and again until the store has done so: an upload that
//! broke off leaves nothing, and nothing is removed before the row is gone.
//!
//! No transaction waits for the store: it is asked between two of them.

mod bucket;
mod connection;
mod file_store;
pub mod moves;
pub mod service;
pub mod settings;
pub mod store;
pub mod worker;

pub use bucket::{Bucket, Fault};
pub use file_store::FileStore;
pub use settings::{FileStoreSettings, Keeping};
