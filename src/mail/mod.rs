//! The outbox: mails written in the transaction of the change that they tell of, and sent after it.
//!
//! A mail says that something awaits, and where; no name and no fact of a case. Each has one
//! recipient and one Message-ID for all its attempts, so that a mail delivered twice is one mail to
//! its reader. [`worker`] sends them.

mod message;
mod model;
pub mod service;
pub mod store;
pub mod transport;
pub mod worker;

pub use model::{MailFailure, MailId, MailKind, OutboxMail};
