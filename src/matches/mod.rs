//! That two job centres have records of one person.
//!
//! One centre proposes, by the code that the person has at the other centre and with the person's
//! consent; nothing is looked up, so the answer tells nothing. The other centre confirms by naming its
//! own record, or not. Nobody merges records of two centres, and a match opens neither to the other.

mod lifecycle;
mod model;
pub mod routes;
pub mod service;
mod store;

pub use model::{
    BeneficiaryMatch, MatchEvent, MatchId, MatchSide, MatchStatus, NewMatch, NewMatchMove,
};
