use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::db::schema::{pathway_templates, programmes};
use crate::db::types::Json;
use crate::organisations::OrganisationId;
use crate::profile_forms::ProfileSection;
use crate::{id_type, text_enum};

id_type!(ProgrammeId);
id_type!(PathwayTemplateId);

text_enum! {
    /// The school that a pathway follows.
    PathwayMethod {
        Espor = "espor",
        Espar = "espar",
        ExtracompetenzeIndividual = "extracompetenze_individual",
        Custom = "custom",
    }
}

text_enum! {
    PathwayPhase {
        Preliminary = "preliminary",
        Investigation = "investigation",
        Conclusion = "conclusion",
        FollowUp = "follow_up",
    }
}

text_enum! {
    StepKind { Individual = "individual", Group = "group" }
}

/// One meeting of a pathway.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathwayStep {
    /// Its place in the pathway, from 1.
    pub order: i32,
    pub phase: PathwayPhase,
    pub kind: StepKind,
    pub title: String,
    pub planned_minutes: i32,
    pub mandatory: bool,
}

/// An edition of a pathway. It never changes: a better one is a new edition under the same code, and
/// whoever began with an edition goes on with it.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = pathway_templates)]
pub struct PathwayTemplate {
    pub id: PathwayTemplateId,
    pub organisation_id: OrganisationId,
    pub code: String,
    pub edition: i32,
    pub method: PathwayMethod,
    pub title: String,
    pub steps: Json<Vec<PathwayStep>>,
    pub created_at: NaiveDateTime,
    pub created_by: UserId,
}

impl Protected for PathwayTemplate {
    const RESOURCE: Resource = Resource::PathwayTemplate;
}

impl PathwayTemplate {
    /// The steps in their order; none where the number of meetings is not fixed.
    pub fn steps(&self) -> Vec<PathwayStep> {
        self.steps.get()
    }

    /// What the whole pathway takes; zero where the number of meetings is not fixed, so that the
    /// hours planned are those of the meetings themselves.
    pub fn planned_minutes(&self) -> i32 {
        self.steps().iter().map(|step| step.planned_minutes).sum()
    }
}

#[derive(Clone, Debug)]
pub struct NewPathwayTemplate {
    pub code: String,
    pub method: PathwayMethod,
    pub title: String,
    pub steps: Vec<PathwayStep>,
}

text_enum! {
    /// Where the money comes from.
    Fund {
        Fami = "fami",
        FeiLegacy = "fei_legacy",
        Fse = "fse",
        Municipal = "municipal",
        PnrrGol = "pnrr_gol",
        Other = "other",
    }
}

text_enum! {
    /// Who gets a participation certificate.
    CertificateRule {
        /// Who attended at least the programme's minimum, or has a waiver; others get a statement.
        Attendance = "attendance",
        /// Nobody: the programme gives attendance statements only.
        AlwaysStatement = "always_statement",
    }
}

text_enum! {
    /// What becomes of a placement referral when the permit does not (yet) allow work. It never
    /// touches the audit itself, which is not work.
    WorkRightRule { Warn = "warn", Block = "block" }
}

/// A question answered when a person is taken on. A mandatory one that is not satisfied needs a
/// supervisor's reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EligibilityCheck {
    pub code: String,
    pub title: String,
    pub mandatory: bool,
}

impl EligibilityCheck {
    /// What is asked where a programme says nothing else.
    pub fn defaults() -> Vec<Self> {
        [
            (
                "free_choice",
                "La persona partecipa per libera scelta",
                true,
            ),
            ("age", "Ha 18 anni, o almeno 16 con un tutore", true),
            ("territory", "Vive nel territorio del programma", false),
        ]
        .map(|(code, title, mandatory)| Self {
            code: code.to_owned(),
            title: title.to_owned(),
            mandatory,
        })
        .to_vec()
    }
}

/// What a programme is agreed to be. All of it may be changed later, for those who join then.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = programmes)]
#[diesel(treat_none_as_null = true)]
pub struct ProgrammeTerms {
    pub title: String,
    pub funder: String,
    pub fund: Fund,
    pub project_code: Option<String>,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    /// The pathway of cases opened from now on; those that run keep theirs.
    pub pathway_template_id: PathwayTemplateId,
    /// How many people at most; without it there is no limit.
    pub capacity: Option<i32>,
    pub minimum_attendance_percent: i32,
    pub certificate_rule: CertificateRule,
    pub work_right_rule: WorkRightRule,
    pub eligibility_checks: Json<Vec<EligibilityCheck>>,
    /// Sections of the interview's form that its cases are not asked.
    pub hidden_form_sections: Json<Vec<ProfileSection>>,
    pub active: bool,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = programmes)]
pub struct Programme {
    pub id: ProgrammeId,
    pub organisation_id: OrganisationId,
    pub code: String,
    #[diesel(embed)]
    pub terms: ProgrammeTerms,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl Protected for Programme {
    const RESOURCE: Resource = Resource::Programme;
}

impl Programme {
    /// Whether people can be taken on that day.
    pub fn is_open(&self, on: NaiveDate) -> bool {
        let ProgrammeTerms {
            active,
            starts_on,
            ends_on,
            ..
        } = &self.terms;
        *active && *starts_on <= on && ends_on.is_none_or(|last| on <= last)
    }

    pub fn eligibility_checks(&self) -> Vec<EligibilityCheck> {
        self.terms.eligibility_checks.get()
    }

    pub fn hidden_form_sections(&self) -> Vec<ProfileSection> {
        self.terms.hidden_form_sections.get()
    }
}

#[derive(Clone, Debug)]
pub struct NewProgramme {
    pub code: String,
    pub terms: ProgrammeTerms,
}

/// Which programmes are asked for.
#[derive(Clone, Debug)]
pub struct ProgrammeFilter {
    pub organisation_id: Option<OrganisationId>,
    pub active: Option<bool>,
}
