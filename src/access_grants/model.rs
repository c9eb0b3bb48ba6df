use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::beneficiaries::BeneficiaryId;
use crate::cases::CaseId;
use crate::db::schema::access_grants;
use crate::organisations::OrganisationId;
use crate::vault::Place;
use crate::{id_type, text_enum};

id_type!(AccessGrantId);

text_enum! {
    /// What is opened for reading.
    GrantScope {
        /// The working notes of all authors.
        WorkingNotes = "working_notes",
        /// Everything else of the case and its person.
        Record = "record",
    }
}

text_enum! {
    /// Why somebody needs to read what is not theirs.
    GrantReason {
        Supervision = "supervision",
        Substitution = "substitution",
        Complaint = "complaint",
        Safeguarding = "safeguarding",
        RightsRequest = "rights_request",
        LegalDuty = "legal_duty",
    }
}

/// A right to read, for one user, one case and a short time, with its reason.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = access_grants)]
pub struct AccessGrant {
    pub id: AccessGrantId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub user_id: UserId,
    pub scope: GrantScope,
    pub reason_code: GrantReason,
    /// In the clear, of grants from before reasons were sealed; empty since.
    pub reason: String,
    /// Sealed under the data key of the case's person, and so erased with them.
    pub sealed_reason: Option<String>,
    pub granted_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    pub revoked_at: Option<NaiveDateTime>,
    pub revoked_by: Option<UserId>,
}

impl Protected for AccessGrant {
    const RESOURCE: Resource = Resource::AccessGrant;
}

impl AccessGrant {
    /// Where its reason is sealed.
    pub fn place(&self) -> Place<'_> {
        Place {
            table: "access_grants",
            column: "sealed_reason",
            row: self.id.as_str(),
            organisation: self.organisation_id.as_str(),
        }
    }

    pub fn is_live(&self, now: NaiveDateTime) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// Taking a grant for working notes, which not everybody may who takes one for a record.
pub struct WorkingNoteGrant;

impl Protected for WorkingNoteGrant {
    const RESOURCE: Resource = Resource::WorkingNoteGrant;
}

/// Whose record it is that a grant would have to be for.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    Case(&'a CaseId),
    /// A grant for any of their cases opens what is known of the person.
    Person(&'a BeneficiaryId),
}

#[derive(Clone, Debug)]
pub struct NewGrant {
    pub scope: GrantScope,
    pub reason_code: GrantReason,
    pub reason: String,
}

/// A grant with the code of its case and the name of who took it.
#[derive(Clone, Debug)]
pub struct GrantView {
    pub grant: AccessGrant,
    pub case_code: String,
    pub taken_by: String,
    /// Opened for who reads one grant; none in lists, and once the person was erased.
    pub reason: Option<String>,
}
