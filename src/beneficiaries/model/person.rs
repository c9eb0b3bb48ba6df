use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::access::{Protected, Resource, Role};
use crate::accounts::UserId;
use crate::beneficiaries::partial_date::{PartialDate, Precision};
use crate::code_lists::iso::UNKNOWN_CITIZENSHIP;
use crate::db::schema::beneficiaries;
use crate::db::types::Json;
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(BeneficiaryId);

text_enum! {
    /// As registered, for the counts that funders ask.
    Sex { F = "f", M = "m", X = "x", Unknown = "unknown" }
}

text_enum! {
    /// What the person can read and write, so that papers and meetings can suit.
    Literacy {
        /// In the Latin alphabet.
        LiterateLatin = "literate_latin",
        /// In another script only.
        LiterateOtherScript = "literate_other_script",
        Low = "low",
        None = "none",
        Unknown = "unknown",
    }
}

text_enum! {
    ContactKind {
        Phone = "phone",
        Email = "email",
        Messaging = "messaging",
        ViaReceptionCentre = "via_reception_centre",
    }
}

text_enum! {
    /// What a meeting must offer. The need alone is kept, never its reason.
    SupportNeed {
        Interpreter = "interpreter",
        SameGenderOperator = "same_gender_operator",
        StepFree = "step_free",
        Childcare = "childcare",
        FlexibleTimes = "flexible_times",
        QuietSetting = "quiet_setting",
        Guardian = "guardian",
        Transport = "transport",
        LowLiteracyMaterial = "low_literacy_material",
    }
}

text_enum! {
    /// Categories of directive 2006/126/EC, and a licence of another country.
    DrivingLicence {
        Am = "am", A1 = "a1", A2 = "a2", A = "a", B1 = "b1", B = "b", Be = "be", C1 = "c1",
        C1e = "c1e", C = "c", Ce = "ce", D1 = "d1", D1e = "d1e", D = "d", De = "de",
        Foreign = "foreign",
    }
}

/// A way to reach the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    pub kind: ContactKind,
    pub value: String,
    /// Whether nobody else reads or hears what is sent there.
    pub safe_to_contact: bool,
}

impl Contact {
    /// The first way to reach a person that they said is safe. One by way of the reception centre
    /// is never told to others: it would say where the person lives.
    pub fn first_safe(contacts: Vec<Self>) -> Option<Self> {
        let mut contacts = contacts.into_iter();
        contacts.find(|it| it.safe_to_contact && it.kind != ContactKind::ViaReceptionCentre)
    }
}

/// What is known of a person: what may be told and changed.
#[derive(
    Clone, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset,
)]
#[diesel(table_name = beneficiaries)]
#[diesel(treat_none_as_null = true)]
pub struct Person {
    /// Either of the two names may be empty, not both: many people have one name.
    pub given_name: String,
    pub family_name: String,
    pub name_original_script: Option<String>,
    pub aliases: Json<Vec<String>>,
    pub birth_on: Option<NaiveDate>,
    pub birth_precision: Option<Precision>,
    pub sex_registered: Sex,
    /// At least one; `XXA` for none, `XXX` for unknown.
    pub citizenships: Json<Vec<String>>,
    pub birth_country: Option<String>,
    /// Mother tongues.
    pub languages: Json<Vec<String>>,
    /// The language to speak and write to the person in.
    pub preferred_language: String,
    pub interpreter_needed: bool,
    pub literacy: Literacy,
    pub contacts: Json<Vec<Contact>>,
    pub municipality: Option<String>,
    pub arrival_year: Option<i32>,
    pub dependants_count: Option<i32>,
    pub childcare_needed: bool,
    pub support_needs: Json<Vec<SupportNeed>>,
    /// For funders' counts; only supervisors see and set it. Its kind is never kept.
    pub vulnerability_reported: bool,
    pub driving_licences: Json<Vec<DrivingLicence>>,
    /// The person has looked at their name as documents write it. Undone when the name changes.
    pub name_confirmed: bool,
}

impl Person {
    /// A person of whom only names and language are known, as from a short referral.
    pub fn named(given_name: String, family_name: String, preferred_language: String) -> Self {
        Self {
            given_name,
            family_name,
            name_original_script: None,
            aliases: Json::new(&Vec::new()),
            birth_on: None,
            birth_precision: None,
            sex_registered: Sex::Unknown,
            citizenships: Json::new(&vec![UNKNOWN_CITIZENSHIP.to_owned()]),
            birth_country: None,
            languages: Json::new(&Vec::new()),
            preferred_language,
            interpreter_needed: false,
            literacy: Literacy::Unknown,
            contacts: Json::new(&Vec::new()),
            municipality: None,
            arrival_year: None,
            dependants_count: None,
            childcare_needed: false,
            support_needs: Json::new(&Vec::new()),
            vulnerability_reported: false,
            driving_licences: Json::new(&Vec::new()),
            name_confirmed: false,
        }
    }

    /// The name in the order of Italian papers for display: given name first.
    pub fn full_name(&self) -> String {
        let names = [self.given_name.as_str(), self.family_name.as_str()];
        let names = names.into_iter().filter(|name| !name.is_empty());
        names.collect::<Vec<_>>().join(" ")
    }

    /// Whether documents would write both names alike.
    pub fn is_named_like(&self, other: &Self) -> bool {
        let names = |it: &Self| {
            let original = it.name_original_script.clone();
            (it.given_name.clone(), it.family_name.clone(), original)
        };
        names(self) == names(other)
    }

    /// All the names that the person goes by.
    pub fn all_names(&self) -> Vec<String> {
        let mut names = vec![self.full_name()];
        names.extend(self.name_original_script.clone());
        names.extend(self.aliases.get());
        names
    }

    /// See [`Contact::first_safe`].
    pub fn safe_contact(&self) -> Option<Contact> {
        Contact::first_safe(self.contacts.get())
    }

    pub fn birth(&self) -> Option<PartialDate> {
        let precision = self.birth_precision.unwrap_or(Precision::Day);
        self.birth_on.map(|date| PartialDate::new(date, precision))
    }

    pub fn birth_year(&self) -> Option<i32> {
        self.birth_on.map(|date| date.year())
    }

    /// Whether a guardian has to agree, as far as the date of birth is known.
    pub fn is_minor_on(&self, day: NaiveDate) -> bool {
        self.birth().is_some_and(|birth| birth.is_minor_on(day))
    }
}

/// A person's record at one job centre.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = beneficiaries)]
pub struct Beneficiary {
    pub id: BeneficiaryId,
    pub organisation_id: OrganisationId,
    /// What stands for the person on lists and labels: random, without meaning.
    pub person_code: String,
    #[diesel(embed)]
    pub person: Person,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub created_by: UserId,
    pub updated_at: NaiveDateTime,
}

impl Protected for Beneficiary {
    const RESOURCE: Resource = Resource::Beneficiary;
}

impl Beneficiary {
    pub fn vulnerability_shown_to(&self, role: Role) -> Option<bool> {
        (role == Role::Supervisor).then_some(self.person.vulnerability_reported)
    }
}

/// Records of people are never printed whole.
impl fmt::Debug for Beneficiary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Beneficiary({})", self.id)
    }
}

pub struct NewBeneficiary {
    pub person: Person,
    /// Whether somebody has looked at those who may be the same person, and found that none is.
    pub duplicates_weighed: bool,
}
