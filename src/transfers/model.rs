use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::TransferStatus;
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::beneficiaries::{BeneficiaryId, Contact, Person};
use crate::cases::CaseId;
use crate::db::schema::case_transfers;
use crate::db::types::Json;
use crate::organisations::OrganisationId;
use crate::programmes::ProgrammeId;
use crate::sharing::{SharingAuthorisation, SharingAuthorisationId};
use crate::{id_type, text_enum};

id_type!(TransferId);

text_enum! {
    /// Why a job centre does not take a case over; a code and no text, so that nothing more of the
    /// person gets written down.
    RefusalReason {
        NoPlaces = "no_places",
        OtherArea = "other_area",
        NoFittingProgramme = "no_fitting_programme",
        PersonNotReached = "person_not_reached",
        PersonDoesNotWant = "person_does_not_want",
        Other = "other",
    }
}

/// What the recipient is told of the person, as it was when the case was offered: no more than the
/// authorisation covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    pub given_name: String,
    pub family_name: String,
    pub name_original_script: Option<String>,
    pub preferred_language: String,
    pub interpreter_needed: bool,
    /// Only if authorised, and only a way that the person said is safe.
    pub contact: Option<Contact>,
    /// The first day on which the person may work without limits; only if authorised and known.
    pub may_work_from: Option<NaiveDate>,
}

impl Snapshot {
    pub fn of(
        person: &Person,
        authorisation: &SharingAuthorisation,
        may_work_from: Option<NaiveDate>,
    ) -> Self {
        Self {
            given_name: person.given_name.clone(),
            family_name: person.family_name.clone(),
            name_original_script: person.name_original_script.clone(),
            preferred_language: person.preferred_language.clone(),
            interpreter_needed: person.interpreter_needed,
            contact: person
                .safe_contact()
                .filter(|_| authorisation.includes_contact),
            may_work_from: may_work_from.filter(|_| authorisation.includes_work_right),
        }
    }

    /// The person as a new record begins with them; the rest is asked anew.
    pub fn person(self) -> Person {
        let contacts: Vec<Contact> = self.contact.into_iter().collect();
        Person {
            name_original_script: self.name_original_script,
            interpreter_needed: self.interpreter_needed,
            contacts: Json::new(&contacts),
            ..Person::named(self.given_name, self.family_name, self.preferred_language)
        }
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = case_transfers)]
#[diesel(treat_none_as_null = true)]
pub struct Transfer {
    pub id: TransferId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    /// The case's code, the recipient's reference.
    pub case_code: String,
    pub recipient_organisation_id: OrganisationId,
    pub authorisation_id: SharingAuthorisationId,
    /// As somebody's doing left it: an offer lapses by itself.
    pub status: TransferStatus,
    /// What the sender tells the recipient.
    pub message: String,
    /// Erased as soon as the offer has ended.
    pub snapshot: Option<Json<Snapshot>>,
    /// The last day on which it can be accepted.
    pub expires_on: NaiveDate,
    pub refusal_reason: Option<RefusalReason>,
    pub new_case_id: Option<CaseId>,
    /// The new case's code, the sender's reference.
    pub new_case_code: Option<String>,
    pub offered_by: UserId,
    pub offered_at: NaiveDateTime,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<NaiveDateTime>,
    pub version: i32,
}

impl Protected for Transfer {
    const RESOURCE: Resource = Resource::Transfer;
}

impl Transfer {
    /// How long a job centre has to answer, as long as for a referral.
    pub const TO_ANSWER: TimeDelta = TimeDelta::days(30);

    /// The same after somebody has ended the offer: the snapshot has no more use.
    pub fn ended(self, status: TransferStatus, by: UserId, at: NaiveDateTime) -> Self {
        Self {
            status,
            snapshot: None,
            decided_by: Some(by),
            decided_at: Some(at),
            version: self.version + 1,
            ..self
        }
    }
}

/// A transfer with what its offer rests on, as a supervisor of the recipient comes to see it.
#[derive(Clone, Debug)]
pub struct TransferOffer {
    pub transfer: Transfer,
    pub authorisation: SharingAuthorisation,
    /// The two job centres have an agreement in force today.
    pub agreed: bool,
}

/// A transfer, its authorisation, and whether there is an agreement in force.
pub type OfferRow = (Transfer, SharingAuthorisation, bool);

impl From<OfferRow> for TransferOffer {
    fn from((transfer, authorisation, agreed): OfferRow) -> Self {
        Self {
            transfer,
            authorisation,
            agreed,
        }
    }
}

impl Protected for TransferOffer {
    const RESOURCE: Resource = Resource::TransferOffer;
}

impl TransferOffer {
    pub fn status(&self, today: NaiveDate) -> TransferStatus {
        self.lasting_status(today).when(self.agreed)
    }

    /// The same if the centres renewed their agreement: what no renewal brings back.
    pub fn lasting_status(&self, today: NaiveDate) -> TransferStatus {
        let in_time = today <= self.transfer.expires_on;
        let live = in_time && self.authorisation.is_live(today);
        self.transfer.status.when(live)
    }
}

/// Who offers a case.
#[derive(Clone, Debug, Queryable)]
pub struct Sender {
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// A transfer as one of the two cases shows it.
#[derive(Clone, Debug)]
pub struct CaseTransfer {
    pub offer: TransferOffer,
    /// Whether the case came by it, and was not given away.
    pub incoming: bool,
    /// The other job centre's name.
    pub other_name: String,
}

#[derive(Clone, Debug)]
pub struct NewTransfer {
    pub authorisation_id: SharingAuthorisationId,
    pub message: String,
}

/// How a case is taken over.
#[derive(Clone, Debug)]
pub struct Acceptance {
    pub programme_id: ProgrammeId,
    /// Who leads the new case, if not who accepts.
    pub lead_operator_id: Option<UserId>,
    /// The person's record here, where there is one.
    pub beneficiary_id: Option<BeneficiaryId>,
    pub duplicates_weighed: bool,
}
