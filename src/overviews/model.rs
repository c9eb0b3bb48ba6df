use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::cases::{Case, CasePerson, CaseProgramme, PlanSummary};
use crate::db::schema::{attendances, competences, sessions};
use crate::profiles::{CompetenceId, CompetenceKind};
use crate::sessions::{AttendanceStatus, SessionId, SessionKind};

/// A session that was held with the person or a group of theirs, and how long they were there.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct OverviewSession {
    pub id: SessionId,
    pub kind: SessionKind,
    pub held_from: Option<NaiveDateTime>,
    pub shared_summary: String,
    #[diesel(select_expression = attendances::status)]
    pub attendance: AttendanceStatus,
    #[diesel(select_expression = attendances::minutes)]
    pub minutes: i32,
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = competences)]
pub struct OverviewCompetence {
    pub id: CompetenceId,
    pub label: String,
    pub kind: CompetenceKind,
    pub self_level: Option<i32>,
    pub agreed_level: Option<i32>,
}

#[derive(Clone, Debug)]
pub struct CaseOverview {
    pub case: Case,
    pub person: CasePerson,
    pub programme: CaseProgramme,
    pub plan: PlanSummary,
    pub sessions: Vec<OverviewSession>,
    pub competences: Vec<OverviewCompetence>,
}
