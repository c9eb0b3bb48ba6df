use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::db::schema::entitlements;
use crate::db::types::Json;
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(EntitlementId);

text_enum! {
    /// What an organisation must be entitled to. What it says of itself, the first party, needs nobody's
    /// leave.
    EntitledLevel {
        /// Identification and validation of competences.
        SecondParty = "second_party",
        /// Certification.
        ThirdParty = "third_party",
    }
}

/// In force from its first to its last day.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = entitlements)]
pub struct Entitlement {
    pub id: EntitlementId,
    pub organisation_id: OrganisationId,
    /// The act by which it was given, as it is quoted: decree, number, date.
    pub legal_reference: String,
    /// The public holder (*ente titolare*) that gave it.
    pub public_holder: String,
    pub levels: Json<Vec<EntitledLevel>>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub recorded_by: UserId,
    pub recorded_at: NaiveDateTime,
    pub version: i32,
}

impl Protected for Entitlement {
    const RESOURCE: Resource = Resource::Entitlement;
}

impl Entitlement {
    /// Whether it entitles to a level on a day.
    pub fn covers(&self, level: EntitledLevel, on: NaiveDate) -> bool {
        self.levels.get().contains(&level)
            && self.valid_from <= on
            && self.valid_to.is_none_or(|last| on <= last)
    }
}

/// What an administrator tells of one.
#[derive(Clone, Debug)]
pub struct NewEntitlement {
    pub legal_reference: String,
    pub public_holder: String,
    /// At least one.
    pub levels: Vec<EntitledLevel>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entitlement_covers_its_levels_from_its_first_to_its_last_day() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let until = |valid_to| Entitlement {
            id: EntitlementId::new(),
            organisation_id: OrganisationId::nil(),
            legal_reference: String::new(),
            public_holder: String::new(),
            levels: Json::new(&vec![EntitledLevel::SecondParty]),
            valid_from: day(2),
            valid_to,
            recorded_by: UserId::nil(),
            recorded_at: NaiveDateTime::default(),
            version: 1,
        };
        let covers = |on| until(Some(day(9))).covers(EntitledLevel::SecondParty, day(on));
        assert_eq!([1, 2, 9, 10].map(covers), [false, true, true, false]);
        assert!(!until(None).covers(EntitledLevel::ThirdParty, day(5)));
        assert!(until(None).covers(EntitledLevel::SecondParty, day(31)));
    }
}
