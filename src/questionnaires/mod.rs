//! Questionnaires, worksheets and self-assessments: answered with an operator or by the person alone, and
//! measured again later.
//!
//! What is asked is a file of `config/questionnaires`, in the binary ([`definition`]). A response keeps the
//! version that it was begun with; its scores follow from its answers once it is completed ([`scores`]), and are
//! compared only within one version ([`comparison`]): other questions measure something else. What was asked before the
//! path (T0) is closed by the restitution session, since who knows the results answers otherwise.
//!
//! Who has no account answers by a code that is good for one response and until it is completed. Answers are
//! sealed under the person's data key; of those given in private the staff see scores, and the answers only
//! where the person said so. Nothing of it leaves with a referral, transfer or shared document.

pub mod answers;
pub mod comparison;
pub mod definition;
pub mod definitions;
mod model;
pub mod routes;
pub mod scores;
mod sealing;
pub mod service;
pub mod store;

pub use model::{
    LINK_LIFETIME, Moment, NewResponse, PrivateQuestionnaire, QuestionnaireLink,
    QuestionnaireLinkId, QuestionnaireResponse, QuestionnaireResponseId, ResponseStatus,
    ResponseView, Unreadable,
};
