use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{CaseOverview, OverviewCompetence, OverviewSession, service};
use crate::access::Caller;
use crate::cases::routes::{CasePersonBody, CaseProgrammeBody, PlanSummaryBody};
use crate::cases::{CaseId, CaseStatus};
use crate::db::Database;
use crate::error::Result;
use crate::http::Versioned;
use crate::profiles::{CompetenceId, CompetenceKind};
use crate::sessions::{AttendanceStatus, SessionId, SessionKind};

#[derive(Serialize, ToSchema)]
pub struct CaseOverviewBody {
    id: CaseId,
    case_code: String,
    status: CaseStatus,
    person: CasePersonBody,
    programme: CaseProgrammeBody,
    plan: PlanSummaryBody,
    sessions: Vec<OverviewSessionBody>,
    competences: Vec<OverviewCompetenceBody>,
}

#[derive(Serialize, ToSchema)]
pub struct OverviewSessionBody {
    id: SessionId,
    kind: SessionKind,
    held_from: Option<DateTime<Utc>>,
    shared_summary: String,
    attendance: AttendanceStatus,
    minutes: i32,
}

impl From<OverviewSession> for OverviewSessionBody {
    fn from(session: OverviewSession) -> Self {
        Self {
            id: session.id,
            kind: session.kind,
            held_from: session.held_from.map(|at| at.and_utc()),
            shared_summary: session.shared_summary,
            attendance: session.attendance,
            minutes: session.minutes,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct OverviewCompetenceBody {
    id: CompetenceId,
    label: String,
    kind: CompetenceKind,
    self_level: Option<i32>,
    agreed_level: Option<i32>,
}

impl From<OverviewCompetence> for OverviewCompetenceBody {
    fn from(competence: OverviewCompetence) -> Self {
        Self {
            id: competence.id,
            label: competence.label,
            kind: competence.kind,
            self_level: competence.self_level,
            agreed_level: competence.agreed_level,
        }
    }
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<CaseId>,
) -> Result<Versioned<CaseOverviewBody>> {
    let overview = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    let CaseOverview {
        case,
        person,
        programme,
        plan,
        sessions,
        competences,
    } = overview;
    let body = CaseOverviewBody {
        id: case.id,
        case_code: case.case_code,
        status: case.status,
        person: person.into(),
        programme: programme.into(),
        plan: plan.into(),
        sessions: sessions.into_iter().map(Into::into).collect(),
        competences: competences.into_iter().map(Into::into).collect(),
    };
    Ok(Versioned(case.version, body))
}
