use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::credentials::{CredentialKey, IssuedFilter};
use crate::db::schema::certificates;
use crate::documents::{DocumentId, HolderWish, ShowsBirth};
use crate::organisations::OrganisationId;
use crate::vault::random_bytes;
use crate::{id_type, text_enum};

id_type!(CertificateId);

text_enum! {
    CertificateStatus {
        Valid = "valid",
        Revoked = "revoked",
        /// Another certificate stands in its place.
        Replaced = "replaced",
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = certificates)]
pub struct Certificate {
    pub id: CertificateId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub document_id: DocumentId,
    /// `PREFIX-YYYY-NNNNNN` of the issuer and the year.
    pub number: String,
    pub verification_code: String,
    pub status: CertificateStatus,
    pub minutes_attended: i32,
    pub minutes_planned: i32,
    pub issued_by: UserId,
    pub issued_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
    pub ended_by: Option<UserId>,
    pub ended_reason: Option<String>,
    pub replaced_by: Option<CertificateId>,
    pub version: i32,
    /// How the person wants to be named on it, as the next.
    pub shows_birth: ShowsBirth,
    pub name_in_original_script: bool,
    /// Why another came in its place after it was revoked.
    pub replacement_reason: Option<String>,
}

/// A certificate with the key that its credential was signed with; none for one from before credentials.
pub type Registered = (Certificate, Option<CredentialKey>);

/// Which of an organisation's certificates to list.
#[derive(Clone, Debug, Default)]
pub struct CertificateFilter {
    pub status: Option<CertificateStatus>,
    pub issued: IssuedFilter,
}

impl Certificate {
    pub fn wish(&self) -> HolderWish {
        HolderWish {
            shows_birth: self.shows_birth,
            name_in_original_script: self.name_in_original_script,
        }
    }
}

impl Protected for Certificate {
    const RESOURCE: Resource = Resource::Certificate;
}

/// The right to state attendance without a certificate.
pub struct AttendanceStatement;

impl Protected for AttendanceStatement {
    const RESOURCE: Resource = Resource::AttendanceStatement;
}

/// The right to ask whether a certificate stands: anybody's.
pub struct PublicCheck;

impl Protected for PublicCheck {
    const RESOURCE: Resource = Resource::PublicCheck;
}

/// What anybody who has the code learns: nothing of the person.
#[derive(Clone, Debug, Queryable)]
pub struct PublicCertificate {
    pub status: CertificateStatus,
    pub number: String,
    pub issued_at: NaiveDateTime,
    pub issuer: String,
    /// Hexadecimal SHA-256 of the file, and its bytes.
    pub file_hash: String,
    pub file_size: i32,
    /// The same of the file that somebody signed outside, if one was added.
    pub signed_file_hash: Option<String>,
    pub signed_file_size: Option<i32>,
}

/// 130 random bits in Crockford's base 32: no letters that look like digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationCode(String);

const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 26;

impl VerificationCode {
    pub fn random() -> Self {
        let bytes: [u8; 17] = random_bytes();
        let bit = |index: usize| (bytes[index / 8] >> (index % 8)) & 1;
        let symbol = |place: usize| (0..5).fold(0, |sum, i| sum << 1 | bit(place * 5 + i));
        let symbols = (0..LENGTH).map(|place| char::from(SYMBOLS[usize::from(symbol(place))]));
        Self(symbols.collect())
    }

    /// Reads a code as people type it: small letters, spaces and hyphens, O for 0, I and L for 1. What has no
    /// width is passed over: older pages have it between the letters.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > 3 * LENGTH {
            return None;
        }
        let passed_over = |c: &char| matches!(c, '-' | ' ' | '\u{200b}'..='\u{200d}' | '\u{feff}');
        let typed = text.chars().filter(|c| !passed_over(c));
        let code: String = typed
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let known = code.bytes().all(|byte| SYMBOLS.contains(&byte));
        (known && code.len() == LENGTH).then_some(Self(code))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, as it is printed.
    pub fn grouped(&self) -> String {
        let symbols: Vec<char> = self.0.chars().collect();
        let groups: Vec<String> = symbols
            .chunks(4)
            .map(|group| group.iter().collect())
            .collect();
        groups.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let code = VerificationCode::random();
        assert_eq!(code.as_str().len(), 26);
        assert_eq!(VerificationCode::read(code.as_str()), Some(code.clone()));
        let typed = code
            .grouped()
            .to_lowercase()
            .replace('0', "o")
            .replace('1', "l");
        assert_eq!(VerificationCode::read(&typed), Some(code.clone()));
        let mut copied = code.grouped();
        copied.insert(30, '\u{200b}');
        copied.insert(0, '\u{feff}');
        assert_eq!(VerificationCode::read(&copied), Some(code));
    }

    #[test]
    fn what_is_no_code_is_not_read() {
        let long = "A".repeat(27);
        for text in [
            "",
            "JCG-2026-000001",
            "U23456789ABCDEFGHJKMNPQRST",
            &long,
            "é",
        ] {
            assert_eq!(VerificationCode::read(text), None, "{text}");
        }
    }

    #[test]
    fn codes_use_the_whole_alphabet_and_do_not_repeat() {
        let codes: std::collections::HashSet<String> =
            (0..200).map(|_| VerificationCode::random().0).collect();
        assert_eq!(codes.len(), 200);
        let used: std::collections::HashSet<u8> = codes.iter().flat_map(|c| c.bytes()).collect();
        assert_eq!(used.len(), 32);
    }
}
