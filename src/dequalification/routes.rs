use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Dequalification, JobComparison, ObtainedJob, PastJob, service, words};
use crate::access::Caller;
use crate::cases::CaseId;
use crate::code_lists::routes::LabelBody;
use crate::db::Database;
use crate::error::Result;
use crate::esco::routes::Languages;
use crate::http::{Item, Query};
use crate::plans::FollowUpId;
use crate::profiles::ExperienceId;

/// The best past job beside the job obtained, by the skill levels of ISCO-08 (1 to 4). What is not
/// recorded is unknown.
#[derive(Serialize, ToSchema)]
pub struct DequalificationBody {
    comparison: JobComparison,
    /// Levels lost, where positive, or won; where the comparison is known. At least so many lost, where
    /// past jobs of unknown level may have been better.
    #[schema(minimum = -3, maximum = 3)]
    difference: Option<i32>,
    /// What that means, or what is missing for it.
    summary: LabelBody,
    summary2: Option<LabelBody>,
    best_past_job: Option<PastJobBody>,
    /// Past jobs whose level is not known; a better one may be among them.
    unknown_past_jobs: usize,
    /// Of the latest follow-up contact at which the person had a job.
    obtained_job: Option<ObtainedJobBody>,
}

#[derive(Serialize, ToSchema)]
pub struct PastJobBody {
    experience_id: ExperienceId,
    isco_code: String,
    #[schema(minimum = 1, maximum = 4)]
    skill_level: i32,
}

#[derive(Serialize, ToSchema)]
pub struct ObtainedJobBody {
    follow_up_id: FollowUpId,
    contacted_on: NaiveDate,
    isco_code: Option<String>,
    #[schema(minimum = 1, maximum = 4)]
    skill_level: Option<i32>,
}

impl From<PastJob> for PastJobBody {
    fn from(job: PastJob) -> Self {
        let PastJob {
            experience_id,
            isco_code,
            skill_level,
        } = job;
        Self {
            experience_id,
            isco_code,
            skill_level,
        }
    }
}

impl From<ObtainedJob> for ObtainedJobBody {
    fn from(job: ObtainedJob) -> Self {
        let ObtainedJob {
            follow_up_id,
            contacted_on,
            isco_code,
            skill_level,
        } = job;
        Self {
            follow_up_id,
            contacted_on,
            isco_code,
            skill_level,
        }
    }
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    languages: Query<Languages>,
) -> Result<Item<DequalificationBody>> {
    let shown = languages.0.shown()?;
    let found = database
        .read(caller, move |tx| service::read(tx, &case))
        .await?;
    let comparison = found.comparison();
    let is_known = comparison != JobComparison::Unknown;
    let difference = found.difference().filter(|_| is_known);
    let (summary, summary2) = shown.said(|language| words::summary(language, &found));
    let Dequalification {
        past,
        unknown_jobs,
        obtained,
    } = found;
    Ok(Item(DequalificationBody {
        comparison,
        difference,
        summary,
        summary2,
        best_past_job: past.map(Into::into),
        unknown_past_jobs: unknown_jobs,
        obtained_job: obtained.map(Into::into),
    }))
}
