use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::code;
use crate::access::Caller;
use crate::accounts::UserId;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{Body, Created, Item, Listed};
use crate::organisations::OrganisationId;
use crate::programmes::{
    NewPathwayTemplate, PathwayMethod, PathwayPhase, PathwayStep, PathwayTemplate,
    PathwayTemplateId, StandardPathway, StepKind, service,
};
use crate::text::clean_line;

const STEPS: usize = 60;
const MINUTES: std::ops::RangeInclusive<i32> = 15..=480;

/// Either `standard` alone, or `code`, `title` and `steps`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPathwayTemplateBody {
    /// A pathway that comes with the service.
    standard: Option<StandardPathway>,
    /// Capital letters, digits and hyphens; a code used before gets a new edition.
    code: Option<String>,
    title: Option<String>,
    /// In their order; none where the number of meetings is not fixed.
    steps: Option<Vec<NewPathwayStepBody>>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPathwayStepBody {
    phase: PathwayPhase,
    kind: StepKind,
    title: String,
    #[schema(minimum = 15, maximum = 480)]
    planned_minutes: i32,
    #[serde(default)]
    mandatory: bool,
}

#[derive(Serialize, ToSchema)]
pub struct PathwayTemplateBody {
    id: PathwayTemplateId,
    organisation_id: OrganisationId,
    code: String,
    edition: i32,
    method: PathwayMethod,
    title: String,
    steps: Vec<PathwayStepBody>,
    planned_minutes: i32,
    created_at: DateTime<Utc>,
    created_by: UserId,
}

#[derive(Serialize, ToSchema)]
pub struct PathwayStepBody {
    order: i32,
    phase: PathwayPhase,
    kind: StepKind,
    title: String,
    planned_minutes: i32,
    mandatory: bool,
}

impl TryFrom<NewPathwayTemplateBody> for NewPathwayTemplate {
    type Error = Error;

    fn try_from(body: NewPathwayTemplateBody) -> Result<Self> {
        let mut checks = Checks::default();
        if let Some(standard) = body.standard {
            checks.ensure(body.code.is_none(), "/code", "standard_is_whole");
            checks.ensure(body.title.is_none(), "/title", "standard_is_whole");
            checks.ensure(body.steps.is_none(), "/steps", "standard_is_whole");
            return checks.finish(|| Some(standard.template()));
        }
        let given = |text: Option<String>| text.ok_or("missing_property");
        let code = checks.value(given(body.code).and_then(|it| code(&it)), "/code");
        let title = given(body.title).and_then(|it| Ok(clean_line(&it, 200)?));
        let title = checks.value(title, "/title");
        let steps = checks.value(body.steps.ok_or("missing_property"), "/steps");
        let steps = steps.unwrap_or_default();
        checks.ensure(steps.len() <= STEPS, "/steps", "too_long");
        let steps: Vec<_> = (0_usize..)
            .zip(steps.into_iter().take(STEPS))
            .filter_map(|(place, step)| self::step(place, step, &mut checks))
            .collect();
        checks.finish(|| {
            Some(Self {
                code: code?,
                method: PathwayMethod::Custom,
                title: title?,
                steps,
            })
        })
    }
}

fn step(place: usize, body: NewPathwayStepBody, checks: &mut Checks) -> Option<PathwayStep> {
    let minutes = body.planned_minutes;
    let at = format!("/steps/{place}/planned_minutes");
    checks.ensure(MINUTES.contains(&minutes), &at, "out_of_range");
    let title = checks.value(
        clean_line(&body.title, 200),
        &format!("/steps/{place}/title"),
    )?;
    Some(PathwayStep {
        order: i32::try_from(place + 1).ok()?,
        phase: body.phase,
        kind: body.kind,
        title,
        planned_minutes: minutes,
        mandatory: body.mandatory,
    })
}

impl From<PathwayTemplate> for PathwayTemplateBody {
    fn from(template: PathwayTemplate) -> Self {
        let planned_minutes = template.planned_minutes();
        let PathwayTemplate {
            id,
            organisation_id,
            code,
            edition,
            method,
            title,
            steps,
            created_at,
            created_by,
        } = template;
        Self {
            id,
            organisation_id,
            code,
            edition,
            method,
            title,
            steps: steps.get().into_iter().map(Into::into).collect(),
            planned_minutes,
            created_at: created_at.and_utc(),
            created_by,
        }
    }
}

impl From<PathwayStep> for PathwayStepBody {
    fn from(step: PathwayStep) -> Self {
        let PathwayStep {
            order,
            phase,
            kind,
            title,
            planned_minutes,
            mandatory,
        } = step;
        Self {
            order,
            phase,
            kind,
            title,
            planned_minutes,
            mandatory,
        }
    }
}

pub async fn add_template(
    database: Data<Database>,
    caller: Caller,
    id: Path<OrganisationId>,
    body: Body<NewPathwayTemplateBody>,
) -> Result<Created<PathwayTemplateBody>> {
    let new = body.0.try_into()?;
    let template = database
        .write(caller, move |tx| service::add_template(tx, &id, new))
        .await?;
    let location = format!("/v1/pathway-templates/{}", template.id);
    Ok(Created::new(location, None, template.into()))
}

pub async fn list_templates(
    database: Data<Database>,
    caller: Caller,
    id: Path<OrganisationId>,
) -> Result<Listed<PathwayTemplateBody>> {
    let rows = database
        .read(caller, move |tx| service::list_templates(tx, &id))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read_template(
    database: Data<Database>,
    caller: Caller,
    id: Path<PathwayTemplateId>,
) -> Result<Item<PathwayTemplateBody>> {
    let template = database
        .read(caller, move |tx| service::read_template(tx, &id))
        .await?;
    Ok(Item(template.into()))
}
