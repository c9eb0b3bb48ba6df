//! Who could be put forward for an occupation: people who allowed it, without their names.
//!
//! A supervisor asks for an occupation and sees what people of their centre can do of it, each behind a
//! handle that is new with every answer. Only people are looked at who let themselves be put forward to
//! somebody, by a sharing authorisation that is live today; a withdrawal is felt with the next request.
//! To go from a handle to the case is a step of its own, which needs the person's authorisation for the
//! recipient that is named, and stands in the activity log.
//!
//! **Small numbers.** What is asked for beside the occupation may not leave fewer than three people, nor
//! leave out one or two: such an answer is withheld, as is one that nobody fits. A language is shown at a
//! level that three people of the answer are shown with, and coverage in twentieths. Three is the least
//! threshold of the rules of conduct for official statistics
//! (Regole deontologiche per trattamenti a fini statistici nell'ambito del Sistan, article 4).
//!
//! A help to talk, not a verdict: how it counts is told in [`crate::esco::matching`].

mod model;
pub mod routes;
mod rules;
pub mod service;
pub mod store;
mod words;

pub use model::{
    CandidateRow, CandidateSearch, Handle, LanguageWish, OccupationCandidate, OccupationCandidates,
    OpenedCandidate,
};
