mod papers;
mod person;
mod searches;

pub use papers::{
    add_identifier, add_reception_stay, add_stay_permit, list_identifiers, list_reception_stays,
    list_stay_permits, read_work_right,
};
pub use person::{NewBeneficiaryBody, add, read, update};
pub use searches::{CandidateBody, search};
