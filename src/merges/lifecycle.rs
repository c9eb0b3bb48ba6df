//! What stands after two records were merged, and after that was taken back. Pure.

use std::collections::BTreeSet;

use super::{BeneficiaryMerge, CoreValue, MergeGuard, Weighed};
use crate::beneficiaries::{BeneficiaryId, Person};

impl CoreValue {
    fn carry(self, from: &Person, to: &mut Person) {
        let from = from.clone();
        match self {
            Self::GivenName => to.given_name = from.given_name,
            Self::FamilyName => to.family_name = from.family_name,
            Self::NameOriginalScript => to.name_original_script = from.name_original_script,
            Self::Aliases => to.aliases = from.aliases,
            Self::BirthDate => {
                to.birth_on = from.birth_on;
                to.birth_precision = from.birth_precision;
            }
            Self::SexRegistered => to.sex_registered = from.sex_registered,
            Self::Citizenships => to.citizenships = from.citizenships,
            Self::BirthCountry => to.birth_country = from.birth_country,
            Self::Languages => to.languages = from.languages,
            Self::PreferredLanguage => to.preferred_language = from.preferred_language,
            Self::InterpreterNeeded => to.interpreter_needed = from.interpreter_needed,
            Self::Literacy => to.literacy = from.literacy,
            Self::Contacts => to.contacts = from.contacts,
            Self::Municipality => to.municipality = from.municipality,
            Self::ArrivalYear => to.arrival_year = from.arrival_year,
            Self::DependantsCount => to.dependants_count = from.dependants_count,
            Self::ChildcareNeeded => to.childcare_needed = from.childcare_needed,
            Self::SupportNeeds => to.support_needs = from.support_needs,
            Self::VulnerabilityReported => {
                to.vulnerability_reported = from.vulnerability_reported;
            }
            Self::DrivingLicences => to.driving_licences = from.driving_licences,
        }
    }

    fn differs(self, one: &Person, other: &Person) -> bool {
        let mut carried = one.clone();
        self.carry(other, &mut carried);
        carried != *one
    }
}

/// What two records say differently.
pub fn differing(kept: &Person, merged: &Person) -> Vec<CoreValue> {
    let all = CoreValue::ALL.iter().copied();
    all.filter(|value| value.differs(kept, merged)).collect()
}

/// The kept record with what it takes from the merged one. A name that neither of them was confirmed
/// with has not been confirmed.
pub fn chosen(kept: &Person, merged: &Person, taken: &[CoreValue]) -> Person {
    let mut person = kept.clone();
    taken
        .iter()
        .for_each(|value| value.carry(merged, &mut person));
    person.name_confirmed = [kept, merged]
        .iter()
        .any(|it| it.name_confirmed && it.is_named_like(&person));
    person
}

/// The kept record after a reversal: what it took is as it was before, unless somebody has changed it
/// since.
pub fn restored(now: &Person, before: &Person, merged: &Person, taken: &[CoreValue]) -> Person {
    let mut person = now.clone();
    taken
        .iter()
        .filter(|value| !value.differs(now, merged))
        .for_each(|value| value.carry(before, &mut person));
    if !person.is_named_like(now) {
        person.name_confirmed = before.name_confirmed && person.is_named_like(before);
    }
    person
}

/// What keeps two records apart.
pub fn unmet(weighed: &Weighed) -> Vec<MergeGuard> {
    let guards = [
        (weighed.two_tax_codes, MergeGuard::OneTaxCode),
        (weighed.two_running_cases, MergeGuard::OneRunningCase),
    ];
    let unmet = guards.iter().filter(|(broken, _)| *broken);
    unmet.map(|(_, guard)| *guard).collect()
}

/// A record and all that were merged into it, directly or by way of others.
pub fn gathered(record: &BeneficiaryId, merges: &[BeneficiaryMerge]) -> BTreeSet<BeneficiaryId> {
    let mut found = BTreeSet::from([record.clone()]);
    loop {
        let more: Vec<_> = merges
            .iter()
            .filter(|it| found.contains(&it.kept_id) && !found.contains(&it.merged_id))
            .map(|it| it.merged_id.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;

    use super::*;
    use crate::accounts::UserId;
    use crate::db::types::Json;
    use crate::merges::{MergeId, Moved};
    use crate::organisations::OrganisationId;

    fn person(given: &str, town: &str, confirmed: bool) -> Person {
        let mut person = Person::named(given.to_owned(), "Diallo".to_owned(), "fr".to_owned());
        person.municipality = Some(town.to_owned());
        person.name_confirmed = confirmed;
        person
    }

    #[test]
    fn the_kept_values_stand_but_for_those_that_are_taken() {
        let (kept, merged) = (
            person("Amina", "Genova", true),
            person("Aminata", "Savona", true),
        );
        let same = chosen(&kept, &merged, &[]);
        assert!(same == kept);
        let taken = chosen(&kept, &merged, &[CoreValue::Municipality]);
        assert_eq!(taken.municipality.as_deref(), Some("Savona"));
        assert_eq!(taken.given_name, "Amina");
        assert!(taken.name_confirmed);
        let differing = differing(&kept, &merged);
        assert_eq!(differing, [CoreValue::GivenName, CoreValue::Municipality]);
    }

    #[test]
    fn a_name_put_together_from_two_is_not_confirmed() {
        let kept = person("Amina", "Genova", true);
        let mut merged = person("Aminata", "Genova", true);
        assert!(chosen(&kept, &merged, &[CoreValue::GivenName]).name_confirmed);
        merged.family_name = "Diallò".to_owned();
        assert!(!chosen(&kept, &merged, &[CoreValue::GivenName]).name_confirmed);
    }

    #[test]
    fn every_value_comes_back_and_none_that_was_changed_since() {
        let (before, merged) = (
            person("Amina", "Genova", true),
            person("Aminata", "Savona", false),
        );
        let taken = CoreValue::ALL;
        let during = chosen(&before, &merged, taken);
        assert!(restored(&during, &before, &merged, taken) == before);
        let mut moved = during;
        moved.municipality = Some("Imperia".to_owned());
        let after = restored(&moved, &before, &merged, taken);
        assert_eq!(after.municipality.as_deref(), Some("Imperia"));
        assert_eq!(after.given_name, "Amina");
        assert!(after.name_confirmed);
    }

    #[test]
    fn two_tax_codes_and_two_running_cases_keep_records_apart() {
        let mut weighed = Weighed {
            cases: 1,
            identifiers: 1,
            stay_permits: 0,
            reception_stays: 0,
            two_tax_codes: false,
            two_running_cases: false,
        };
        assert!(unmet(&weighed).is_empty());
        (weighed.two_tax_codes, weighed.two_running_cases) = (true, true);
        assert_eq!(unmet(&weighed), MergeGuard::ALL);
    }

    #[test]
    fn what_was_merged_by_way_of_others_goes_with_them() {
        let ids: Vec<BeneficiaryId> = (0..5).map(|_| BeneficiaryId::new()).collect();
        let merge = |merged: usize, kept: usize| BeneficiaryMerge {
            id: MergeId::new(),
            organisation_id: OrganisationId::new(),
            kept_id: ids[kept].clone(),
            merged_id: ids[merged].clone(),
            merged_code: String::new(),
            standing_id: ids[0].clone(),
            taken: Json::new(&Vec::new()),
            moved: Json::new(&Moved::default()),
            sealed_particulars: String::new(),
            merged_at: NaiveDateTime::default(),
            merged_by: UserId::new(),
            reversed_at: None,
            reversed_by: None,
        };
        let merges = [merge(3, 2), merge(2, 1), merge(1, 0), merge(4, 0)];
        let expected = BTreeSet::from([ids[1].clone(), ids[2].clone(), ids[3].clone()]);
        assert_eq!(gathered(&ids[1], &merges), expected);
        assert_eq!(gathered(&ids[0], &merges).len(), 5);
    }
}
