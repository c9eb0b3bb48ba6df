use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::Jwk;
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::certificates::CertificateId;
use crate::db::schema::{credentials, issuer_keys, status_lists};
use crate::db::types::Json;
use crate::entitlements::EntitledLevel;
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(IssuerKeyId);
id_type!(StatusListId);
id_type!(CredentialId);

text_enum! {
    /// As in JSON Web Algorithms (RFC 7518, RFC 8037).
    KeyAlgorithm {
        EdDsa = "EdDSA",
        /// For verifiers that have no EdDSA.
        Es256 = "ES256",
    }
}

text_enum! {
    CredentialKind {
        /// That somebody took part: one for each certificate.
        Participation = "participation",
        /// What they can do: one for each request of the person's.
        Competences = "competences",
    }
}

text_enum! {
    /// Who stands for what is attested (D.M. 30/6/2015, art. 5). A certificate of participation has no such
    /// level.
    AttestationLevel {
        /// The person with the job centre's help.
        FirstParty = "first_party",
        /// An entitled body, which answers for the assessment.
        SecondParty = "second_party",
        /// An entitled body, by public certification.
        ThirdParty = "third_party",
    }
}

impl AttestationLevel {
    /// What an organisation has to be entitled to for it, if to anything.
    pub fn needs(self) -> Option<EntitledLevel> {
        match self {
            Self::FirstParty => None,
            Self::SecondParty => Some(EntitledLevel::SecondParty),
            Self::ThirdParty => Some(EntitledLevel::ThirdParty),
        }
    }
}

/// A key that an organisation's credentials are signed with.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = issuer_keys)]
pub struct IssuerKey {
    pub id: IssuerKeyId,
    pub organisation_id: OrganisationId,
    pub algorithm: KeyAlgorithm,
    /// Empty once it is retired.
    pub sealed_private_key: String,
    pub public_jwk: Json<Jwk>,
    pub created_at: NaiveDateTime,
    /// From when on it signs no more. What it signed goes on to hold.
    pub retired_at: Option<NaiveDateTime>,
    /// From when on somebody else may have it: it is shown no more, and nothing that it signed holds.
    pub compromised_at: Option<NaiveDateTime>,
}

impl Protected for IssuerKey {
    const RESOURCE: Resource = Resource::IssuerKey;
}

/// What everybody sees of one.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = issuer_keys)]
pub struct PublicIssuerKey {
    pub id: IssuerKeyId,
    pub algorithm: KeyAlgorithm,
    pub public_jwk: Json<Jwk>,
    pub created_at: NaiveDateTime,
    pub retired_at: Option<NaiveDateTime>,
    pub compromised_at: Option<NaiveDateTime>,
}

/// The key that a credential was signed with.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = issuer_keys)]
pub struct CredentialKey {
    pub id: IssuerKeyId,
    pub compromised_at: Option<NaiveDateTime>,
}

impl CredentialKey {
    /// Whether what it signed holds.
    pub fn stands(&self) -> bool {
        self.compromised_at.is_none()
    }
}

/// Which credentials ended, as a signed list of bits (W3C Bitstring Status List 1.0).
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = status_lists)]
pub struct StatusList {
    pub id: StatusListId,
    pub organisation_id: OrganisationId,
    pub places_given: i32,
    /// The list as a signed token.
    pub signed: String,
    pub created_at: NaiveDateTime,
    pub signed_at: NaiveDateTime,
}

impl Protected for StatusList {
    const RESOURCE: Resource = Resource::StatusList;
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = credentials)]
pub struct Credential {
    pub id: CredentialId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub kind: CredentialKind,
    pub certificate_id: Option<CertificateId>,
    pub issuer_key_id: IssuerKeyId,
    pub status_list_id: StatusListId,
    /// Which bit of the list is its own.
    pub status_place: i32,
    /// The credential as a signed token.
    pub token: String,
    pub issued_by: UserId,
    pub issued_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
}
