use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::beneficiaries::{BeneficiaryId, IdentifierId, Person, ReceptionStayId, StayPermitId};
use crate::cases::CaseId;
use crate::db::schema::beneficiary_merges;
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::organisations::OrganisationId;
use crate::vault::Place;
use crate::{id_type, text_enum};

id_type!(MergeId);

text_enum! {
    /// What of a person is taken from one record or from the other, as a whole.
    CoreValue {
        GivenName = "given_name",
        FamilyName = "family_name",
        NameOriginalScript = "name_original_script",
        Aliases = "aliases",
        BirthDate = "birth_date",
        SexRegistered = "sex_registered",
        Citizenships = "citizenships",
        BirthCountry = "birth_country",
        Languages = "languages",
        PreferredLanguage = "preferred_language",
        InterpreterNeeded = "interpreter_needed",
        Literacy = "literacy",
        Contacts = "contacts",
        Municipality = "municipality",
        ArrivalYear = "arrival_year",
        DependantsCount = "dependants_count",
        ChildcareNeeded = "childcare_needed",
        SupportNeeds = "support_needs",
        VulnerabilityReported = "vulnerability_reported",
        DrivingLicences = "driving_licences",
    }
}

text_enum! {
    /// What keeps two records apart while it is not met.
    MergeGuard {
        /// Two definitive tax codes are two people, however alike: no two people have one.
        OneTaxCode = "one_tax_code",
        /// A person runs through a programme once at a time, so one of the cases ends first.
        OneRunningCase = "one_running_case",
    }
}

/// That one record took over from another. Reversed, it stays as a trace.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = beneficiary_merges)]
pub struct BeneficiaryMerge {
    pub id: MergeId,
    pub organisation_id: OrganisationId,
    pub kept_id: BeneficiaryId,
    pub merged_id: BeneficiaryId,
    /// The person code of the merged record, which is found by it as before.
    pub merged_code: String,
    /// The record that the merged one's id leads to: the kept one, or what that was merged into later.
    pub standing_id: BeneficiaryId,
    /// What the kept record took from the merged one.
    pub taken: Json<Vec<CoreValue>>,
    pub moved: Json<Moved>,
    /// [`Particulars`], sealed under the kept person's data key, and so erased with them.
    pub sealed_particulars: String,
    pub merged_at: NaiveDateTime,
    pub merged_by: UserId,
    pub reversed_at: Option<NaiveDateTime>,
    pub reversed_by: Option<UserId>,
}

impl Protected for BeneficiaryMerge {
    const RESOURCE: Resource = Resource::BeneficiaryMerge;
}

impl BeneficiaryMerge {
    /// Where its particulars are sealed.
    pub fn place(&self) -> Place<'_> {
        Place {
            table: "beneficiary_merges",
            column: "sealed_particulars",
            row: self.id.as_str(),
            organisation: self.organisation_id.as_str(),
        }
    }
}

/// What went from the merged record to the kept one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    pub cases: Vec<CaseId>,
    pub identifiers: Vec<IdentifierId>,
    pub stay_permits: Vec<StayPermitId>,
    pub reception_stays: Vec<ReceptionStayId>,
}

/// Why it was done, and what the kept record said before.
#[derive(Clone, Serialize, Deserialize)]
pub struct Particulars {
    pub reason: String,
    pub before: Person,
}

impl Particulars {
    pub fn to_text(&self) -> String {
        Json::new(self).into_text()
    }

    pub fn from_text(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(Error::internal)
    }
}

/// Two records, weighed against each other: what would go from one to the other, and what speaks
/// against their being of one person.
#[derive(Clone, Debug)]
pub struct Weighed {
    pub cases: i64,
    pub identifiers: i64,
    pub stay_permits: i64,
    pub reception_stays: i64,
    /// Both have a definitive tax code. A centre keeps no value twice, so they are two.
    pub two_tax_codes: bool,
    /// Both have a case that has not ended, in the same programme.
    pub two_running_cases: bool,
}

pub struct NewMerge {
    pub kept_id: BeneficiaryId,
    pub merged_id: BeneficiaryId,
    /// What the kept record takes from the merged one; all else stays as it is.
    pub taken: Vec<CoreValue>,
    pub reason: String,
}

/// What a merge would do.
pub struct MergePreview {
    pub weighed: Weighed,
    /// What the two records say differently.
    pub differing: Vec<CoreValue>,
    pub unmet: Vec<MergeGuard>,
}

/// A merge with its reason; none in lists, and once the person was erased.
pub struct MergeView {
    pub merge: BeneficiaryMerge,
    pub reason: Option<String>,
}
