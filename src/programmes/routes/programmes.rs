use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::code;
use super::terms::check;
use crate::access::Caller;
use crate::db::Database;
use crate::db::types::Json;
use crate::error::{Checks, Result};
use crate::http::{Body, Change, Created, Day, IfMatch, Listed, Page, Patch, Query, Versioned};
use crate::organisations::OrganisationId;
use crate::profile_forms::ProfileSection;
use crate::programmes::{
    CertificateRule, EligibilityCheck, Fund, NewProgramme, PathwayTemplateId, Programme,
    ProgrammeFilter, ProgrammeId, ProgrammeTerms, WorkRightRule, service,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProgrammeBody {
    /// One to 32 capital letters, digits and hyphens; it never changes.
    code: String,
    title: String,
    funder: String,
    fund: Fund,
    project_code: Option<String>,
    starts_on: Day,
    ends_on: Option<Day>,
    pathway_template_id: PathwayTemplateId,
    /// How many people at most; without it there is no limit.
    #[schema(minimum = 1, maximum = 100000)]
    capacity: Option<i32>,
    #[serde(default = "minimum_attendance")]
    #[schema(minimum = 0, maximum = 100)]
    minimum_attendance_percent: i32,
    #[serde(default = "certificate_rule")]
    certificate_rule: CertificateRule,
    #[serde(default = "work_right_rule")]
    work_right_rule: WorkRightRule,
    /// Without them the usual ones are asked: free choice, age, territory.
    eligibility_checks: Option<Vec<EligibilityCheckBody>>,
    /// Sections of the interview's form that are not asked.
    #[serde(default)]
    hidden_form_sections: Vec<ProfileSection>,
}

fn minimum_attendance() -> i32 {
    70
}

fn certificate_rule() -> CertificateRule {
    CertificateRule::Attendance
}

fn work_right_rule() -> WorkRightRule {
    WorkRightRule::Warn
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EligibilityCheckBody {
    /// One to 40 small letters, digits and underscores; each once.
    code: String,
    title: String,
    mandatory: bool,
}

/// A merge patch of a programme's terms.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammePatch {
    #[serde(default)]
    title: Change<String>,
    #[serde(default)]
    funder: Change<String>,
    #[serde(default)]
    fund: Change<Fund>,
    #[serde(default)]
    project_code: Change<String>,
    #[serde(default)]
    starts_on: Change<Day>,
    #[serde(default)]
    ends_on: Change<Day>,
    #[serde(default)]
    pathway_template_id: Change<PathwayTemplateId>,
    #[serde(default)]
    capacity: Change<i32>,
    #[serde(default)]
    minimum_attendance_percent: Change<i32>,
    #[serde(default)]
    certificate_rule: Change<CertificateRule>,
    #[serde(default)]
    work_right_rule: Change<WorkRightRule>,
    #[serde(default)]
    eligibility_checks: Change<Vec<EligibilityCheckBody>>,
    #[serde(default)]
    hidden_form_sections: Change<Vec<ProfileSection>>,
    #[serde(default)]
    active: Change<bool>,
}

#[derive(Serialize, ToSchema)]
pub struct ProgrammeBody {
    id: ProgrammeId,
    organisation_id: OrganisationId,
    code: String,
    title: String,
    funder: String,
    fund: Fund,
    project_code: Option<String>,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    pathway_template_id: PathwayTemplateId,
    capacity: Option<i32>,
    minimum_attendance_percent: i32,
    certificate_rule: CertificateRule,
    work_right_rule: WorkRightRule,
    eligibility_checks: Vec<EligibilityCheckBody>,
    hidden_form_sections: Vec<ProfileSection>,
    active: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// A programme in a list: also what those who refer people see of it.
#[derive(Serialize, ToSchema)]
pub struct ProgrammeRowBody {
    id: ProgrammeId,
    organisation_id: OrganisationId,
    code: String,
    title: String,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    active: bool,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ProgrammesQuery {
    organisation_id: Option<OrganisationId>,
    active: Option<bool>,
    limit: Option<i64>,
    cursor: Option<String>,
}

fn asked(bodies: Vec<EligibilityCheckBody>) -> Json<Vec<EligibilityCheck>> {
    let checks: Vec<_> = bodies
        .into_iter()
        .map(|body| EligibilityCheck {
            code: body.code,
            title: body.title,
            mandatory: body.mandatory,
        })
        .collect();
    Json::new(&checks)
}

impl TryFrom<NewProgrammeBody> for NewProgramme {
    type Error = crate::error::Error;

    fn try_from(body: NewProgrammeBody) -> Result<Self> {
        let mut checks = Checks::default();
        let code = checks.value(code(&body.code), "/code");
        let usual = || Json::new(&EligibilityCheck::defaults());
        let terms = ProgrammeTerms {
            title: body.title,
            funder: body.funder,
            fund: body.fund,
            project_code: body.project_code,
            starts_on: body.starts_on.into(),
            ends_on: body.ends_on.map(Into::into),
            pathway_template_id: body.pathway_template_id,
            capacity: body.capacity,
            minimum_attendance_percent: body.minimum_attendance_percent,
            certificate_rule: body.certificate_rule,
            work_right_rule: body.work_right_rule,
            eligibility_checks: body.eligibility_checks.map_or_else(usual, asked),
            hidden_form_sections: Json::new(&body.hidden_form_sections),
            active: true,
        };
        let terms = check(terms, checks)?;
        Ok(Self {
            code: code.unwrap_or_default(),
            terms,
        })
    }
}

impl ProgrammePatch {
    fn onto(self, before: &ProgrammeTerms) -> Result<ProgrammeTerms> {
        let mut checks = Checks::default();
        let before = before.clone();
        macro_rules! required {
            ($field:ident) => {
                self.$field
                    .required(concat!("/", stringify!($field)), &mut checks)
                    .unwrap_or(before.$field)
            };
        }
        let eligibility_checks = self
            .eligibility_checks
            .required("/eligibility_checks", &mut checks)
            .map_or(before.eligibility_checks, asked);
        let hidden_form_sections = self
            .hidden_form_sections
            .required("/hidden_form_sections", &mut checks)
            .map_or(before.hidden_form_sections, |it| Json::new(&it));
        let terms = ProgrammeTerms {
            title: required!(title),
            funder: required!(funder),
            fund: required!(fund),
            project_code: self.project_code.apply(before.project_code),
            starts_on: self
                .starts_on
                .map(Into::into)
                .required("/starts_on", &mut checks)
                .unwrap_or(before.starts_on),
            ends_on: self.ends_on.map(Into::into).apply(before.ends_on),
            pathway_template_id: required!(pathway_template_id),
            capacity: self.capacity.apply(before.capacity),
            minimum_attendance_percent: required!(minimum_attendance_percent),
            certificate_rule: required!(certificate_rule),
            work_right_rule: required!(work_right_rule),
            eligibility_checks,
            hidden_form_sections,
            active: required!(active),
        };
        check(terms, checks)
    }
}

impl From<Programme> for ProgrammeBody {
    fn from(programme: Programme) -> Self {
        let show = |check: EligibilityCheck| EligibilityCheckBody {
            code: check.code,
            title: check.title,
            mandatory: check.mandatory,
        };
        let eligibility_checks = programme
            .eligibility_checks()
            .into_iter()
            .map(show)
            .collect();
        let hidden_form_sections = programme.hidden_form_sections();
        let Programme {
            id,
            organisation_id,
            code,
            terms,
            version: _,
            created_at,
            updated_at,
        } = programme;
        Self {
            id,
            organisation_id,
            code,
            title: terms.title,
            funder: terms.funder,
            fund: terms.fund,
            project_code: terms.project_code,
            starts_on: terms.starts_on,
            ends_on: terms.ends_on,
            pathway_template_id: terms.pathway_template_id,
            capacity: terms.capacity,
            minimum_attendance_percent: terms.minimum_attendance_percent,
            certificate_rule: terms.certificate_rule,
            work_right_rule: terms.work_right_rule,
            eligibility_checks,
            hidden_form_sections,
            active: terms.active,
            created_at: created_at.and_utc(),
            updated_at: updated_at.and_utc(),
        }
    }
}

impl From<Programme> for ProgrammeRowBody {
    fn from(programme: Programme) -> Self {
        Self {
            id: programme.id,
            organisation_id: programme.organisation_id,
            code: programme.code,
            title: programme.terms.title,
            starts_on: programme.terms.starts_on,
            ends_on: programme.terms.ends_on,
            active: programme.terms.active,
        }
    }
}

pub async fn add(
    database: Data<Database>,
    caller: Caller,
    id: Path<OrganisationId>,
    body: Body<NewProgrammeBody>,
) -> Result<Created<ProgrammeBody>> {
    let new = body.0.try_into()?;
    let programme = database
        .write(caller, move |tx| service::add(tx, &id, new))
        .await?;
    let location = format!("/v1/programmes/{}", programme.id);
    Ok(Created::new(location, programme.version, programme.into()))
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<ProgrammesQuery>,
) -> Result<Listed<ProgrammeRowBody>> {
    let query = query.0;
    let organisation = query.organisation_id.as_ref().map_or("", |id| id.as_str());
    let active = query
        .active
        .map_or("", |it| if it { "true" } else { "false" });
    let vault = database.vault();
    let cursor = query.cursor.as_deref();
    let bound = [organisation, active];
    let page = Page::read(&vault, "programmes", &bound, query.limit, cursor)?;
    let wanted = page.clone();
    let filter = ProgrammeFilter {
        organisation_id: query.organisation_id,
        active: query.active,
    };
    let rows = database
        .read(caller, move |tx| service::list(tx, &wanted, &filter))
        .await?;
    let position = |row: &Programme| row.id.to_string();
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
    id: Path<ProgrammeId>,
) -> Result<Versioned<ProgrammeBody>> {
    let programme = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Versioned(programme.version, programme.into()))
}

pub async fn update(
    database: Data<Database>,
    caller: Caller,
    id: Path<ProgrammeId>,
    if_match: IfMatch,
    patch: Patch<ProgrammePatch>,
) -> Result<Versioned<ProgrammeBody>> {
    let programme = database
        .write(caller, move |tx| {
            service::update(tx, &id, if_match.0, |before| patch.0.onto(before))
        })
        .await?;
    Ok(Versioned(programme.version, programme.into()))
}
