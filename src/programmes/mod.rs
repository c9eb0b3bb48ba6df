//! Programmes that pay for skills audits, and the pathways that their people follow.

mod model;
pub mod routes;
pub mod service;
mod standards;
pub mod store;

pub use model::{
    CertificateRule, EligibilityCheck, Fund, NewPathwayTemplate, NewProgramme, PathwayMethod,
    PathwayPhase, PathwayStep, PathwayTemplate, PathwayTemplateId, Programme, ProgrammeFilter,
    ProgrammeId, ProgrammeTerms, StepKind, WorkRightRule,
};
pub use standards::StandardPathway;
