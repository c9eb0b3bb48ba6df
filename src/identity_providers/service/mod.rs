mod authenticate;
mod identities;
mod request;
mod sign_in;

pub use authenticate::authenticate;
pub use identities::{add, confirm, list, remove};
pub use request::{Taken, begin, begin_anew, take};
pub use sign_in::sign_in;
