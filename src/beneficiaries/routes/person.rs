use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::Caller;
use crate::accounts::UserId;
use crate::beneficiaries::partial_date::Precision;
use crate::beneficiaries::{
    BeneficiaryId, ContactKind, DrivingLicence, Literacy, Sex, SupportNeed, service,
};
use crate::db::Database;
use crate::error::Result;
use crate::http::{Change, Created, IfMatch, Once, Patch, Repeatable, Versioned};
use crate::organisations::OrganisationId;

mod rules;

/// What a client tells of a person; the same rules hold for a new record and for a changed one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBeneficiaryBody {
    /// Either of the two names may be empty, not both.
    #[serde(default)]
    given_name: String,
    #[serde(default)]
    family_name: String,
    name_original_script: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    /// `1990`, `1990-05` or `1990-05-17`, as much as is known.
    birth_date: Option<String>,
    /// Needed only to say that the date was estimated.
    birth_date_precision: Option<Precision>,
    sex_registered: Sex,
    /// ISO 3166-1, at least one; `XXA` for stateless, `XXX` for unknown.
    citizenships: Vec<String>,
    birth_country: Option<String>,
    /// Mother tongues: ISO 639-1, or 639-3 for languages without a code there.
    #[serde(default)]
    languages: Vec<String>,
    /// The language to speak and write to the person in.
    preferred_language: String,
    #[serde(default)]
    interpreter_needed: bool,
    #[serde(default = "unknown_literacy")]
    literacy: Literacy,
    #[serde(default)]
    contacts: Vec<ContactBody>,
    municipality: Option<String>,
    #[schema(minimum = 1940, maximum = 2200)]
    arrival_year: Option<i32>,
    #[schema(minimum = 0, maximum = 30)]
    dependants_count: Option<i32>,
    #[serde(default)]
    childcare_needed: bool,
    #[serde(default)]
    support_needs: Vec<SupportNeed>,
    /// Supervisors only.
    vulnerability_reported: Option<bool>,
    #[serde(default)]
    driving_licences: Vec<DrivingLicence>,
    /// That the person has looked at their name as documents write it; asked for before a
    /// certificate is issued.
    #[serde(default)]
    name_confirmed: bool,
    /// That likely duplicates were looked at, and none is this person.
    #[serde(default)]
    duplicates_weighed: bool,
}

fn unknown_literacy() -> Literacy {
    Literacy::Unknown
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactBody {
    kind: ContactKind,
    value: String,
    /// Whether nobody else reads or hears what is sent there.
    #[serde(default)]
    safe_to_contact: bool,
}

/// A merge patch of a person. A new birth date brings its precision with it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeneficiaryPatch {
    #[serde(default)]
    given_name: Change<String>,
    #[serde(default)]
    family_name: Change<String>,
    #[serde(default)]
    name_original_script: Change<String>,
    #[serde(default)]
    aliases: Change<Vec<String>>,
    #[serde(default)]
    birth_date: Change<String>,
    #[serde(default)]
    birth_date_precision: Change<Precision>,
    #[serde(default)]
    sex_registered: Change<Sex>,
    #[serde(default)]
    citizenships: Change<Vec<String>>,
    #[serde(default)]
    birth_country: Change<String>,
    #[serde(default)]
    languages: Change<Vec<String>>,
    #[serde(default)]
    preferred_language: Change<String>,
    #[serde(default)]
    interpreter_needed: Change<bool>,
    #[serde(default)]
    literacy: Change<Literacy>,
    #[serde(default)]
    contacts: Change<Vec<ContactBody>>,
    #[serde(default)]
    municipality: Change<String>,
    #[serde(default)]
    arrival_year: Change<i32>,
    #[serde(default)]
    dependants_count: Change<i32>,
    #[serde(default)]
    childcare_needed: Change<bool>,
    #[serde(default)]
    support_needs: Change<Vec<SupportNeed>>,
    #[serde(default)]
    vulnerability_reported: Change<bool>,
    #[serde(default)]
    driving_licences: Change<Vec<DrivingLicence>>,
    /// A change of the name undoes it, unless it comes with the change.
    #[serde(default)]
    name_confirmed: Change<bool>,
}

#[derive(Serialize, ToSchema)]
pub struct BeneficiaryBody {
    id: BeneficiaryId,
    organisation_id: OrganisationId,
    person_code: String,
    given_name: String,
    family_name: String,
    name_original_script: Option<String>,
    aliases: Vec<String>,
    birth_date: Option<String>,
    birth_date_precision: Option<Precision>,
    sex_registered: Sex,
    citizenships: Vec<String>,
    birth_country: Option<String>,
    languages: Vec<String>,
    preferred_language: String,
    interpreter_needed: bool,
    literacy: Literacy,
    contacts: Vec<ContactBody>,
    municipality: Option<String>,
    arrival_year: Option<i32>,
    dependants_count: Option<i32>,
    childcare_needed: bool,
    support_needs: Vec<SupportNeed>,
    /// Shown to supervisors only.
    #[serde(skip_serializing_if = "Option::is_none")]
    vulnerability_reported: Option<bool>,
    driving_licences: Vec<DrivingLicence>,
    name_confirmed: bool,
    created_at: DateTime<Utc>,
    created_by: UserId,
    updated_at: DateTime<Utc>,
}

pub async fn add(
    database: Data<Database>,
    caller: Caller,
    body: Once<NewBeneficiaryBody>,
) -> Result<Repeatable<Created<BeneficiaryBody>>> {
    let (body, once) = body.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let added = service::add(tx, new)?;
        let location = format!("/v1/beneficiaries/{}", added.id);
        let version = added.version;
        let body = BeneficiaryBody::seen_by(tx.actor().role, added);
        Ok(Created::new(location, version, body))
    })
    .await
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<BeneficiaryId>,
) -> Result<Versioned<BeneficiaryBody>> {
    database
        .read(caller, move |tx| {
            let found = service::read(tx, &id)?;
            let version = found.version;
            let body = BeneficiaryBody::seen_by(tx.actor().role, found);
            Ok(Versioned(version, body))
        })
        .await
}

pub async fn update(
    database: Data<Database>,
    caller: Caller,
    id: Path<BeneficiaryId>,
    if_match: IfMatch,
    patch: Patch<BeneficiaryPatch>,
) -> Result<Versioned<BeneficiaryBody>> {
    database
        .write(caller, move |tx| {
            let change = |before: &_| patch.0.onto(before);
            let changed = service::update(tx, &id, if_match.0, change)?;
            let version = changed.version;
            let body = BeneficiaryBody::seen_by(tx.actor().role, changed);
            Ok(Versioned(version, body))
        })
        .await
}
