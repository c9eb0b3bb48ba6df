mod bodies;
mod confirmations;
mod requests;

pub use confirmations::{answer, open};
pub use requests::{ask, decide, dismiss, list, read, revoke, send_again};
