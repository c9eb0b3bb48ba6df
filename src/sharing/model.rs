use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::schema::sharing_authorisations;
use crate::documents::DocumentId;
use crate::organisations::{OrganisationId, OrganisationKind};
use crate::{id_type, text_enum};

id_type!(SharingAuthorisationId);

text_enum! {
    /// Who interpreted when the authorisation was explained.
    SharingInterpreter {
        None = "none",
        StaffMediator = "staff_mediator",
        External = "external",
        Family = "family",
    }
}

text_enum! {
    /// Derived, never kept: an authorisation expires without anybody's doing.
    SharingStatus {
        Active = "active",
        Revoked = "revoked",
        Expired = "expired",
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sharing_authorisations)]
pub struct SharingAuthorisation {
    pub id: SharingAuthorisationId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub recipient_organisation_id: OrganisationId,
    pub purpose: String,
    /// The language in which it was explained to the person.
    pub explained_in: String,
    pub interpreter: SharingInterpreter,
    pub includes_contact: bool,
    pub includes_work_right: bool,
    /// Whether the person lets themselves be put forward for jobs to the recipient.
    pub includes_candidacy: bool,
    pub given_on: NaiveDate,
    /// The last day on which it holds.
    pub expires_on: NaiveDate,
    pub revoked_at: Option<NaiveDateTime>,
    pub recorded_by: UserId,
    pub recorded_at: NaiveDateTime,
    /// Whether the profile itself may go to the recipient, as data.
    pub includes_profile: bool,
}

impl Protected for SharingAuthorisation {
    const RESOURCE: Resource = Resource::SharingAuthorisation;
}

impl SharingAuthorisation {
    pub fn status(&self, today: NaiveDate) -> SharingStatus {
        if self.revoked_at.is_some() {
            SharingStatus::Revoked
        } else if self.expires_on < today {
            SharingStatus::Expired
        } else {
            SharingStatus::Active
        }
    }

    /// Whether anything may be told under it today.
    pub fn is_live(&self, today: NaiveDate) -> bool {
        self.status(today) == SharingStatus::Active
    }
}

/// An authorisation with the documents that it covers.
#[derive(Clone, Debug)]
pub struct Authorised {
    pub authorisation: SharingAuthorisation,
    pub document_ids: Vec<DocumentId>,
}

/// What the person agreed to, as the operator records it.
#[derive(Clone, Debug)]
pub struct NewSharingAuthorisation {
    pub recipient_organisation_id: OrganisationId,
    pub purpose: String,
    pub explained_in: String,
    pub interpreter: SharingInterpreter,
    pub includes_contact: bool,
    pub includes_work_right: bool,
    pub includes_profile: bool,
    pub includes_candidacy: bool,
    pub given_on: NaiveDate,
    pub expires_on: NaiveDate,
    pub document_ids: Vec<DocumentId>,
}

/// Whether organisations of this kind receive referrals at all. Reception centres do not, so that
/// no result of a skills audit goes back to where the person lives; another job centre takes a case
/// over by transfer.
pub fn receives_referrals(kind: OrganisationKind) -> bool {
    use OrganisationKind as Kind;
    match kind {
        Kind::JobCentre | Kind::ReceptionCentreCas | Kind::ReceptionCentreSai => false,
        Kind::EmploymentCentre
        | Kind::Municipality
        | Kind::Region
        | Kind::TrainingProvider
        | Kind::University
        | Kind::AdultSchool
        | Kind::Union
        | Kind::Association
        | Kind::Employer
        | Kind::Other => true,
    }
}

/// Whether something of a case may be shared with organisations of this kind: those that receive
/// referrals, and job centres, which may take the case over.
pub fn may_be_told(kind: OrganisationKind) -> bool {
    kind == OrganisationKind::JobCentre || receives_referrals(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authorisation(expires_on: &str, revoked: bool) -> SharingAuthorisation {
        let at = NaiveDateTime::default();
        SharingAuthorisation {
            id: SharingAuthorisationId::new(),
            case_id: CaseId::new(),
            organisation_id: OrganisationId::new(),
            recipient_organisation_id: OrganisationId::new(),
            purpose: String::new(),
            explained_in: "fr".to_owned(),
            interpreter: SharingInterpreter::None,
            includes_contact: false,
            includes_work_right: false,
            includes_candidacy: false,
            given_on: at.date(),
            expires_on: expires_on.parse().unwrap(),
            revoked_at: revoked.then_some(at),
            recorded_by: UserId::new(),
            recorded_at: at,
            includes_profile: false,
        }
    }

    #[test]
    fn an_authorisation_holds_through_its_last_day_and_not_when_revoked() {
        let today = "2026-03-02".parse().unwrap();
        for (expires_on, revoked, status) in [
            ("2026-03-02", false, SharingStatus::Active),
            ("2026-03-01", false, SharingStatus::Expired),
            ("2026-03-02", true, SharingStatus::Revoked),
            ("2026-03-01", true, SharingStatus::Revoked),
        ] {
            let authorisation = authorisation(expires_on, revoked);
            assert_eq!(authorisation.status(today), status);
            assert_eq!(
                authorisation.is_live(today),
                status == SharingStatus::Active
            );
        }
    }
}
