use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::db::schema::{agreements, organisations};
use crate::{id_type, text_enum};

id_type!(OrganisationId);
id_type!(AgreementId);

text_enum! {
    OrganisationKind {
        JobCentre = "job_centre",
        EmploymentCentre = "employment_centre",
        ReceptionCentreCas = "reception_centre_cas",
        ReceptionCentreSai = "reception_centre_sai",
        Municipality = "municipality",
        Region = "region",
        TrainingProvider = "training_provider",
        University = "university",
        AdultSchool = "adult_school",
        Union = "union",
        Association = "association",
        Employer = "employer",
        Other = "other",
    }
}

text_enum! {
    AgreementKind {
        Protocol = "protocol",
        JointController = "joint_controller",
        Processor = "processor",
        Hosting = "hosting",
        Voucher = "voucher",
    }
}

text_enum! {
    /// What an organisation may be sent from another.
    Receives {
        /// Outbound referrals.
        Referrals = "referrals",
        /// Cases: of job centres, those with an agreement in force.
        Transfers = "transfers",
    }
}

/// Which organisations to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrganisationFilter {
    pub kind: Option<OrganisationKind>,
    /// Only those that may receive this from the actor's organisation today.
    pub receives: Option<Receives>,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = organisations)]
#[diesel(treat_none_as_null = true)]
pub struct Organisation {
    pub id: OrganisationId,
    pub name: String,
    pub kind: OrganisationKind,
    pub tax_code: Option<String>,
    pub municipality: String,
    pub address: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// What its certificates' numbers begin with; only organisations that have one issue any.
    pub certificate_prefix: Option<String>,
    pub active: bool,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    /// How many running cases one of its users should work on; above it there is a warning.
    pub caseload_limit: Option<i32>,
}

impl Protected for Organisation {
    const RESOURCE: Resource = Resource::Organisation;
}

impl Organisation {
    /// Whether it may run skills audits of its own.
    pub fn runs_audits(&self) -> bool {
        self.active && self.kind == OrganisationKind::JobCentre
    }
}

/// What an administrator tells of an organisation.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    pub name: String,
    pub kind: OrganisationKind,
    pub tax_code: Option<String>,
    pub municipality: String,
    pub address: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub certificate_prefix: Option<String>,
    pub active: bool,
}

/// An agreement between a job centre and a partner; in force from its first to its last day.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = agreements)]
pub struct Agreement {
    pub id: AgreementId,
    /// The job centre.
    pub organisation_id: OrganisationId,
    pub partner_id: OrganisationId,
    pub kind: AgreementKind,
    pub title: String,
    pub signed_on: NaiveDate,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub version: i32,
    pub created_at: NaiveDateTime,
}

impl Protected for Agreement {
    const RESOURCE: Resource = Resource::Agreement;
}

impl Agreement {
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }
}

#[derive(Clone, Debug)]
pub struct NewAgreement {
    pub partner_id: OrganisationId,
    pub kind: AgreementKind,
    pub title: String,
    pub signed_on: NaiveDate,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}
