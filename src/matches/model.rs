use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::beneficiaries::BeneficiaryId;
use crate::db::schema::beneficiary_matches;
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(MatchId);

text_enum! {
    MatchStatus {
        Proposed = "proposed",
        Confirmed = "confirmed",
        /// To the other centre alone; to who proposed it stays proposed, and then lapses.
        Refused = "refused",
        /// Nobody answered in time.
        Lapsed = "lapsed",
        Ended = "ended",
    }
}

text_enum! {
    MatchEvent {
        Confirm = "confirm",
        Refuse = "refuse",
        /// Takes a proposal back, or ends a match.
        End = "end",
    }
}

text_enum! {
    /// From which side a match is seen.
    MatchSide {
        Proposer = "proposer",
        Addressee = "addressee",
    }
}

/// A match, proposed by `organisation_id` to the other one.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = beneficiary_matches)]
pub struct BeneficiaryMatch {
    pub id: MatchId,
    pub organisation_id: OrganisationId,
    pub beneficiary_id: BeneficiaryId,
    /// The code of the proposer's record, told once the match is confirmed.
    pub person_code: String,
    /// When the person agreed to the proposal.
    pub authorised_on: NaiveDate,
    pub other_organisation_id: OrganisationId,
    /// The code that the person said to have at the other centre; whether it is one, nobody looked.
    pub told_code: String,
    pub other_beneficiary_id: Option<BeneficiaryId>,
    pub other_person_code: Option<String>,
    pub other_authorised_on: Option<NaiveDate>,
    pub status: MatchStatus,
    pub proposed_at: NaiveDateTime,
    pub proposed_by: UserId,
    pub expires_at: NaiveDateTime,
    pub answered_at: Option<NaiveDateTime>,
    pub answered_by: Option<UserId>,
    pub ended_at: Option<NaiveDateTime>,
    pub ended_by: Option<UserId>,
}

impl Protected for BeneficiaryMatch {
    const RESOURCE: Resource = Resource::BeneficiaryMatch;
}

impl BeneficiaryMatch {
    /// How long the other centre has to answer.
    pub const LASTS: TimeDelta = TimeDelta::days(30);

    /// The side that an organisation of the two is on.
    pub fn side_of(&self, organisation: &OrganisationId) -> MatchSide {
        if self.organisation_id == *organisation {
            MatchSide::Proposer
        } else {
            MatchSide::Addressee
        }
    }
}

pub struct NewMatch {
    pub organisation_id: OrganisationId,
    pub person_code: String,
    pub authorised_on: NaiveDate,
}

/// A move of a match; a confirmation names the record, and when the person agreed to it.
pub struct NewMatchMove {
    pub event: MatchEvent,
    pub record: Option<(BeneficiaryId, NaiveDate)>,
}
