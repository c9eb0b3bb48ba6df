mod identities;
mod requests;
mod roles;

pub use identities::{
    confirm_identity, find_identity, identities_of, insert_identity, lock_identity, remove_identity,
};
pub use requests::{find_request, forget_requests, insert_request, use_up};
pub use roles::{give_role, memberships_of, switch_membership};
