use super::{BeneficiaryId, Person};
use crate::access::{Protected, Resource};
use crate::cases::CaseId;

/// Looking for people within one's own organisation, beyond one's own cases.
pub struct BeneficiarySearch;

impl Protected for BeneficiarySearch {
    const RESOURCE: Resource = Resource::BeneficiarySearch;
}

/// What is known of the person who is looked for.
#[derive(Default)]
pub struct SearchTerms {
    /// In any spelling, each a name of the person.
    pub names: Vec<String>,
    pub birth_year: Option<i32>,
    pub tax_code: Option<String>,
    pub phones: Vec<String>,
    pub person_code: Option<String>,
}

/// A record that may be of the person looked for.
pub struct Candidate {
    pub id: BeneficiaryId,
    pub person_code: String,
    pub person: Person,
    /// From 0 to 100.
    pub likeness: u8,
    /// Their cases, where a search asked for them.
    pub cases: Vec<CaseId>,
}

/// A record that is likely of the same person as somebody who is to be recorded.
#[derive(Clone, Debug)]
pub struct Likely {
    pub id: BeneficiaryId,
    pub person_code: String,
    /// From 0 to 100.
    pub likeness: u8,
}
