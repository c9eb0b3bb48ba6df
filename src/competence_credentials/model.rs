use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::credentials::{AttestationLevel, CredentialId, CredentialKey, IssuedFilter};
use crate::db::schema::competence_credentials;
use crate::db::types::Json;
use crate::entitlements::EntitlementId;
use crate::organisations::OrganisationId;
use crate::profiles::CompetenceId;
use crate::{id_type, text_enum};

id_type!(CompetenceCredentialId);

text_enum! {
    CompetenceCredentialStatus {
        Valid = "valid",
        Revoked = "revoked",
    }
}

text_enum! {
    /// How the person's request was recorded.
    RequestForm {
        /// On paper, signed by the person.
        SignedForm = "signed_form",
        /// In a message of the person's own.
        Message = "message",
        /// Said in an interview and noted there.
        Spoken = "spoken",
    }
}

text_enum! {
    /// How the person wants a competence to be named.
    CompetenceWording {
        OwnWords = "own_words",
        /// By the skill of ESCO that it corresponds to, without the person's words.
        EscoName = "esco_name",
        /// In the person's words, with the skill of ESCO beside them.
        Both = "both",
    }
}

/// A competence that the person wants to be in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChosenCompetence {
    pub competence_id: CompetenceId,
    pub wording: CompetenceWording,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = competence_credentials)]
pub struct CompetenceCredential {
    pub id: CompetenceCredentialId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub credential_id: CredentialId,
    pub status: CompetenceCredentialStatus,
    pub requested_on: NaiveDate,
    pub request_form: RequestForm,
    pub attestation_level: AttestationLevel,
    /// What entitled the issuer to the level, where it needed that.
    pub entitlement_id: Option<EntitlementId>,
    pub name_in_original_script: bool,
    pub competences: Json<Vec<ChosenCompetence>>,
    pub issued_by: UserId,
    pub issued_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
    pub ended_by: Option<UserId>,
    pub ended_reason: Option<String>,
    pub version: i32,
    /// The act that the attestation rests on, where its level needs one.
    pub act_reference: Option<String>,
}

/// One with the key that it was signed with.
pub type Signed = (CompetenceCredential, CredentialKey);

/// Which of an organisation's to list.
#[derive(Clone, Debug, Default)]
pub struct CompetenceCredentialFilter {
    pub status: Option<CompetenceCredentialStatus>,
    pub entitlement_id: Option<EntitlementId>,
    pub issued: IssuedFilter,
}

impl Protected for CompetenceCredential {
    const RESOURCE: Resource = Resource::CompetenceCredential;
}

/// What the person asks for.
#[derive(Clone, Debug)]
pub struct NewCompetenceCredential {
    pub requested_on: NaiveDate,
    pub request_form: RequestForm,
    pub attestation_level: AttestationLevel,
    /// The record of the validation (second party) or the certificate (third party): there are an entitled
    /// body's acts behind both, and none behind the first party (D.M. 30/6/2015, articles 4 to 6).
    pub act_reference: Option<String>,
    pub name_in_original_script: bool,
    /// At least one, each once.
    pub competences: Vec<ChosenCompetence>,
}

impl NewCompetenceCredential {
    /// The most competences of one credential.
    pub const MOST: usize = 50;
}
