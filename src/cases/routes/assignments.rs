//! Who works on cases: one form of an assignment wherever it is shown.

use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::{
    Assigned, AssignmentWarning, Assignments, Candidate, CaseId, HandedOver, OperatorPart,
    PresentStandIn, service,
};
use crate::db::Database;
use crate::error::Result;
use crate::http::{Body, IfMatch, Item, Listed, Once, Query, Repeatable, Versioned};

#[derive(Serialize, ToSchema)]
pub struct CaseAssignmentBody {
    user_id: UserId,
    display_name: String,
    part: OperatorPart,
    assigned_at: DateTime<Utc>,
    /// Whether the user can still act here: neither disabled nor without the role.
    active: bool,
    /// Who has this user's cases today.
    stand_in: Option<PresentStandInBody>,
}

#[derive(Serialize, ToSchema)]
pub struct PresentStandInBody {
    user_id: UserId,
    display_name: String,
    /// The last day.
    to_on: NaiveDate,
}

impl From<PresentStandIn> for PresentStandInBody {
    fn from(stand_in: PresentStandIn) -> Self {
        let PresentStandIn {
            user_id,
            display_name,
            to_on,
        } = stand_in;
        Self {
            user_id,
            display_name,
            to_on,
        }
    }
}

impl From<Assigned> for CaseAssignmentBody {
    fn from(assigned: Assigned) -> Self {
        let Assigned {
            assignment,
            display_name,
            active,
            stand_in,
        } = assigned;
        Self {
            user_id: assignment.user_id,
            display_name,
            part: assignment.part,
            assigned_at: assignment.assigned_at.and_utc(),
            active,
            stand_in: stand_in.map(Into::into),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct AssignmentsBody {
    assignments: Vec<CaseAssignmentBody>,
    /// What to look at; none of it stands in the way.
    warnings: Vec<AssignmentWarning>,
}

impl From<Assignments> for Versioned<AssignmentsBody> {
    fn from(assignments: Assignments) -> Self {
        let Assignments {
            version,
            assigned,
            warnings,
        } = assignments;
        let body = AssignmentsBody {
            assignments: assigned.into_iter().map(Into::into).collect(),
            warnings,
        };
        Self(version, body)
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssignmentsBody {
    /// One lead and up to nine others; replaces those before.
    assignments: Vec<NewAssignmentBody>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssignmentBody {
    user_id: UserId,
    part: OperatorPart,
}

impl From<NewAssignmentsBody> for Vec<(UserId, OperatorPart)> {
    fn from(body: NewAssignmentsBody) -> Self {
        let pair = |assignment: NewAssignmentBody| (assignment.user_id, assignment.part);
        body.assignments.into_iter().map(pair).collect()
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CandidatesQuery {
    /// For which part; for the lead where not said.
    pub part: Option<OperatorPart>,
}

/// Somebody to whom a part in a case can be given.
#[derive(Serialize, ToSchema)]
pub struct AssignmentCandidateBody {
    user_id: UserId,
    display_name: String,
    /// Running cases that they work on.
    cases: i64,
    /// The last day of their absence, if somebody stands in for them today.
    absent_until: Option<NaiveDate>,
}

impl From<Candidate> for AssignmentCandidateBody {
    fn from(candidate: Candidate) -> Self {
        let Candidate {
            user_id,
            display_name,
            cases,
            absent_until,
        } = candidate;
        Self {
            user_id,
            display_name,
            cases: cases.unwrap_or_default(),
            absent_until,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverBody {
    /// Who leaves; they need not be able to sign in any more.
    from_user_id: UserId,
    to_user_id: UserId,
}

#[derive(Serialize, ToSchema)]
pub struct HandedOverBody {
    case_ids: Vec<CaseId>,
    /// How many planned sessions have another conductor or mediator now.
    sessions: usize,
    /// How many groups have another conductor now.
    groups: usize,
    warnings: Vec<AssignmentWarning>,
}

impl From<HandedOver> for HandedOverBody {
    fn from(done: HandedOver) -> Self {
        let HandedOver {
            case_ids,
            sessions,
            groups,
            warnings,
        } = done;
        Self {
            case_ids,
            sessions,
            groups,
            warnings,
        }
    }
}

pub async fn read_operators(
    database: Data<Database>,
    caller: Caller,
    id: Path<CaseId>,
) -> Result<Versioned<AssignmentsBody>> {
    let assignments = database
        .read(caller, move |tx| service::assignments(tx, &id))
        .await?;
    Ok(assignments.into())
}

pub async fn assign(
    database: Data<Database>,
    caller: Caller,
    id: Path<CaseId>,
    if_match: IfMatch,
    body: Body<NewAssignmentsBody>,
) -> Result<Versioned<AssignmentsBody>> {
    let wanted = body.0.into();
    let assignments = database
        .write(caller, move |tx| {
            service::assign(tx, &id, if_match.0, wanted)
        })
        .await?;
    Ok(assignments.into())
}

pub async fn candidates(
    database: Data<Database>,
    caller: Caller,
    query: Query<CandidatesQuery>,
) -> Result<Listed<AssignmentCandidateBody>> {
    let part = query.0.part.unwrap_or(OperatorPart::Lead);
    let rows = database
        .read(caller, move |tx| service::candidates(tx, part))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn hand_over(
    database: Data<Database>,
    caller: Caller,
    body: Once<HandOverBody>,
) -> Result<Repeatable<Item<HandedOverBody>>> {
    let (body, once) = body.split();
    once.write(&database, caller, move |tx| {
        let done = service::hand_over(tx, &body.from_user_id, &body.to_user_id)?;
        Ok(Item(done.into()))
    })
    .await
}
