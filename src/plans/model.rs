use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::schema::{follow_ups, next_steps};
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(NextStepId);
id_type!(FollowUpId);

text_enum! {
    /// What a next step is: the services of social and work inclusion (SIL) in the order of the
    /// S.IN.TE.SI. project, those that it names beside them, and what falls under none.
    NextStepKind {
        TrainingQualification = "training_qualification",
        TrainingRequalification = "training_requalification",
        WorkExperience = "work_experience",
        CompetenceValidation = "competence_validation",
        CompetenceCertification = "competence_certification",
        QualificationRecognition = "qualification_recognition",
        ActiveJobSearch = "active_job_search",
        MediatedPlacement = "mediated_placement",
        BusinessCreation = "business_creation",
        SelfEmployment = "self_employment",
        CvSupport = "cv_support",
        LanguageCourse = "language_course",
        CivicOrientation = "civic_orientation",
        Tutoring = "tutoring",
        EmploymentCentre = "employment_centre",
        Volunteering = "volunteering",
        Other = "other",
    }
}

text_enum! {
    /// How the person was found to be at a follow-up contact.
    FollowUpOutcome {
        Employed = "employed",
        SelfEmployed = "self_employed",
        Internship = "internship",
        Training = "training",
        Education = "education",
        Volunteering = "volunteering",
        Looking = "looking",
        Inactive = "inactive",
        Moved = "moved",
        Unknown = "unknown",
    }
}

impl FollowUpOutcome {
    /// Whether the person had a job, employed or their own.
    pub fn is_job(self) -> bool {
        matches!(self, Self::Employed | Self::SelfEmployed)
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = next_steps)]
#[diesel(treat_none_as_null = true)]
pub struct NextStep {
    pub id: NextStepId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub kind: NextStepKind,
    pub description: String,
    /// Who sees to it, as the person knows them: themselves, somebody by name, a service.
    pub responsible: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub done: bool,
    pub version: i32,
    pub created_at: NaiveDateTime,
}

impl Protected for NextStep {
    const RESOURCE: Resource = Resource::Plan;
}

#[derive(Clone, Debug)]
pub struct NewNextStep {
    pub kind: NextStepKind,
    pub description: String,
    pub responsible: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub done: bool,
}

/// A contact, or the try of one, some months after the audit.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = follow_ups)]
pub struct FollowUp {
    pub id: FollowUpId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub contacted_on: NaiveDate,
    pub reached: bool,
    pub outcome: FollowUpOutcome,
    pub note: String,
    /// ISCO-08, one to four digits, of the job that the person was found in.
    pub isco_code: Option<String>,
    /// Its occupation of ESCO, with its English name and the release.
    pub esco_uri: Option<String>,
    pub esco_label: Option<String>,
    pub esco_release: Option<String>,
    pub recorded_by: UserId,
    pub recorded_at: NaiveDateTime,
}

impl Protected for FollowUp {
    const RESOURCE: Resource = Resource::Plan;
}

#[derive(Clone, Debug)]
pub struct NewFollowUp {
    pub contacted_on: NaiveDate,
    pub reached: bool,
    pub outcome: FollowUpOutcome,
    pub note: String,
    pub isco_code: Option<String>,
    pub esco_uri: Option<String>,
}
