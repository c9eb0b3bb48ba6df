//! What stands at the head of papers about a case.

use super::{holder, issuer, programme};
use crate::documents::content::{Holder, Issuer, ProgrammeTitle};
use crate::documents::model::Header;
use crate::organisations::Organisation;
use crate::programmes::{PathwayStep, ProgrammeTerms};

/// Who hands a paper to whom, and about which path.
#[derive(Clone, Debug)]
pub struct Head {
    pub case_code: String,
    pub issuer: Issuer,
    pub programme: ProgrammeTitle,
    pub holder: Holder,
    /// The municipality of the issuer.
    pub place: String,
    /// The person's own language.
    pub language: String,
    pub steps: Vec<PathwayStep>,
}

impl From<&Header> for Head {
    fn from(header: &Header) -> Self {
        Self {
            case_code: header.case_code.clone(),
            issuer: issuer(header),
            programme: programme(header),
            holder: holder(header),
            place: header.municipality.clone(),
            language: header.preferred_language.clone(),
            steps: header.steps.get(),
        }
    }
}

impl From<&Organisation> for Issuer {
    fn from(organisation: &Organisation) -> Self {
        let Organisation {
            name,
            municipality,
            address,
            email,
            phone,
            ..
        } = organisation;
        Self {
            name: name.clone(),
            address: super::postal_address(address, municipality),
            contact: super::join(&[phone.as_deref(), email.as_deref()], " · "),
        }
    }
}

impl From<&ProgrammeTerms> for ProgrammeTitle {
    fn from(terms: &ProgrammeTerms) -> Self {
        Self {
            title: terms.title.clone(),
            project_code: terms.project_code.clone(),
            fund_mention: super::filled(&terms.funder),
        }
    }
}
