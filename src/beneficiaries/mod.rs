//! The people whose skills are audited: names, papers, contacts, needs; and how they are found again.
//!
//! A record belongs to one job centre. There are no fields for religion, ethnicity, politics, health,
//! the story of an asylum request or a route of migration, and none may be added (GDPR art. 9).

pub mod identifier;
mod model;
pub mod names;
pub mod origin;
pub mod partial_date;
pub mod routes;
pub mod service;
pub mod store;
pub mod tax_code;
pub mod work_right;

pub use model::{
    Beneficiary, BeneficiaryId, BeneficiarySearch, Candidate, Contact, ContactKind, DrivingLicence,
    FacilityKind, Identifier, IdentifierId, IdentifierKind, IdentifierValue, Likely, Literacy,
    NewBeneficiary, NewIdentifier, NewReceptionStay, NewStayPermit, Person, ReceptionStay,
    ReceptionStayId, SearchTerms, Sex, StayPermit, StayPermitId, SupportNeed,
};
