//! The referral letter (*lettera di segnalazione*) to an employment centre or other service.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Bilingual, Holder, Issuer, ProgrammeTitle, Signatory};

/// How to reach the person, whether they may work, at which hours, and the documents are told only as far as the
/// person's sharing authorisation includes them; the rest goes with every letter that it allows.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct ReferralLetterContent {
    /// Number of the outbound referral.
    pub number: String,
    pub issuer: Issuer,
    pub programme: ProgrammeTitle,
    pub recipient: Recipient,
    pub place: String,
    pub sent_on: NaiveDate,
    pub holder: Holder,
    pub safest_contact: Option<SafestContact>,
    /// Language to speak with the person.
    pub language: Option<Bilingual>,
    pub interpreter_needed: bool,
    /// Where the person lives, as far as it decides which office is competent.
    pub municipality: Option<String>,
    /// What the recipient is asked for, one entry each.
    pub requests: Vec<Bilingual>,
    pub reason: Option<String>,
    /// "May work from"; only if authorised, and never with the permit it comes from.
    pub may_work_from: Option<NaiveDate>,
    pub goal: Option<String>,
    /// Five at most, the highest level first.
    pub key_competences: Vec<String>,
    /// Hours, days and shifts that the person agreed to have told; only where the profile may go to the recipient.
    pub availability: Option<String>,
    pub attachments: Vec<Attachment>,
    pub authorisation: Authorisation,
    pub reply_by: Option<NaiveDate>,
    pub signatory: Signatory,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Recipient {
    pub name: String,
    /// Office or person inside the organisation.
    pub attention_of: Option<String>,
    pub address: Option<String>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct SafestContact {
    pub channel: Bilingual,
    pub value: String,
    /// For example the hours, or who may answer.
    pub note: Option<String>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Attachment {
    pub kind: Bilingual,
    pub number: String,
    pub version: Option<u32>,
    /// Hexadecimal SHA-256 of the file.
    pub sha256: String,
}

/// The person's authorisation to share.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Authorisation {
    pub reference: String,
    pub given_on: NaiveDate,
    pub expires_on: NaiveDate,
}
