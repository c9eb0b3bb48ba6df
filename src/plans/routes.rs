use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    FollowUp, FollowUpId, FollowUpOutcome, NewFollowUp, NewNextStep, NextStep, NextStepId,
    NextStepKind, service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{
    Change, Created, Day, Done, IfMatch, Listed, Once, Patch, Repeatable, Versioned,
};
use crate::profiles::routes::form::{esco, isco_code};
use crate::text::clean_text;

/// The longest description of a next step, in code points.
const DESCRIPTION_MAX: usize = 1_000;
/// The longest name of who sees to one, in code points.
const RESPONSIBLE_MAX: usize = 200;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNextStepBody {
    kind: NextStepKind,
    description: String,
    /// Who sees to it: the person, somebody by name, a service.
    #[schema(max_length = 200)]
    responsible: Option<String>,
    due_on: Option<Day>,
    #[serde(default)]
    done: bool,
}

impl TryFrom<NewNextStepBody> for NewNextStep {
    type Error = Error;

    fn try_from(body: NewNextStepBody) -> Result<Self> {
        let mut checks = Checks::default();
        let description = clean_text(&body.description, DESCRIPTION_MAX);
        let description = checks.value(description, "/description");
        let responsible = body.responsible.map(|it| clean_text(&it, RESPONSIBLE_MAX));
        let responsible = checks.optional(responsible, "/responsible");
        checks.finish(|| {
            Some(Self {
                kind: body.kind,
                description: description?,
                responsible,
                due_on: body.due_on.map(Into::into),
                done: body.done,
            })
        })
    }
}

/// A merge patch of a next step.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NextStepPatch {
    #[serde(default)]
    kind: Change<NextStepKind>,
    #[serde(default)]
    description: Change<String>,
    /// Who sees to it: the person, somebody by name, a service.
    #[serde(default)]
    responsible: Change<String>,
    #[serde(default)]
    due_on: Change<Day>,
    #[serde(default)]
    done: Change<bool>,
}

#[derive(Serialize, ToSchema)]
pub struct NextStepBody {
    id: NextStepId,
    case_id: CaseId,
    kind: NextStepKind,
    description: String,
    responsible: Option<String>,
    due_on: Option<NaiveDate>,
    done: bool,
    created_at: DateTime<Utc>,
}

impl From<NextStep> for NextStepBody {
    fn from(step: NextStep) -> Self {
        let NextStep {
            id,
            case_id,
            organisation_id: _,
            kind,
            description,
            responsible,
            due_on,
            done,
            version: _,
            created_at,
        } = step;
        Self {
            id,
            case_id,
            kind,
            description,
            responsible,
            due_on,
            done,
            created_at: created_at.and_utc(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFollowUpBody {
    contacted_on: Day,
    reached: bool,
    /// `unknown` where the person was not reached.
    outcome: FollowUpOutcome,
    #[serde(default)]
    note: String,
    /// ISCO-08, one to four digits, of the job that the person has; with a job only.
    #[schema(max_length = 4)]
    isco_code: Option<String>,
    /// Its occupation of the catalogue; with a job only.
    esco_uri: Option<String>,
}

impl TryFrom<NewFollowUpBody> for NewFollowUp {
    type Error = Error;

    fn try_from(body: NewFollowUpBody) -> Result<Self> {
        let mut checks = Checks::default();
        let note = match body.note.trim() {
            "" => Some(String::new()),
            note => checks.value(clean_text(note, 2_000), "/note"),
        };
        let isco_code = checks.optional(body.isco_code.map(isco_code), "/isco_code");
        let esco_uri = body.esco_uri.map(|it| esco(it, "occupation"));
        let esco_uri = checks.optional(esco_uri, "/esco_uri");
        checks.finish(|| {
            Some(Self {
                contacted_on: body.contacted_on.into(),
                reached: body.reached,
                outcome: body.outcome,
                note: note?,
                isco_code,
                esco_uri,
            })
        })
    }
}

#[derive(Serialize, ToSchema)]
pub struct FollowUpBody {
    id: FollowUpId,
    case_id: CaseId,
    contacted_on: NaiveDate,
    reached: bool,
    outcome: FollowUpOutcome,
    note: String,
    isco_code: Option<String>,
    /// The occupation, with its English name and the release of the catalogue.
    esco_uri: Option<String>,
    esco_label: Option<String>,
    esco_release: Option<String>,
    recorded_by: UserId,
    recorded_at: DateTime<Utc>,
}

impl From<FollowUp> for FollowUpBody {
    fn from(follow_up: FollowUp) -> Self {
        let FollowUp {
            id,
            case_id,
            organisation_id: _,
            contacted_on,
            reached,
            outcome,
            note,
            isco_code,
            esco_uri,
            esco_label,
            esco_release,
            recorded_by,
            recorded_at,
        } = follow_up;
        Self {
            id,
            case_id,
            contacted_on,
            reached,
            outcome,
            note,
            isco_code,
            esco_uri,
            esco_label,
            esco_release,
            recorded_by,
            recorded_at: recorded_at.and_utc(),
        }
    }
}

pub async fn add(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    once: Once<NewNextStepBody>,
) -> Result<Repeatable<Created<NextStepBody>>> {
    let (body, once) = once.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let step = service::add(tx, &case, new)?;
        let location = format!("/v1/cases/{case}/next-steps/{}", step.id);
        Ok(Created::new(location, step.version, step.into()))
    })
    .await
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<NextStepBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &case))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    ids: Path<(CaseId, NextStepId)>,
) -> Result<Versioned<NextStepBody>> {
    let (case, id) = ids.into_inner();
    let step = database
        .read(caller, move |tx| service::read(tx, &case, &id))
        .await?;
    Ok(Versioned(step.version, step.into()))
}

pub async fn update(
    database: Data<Database>,
    caller: Caller,
    ids: Path<(CaseId, NextStepId)>,
    if_match: IfMatch,
    patch: Patch<NextStepPatch>,
) -> Result<Versioned<NextStepBody>> {
    let (case, id) = ids.into_inner();
    let NextStepPatch {
        kind,
        description,
        responsible,
        due_on,
        done,
    } = patch.0;
    let mut checks = Checks::default();
    let kind = kind.required("/kind", &mut checks);
    let text = |text: String| clean_text(&text, DESCRIPTION_MAX);
    let description = description
        .try_map(text, "/description", &mut checks)
        .required("/description", &mut checks);
    let responsible = responsible.try_map(
        |it| clean_text(&it, RESPONSIBLE_MAX),
        "/responsible",
        &mut checks,
    );
    let done = done.required("/done", &mut checks);
    checks.finish(|| Some(()))?;
    let step = database
        .write(caller, move |tx| {
            service::update(tx, &case, &id, if_match.0, |before| NextStep {
                kind: kind.unwrap_or(before.kind),
                description: description.unwrap_or(before.description),
                responsible: responsible.apply(before.responsible),
                due_on: due_on.map(Into::into).apply(before.due_on),
                done: done.unwrap_or(before.done),
                ..before
            })
        })
        .await?;
    Ok(Versioned(step.version, step.into()))
}

pub async fn delete(
    database: Data<Database>,
    caller: Caller,
    ids: Path<(CaseId, NextStepId)>,
    if_match: IfMatch,
) -> Result<Done> {
    let (case, id) = ids.into_inner();
    database
        .write(caller, move |tx| {
            service::delete(tx, &case, &id, if_match.0)
        })
        .await?;
    Ok(Done)
}

pub async fn record_follow_up(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    once: Once<NewFollowUpBody>,
) -> Result<Repeatable<Created<FollowUpBody>>> {
    let (body, once) = once.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let follow_up = service::record_follow_up(tx, &case, new)?;
        let location = format!("/v1/cases/{case}/follow-ups");
        Ok(Created::new(location, None, follow_up.into()))
    })
    .await
}

pub async fn list_follow_ups(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<FollowUpBody>> {
    let rows = database
        .read(caller, move |tx| service::list_follow_ups(tx, &case))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}
