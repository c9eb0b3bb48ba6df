use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::cases::{Case, CaseId};
use crate::db::schema::professional_goals;
use crate::organisations::OrganisationId;
use crate::text_enum;

text_enum! {
    /// Within months, within a year or two, or later.
    GoalHorizon { Short = "short", Medium = "medium", Long = "long" }
}

/// Where the person wants to go, or why that is still open. A case has one from its beginning;
/// version 0 is the one that nobody has written yet.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = professional_goals)]
#[diesel(primary_key(case_id))]
#[diesel(treat_none_as_null = true)]
pub struct ProfessionalGoal {
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    /// Empty where there is none.
    pub goal: String,
    pub horizon: Option<GoalHorizon>,
    pub no_goal_reason: Option<String>,
    pub alternatives: String,
    pub favourable_factors: String,
    pub unfavourable_factors: String,
    pub version: i32,
    pub updated_at: NaiveDateTime,
}

/// What is said of a goal; either a goal or the reason why there is none.
#[derive(Clone, Debug)]
pub struct GoalStatement {
    pub goal: Option<String>,
    pub horizon: Option<GoalHorizon>,
    pub no_goal_reason: Option<String>,
    pub alternatives: String,
    pub favourable_factors: String,
    pub unfavourable_factors: String,
}

impl ProfessionalGoal {
    pub fn unwritten(case: &Case) -> Self {
        Self {
            case_id: case.id.clone(),
            organisation_id: case.organisation_id.clone(),
            goal: String::new(),
            horizon: None,
            no_goal_reason: None,
            alternatives: String::new(),
            favourable_factors: String::new(),
            unfavourable_factors: String::new(),
            version: 0,
            updated_at: case.opened_at,
        }
    }

    pub fn next(self, said: GoalStatement, now: NaiveDateTime) -> Self {
        Self {
            goal: said.goal.unwrap_or_default(),
            horizon: said.horizon,
            no_goal_reason: said.no_goal_reason,
            alternatives: said.alternatives,
            favourable_factors: said.favourable_factors,
            unfavourable_factors: said.unfavourable_factors,
            version: self.version + 1,
            updated_at: now,
            ..self
        }
    }

    /// Whether there is a goal, or a reason for having none: what submitting the report asks for.
    pub fn is_settled(&self) -> bool {
        !self.goal.is_empty() || self.no_goal_reason.is_some()
    }
}
