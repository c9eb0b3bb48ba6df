//! Contact with the country that a person came from, and for whom it is barred.
//!
//! Who asks somebody there about a person tells them that the person is here, and an authority or an
//! employer may hand that on. For applicants for protection and for those who have it that may endanger them
//! or their family (directive 2013/32/EU, article 30; D.Lgs. 25/2008, article 25: what shows that somebody
//! applied is not disclosed there). So such a contact asks for more than an operator's decision; what, the
//! feature that makes it says.

use std::collections::BTreeSet;

use super::Person;
use super::work_right::PermitStatus;
use crate::code_lists::iso;

/// Permits that tell of no protection. All others count as protection, also those that people may have with
/// it or through somebody who has it (family, long-term residence), and those that are not known.
const TELL_OF_NONE: &[&str] = &[
    "work_employed",
    "work_self",
    "seasonal",
    "job_seeking",
    "eu_family_card",
    "eu_blue_card",
    "study",
    "elective_residence",
    "religious",
    "sport",
    "art27",
];

/// Countries whose citizens need no permit of stay: the European Union, the European Economic Area and
/// Switzerland.
const FREE: &[&str] = &[
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

const ITALY: &str = "IT";

/// Where a person came from, and whether contact with it is barred.
#[derive(Clone, Debug)]
pub struct Origin {
    countries: BTreeSet<String>,
    /// Whether it may be any country abroad.
    unknown: bool,
    protected: bool,
}

impl Origin {
    /// From what is known of the person, and all permits that were ever recorded: who once had protection is
    /// not safer for another permit. Without any, the status is unknown, and counts as protection, unless the
    /// person is a citizen of free countries alone: who is one of another too may have fled from there.
    pub fn of(person: &Person, permits: &[(String, PermitStatus)]) -> Self {
        let citizenships = person.citizenships.get();
        let tells_of_none = |(code, status): &(String, PermitStatus)| {
            TELL_OF_NONE.contains(&code.as_str()) && *status != PermitStatus::Unknown
        };
        let is_free = |it: &String| FREE.contains(&it.as_str());
        let free = !citizenships.is_empty() && citizenships.iter().all(is_free);
        let protected = match permits {
            [] => !free,
            permits => !permits.iter().all(tells_of_none),
        };
        let unknown = citizenships.iter().any(|it| it == iso::UNKNOWN_CITIZENSHIP);
        let countries: BTreeSet<_> = citizenships
            .into_iter()
            .chain(person.birth_country.clone())
            .filter(|it| iso::country(it).is_ok() && it != ITALY)
            .collect();
        Self {
            unknown: unknown || countries.is_empty(),
            countries,
            protected,
        }
    }

    /// Whether contact with somebody in a country, or who speaks for it, is barred.
    pub fn bars_country(&self, country: &str) -> bool {
        self.protected && country != ITALY && (self.unknown || self.countries.contains(country))
    }

    /// Whether contact by an e-mail address is barred: whose domain is of such a country, or is written in
    /// another script, which does not tell of which it is.
    pub fn bars_address(&self, email: &str) -> bool {
        let last = email.rsplit(['.', '@']).next().unwrap_or_default();
        if !last.is_ascii() || last.to_ascii_lowercase().starts_with("xn--") {
            return self.protected;
        }
        let code = match last.to_ascii_uppercase().as_str() {
            "UK" => "GB".to_owned(),
            "SU" => "RU".to_owned(),
            code => code.to_owned(),
        };
        iso::country(&code).is_ok_and(|country| self.bars_country(&country))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::beneficiaries::work_right::WorkRules;
    use crate::db::types::Json;

    fn origin(citizenships: &[&str], birth: Option<&str>, permits: &[&str]) -> Origin {
        let named = Person::named("Amina".to_owned(), "Diallo".to_owned(), "fr".to_owned());
        let codes = citizenships.iter().map(|it| (*it).to_owned()).collect();
        let person = Person {
            citizenships: Json::new(&codes),
            birth_country: birth.map(str::to_owned),
            ..named
        };
        let permits = permits
            .iter()
            .map(|it| ((*it).to_owned(), PermitStatus::Valid));
        Origin::of(&person, &permits.collect::<Vec<_>>())
    }

    #[test]
    fn citizenship_and_birth_are_barred_and_italy_never() {
        let origin = origin(&["GN"], Some("SL"), &["asylum_request"]);
        for (country, barred) in [("GN", true), ("SL", true), ("IT", false), ("FR", false)] {
            assert_eq!(origin.bars_country(country), barred, "{country}");
        }
        assert!(!self::origin(&["GN"], Some("IT"), &["refugee"]).bars_country("IT"));
    }

    #[test]
    fn who_has_any_other_permit_or_none_that_is_known_counts_as_protected() {
        for (permits, barred) in [
            (&[][..], true),
            (&["refugee"], true),
            (&["family"], true),
            (&["eu_long_term"], true),
            (&["something_new"], true),
            (&["work_employed", "subsidiary"], true),
            (&["work_employed", "study"], false),
        ] {
            let bars = origin(&["GN"], None, permits).bars_country("GN");
            assert_eq!(bars, barred, "{permits:?}");
        }
        let person = Person::named(String::new(), "Diallo".to_owned(), "fr".to_owned());
        let unclear = [("work_employed".to_owned(), PermitStatus::Unknown)];
        assert!(Origin::of(&person, &unclear).bars_country("GN"));
        assert!(!origin(&["RO"], None, &[]).bars_country("RO"));
        assert!(origin(&["RO"], None, &["special_cases"]).bars_country("RO"));
    }

    #[test]
    fn who_is_a_citizen_of_a_free_country_and_of_another_counts_as_protected_without_a_permit() {
        for (citizenships, barred) in [(&["IT", "ER"][..], "ER"), (&["FR", "GN"], "GN")] {
            assert!(origin(citizenships, None, &[]).bars_country(barred));
            assert!(!origin(citizenships, None, &["work_employed"]).bars_country(barred));
        }
        assert!(!origin(&["FR", "RO"], None, &[]).bars_country("RO"));
        assert!(!origin(&["IT"], Some("ER"), &[]).bars_country("ER"));
        assert!(origin(&[], Some("ER"), &[]).bars_country("ER"));
    }

    #[test]
    fn where_the_origin_is_unknown_every_country_abroad_may_be_it() {
        for citizenships in [&["XXX"][..], &["XXA"], &["XXX", "GN"]] {
            let origin = origin(citizenships, None, &["refugee"]);
            assert!(origin.bars_country("FR") && !origin.bars_country("IT"));
        }
        let stateless = origin(&["XXA"], Some("SY"), &["stateless"]);
        assert!(stateless.bars_country("SY") && !stateless.bars_country("FR"));
    }

    #[test]
    fn an_address_tells_its_country_by_the_end_of_its_domain() {
        let guinea = origin(&["GN"], None, &["refugee"]);
        let britain = origin(&["GB"], None, &["refugee"]);
        for (origin, email, barred) in [
            (&guinea, "atelier@couture.gn", true),
            (&guinea, "atelier@couture.GN", true),
            (&guinea, "atelier@couture.example", false),
            (&guinea, "atelier@gn.example", false),
            (&guinea, "laboratorio@sartoria.it", false),
            (&guinea, "atelier@couture.xn--mgberp4a5d4ar", true),
            (&guinea, "atelier@couture.السعودية", true),
            (&britain, "shop@tailor.co.uk", true),
        ] {
            assert_eq!(origin.bars_address(email), barred, "{email}");
        }
    }

    #[test]
    fn permits_that_tell_of_no_protection_are_those_of_the_table() {
        let rules = WorkRules::load(None).unwrap();
        assert!(TELL_OF_NONE.iter().all(|code| rules.knows_permit(code)));
    }
}
