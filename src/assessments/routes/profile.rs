use actix_web::web::{Data, Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::AssessmentBody;
use crate::access::Caller;
use crate::assessments::{Overview, service};
use crate::beneficiaries::BeneficiaryId;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::Result;
use crate::http::Item;
use crate::profiles::Profile;
use crate::profiles::routes::{
    CompetenceBody, EvidenceBody, ExpectationBody, ExperienceBody, GoalBody, LanguageSkillBody,
};

/// The four sections of the EU Skills Profile Tool for Third Country Nationals.
#[derive(Serialize, ToSchema)]
pub struct ProfileBody {
    personal_information: ProfilePersonBody,
    expectations: ProfileExpectationsBody,
    skills: ProfileSkillsBody,
    appraisal: ProfileAppraisalBody,
}

/// Whose profile it is; the person's own record holds the rest.
#[derive(Serialize, ToSchema)]
pub struct ProfilePersonBody {
    beneficiary_id: BeneficiaryId,
}

#[derive(Serialize, ToSchema)]
pub struct ProfileExpectationsBody {
    expectations: Vec<ExpectationBody>,
    professional_goal: GoalBody,
}

#[derive(Serialize, ToSchema)]
pub struct ProfileSkillsBody {
    experiences: Vec<ExperienceBody>,
    evidence: Vec<EvidenceBody>,
    languages: Vec<LanguageSkillBody>,
    competences: Vec<CompetenceBody>,
}

#[derive(Serialize, ToSchema)]
pub struct ProfileAppraisalBody {
    final_assessment: Option<AssessmentBody>,
}

impl From<Overview> for ProfileBody {
    fn from(overview: Overview) -> Self {
        let Overview {
            case,
            profile,
            appraisal,
        } = overview;
        let Profile {
            experiences,
            evidence,
            languages,
            competences,
            expectations,
            goal,
        } = profile;
        Self {
            personal_information: ProfilePersonBody {
                beneficiary_id: case.beneficiary_id,
            },
            expectations: ProfileExpectationsBody {
                expectations: all(expectations),
                professional_goal: goal.into(),
            },
            skills: ProfileSkillsBody {
                experiences: all(experiences),
                evidence: all(evidence),
                languages: all(languages),
                competences: all(competences),
            },
            appraisal: ProfileAppraisalBody {
                final_assessment: appraisal.map(Into::into),
            },
        }
    }
}

fn all<E, B: From<E>>(entries: Vec<E>) -> Vec<B> {
    entries.into_iter().map(Into::into).collect()
}

pub async fn read_profile(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Item<ProfileBody>> {
    let overview = database
        .read(caller, move |tx| service::overview(tx, &case))
        .await?;
    Ok(Item(overview.into()))
}
