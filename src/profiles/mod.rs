//! The profile of a person, gathered in the interviews of a case: experiences and their evidence,
//! languages, competences in the person's own words, expectations, and the professional goal.
//!
//! The sections follow the EU Skills Profile Tool for Third Country Nationals, with the evidence
//! behind each statement that the tool lacks. A profile is written from the preliminary phase until
//! the report is submitted; a report that is returned opens it again.

mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{
    Backing, CefrLevel, Competence, CompetenceId, CompetenceKind, CompetenceStatement, Content,
    Entry, Evidence, EvidenceId, EvidenceKind, EvidencePiece, EvidenceStatement, EvidenceStrength,
    EvidenceTranslation, EvidenceVerification, Expectation, ExpectationId, ExpectationKind,
    Experience, ExperienceCompletion, ExperienceId, ExperienceKind, GoalHorizon, GoalStatement,
    IscedLevel, IssuerAsked, LEVELS, LanguageSkill, LanguageSkillId, LanguageSkillSource,
    LearningSetting, Legalisation, Period, ProfessionalGoal, Profile, RATINGS, Recency,
    Recognition, References, RepertoryCode, RepertoryScheme, VerificationChannel,
};
