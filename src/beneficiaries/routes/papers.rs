use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Caller;
use crate::accounts::UserId;
use crate::beneficiaries::identifier::{clean_value, comparable};
use crate::beneficiaries::tax_code::{TaxCode, TaxCodeKind};
use crate::beneficiaries::work_right::{Evaluation, PermitStatus, WorkRight};
use crate::beneficiaries::{
    BeneficiaryId, FacilityKind, IdentifierId, IdentifierKind, IdentifierValue, NewIdentifier,
    NewReceptionStay, NewStayPermit, ReceptionStay, ReceptionStayId, StayPermit, StayPermitId,
    service,
};
use crate::code_lists::iso;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{Body, Created, Day, Item, Listed, Query};
use crate::organisations::OrganisationId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdentifierBody {
    kind: IdentifierKind,
    value: String,
    /// ISO 3166-1; of a tax code it is Italy.
    issuing_country: Option<String>,
    valid_from: Option<Day>,
    valid_to: Option<Day>,
    /// The day somebody saw the paper itself.
    verified_on: Option<Day>,
}

#[derive(Serialize, ToSchema)]
pub struct IdentifierBody {
    id: IdentifierId,
    kind: IdentifierKind,
    /// Missing when the person was erased.
    value: Option<String>,
    issuing_country: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    verified_on: Option<NaiveDate>,
    verified_by: Option<UserId>,
    /// When another took its place.
    replaced_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl TryFrom<NewIdentifierBody> for NewIdentifier {
    type Error = Error;

    fn try_from(body: NewIdentifierBody) -> Result<Self> {
        let mut checks = Checks::default();
        let value = checks.value(clean_identifier(body.kind, &body.value), "/value");
        let country = match body.kind {
            IdentifierKind::Cf | IdentifierKind::CfProvisional => Some("IT".to_owned()),
            _ => body.issuing_country,
        };
        let country = country.map(|code| iso::country(&code));
        let issuing_country = checks.optional(country, "/issuing_country");
        checks.finish(|| {
            Some(Self {
                kind: body.kind,
                value: value?,
                issuing_country,
                valid_from: body.valid_from.map(Into::into),
                valid_to: body.valid_to.map(Into::into),
                verified_on: body.verified_on.map(Into::into),
            })
        })
    }
}

fn clean_identifier(
    kind: IdentifierKind,
    value: &str,
) -> std::result::Result<String, &'static str> {
    let form = match kind {
        IdentifierKind::Cf => TaxCodeKind::Definitive,
        IdentifierKind::CfProvisional => TaxCodeKind::Provisional,
        _ => {
            let value = clean_value(value).map_err(|wrong| wrong.code())?;
            let comparable = comparable(&value);
            return if comparable.is_empty() {
                Err("wrong_form")
            } else {
                Ok(value)
            };
        }
    };
    let code = TaxCode::parse(value).map_err(|wrong| wrong.code())?;
    if code.kind() == form {
        Ok(code.as_str().to_owned())
    } else {
        Err("tax_code_of_other_kind")
    }
}

impl From<IdentifierValue> for IdentifierBody {
    fn from(found: IdentifierValue) -> Self {
        let IdentifierValue { identifier, value } = found;
        Self {
            id: identifier.id,
            kind: identifier.kind,
            value,
            issuing_country: identifier.issuing_country,
            valid_from: identifier.valid_from,
            valid_to: identifier.valid_to,
            verified_on: identifier.verified_on,
            verified_by: identifier.verified_by,
            replaced_at: identifier.replaced_at.map(|at| at.and_utc()),
            created_at: identifier.created_at.and_utc(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStayPermitBody {
    /// A code of the work rules, such as `asylum_request`; `none_or_unknown` for none.
    permit_code: String,
    status: PermitStatus,
    /// Of the request for protection.
    application_on: Option<Day>,
    issued_on: Option<Day>,
    expires_on: Option<Day>,
}

#[derive(Serialize, ToSchema)]
pub struct StayPermitBody {
    id: StayPermitId,
    permit_code: String,
    status: PermitStatus,
    application_on: Option<NaiveDate>,
    issued_on: Option<NaiveDate>,
    expires_on: Option<NaiveDate>,
    created_at: DateTime<Utc>,
    created_by: UserId,
}

impl From<StayPermit> for StayPermitBody {
    fn from(permit: StayPermit) -> Self {
        let StayPermit {
            id,
            beneficiary_id: _,
            organisation_id: _,
            permit_code,
            status,
            application_on,
            issued_on,
            expires_on,
            created_at,
            created_by,
        } = permit;
        Self {
            id,
            permit_code,
            status,
            application_on,
            issued_on,
            expires_on,
            created_at: created_at.and_utc(),
            created_by,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct WorkRightQuery {
    /// The day that is asked about; today without it.
    #[param(value_type = Option<NaiveDate>)]
    on: Option<Day>,
}

/// Advice on the right to work, by a dated table of rules. It never stands in the way of an audit.
#[derive(Serialize, ToSchema)]
pub struct WorkRightBody {
    on: NaiveDate,
    /// `full`, `limited`, `not_yet`, `none` or `to_verify`.
    result: &'static str,
    /// The first day of work, where the result is `not_yet`.
    allowed_from_on: Option<NaiveDate>,
    /// The rule that the advice rests on.
    rule_id: String,
    note: String,
    max_hours_week: Option<u16>,
    max_hours_year: Option<u16>,
}

impl From<(NaiveDate, Evaluation)> for WorkRightBody {
    fn from((on, evaluation): (NaiveDate, Evaluation)) -> Self {
        let Evaluation {
            result,
            rule_id,
            note,
            max_hours_week,
            max_hours_year,
        } = evaluation;
        let allowed_from_on = match result {
            WorkRight::NotYet(first) => Some(first),
            _ => None,
        };
        Self {
            on,
            result: result.code(),
            allowed_from_on,
            rule_id,
            note,
            max_hours_week,
            max_hours_year,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReceptionStayBody {
    /// The centre, where it is one of the network.
    reception_organisation_id: Option<OrganisationId>,
    facility_kind: FacilityKind,
    from_on: Option<Day>,
    to_on: Option<Day>,
    expected_exit_on: Option<Day>,
}

#[derive(Serialize, ToSchema)]
pub struct ReceptionStayBody {
    id: ReceptionStayId,
    reception_organisation_id: Option<OrganisationId>,
    facility_kind: FacilityKind,
    from_on: Option<NaiveDate>,
    to_on: Option<NaiveDate>,
    expected_exit_on: Option<NaiveDate>,
    created_at: DateTime<Utc>,
    created_by: UserId,
}

impl From<ReceptionStay> for ReceptionStayBody {
    fn from(stay: ReceptionStay) -> Self {
        let ReceptionStay {
            id,
            beneficiary_id: _,
            organisation_id: _,
            reception_organisation_id,
            facility_kind,
            from_on,
            to_on,
            expected_exit_on,
            created_at,
            created_by,
        } = stay;
        Self {
            id,
            reception_organisation_id,
            facility_kind,
            from_on,
            to_on,
            expected_exit_on,
            created_at: created_at.and_utc(),
            created_by,
        }
    }
}

fn location(id: &BeneficiaryId, papers: &str) -> String {
    format!("/v1/beneficiaries/{id}/{papers}")
}

pub async fn add_identifier(
    database: Data<Database>,
    caller: Caller,
    id: Path<BeneficiaryId>,
    body: Body<NewIdentifierBody>,
) -> Result<Created<IdentifierBody>> {
    let new = body.0.try_into()?;
    let location = location(&id, "identifiers");
    let added = database
        .write(caller, move |tx| service::add_identifier(tx, &id, new))
        .await?;
    Ok(Created::new(location, None, added.into()))
}

pub async fn list_identifiers(
    database: Data<Database>,
    caller: Caller,
    id: Path<BeneficiaryId>,
) -> Result<Listed<IdentifierBody>> {
    let rows = database
        .read(caller, move |tx| service::list_identifiers(tx, &id))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn add_stay_permit(
    database: Data<Database>,
    caller: Caller,
    id: Path<BeneficiaryId>,
    body: Body<NewStayPermitBody>,
) -> Result<Created<StayPermitBody>> {
    let body = body.0;
    let new = NewStayPermit {
        permit_code: body.permit_code,
        status: body.status,
        application_on: body.application_on.map(Into::into),
        issued_on: body.issued_on.map(Into::into),
        expires_on: body.expires_on.map(Into::into),
    };
    let location = location(&id, "stay-permits");
    let added = database
        .write(caller, move |tx| service::add_stay_permit(tx, &id, new))
        .await?;
    Ok(Created::new(location, None, added.into()))
}

pub async fn list_stay_permits(
    database: Data<Database>,
    caller: Caller,
    id: Path<BeneficiaryId>,
) -> Result<Listed<StayPermitBody>> {
    let rows = database
        .read(caller, move |tx| service::list_stay_permits(tx, &id))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read_work_right(
    database: Data<Database>,
    caller: Caller,
    id: Path<BeneficiaryId>,
    query: Query<WorkRightQuery>,
) -> Result<Item<WorkRightBody>> {
    let on = query.0.on.map(Into::into);
    let advice = database
        .read(caller, move |tx| service::work_right(tx, &id, on))
        .await?;
    Ok(Item(advice.into()))
}

pub async fn add_reception_stay(
    database: Data<Database>,
    caller: Caller,
    id: Path<BeneficiaryId>,
    body: Body<NewReceptionStayBody>,
) -> Result<Created<ReceptionStayBody>> {
    let body = body.0;
    let new = NewReceptionStay {
        reception_organisation_id: body.reception_organisation_id,
        facility_kind: body.facility_kind,
        from_on: body.from_on.map(Into::into),
        to_on: body.to_on.map(Into::into),
        expected_exit_on: body.expected_exit_on.map(Into::into),
    };
    let location = location(&id, "reception-stays");
    let added = database
        .write(caller, move |tx| service::add_reception_stay(tx, &id, new))
        .await?;
    Ok(Created::new(location, None, added.into()))
}

pub async fn list_reception_stays(
    database: Data<Database>,
    caller: Caller,
    id: Path<BeneficiaryId>,
) -> Result<Listed<ReceptionStayBody>> {
    let rows = database
        .read(caller, move |tx| service::list_reception_stays(tx, &id))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}
