//! The activity log once it is written: sealed into a chain that shows every alteration, checked, kept
//! for its time, and looked into.
//!
//! Entries are written by [`crate::access::log`], each before its answer leaves. The [`sealer`] takes
//! them up within a second or so; what is not sealed yet is not protected yet.

pub mod addresses;
pub mod chain;
pub mod check;
mod model;
pub mod sealer;
pub mod security;
pub mod service;
mod store;
pub mod verify;
pub mod views;

pub use model::{Checkpoint, Entry, LoggedAddress, LoggedEntry, SealedEntry, Touched, first_id_at};
