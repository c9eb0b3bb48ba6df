use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::db::schema::signed_file_withdrawals;
use crate::documents::DocumentId;
use crate::organisations::OrganisationId;
use crate::vault::Place;
use crate::{id_type, text_enum};

id_type!(SignedFileWithdrawalId);

/// The right to add the signed file of a document, and to take it back.
pub struct SignedFile;

impl Protected for SignedFile {
    const RESOURCE: Resource = Resource::SignedFile;
}

/// A file that was looked through.
pub struct Signed {
    pub file: Vec<u8>,
    /// Hexadecimal SHA-256.
    pub hash: String,
    /// The name and the organisation in the certificate that it was signed with.
    pub subject: String,
}

text_enum! {
    /// Why a signed file counts for nothing.
    SignedFileFault {
        /// Not by whom the page names, or by somebody who may not sign it.
        SignedByAnother = "signed_by_another",
        /// The certificate is not qualified, had ended, or had been revoked.
        CertificateNotGood = "certificate_not_good",
        /// What the signature shows of itself lies over what the page says.
        PageCovered = "page_covered",
        /// The document was not to be signed, or not yet.
        SignedByMistake = "signed_by_mistake",
        Other = "other",
    }
}

/// Why a signed file is taken back.
#[derive(Clone, Debug)]
pub struct NewWithdrawal {
    pub reason_code: SignedFileFault,
    pub reason: String,
}

/// A signed file that was taken back, without the file itself. It is added once and never changed.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = signed_file_withdrawals)]
pub struct SignedFileWithdrawal {
    pub id: SignedFileWithdrawalId,
    pub document_id: DocumentId,
    pub organisation_id: OrganisationId,
    /// Hexadecimal SHA-256.
    pub file_hash: String,
    /// The subject of the certificate that it was signed with.
    pub signed_by: String,
    pub added_at: NaiveDateTime,
    pub added_by: UserId,
    pub withdrawn_at: NaiveDateTime,
    pub withdrawn_by: UserId,
    pub reason_code: SignedFileFault,
    /// Under the data key of the case's person, and so erased with them.
    pub sealed_reason: String,
}

impl SignedFileWithdrawal {
    /// Where its reason is sealed.
    pub fn place(&self) -> Place<'_> {
        Place {
            table: "signed_file_withdrawals",
            column: "sealed_reason",
            row: self.id.as_str(),
            organisation: self.organisation_id.as_str(),
        }
    }
}

/// A withdrawal with its stated reason, which is gone once the person was erased.
pub struct WithdrawalView {
    pub withdrawal: SignedFileWithdrawal,
    pub reason: Option<String>,
}
