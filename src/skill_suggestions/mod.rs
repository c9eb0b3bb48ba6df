//! Skills that the occupation of an experience suggests, to be accepted, changed or refused one by one.
//!
//! ESCO says which skills an occupation asks for, essential or optional. Whether this person has one of
//! them is for the person and the operator to say: nothing is taken over by itself. What is accepted
//! becomes a competence linked with the experience; what is refused is kept with the release it was
//! suggested from, so that it is not offered again, and can be taken back.

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{
    Decided, NewSkillDecision, SkillDecision, SkillDecisionKind, SkillSuggestion, SkillSuggestions,
    SuggestionKey,
};
