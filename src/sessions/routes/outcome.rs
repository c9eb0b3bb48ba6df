use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use super::bodies::SessionBody;
use super::plan::instant;
use super::{reason, summary};
use crate::access::Caller;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::{Checks, Result};
use crate::http::{Body, IfMatch, Versioned};
use crate::sessions::{
    AttendanceStatus, NewAttendance, NewOutcome, SessionId, SessionOutcome, service,
};

/// More people than any group has.
const PEOPLE: usize = 200;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAttendanceBody {
    case_id: CaseId,
    status: AttendanceStatus,
    /// The whole session where present, none where absent; to be given where late or left early.
    minutes: Option<i32>,
}

/// How a session ended.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionOutcomeBody {
    status: SessionOutcome,
    /// Only when held, as `held_to`.
    held_from: Option<DateTime<Utc>>,
    held_to: Option<DateTime<Utc>>,
    /// When held, of everybody who was expected.
    #[serde(default)]
    attendance: Vec<NewAttendanceBody>,
    /// What the person may read; kept as it is where not given.
    shared_summary: Option<String>,
    /// Only when cancelled.
    cancelled_reason: Option<String>,
    /// Needed to amend a locked session.
    reason: Option<String>,
}

impl SessionOutcomeBody {
    fn check(self) -> Result<NewOutcome> {
        let mut checks = Checks::default();
        let held_from = checks.optional(self.held_from.map(instant), "/held_from");
        let held_to = checks.optional(self.held_to.map(instant), "/held_to");
        let few = self.attendance.len() <= PEOPLE;
        checks.ensure(few, "/attendance", "too_long");
        let shared_summary = checks.optional(
            self.shared_summary.map(|it| summary(&it)),
            "/shared_summary",
        );
        let cancelled_reason = checks.optional(
            self.cancelled_reason.map(|it| reason(&it)),
            "/cancelled_reason",
        );
        let reason = checks.optional(self.reason.map(|it| reason(&it)), "/reason");
        let attendance = self.attendance.into_iter().map(|row| NewAttendance {
            case_id: row.case_id,
            status: row.status,
            minutes: row.minutes,
        });
        checks.finish(|| {
            Some(NewOutcome {
                status: self.status,
                held_from,
                held_to,
                attendance: attendance.collect(),
                shared_summary,
                cancelled_reason,
                reason,
            })
        })
    }
}

pub async fn record_outcome(
    database: Data<Database>,
    caller: Caller,
    id: Path<SessionId>,
    if_match: IfMatch,
    body: Body<SessionOutcomeBody>,
) -> Result<Versioned<SessionBody>> {
    let new = body.0.check()?;
    let view = database
        .write(caller, move |tx| {
            service::record_outcome(tx, &id, if_match.0, new)
        })
        .await?;
    Ok(Versioned(view.session.version, view.into()))
}
