//! Groups: about ten people who go through the group meetings of a programme together, in one
//! language, with a conductor and where needed a mediator.

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{Group, GroupId, GroupMember, MemberRow, NewGroup, NewMember};
