mod decide;
mod expire;
mod send;
mod waiting;

pub use decide::{candidates, decide, list_received, read_received};
pub use expire::{expire, is_expiry_due};
pub use send::{change, list_sent, read_sent, send, withdraw, withdraw_consent};
pub use waiting::waiting_list;
