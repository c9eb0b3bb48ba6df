//! The cover of a portfolio: whose it is, and what lies in which part.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Tongues, day, holder, issuer};
use crate::documents::content::{Bilingual, Holder, Issuer};
use crate::documents::paper::Paper;
use crate::fixed_texts::TextLanguage;
use crate::profile_exports::PortfolioPart;
use crate::profile_exports::portable::PortableProfile;

#[derive(Serialize, Clone, Debug)]
pub struct CoverPaper {
    #[serde(skip)]
    tongues: Tongues,
    number: String,
    issuer: Issuer,
    holder: Holder,
    made_on: NaiveDate,
    recipient: Option<String>,
    parts: Vec<CoverPart>,
}

/// A part with its files, in the order of the archive.
#[derive(Serialize, Clone, Debug)]
pub struct CoverPart {
    pub part: PortfolioPart,
    pub files: Vec<CoverFile>,
}

#[derive(Serialize, Clone, Debug)]
pub struct CoverFile {
    pub name: Bilingual,
    pub path: String,
}

impl Paper for CoverPaper {
    const TEMPLATE: &'static str = "/portfolio.typ";

    fn language(&self) -> TextLanguage {
        self.tongues.first
    }

    fn second_language(&self) -> TextLanguage {
        self.tongues.second
    }
}

/// What the cover calls a CV in one language: there is one in each of the two.
pub fn cv_name(alone: TextLanguage, tongues: Tongues) -> Bilingual {
    let (cv, language) = (tongues.fixed("doc-cv"), tongues.language(alone.tag()));
    let second = cv.second.zip(language.second);
    Bilingual {
        it: format!("{} ({})", cv.it, language.it),
        second: second.map(|(cv, language)| format!("{cv} ({language})")),
    }
}

impl CoverPaper {
    pub fn new(profile: &PortableProfile, tongues: Tongues, parts: Vec<CoverPart>) -> Self {
        Self {
            tongues,
            number: profile.case_code.clone(),
            issuer: issuer(profile),
            holder: holder(&profile.personal_information),
            made_on: day(profile.made_at),
            recipient: profile.recipient.clone(),
            parts,
        }
    }
}
