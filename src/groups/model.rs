use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::schema::{group_members, groups};
use crate::id_type;
use crate::organisations::OrganisationId;
use crate::programmes::ProgrammeId;

id_type!(GroupId);

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = groups)]
#[diesel(treat_none_as_null = true)]
pub struct Group {
    pub id: GroupId,
    pub organisation_id: OrganisationId,
    pub programme_id: ProgrammeId,
    pub label: String,
    /// The one language that its meetings are held in, ISO 639.
    pub language: String,
    pub conductor_id: UserId,
    /// The mediator's name, where there is one.
    pub mediator: Option<String>,
    /// How many people it is meant for; more may join where that is said openly.
    pub capacity: i32,
    /// Counts changes of the group and of its members.
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl Protected for Group {
    const RESOURCE: Resource = Resource::Group;
}

/// A person's time in a group, from the first to the last day.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = group_members)]
pub struct GroupMember {
    pub group_id: GroupId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub joined_on: NaiveDate,
    pub left_on: Option<NaiveDate>,
}

impl GroupMember {
    pub fn is_in_group(&self, on: NaiveDate) -> bool {
        self.joined_on <= on && self.left_on.is_none_or(|last| on <= last)
    }
}

/// A membership with the case's code, which stands for the person.
pub type MemberRow = (GroupMember, String);

#[derive(Clone, Debug)]
pub struct NewGroup {
    pub programme_id: ProgrammeId,
    pub label: String,
    pub language: String,
    pub conductor_id: UserId,
    pub mediator: Option<String>,
    pub capacity: i32,
}

/// When a person joins a group, and leaves it.
#[derive(Clone, Debug)]
pub struct NewMember {
    pub joined_on: NaiveDate,
    pub left_on: Option<NaiveDate>,
    /// That the group grows beyond its capacity on purpose.
    pub over_capacity: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_in_the_group_from_the_first_to_the_last_day() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
        let mut member = GroupMember {
            group_id: GroupId::new(),
            case_id: CaseId::new(),
            organisation_id: OrganisationId::new(),
            joined_on: day(2),
            left_on: None,
        };
        assert!(!member.is_in_group(day(1)));
        assert!(member.is_in_group(day(2)) && member.is_in_group(day(30)));
        member.left_on = Some(day(9));
        assert!(member.is_in_group(day(9)) && !member.is_in_group(day(10)));
    }
}
