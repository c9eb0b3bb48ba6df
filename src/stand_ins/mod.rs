//! Stand-ins: who has the caseload of an absent colleague, from a first to a last day in Italy.
//!
//! The reach is the absent one's, the role stays one's own. It begins and ends with the days, and is
//! looked up with each request. Who stood in took part: see [`stood_in!`](crate::stood_in).

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{NewStandIn, StandIn, StandInId, StandInRow};
