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
    /// Its data protection officer and how to reach them, as its privacy notices say it.
    pub privacy_contact: Option<String>,
    /// What its certificates and attendance statements say at their foot, in Italian.
    pub legal_note: Option<String>,
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
    /// When both sides were told that it ends soon.
    pub warned_on: Option<NaiveDate>,
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

    /// Whether another one takes over when this one ends, without a day between them.
    pub fn is_renewed_by(&self, other: &Self) -> bool {
        let goes_on = |last: NaiveDate| {
            let next = last.succ_opt().unwrap_or(last);
            other.valid_from <= next && other.valid_to.is_none_or(|it| it > last)
        };
        self.id != other.id && self.valid_to.is_some_and(goes_on)
    }
}

/// How two organisations stand to each other on a day, by all their agreements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partnership {
    InForce,
    /// One has ended and none is in force: the partner's access is suspended until there is another.
    Lapsed,
    /// There never was one in force.
    None,
}

impl Partnership {
    pub fn of(agreements: &[Agreement], on: NaiveDate) -> Self {
        let ended = |it: &Agreement| it.valid_to.is_some_and(|last| last < on);
        if agreements.iter().any(|it| it.is_in_force(on)) {
            Self::InForce
        } else if agreements.iter().any(ended) {
            Self::Lapsed
        } else {
            Self::None
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn agreement(from: u32, to: Option<u32>) -> Agreement {
        Agreement {
            id: AgreementId::new(),
            organisation_id: OrganisationId::nil(),
            partner_id: OrganisationId::nil(),
            kind: AgreementKind::Protocol,
            title: String::new(),
            signed_on: day(from),
            valid_from: day(from),
            valid_to: to.map(day),
            warned_on: None,
            version: 1,
            created_at: NaiveDateTime::default(),
        }
    }

    #[test]
    fn a_partnership_lapses_the_day_after_the_last_and_comes_back_with_the_next() {
        let first = agreement(2, Some(9));
        let on = |at| Partnership::of(std::slice::from_ref(&first), day(at));
        assert_eq!(on(1), Partnership::None);
        assert_eq!((on(2), on(9)), (Partnership::InForce, Partnership::InForce));
        assert_eq!(on(10), Partnership::Lapsed);
        let both = [first, agreement(20, None)];
        assert_eq!(Partnership::of(&both, day(19)), Partnership::Lapsed);
        assert_eq!(Partnership::of(&both, day(20)), Partnership::InForce);
    }

    #[test]
    fn what_goes_on_without_a_gap_is_a_renewal() {
        let first = agreement(2, Some(9));
        assert!(first.is_renewed_by(&agreement(10, Some(20))));
        assert!(first.is_renewed_by(&agreement(5, None)));
        assert!(!first.is_renewed_by(&agreement(11, Some(20))));
        assert!(!first.is_renewed_by(&agreement(2, Some(9))));
        assert!(!first.is_renewed_by(&first));
        assert!(!agreement(2, None).is_renewed_by(&agreement(3, None)));
    }
}
