mod answer;
mod authentications;
mod identities;
mod requests;
mod sign_ins;

pub use authentications::authenticate;
pub use identities::{add_identity, confirm_identity, list_identities, remove_identity};
pub use requests::{begin, begin_anew, list};
pub use sign_ins::sign_in;
