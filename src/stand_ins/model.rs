use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::db::schema::stand_ins;
use crate::id_type;
use crate::organisations::OrganisationId;

id_type!(StandInId);

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = stand_ins)]
pub struct StandIn {
    pub id: StandInId,
    pub organisation_id: OrganisationId,
    pub absent_user_id: UserId,
    pub stand_in_user_id: UserId,
    pub from_on: NaiveDate,
    /// The last day; when it was ended early, the day of that.
    pub to_on: NaiveDate,
    /// When it was ended before its last day was over.
    pub ended_at: Option<NaiveDateTime>,
    pub created_by: UserId,
    pub created_at: NaiveDateTime,
}

impl Protected for StandIn {
    const RESOURCE: Resource = Resource::StandIn;
}

impl StandIn {
    /// Whether a user is one of the two.
    pub fn concerns(&self, user: &UserId) -> bool {
        [&self.absent_user_id, &self.stand_in_user_id].contains(&user)
    }

    /// Whether it gives any reach on a day or later.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.ended_at.is_some() || self.to_on < today
    }

    pub fn has_begun(&self, today: NaiveDate) -> bool {
        self.from_on <= today
    }
}

/// A stand-in with the names of the absent one and of who stands in.
pub type StandInRow = (StandIn, String, String);

/// A stand-in that a supervisor names.
#[derive(Clone, Debug)]
pub struct NewStandIn {
    pub absent_user_id: UserId,
    pub stand_in_user_id: UserId,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
}

impl NewStandIn {
    /// The longest time that a case goes on without the one who is responsible for it.
    pub const LONGEST: TimeDelta = TimeDelta::days(366);
}
