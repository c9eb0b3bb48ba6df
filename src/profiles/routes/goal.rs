use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::form::text;
use crate::access::Caller;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{Body, IfMatch, Versioned};
use crate::profiles::{GoalHorizon, GoalStatement, ProfessionalGoal, service};
use crate::text::clean_text;

/// Either a goal or the reason why there is none yet.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoalForm {
    goal: Option<String>,
    horizon: Option<GoalHorizon>,
    no_goal_reason: Option<String>,
    #[serde(default)]
    alternatives: String,
    #[serde(default)]
    favourable_factors: String,
    #[serde(default)]
    unfavourable_factors: String,
}

impl TryFrom<GoalForm> for GoalStatement {
    type Error = Error;

    fn try_from(form: GoalForm) -> Result<Self> {
        let mut checks = Checks::default();
        let one = form.goal.is_some() != form.no_goal_reason.is_some();
        checks.ensure(one, "/goal", "goal_or_reason");
        let goal = checks.optional(form.goal.map(|it| clean_text(&it, 1000)), "/goal");
        let reason = form.no_goal_reason.map(|it| clean_text(&it, 1000));
        let no_goal_reason = checks.optional(reason, "/no_goal_reason");
        let mut factors = |it: &str, at: &str| text(it, 2000, at, &mut checks);
        let alternatives = factors(&form.alternatives, "/alternatives");
        let favourable_factors = factors(&form.favourable_factors, "/favourable_factors");
        let unfavourable_factors = factors(&form.unfavourable_factors, "/unfavourable_factors");
        checks.finish(|| {
            Some(Self {
                goal,
                horizon: form.horizon,
                no_goal_reason,
                alternatives,
                favourable_factors,
                unfavourable_factors,
            })
        })
    }
}

#[derive(Serialize, ToSchema)]
pub struct GoalBody {
    goal: Option<String>,
    horizon: Option<GoalHorizon>,
    no_goal_reason: Option<String>,
    alternatives: String,
    favourable_factors: String,
    unfavourable_factors: String,
    updated_at: DateTime<Utc>,
}

impl From<ProfessionalGoal> for GoalBody {
    fn from(goal: ProfessionalGoal) -> Self {
        let ProfessionalGoal {
            case_id: _,
            organisation_id: _,
            goal,
            horizon,
            no_goal_reason,
            alternatives,
            favourable_factors,
            unfavourable_factors,
            version: _,
            updated_at,
        } = goal;
        Self {
            goal: (!goal.is_empty()).then_some(goal),
            horizon,
            no_goal_reason,
            alternatives,
            favourable_factors,
            unfavourable_factors,
            updated_at: updated_at.and_utc(),
        }
    }
}

pub async fn read_goal(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Versioned<GoalBody>> {
    let goal = database
        .read(caller, move |tx| service::read_goal(tx, &case))
        .await?;
    Ok(Versioned(goal.version, goal.into()))
}

pub async fn set_goal(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    if_match: IfMatch,
    body: Body<GoalForm>,
) -> Result<Versioned<GoalBody>> {
    let said = body.0.try_into()?;
    let goal = database
        .write(caller, move |tx| {
            service::set_goal(tx, &case, if_match.0, said)
        })
        .await?;
    Ok(Versioned(goal.version, goal.into()))
}
