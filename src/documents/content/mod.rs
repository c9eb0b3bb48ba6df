//! What each document says, as stored in the register and as handed to the page.
//!
//! The content is the truth and the page is its picture: [`content_hash`] of the content is
//! printed on the page, and the same content always gives the same bytes. Documents are bilingual:
//! Italian first, the person's language or English beside it. No document has a field for the permit of stay, the
//! protection status, the reception centre, vulnerability or health.

mod explained;
mod letter;
mod participation;
mod register;
mod report;
mod synthesis;
mod transparency;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::DocumentKind;
use crate::fixed_texts::TextLanguage;

pub use explained::{AgreementContent, NoticeContent, PhaseEntry};
pub use letter::{Attachment, Authorisation, Recipient, ReferralLetterContent, SafestContact};
pub use participation::{
    AttendanceStatementContent, CertificateContent, ParticipationContent, PhaseActivities,
};
pub use register::{AttendanceEntry, GroupEntry, MeetingEntry, PersonEntry, RegisterContent};
pub use report::{
    Circumstances, ComparedOccupation, CompetenceEntry, DigitalArea, DigitalEntry, ExperienceEntry,
    GoalEntry, LanguageEntry, LeftOut, MarketComparison, NextStepEntry, ReportContent,
    ResourceEntry, SessionCount, Span, TrainingEntry, WalkedMeeting,
};
pub use synthesis::{SynthesisCompetence, SynthesisContent, SynthesisGoal};
pub use transparency::{CompetenceCode, IdentifiedCompetence, RatedEvidence, TransparencyContent};

/// A document of any kind. Its JSON is the content with a `type`, one of the `document_type`
/// codes: `participation_certificate`, `attendance_statement`, `assessment_report`, `synthesis`,
/// `transparency_document`, `referral_letter`.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
#[serde(tag = "type")]
pub enum Document {
    #[serde(rename = "participation_certificate")]
    Certificate(CertificateContent),
    #[serde(rename = "attendance_statement")]
    AttendanceStatement(AttendanceStatementContent),
    #[serde(rename = "assessment_report")]
    Report(Box<ReportContent>),
    #[serde(rename = "synthesis")]
    Synthesis(SynthesisContent),
    #[serde(rename = "transparency_document")]
    Transparency(TransparencyContent),
    #[serde(rename = "referral_letter")]
    ReferralLetter(ReferralLetterContent),
}

impl Document {
    /// The hash whose first sixteen digits are printed on the page. It covers the `type`: a
    /// certificate and a statement with the same facts differ.
    pub fn content_hash(&self) -> String {
        content_hash(self)
    }

    pub fn kind(&self) -> DocumentKind {
        match self {
            Self::Certificate(_) => DocumentKind::ParticipationCertificate,
            Self::AttendanceStatement(_) => DocumentKind::AttendanceStatement,
            Self::Report(_) => DocumentKind::AssessmentReport,
            Self::Synthesis(_) => DocumentKind::Synthesis,
            Self::Transparency(_) => DocumentKind::TransparencyDocument,
            Self::ReferralLetter(_) => DocumentKind::ReferralLetter,
        }
    }

    pub fn is_certificate(&self) -> bool {
        matches!(self, Self::Certificate(_))
    }

    /// Names who approves what was submitted, and the day, which is that of its issue.
    pub fn approve(&mut self, by: Signatory, on: NaiveDate) {
        let (approved_by, approved_on, issued_on) = match self {
            Self::Report(it) => (&mut it.approved_by, &mut it.approved_on, &mut it.issued_on),
            Self::Synthesis(it) => (&mut it.approved_by, &mut it.approved_on, &mut it.issued_on),
            Self::Transparency(it) => (&mut it.approved_by, &mut it.approved_on, &mut it.issued_on),
            Self::Certificate(_) | Self::AttendanceStatement(_) | Self::ReferralLetter(_) => return,
        };
        (*approved_by, *approved_on, *issued_on) = (Some(by), Some(on), on);
    }

    /// The language beside the Italian. A letter goes to an office and has English.
    pub fn second_language(&self) -> TextLanguage {
        match self {
            Self::Certificate(content) | Self::AttendanceStatement(content) => {
                content.second_language
            }
            Self::Report(content) => content.second_language,
            Self::Synthesis(content) => content.second_language,
            Self::Transparency(content) => content.second_language,
            Self::ReferralLetter(_) => TextLanguage::English,
        }
    }
}

/// Hexadecimal SHA-256 of the canonical JSON: members sorted by name, no white space, members
/// that are `null` left out (so that a field added later leaves the hash of old contents alone).
pub fn content_hash(content: &impl Serialize) -> String {
    let mut value =
        serde_json::to_value(content).expect("a content has only text keys, so it is JSON");
    drop_nulls(&mut value);
    value.sort_all_objects();
    let hash = digest(&SHA256, value.to_string().as_bytes());
    hash.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// A text in both languages of the document; without the second the Italian stands alone.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Bilingual {
    pub it: String,
    pub second: Option<String>,
}

/// What was once told in one language alone: such an edition is read as it is, and keeps its hash.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
#[serde(untagged)]
pub enum Wording {
    InBoth(Bilingual),
    InOne(String),
}

/// The organisation that issues or sends the document.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Issuer {
    pub name: String,
    pub address: Option<String>,
    /// One line: telephone, e-mail, web.
    pub contact: Option<String>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct ProgrammeTitle {
    pub title: String,
    pub project_code: Option<String>,
    /// The mention that the fund wants to see, for example of co-funding by the European Union.
    pub fund_mention: Option<String>,
}

/// The person the document is about and belongs to.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Holder {
    /// As on the identity document; a single name is a name.
    pub name: String,
    pub name_original_script: Option<String>,
    /// `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` when no more is known. On report and transparency document as it is
    /// known; on what the person shows to others never, or only if the person wants it.
    pub birth_date: Option<String>,
}

/// Who answers for the document.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Signatory {
    pub name: String,
    pub role: Bilingual,
}

/// First and last day, both included.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Minutes the person attended, of those planned; the total is their sum.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct AttendedTime {
    pub individual_minutes: u32,
    pub group_minutes: u32,
    /// None where the pathway has no fixed number (Extracompetenze).
    pub planned_minutes: Option<u32>,
    /// Meetings attended, individual and group together.
    pub meetings: u32,
}

#[cfg(test)]
mod tests;
