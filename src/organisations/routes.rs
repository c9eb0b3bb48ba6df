mod agreements;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use agreements::{agree, list_agreements};

use super::{
    NewOrganisation, Organisation, OrganisationFilter, OrganisationId, OrganisationKind, Receives,
    service,
};
use crate::access::Caller;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{
    Change, Created, IfMatch, Listed, Once, Page, Patch, Query, Repeatable, Versioned,
};
use crate::text::clean_line;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganisationBody {
    name: String,
    kind: OrganisationKind,
    tax_code: Option<String>,
    municipality: String,
    #[serde(default)]
    address: String,
    email: Option<String>,
    phone: Option<String>,
    /// Two to eight capital letters or digits; only job centres that issue certificates have one.
    certificate_prefix: Option<String>,
}

impl TryFrom<NewOrganisationBody> for NewOrganisation {
    type Error = Error;

    fn try_from(body: NewOrganisationBody) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checks.value(clean_line(&body.name, 200), "/name");
        let municipality = checks.value(clean_line(&body.municipality, 100), "/municipality");
        let address = optional_line(&body.address, 200, "/address", &mut checks);
        let prefix = checks.optional(
            body.certificate_prefix.map(certificate_prefix),
            "/certificate_prefix",
        );
        let tax_code = checks.optional(body.tax_code.map(|it| clean_line(&it, 16)), "/tax_code");
        let email = checks.optional(body.email.map(|it| clean_line(&it, 254)), "/email");
        let phone = checks.optional(body.phone.map(|it| clean_line(&it, 30)), "/phone");
        checks.finish(|| {
            Some(Self {
                name: name?,
                kind: body.kind,
                tax_code,
                municipality: municipality?,
                address: address?,
                email,
                phone,
                certificate_prefix: prefix,
                active: true,
            })
        })
    }
}

fn certificate_prefix(text: String) -> std::result::Result<String, &'static str> {
    let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    if (2..=8).contains(&text.len()) && text.bytes().all(plain) {
        Ok(text)
    } else {
        Err("wrong_form")
    }
}

fn caseload(cases: i32) -> std::result::Result<i32, &'static str> {
    (1..=500)
        .contains(&cases)
        .then_some(cases)
        .ok_or("out_of_range")
}

fn optional_line(text: &str, max: usize, pointer: &str, checks: &mut Checks) -> Option<String> {
    if text.trim().is_empty() {
        return Some(String::new());
    }
    checks.value(clean_line(text, max), pointer)
}

/// A merge patch of an organisation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationPatch {
    #[serde(default)]
    name: Change<String>,
    #[serde(default)]
    tax_code: Change<String>,
    #[serde(default)]
    address: Change<String>,
    #[serde(default)]
    municipality: Change<String>,
    #[serde(default)]
    email: Change<String>,
    #[serde(default)]
    phone: Change<String>,
    /// From 1 to 500; null for no limit. Above it assignments are answered with a warning.
    #[serde(default)]
    caseload_limit: Change<i32>,
    /// The data protection officer and how to reach them, as privacy notices say it; null where there is none.
    #[serde(default)]
    privacy_contact: Change<String>,
    /// Two to eight capital letters or digits; given once, where there is none yet.
    #[serde(default)]
    certificate_prefix: Change<String>,
    /// What certificates and attendance statements that are issued from now on say at their foot, in Italian,
    /// 600 characters at most: what the law has a public issuer say (law 183/2011, art. 15). Null for nothing.
    #[serde(default)]
    legal_note: Change<String>,
    #[serde(default)]
    active: Change<bool>,
}

#[derive(Serialize, ToSchema)]
pub struct OrganisationBody {
    id: OrganisationId,
    name: String,
    kind: OrganisationKind,
    tax_code: Option<String>,
    municipality: String,
    address: String,
    email: Option<String>,
    phone: Option<String>,
    certificate_prefix: Option<String>,
    /// How many running cases one of its users should work on.
    caseload_limit: Option<i32>,
    /// The data protection officer and how to reach them, as privacy notices say it.
    privacy_contact: Option<String>,
    /// What its certificates and attendance statements say at their foot.
    legal_note: Option<String>,
    active: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<Organisation> for OrganisationBody {
    fn from(organisation: Organisation) -> Self {
        let Organisation {
            id,
            name,
            kind,
            tax_code,
            municipality,
            address,
            email,
            phone,
            certificate_prefix,
            active,
            version: _,
            created_at,
            updated_at,
            caseload_limit,
            privacy_contact,
            legal_note,
        } = organisation;
        Self {
            id,
            name,
            kind,
            tax_code,
            municipality,
            address,
            email,
            phone,
            certificate_prefix,
            caseload_limit,
            privacy_contact,
            legal_note,
            active,
            created_at: created_at.and_utc(),
            updated_at: updated_at.and_utc(),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OrganisationsQuery {
    kind: Option<OrganisationKind>,
    /// Only those that may receive this from one's own organisation today.
    #[param(inline)]
    receives: Option<Receives>,
    limit: Option<i64>,
    cursor: Option<String>,
}

pub async fn add(
    database: Data<Database>,
    caller: Caller,
    body: Once<NewOrganisationBody>,
) -> Result<Repeatable<Created<OrganisationBody>>> {
    let (body, once) = body.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let organisation = service::add(tx, new)?;
        let location = format!("/v1/organisations/{}", organisation.id);
        Ok(Created::new(
            location,
            organisation.version,
            organisation.into(),
        ))
    })
    .await
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<OrganisationsQuery>,
) -> Result<Listed<OrganisationBody>> {
    let OrganisationsQuery {
        kind,
        receives,
        limit,
        cursor,
    } = query.0;
    let bound = [
        kind.map_or("", OrganisationKind::as_str),
        receives.map_or("", Receives::as_str),
    ];
    let vault = database.vault();
    let page = Page::read(&vault, "organisations", &bound, limit, cursor.as_deref())?;
    let filter = OrganisationFilter { kind, receives };
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| service::list(tx, &wanted, filter))
        .await?;
    let position = |row: &Organisation| row.id.to_string();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<OrganisationId>,
) -> Result<Versioned<OrganisationBody>> {
    let organisation = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Versioned(organisation.version, organisation.into()))
}

pub async fn update(
    database: Data<Database>,
    caller: Caller,
    id: Path<OrganisationId>,
    if_match: IfMatch,
    patch: Patch<OrganisationPatch>,
) -> Result<Versioned<OrganisationBody>> {
    let OrganisationPatch {
        name,
        tax_code,
        address,
        municipality,
        email,
        phone,
        caseload_limit,
        privacy_contact,
        certificate_prefix: prefix,
        legal_note,
        active,
    } = patch.0;
    let mut checks = Checks::default();
    let line = |max| move |text: String| clean_line(&text, max);
    let name = name
        .try_map(line(200), "/name", &mut checks)
        .required("/name", &mut checks);
    let tax_code = tax_code.try_map(line(16), "/tax_code", &mut checks);
    let address = address.try_map(line(200), "/address", &mut checks);
    let municipality = municipality
        .try_map(line(100), "/municipality", &mut checks)
        .required("/municipality", &mut checks);
    let email = email.try_map(line(254), "/email", &mut checks);
    let phone = phone.try_map(line(30), "/phone", &mut checks);
    let caseload_limit = caseload_limit.try_map(caseload, "/caseload_limit", &mut checks);
    let privacy_contact = privacy_contact.try_map(line(200), "/privacy_contact", &mut checks);
    let prefix = prefix.try_map(certificate_prefix, "/certificate_prefix", &mut checks);
    let legal_note = legal_note.try_map(line(600), "/legal_note", &mut checks);
    let active = active.required("/active", &mut checks);
    checks.finish(|| Some(()))?;
    let organisation = database
        .write(caller, move |tx| {
            service::update(tx, &id, if_match.0, |before| Organisation {
                name: name.unwrap_or(before.name),
                tax_code: tax_code.apply(before.tax_code),
                address: address.apply(Some(before.address)).unwrap_or_default(),
                municipality: municipality.unwrap_or(before.municipality),
                email: email.apply(before.email),
                phone: phone.apply(before.phone),
                caseload_limit: caseload_limit.apply(before.caseload_limit),
                privacy_contact: privacy_contact.apply(before.privacy_contact),
                certificate_prefix: prefix.apply(before.certificate_prefix),
                legal_note: legal_note.apply(before.legal_note),
                active: active.unwrap_or(before.active),
                ..before
            })
        })
        .await?;
    Ok(Versioned(organisation.version, organisation.into()))
}
