use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::BeneficiaryId;
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::beneficiaries::work_right::{PermitFacts, PermitStatus};
use crate::db::schema::{identifiers, reception_stays, stay_permits};
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(IdentifierId);
id_type!(StayPermitId);
id_type!(ReceptionStayId);

text_enum! {
    /// Health codes (STP, ENI) have no kind: they are not kept.
    IdentifierKind {
        /// The definitive tax code (*codice fiscale*).
        Cf = "cf",
        /// The tax code of eleven digits that asylum seekers get first.
        CfProvisional = "cf_provisional",
        Passport = "passport",
        NationalId = "national_id",
        PermitNo = "permit_no",
        C3Receipt = "c3_receipt",
        Cui = "cui",
        Vestanet = "vestanet",
        ProgrammeCode = "programme_code",
        Other = "other",
    }
}

/// A number that an authority knows the person by. Its value is sealed under the person's key.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = identifiers)]
pub struct Identifier {
    pub id: IdentifierId,
    pub beneficiary_id: BeneficiaryId,
    pub organisation_id: OrganisationId,
    pub kind: IdentifierKind,
    pub sealed_value: String,
    pub blind_index: String,
    pub issuing_country: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub verified_on: Option<NaiveDate>,
    pub verified_by: Option<UserId>,
    /// When another took its place; it stays in the history.
    pub replaced_at: Option<NaiveDateTime>,
    pub created_at: NaiveDateTime,
    pub created_by: UserId,
    /// Under whose data key the value is sealed, where a merge gave it another person.
    pub key_holder_id: Option<BeneficiaryId>,
}

impl Protected for Identifier {
    const RESOURCE: Resource = Resource::Identifier;
}

impl Identifier {
    /// Under whose data key the value is sealed, whoever it stands under now.
    pub fn key_holder(&self) -> &BeneficiaryId {
        self.key_holder_id.as_ref().unwrap_or(&self.beneficiary_id)
    }

    /// Whether this takes the place of an earlier one: of its kind and country, and a definitive tax
    /// code also that of the provisional one. Numbers of the other kinds may stand side by side.
    pub fn replaces(&self, earlier: &Self) -> bool {
        use IdentifierKind as Kind;
        let same_country = self.issuing_country == earlier.issuing_country;
        same_country
            && match self.kind {
                Kind::Cf => matches!(earlier.kind, Kind::Cf | Kind::CfProvisional),
                Kind::CfProvisional
                | Kind::Passport
                | Kind::NationalId
                | Kind::PermitNo
                | Kind::C3Receipt => earlier.kind == self.kind,
                Kind::Cui | Kind::Vestanet | Kind::ProgrammeCode | Kind::Other => false,
            }
    }
}

/// An identifier with its value; none when the person's key was erased.
pub struct IdentifierValue {
    pub identifier: Identifier,
    pub value: Option<String>,
}

pub struct NewIdentifier {
    pub kind: IdentifierKind,
    /// As it is kept: cleaned, a tax code in capitals.
    pub value: String,
    pub issuing_country: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub verified_on: Option<NaiveDate>,
}

/// A permit of stay, as the person's papers showed it at the time. The newest counts.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = stay_permits)]
pub struct StayPermit {
    pub id: StayPermitId,
    pub beneficiary_id: BeneficiaryId,
    pub organisation_id: OrganisationId,
    /// A code of the work rules, such as `asylum_request`.
    pub permit_code: String,
    pub status: PermitStatus,
    /// Of the request for protection.
    pub application_on: Option<NaiveDate>,
    pub issued_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
    pub created_at: NaiveDateTime,
    pub created_by: UserId,
}

impl Protected for StayPermit {
    const RESOURCE: Resource = Resource::StayPermit;
}

impl StayPermit {
    pub fn facts(&self) -> PermitFacts<'_> {
        PermitFacts {
            code: &self.permit_code,
            status: self.status,
            application_date: self.application_on,
            expires_on: self.expires_on,
        }
    }
}

pub struct NewStayPermit {
    pub permit_code: String,
    pub status: PermitStatus,
    pub application_on: Option<NaiveDate>,
    pub issued_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
}

text_enum! {
    /// Where the person lives. Kinds that would tell of health are not told apart.
    FacilityKind {
        Hotspot = "hotspot",
        GovernmentCentre = "government_centre",
        Cas = "cas",
        Sai = "sai",
        PrivateHousing = "private_housing",
        Family = "family",
        CommunityMinors = "community_minors",
        Homeless = "homeless",
        Other = "other",
        Unknown = "unknown",
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = reception_stays)]
pub struct ReceptionStay {
    pub id: ReceptionStayId,
    pub beneficiary_id: BeneficiaryId,
    pub organisation_id: OrganisationId,
    pub reception_organisation_id: Option<OrganisationId>,
    pub facility_kind: FacilityKind,
    pub from_on: Option<NaiveDate>,
    pub to_on: Option<NaiveDate>,
    pub expected_exit_on: Option<NaiveDate>,
    pub created_at: NaiveDateTime,
    pub created_by: UserId,
}

pub struct NewReceptionStay {
    pub reception_organisation_id: Option<OrganisationId>,
    pub facility_kind: FacilityKind,
    pub from_on: Option<NaiveDate>,
    pub to_on: Option<NaiveDate>,
    pub expected_exit_on: Option<NaiveDate>,
}
