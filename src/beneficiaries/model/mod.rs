mod papers;
mod person;
mod search;

pub use papers::{
    FacilityKind, Identifier, IdentifierId, IdentifierKind, IdentifierValue, NewIdentifier,
    NewReceptionStay, NewStayPermit, ReceptionStay, ReceptionStayId, StayPermit, StayPermitId,
};
pub use person::{
    Beneficiary, BeneficiaryId, Contact, ContactKind, DrivingLicence, Literacy, NewBeneficiary,
    Person, Sex, SupportNeed,
};
pub use search::{BeneficiarySearch, Candidate, Likely, SearchTerms};
