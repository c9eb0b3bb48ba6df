//! What a body must hold to become a person, and what a person looks like as a body.

use super::{BeneficiaryBody, BeneficiaryPatch, ContactBody, NewBeneficiaryBody};
use crate::access::Role;
use crate::beneficiaries::partial_date::{PartialDate, Precision};
use crate::beneficiaries::{Beneficiary, Contact, ContactKind, NewBeneficiary, Person};
use crate::code_lists::iso;
use crate::db::types::Json;
use crate::error::{Checks, Error, Result};
use crate::text::{clean_line, clean_name};

/// More entries than any list of a person needs.
const LIST: usize = 20;

impl TryFrom<NewBeneficiaryBody> for NewBeneficiary {
    type Error = Error;

    fn try_from(body: NewBeneficiaryBody) -> Result<Self> {
        let duplicates_weighed = body.duplicates_weighed;
        Ok(Self {
            person: person(body, Checks::default())?,
            duplicates_weighed,
        })
    }
}

fn person(body: NewBeneficiaryBody, mut checks: Checks) -> Result<Person> {
    let found = &mut checks;
    let given_name = name_or_empty(&body.given_name, "/given_name", found);
    let family_name = name_or_empty(&body.family_name, "/family_name", found);
    let original = body.name_original_script.map(|it| clean_name(&it));
    let name_original_script = found.optional(original, "/name_original_script");
    let aliases = each(body.aliases, "/aliases", found, |it| Ok(clean_name(&it)?));
    let birth = birth(body.birth_date, body.birth_date_precision, found);
    let country = |code: String| iso::citizenship(&code);
    let citizenships = each(body.citizenships, "/citizenships", found, country);
    found.ensure(!citizenships.is_empty(), "/citizenships", "empty");
    let birth_country = body.birth_country.map(|code| iso::country(&code));
    let birth_country = found.optional(birth_country, "/birth_country");
    let language = |code: String| iso::language(&code);
    let languages = each(body.languages, "/languages", found, language);
    let preferred_language = iso::language(&body.preferred_language);
    let preferred_language = found.value(preferred_language, "/preferred_language");
    let contacts = each(body.contacts, "/contacts", found, contact);
    let municipality = body.municipality.map(|it| clean_line(&it, 100));
    let municipality = found.optional(municipality, "/municipality");
    let arrived = body
        .arrival_year
        .is_none_or(|year| (1940..=2200).contains(&year));
    found.ensure(arrived, "/arrival_year", "out_of_range");
    let count_fits = body
        .dependants_count
        .is_none_or(|it| (0..=30).contains(&it));
    found.ensure(count_fits, "/dependants_count", "out_of_range");
    let support_needs = each(body.support_needs, "/support_needs", found, Ok);
    let driving_licences = each(body.driving_licences, "/driving_licences", found, Ok);
    checks.finish(|| {
        Some(Person {
            given_name,
            family_name,
            name_original_script,
            aliases: Json::new(&aliases),
            birth_on: birth.map(PartialDate::date),
            birth_precision: birth.map(PartialDate::precision),
            sex_registered: body.sex_registered,
            citizenships: Json::new(&citizenships),
            birth_country,
            languages: Json::new(&languages),
            preferred_language: preferred_language?,
            interpreter_needed: body.interpreter_needed,
            literacy: body.literacy,
            contacts: Json::new(&contacts),
            municipality,
            arrival_year: body.arrival_year,
            dependants_count: body.dependants_count,
            childcare_needed: body.childcare_needed,
            support_needs: Json::new(&support_needs),
            vulnerability_reported: body.vulnerability_reported.unwrap_or(false),
            driving_licences: Json::new(&driving_licences),
            name_confirmed: body.name_confirmed,
        })
    })
}

fn name_or_empty(name: &str, pointer: &str, checks: &mut Checks) -> String {
    if name.trim().is_empty() {
        return String::new();
    }
    checks.value(clean_name(name), pointer).unwrap_or_default()
}

/// The entries of a list, each made by `make` and each once.
fn each<T, U: PartialEq>(
    entries: Vec<T>,
    pointer: &str,
    checks: &mut Checks,
    make: impl Fn(T) -> std::result::Result<U, &'static str>,
) -> Vec<U> {
    checks.ensure(entries.len() <= LIST, pointer, "too_long");
    let mut made = Vec::new();
    for (place, entry) in entries.into_iter().take(LIST).enumerate() {
        let entry = checks.value(make(entry), &format!("{pointer}/{place}"));
        made.extend(entry.filter(|entry| !made.contains(entry)));
    }
    made
}

fn birth(
    date: Option<String>,
    precision: Option<Precision>,
    checks: &mut Checks,
) -> Option<PartialDate> {
    let Some(date) = date else {
        checks.ensure(precision.is_none(), "/birth_date_precision", "wrong_form");
        return None;
    };
    let estimated = precision == Some(Precision::Estimated);
    let birth = PartialDate::parse(&date, estimated).map_err(|wrong| wrong.code());
    let birth = checks.value(birth, "/birth_date")?;
    let agrees = precision.is_none_or(|precision| precision == birth.precision());
    checks.ensure(agrees, "/birth_date_precision", "wrong_form");
    Some(birth)
}

fn contact(body: ContactBody) -> std::result::Result<Contact, &'static str> {
    let value = clean_line(&body.value, 254)?;
    let fits = match body.kind {
        ContactKind::Phone => value.chars().filter(char::is_ascii_digit).count() >= 5,
        ContactKind::Email => value.contains('@'),
        ContactKind::Messaging | ContactKind::ViaReceptionCentre => true,
    };
    if !fits {
        return Err("wrong_form");
    }
    Ok(Contact {
        kind: body.kind,
        value,
        safe_to_contact: body.safe_to_contact,
    })
}

fn contact_body(contact: Contact) -> ContactBody {
    ContactBody {
        kind: contact.kind,
        value: contact.value,
        safe_to_contact: contact.safe_to_contact,
    }
}

/// As [`PartialDate::parse`] reads it back.
fn birth_date(person: &Person) -> Option<String> {
    let birth = person.birth()?;
    Some(birth.to_string().trim_end_matches('~').to_owned())
}

impl BeneficiaryPatch {
    /// The person after the change, by the rules that hold for a new one.
    pub(super) fn onto(self, before: &Person) -> Result<Person> {
        let mut checks = Checks::default();
        let was = before.clone();
        macro_rules! required {
            ($field:ident, $before:expr) => {
                self.$field
                    .required(concat!("/", stringify!($field)), &mut checks)
                    .unwrap_or($before)
            };
        }
        let precision_before = match self.birth_date {
            crate::http::Change::Keep => was.birth_precision,
            _ => None,
        };
        let said = matches!(self.name_confirmed, crate::http::Change::Set(_));
        let contacts_before = was.contacts.get().into_iter().map(contact_body).collect();
        let body = NewBeneficiaryBody {
            // A name is cleared by null as by an empty text.
            given_name: self
                .given_name
                .apply(Some(was.given_name))
                .unwrap_or_default(),
            family_name: self
                .family_name
                .apply(Some(was.family_name))
                .unwrap_or_default(),
            name_original_script: self.name_original_script.apply(was.name_original_script),
            aliases: required!(aliases, was.aliases.get()),
            birth_date: self.birth_date.apply(birth_date(before)),
            birth_date_precision: self.birth_date_precision.apply(precision_before),
            sex_registered: required!(sex_registered, was.sex_registered),
            citizenships: required!(citizenships, was.citizenships.get()),
            birth_country: self.birth_country.apply(was.birth_country),
            languages: required!(languages, was.languages.get()),
            preferred_language: required!(preferred_language, was.preferred_language),
            interpreter_needed: required!(interpreter_needed, was.interpreter_needed),
            literacy: required!(literacy, was.literacy),
            contacts: required!(contacts, contacts_before),
            municipality: self.municipality.apply(was.municipality),
            arrival_year: self.arrival_year.apply(was.arrival_year),
            dependants_count: self.dependants_count.apply(was.dependants_count),
            childcare_needed: required!(childcare_needed, was.childcare_needed),
            support_needs: required!(support_needs, was.support_needs.get()),
            vulnerability_reported: Some(required!(
                vulnerability_reported,
                was.vulnerability_reported
            )),
            driving_licences: required!(driving_licences, was.driving_licences.get()),
            name_confirmed: required!(name_confirmed, was.name_confirmed),
            duplicates_weighed: true,
        };
        let after = person(body, checks)?;
        Ok(Person {
            name_confirmed: after.name_confirmed && (said || after.is_named_like(before)),
            ..after
        })
    }
}

impl BeneficiaryBody {
    /// As a user of this role sees the record.
    pub(super) fn seen_by(role: Role, beneficiary: Beneficiary) -> Self {
        let vulnerability_reported = beneficiary.vulnerability_shown_to(role);
        let Beneficiary {
            id,
            organisation_id,
            person_code,
            person,
            version: _,
            created_at,
            created_by,
            updated_at,
        } = beneficiary;
        Self {
            id,
            organisation_id,
            person_code,
            birth_date: birth_date(&person),
            birth_date_precision: person.birth_precision,
            given_name: person.given_name,
            family_name: person.family_name,
            name_original_script: person.name_original_script,
            aliases: person.aliases.get(),
            sex_registered: person.sex_registered,
            citizenships: person.citizenships.get(),
            birth_country: person.birth_country,
            languages: person.languages.get(),
            preferred_language: person.preferred_language,
            interpreter_needed: person.interpreter_needed,
            literacy: person.literacy,
            contacts: person
                .contacts
                .get()
                .into_iter()
                .map(contact_body)
                .collect(),
            municipality: person.municipality,
            arrival_year: person.arrival_year,
            dependants_count: person.dependants_count,
            childcare_needed: person.childcare_needed,
            support_needs: person.support_needs.get(),
            vulnerability_reported,
            driving_licences: person.driving_licences.get(),
            name_confirmed: person.name_confirmed,
            created_at: created_at.and_utc(),
            created_by,
            updated_at: updated_at.and_utc(),
        }
    }
}
