use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::{Case, CaseId};
use crate::db::schema::assessments;
use crate::db::types::Json;
use crate::organisations::OrganisationId;
use crate::profiles::{CompetenceId, Profile};
use crate::{id_type, text_enum};

id_type!(AssessmentId);

text_enum! {
    AssessmentKind {
        Initial = "initial",
        Intermediate = "intermediate",
        /// Once in a case.
        Final = "final",
        Language = "language",
        Digital = "digital",
        ByPerson = "self",
    }
}

text_enum! {
    AssessmentMethod {
        BiographicalInterview = "biographical_interview",
        SemiStructuredInterview = "semi_structured_interview",
        Observation = "observation",
        PracticalTest = "practical_test",
        Questionnaire = "questionnaire",
        SelfAssessment = "self_assessment",
        DocumentAnalysis = "document_analysis",
        EmployerInterview = "employer_interview",
    }
}

/// The levels that one competence was found to have, of [`crate::profiles::LEVELS`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssessmentItem {
    pub competence_id: CompetenceId,
    pub self_level: Option<i32>,
    pub agreed_level: Option<i32>,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = assessments)]
pub struct Assessment {
    pub id: AssessmentId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub kind: AssessmentKind,
    /// Who wrote it, and alone may change it.
    pub assessor_id: UserId,
    pub assessed_on: NaiveDate,
    pub methods: Json<Vec<AssessmentMethod>>,
    pub summary: String,
    /// Each of a competence of the same case.
    pub items: Json<Vec<AssessmentItem>>,
    pub item_count: i32,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl Protected for Assessment {
    const RESOURCE: Resource = Resource::Assessment;
}

/// What an assessor tells.
#[derive(Clone, Debug)]
pub struct AssessmentContent {
    pub kind: AssessmentKind,
    pub assessed_on: NaiveDate,
    pub methods: Vec<AssessmentMethod>,
    pub summary: String,
    pub items: Vec<AssessmentItem>,
}

impl Assessment {
    pub fn new(
        id: Option<AssessmentId>,
        case: &Case,
        assessor_id: UserId,
        content: AssessmentContent,
        now: NaiveDateTime,
    ) -> Self {
        let blank = Self {
            id: id.unwrap_or_else(AssessmentId::new),
            case_id: case.id.clone(),
            organisation_id: case.organisation_id.clone(),
            kind: content.kind,
            assessor_id,
            assessed_on: content.assessed_on,
            methods: Json::new(&Vec::new()),
            summary: String::new(),
            items: Json::new(&Vec::new()),
            item_count: 0,
            version: 0,
            created_at: now,
            updated_at: now,
        };
        blank.next(content, now)
    }

    /// The next version.
    pub fn next(self, content: AssessmentContent, now: NaiveDateTime) -> Self {
        Self {
            kind: content.kind,
            assessed_on: content.assessed_on,
            methods: Json::new(&content.methods),
            summary: content.summary,
            item_count: i32::try_from(content.items.len()).unwrap_or(i32::MAX),
            items: Json::new(&content.items),
            version: self.version + 1,
            updated_at: now,
            ..self
        }
    }

    pub fn content(&self) -> AssessmentContent {
        AssessmentContent {
            kind: self.kind,
            assessed_on: self.assessed_on,
            methods: self.methods.get(),
            summary: self.summary.clone(),
            items: self.items.get(),
        }
    }
}

/// An assessment as a list shows it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = assessments)]
pub struct AssessmentLine {
    pub id: AssessmentId,
    pub kind: AssessmentKind,
    pub assessor_id: UserId,
    pub assessed_on: NaiveDate,
    pub item_count: i32,
    pub version: i32,
}

/// The sections of the EU Skills Profile Tool for one case.
#[derive(Clone, Debug)]
pub struct Overview {
    pub case: Case,
    pub profile: Profile,
    pub appraisal: Option<Assessment>,
}
