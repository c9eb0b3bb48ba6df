//! The real program as its faults find it: killed, on a full disk, with a database that hangs.
//!
//! What is asserted is what stands in the database and what clients are told; figures are printed
//! (`cargo test --test crash -- --nocapture`).
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says by panicking that it failed, and prints its figures"
)]

mod batches;
mod catalogues;
#[path = "../client/mod.rs"]
mod client;
#[path = "../api/support/collector.rs"]
mod collector;
#[expect(dead_code, reason = "the tests of the API use more of it")]
#[path = "../api/support/database.rs"]
mod database;
mod full_disk;
mod hung_database;
mod kills;
mod observed;
mod proxy;
mod reads;
#[expect(dead_code, reason = "the tests of the API use more of it")]
#[path = "../api/support/records.rs"]
mod records;
mod sealed_log;
mod service;
mod synced;
mod traced;
