//! Papers that are explained to a person, and signed, before the path begins: the participation agreement
//! (*patto di partecipazione*) and the privacy notice (*informativa*, GDPR article 13).
//!
//! What they say is fixed text; here stands for whom, by whom and of which path.

use serde::{Deserialize, Serialize};

use super::{Bilingual, Holder, Issuer, ProgrammeTitle};
use crate::documents::paper::Paper;
use crate::fixed_texts::TextLanguage;

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct AgreementContent {
    pub second_language: TextLanguage,
    /// Which edition of the fixed texts it is: what is recorded of the signature names it.
    pub text_version: String,
    /// The person's language, where no reviewed text is in it: the paper is explained aloud in it.
    pub unreviewed: Option<Bilingual>,
    /// The code of the case.
    pub number: String,
    pub issuer: Issuer,
    pub programme: ProgrammeTitle,
    pub holder: Option<Holder>,
    /// None where the number of meetings is not fixed.
    pub phases: Vec<PhaseEntry>,
    /// As agreed last; lines to write on where nothing was.
    pub rhythm: Option<String>,
    /// Whether the person may be a minor.
    pub guardian_signs: bool,
}

/// What a phase of the pathway takes.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct PhaseEntry {
    pub phase: Bilingual,
    pub meetings: u32,
    pub minutes: u32,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct NoticeContent {
    pub second_language: TextLanguage,
    pub text_version: String,
    /// As of an agreement.
    pub unreviewed: Option<Bilingual>,
    /// The code of the case, or of the programme where there is no case yet.
    pub number: String,
    /// The controller.
    pub issuer: Issuer,
    /// The data protection officer; a line to write on where none is named.
    pub privacy_contact: Option<String>,
    pub programme: ProgrammeTitle,
    pub holder: Option<Holder>,
}

impl Paper for AgreementContent {
    const TEMPLATE: &'static str = "/agreement.typ";

    fn second_language(&self) -> TextLanguage {
        self.second_language
    }
}

impl Paper for NoticeContent {
    const TEMPLATE: &'static str = "/notice.typ";

    fn second_language(&self) -> TextLanguage {
        self.second_language
    }
}
