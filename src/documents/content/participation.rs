//! The participation certificate (*attestato di partecipazione*) and the attendance statement.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AttendedTime, Bilingual, Holder, Issuer, Period, ProgrammeTitle, Signatory};
use crate::fixed_texts::TextLanguage;

/// Says that someone took part, and how many hours: attestation level none. It has no field for
/// grades, competences, levels or citizenship, nor for the languages that were spoken, which may
/// tell of an origin.
pub type CertificateContent = ParticipationContent;

/// The same facts without the wording that the pathway was completed.
pub type AttendanceStatementContent = ParticipationContent;

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct ParticipationContent {
    pub second_language: TextLanguage,
    /// Register number, `PREFIX-YYYY-NNNNNN`.
    pub number: String,
    /// Printed beside the QR code, for who cannot scan it.
    pub verification_code: Option<String>,
    /// Number of the document that this one replaces.
    pub replaces: Option<String>,
    pub issuer: Issuer,
    pub programme: ProgrammeTitle,
    pub holder: Holder,
    pub period: Period,
    pub attended: AttendedTime,
    /// What was done, in one line.
    pub activities: Bilingual,
    /// The same with a line for each phase of the pathway; none where no meeting was a step of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<PhaseActivities>,
    pub place: String,
    pub issued_on: NaiveDate,
    pub signatory: Signatory,
    /// Wording of the issuer's own, for example that a certificate cannot be produced to public
    /// bodies (law 183/2011, art. 15).
    pub legal_note: Option<Bilingual>,
}

/// What was done in a phase of the pathway; of no phase, what was no step of it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct PhaseActivities {
    pub phase: Option<Bilingual>,
    pub activities: Bilingual,
}
