//! Assessments: what an operator and the person find together about competences at one point of the
//! audit. The final one is what the report rests on; a case has one, which is edited in its place.

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{
    Assessment, AssessmentContent, AssessmentId, AssessmentItem, AssessmentKind, AssessmentLine,
    AssessmentMethod, Overview,
};
