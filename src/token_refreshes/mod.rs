//! Refreshing: how a stay outlives its access tokens, which last minutes.
//!
//! A refresh token is opaque, of 256 random bits, and kept as a hash only. Each use gives a successor.
//! A used one that comes back was stolen, from the client or by it: the sign-in ends, with all its
//! tokens, and its user is told. But an answer may be lost: a used token whose successor was not
//! used yet gets another successor within ten seconds, and the first one dies (RFC 9700, 4.14).

pub mod answer;
pub mod cookie;
mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use answer::{Issued, SignedOut};
pub use model::{Granted, Mode, RefreshRow, RefreshToken, RefreshTokenId};
