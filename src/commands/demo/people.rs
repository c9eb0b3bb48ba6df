//! Nobody of these names exists. The numbers are of a range kept for stories (Ofcom, 07700 900).

use chrono::NaiveDate;

use crate::beneficiaries::partial_date::Precision;
use crate::beneficiaries::{Contact, ContactKind, Person};
use crate::db::types::Json;

/// Somebody as they tell of themselves.
pub struct Somebody {
    pub given_name: &'static str,
    pub family_name: &'static str,
    /// In their own script, where that is another.
    written: Option<&'static str>,
    pub language: &'static str,
    citizenship: &'static str,
    pub born: i32,
}

const fn somebody(
    (given_name, family_name): (&'static str, &'static str),
    written: Option<&'static str>,
    language: &'static str,
    citizenship: &'static str,
    born: i32,
) -> Somebody {
    Somebody {
        given_name,
        family_name,
        written,
        language,
        citizenship,
        born,
    }
}

/// Who has interviews, each at another point of their way.
pub const AMARA: Somebody = somebody(("Amara", "Lunaria"), None, "fr", "GN", 1999);
pub const TEODROS: Somebody =
    somebody(("Teodros", "Stellato"), Some("ቴድሮስ ስተላቶ"), "ti", "ER", 1993);
pub const NASRIN: Somebody = somebody(
    ("Nasrin", "Ventolieve"),
    Some("نسرین ونتولیوه"),
    "fa",
    "AF",
    1986,
);
/// At the other job centre.
pub const IRYNA: Somebody = somebody(("Iryna", "Svitla"), Some("Ірина Світла"), "uk", "UA", 1990);

/// The group: the first two finish early, the last one stops coming.
pub const GROUP: [Somebody; 10] = [
    somebody(("Amina", "Najmawi"), Some("أمينة نجماوي"), "ar", "SY", 1990),
    somebody(
        ("Oksana", "Zoriana"),
        Some("Оксана Зоряна"),
        "uk",
        "UA",
        1985,
    ),
    somebody(("Selam", "Kokobay"), Some("ሰላም ኮኾባይ"), "ti", "ER", 1996),
    somebody(("Rafiq", "Megh"), Some("রফিক মেঘ"), "bn", "BD", 1994),
    somebody(("Fatoumata", "Lunadou"), None, "fr", "GN", 1998),
    somebody(
        ("Mehdi", "Setaregan"),
        Some("مهدی ستارگان"),
        "fa",
        "AF",
        1992,
    ),
    somebody(("Chidi", "Skyward"), None, "en", "NG", 1991),
    somebody(("Yonas", "Semayawi"), Some("ዮናስ ሰማያዊ"), "am", "ET", 1989),
    somebody(
        ("Gulalai", "Spogmai"),
        Some("ګلالۍ سپوږمۍ"),
        "ps",
        "AF",
        2000,
    ),
    somebody(("Noor", "Badalzar"), Some("نور بادلزر"), "ur", "PK", 1987),
];

/// Whom reception centres tell of: waiting, accepted, declined, and sent to the other job centre.
pub const TOLD_OF: [Somebody; 4] = [
    somebody(("Sadia", "Jolchobi"), Some("সাদিয়া জলছবি"), "bn", "BD", 2001),
    somebody(("Samir", "Qamari"), Some("سمير قمري"), "ar", "SD", 1995),
    somebody(("Blessing", "Rainbow"), None, "en", "NG", 1997),
    somebody(("Taras", "Viter"), Some("Тарас Вітер"), "uk", "UA", 1983),
];

impl Somebody {
    pub fn person(&self) -> Person {
        let phone = Contact {
            kind: ContactKind::Messaging,
            value: format!("+44 7700 900{:03}", self.born % 1000),
            safe_to_contact: true,
        };
        Person {
            name_original_script: self.written.map(str::to_owned),
            birth_on: NaiveDate::from_ymd_opt(self.born, 1, 1),
            birth_precision: Some(Precision::Year),
            citizenships: Json::new(&vec![self.citizenship.to_owned()]),
            languages: Json::new(&vec![self.language.to_owned()]),
            contacts: Json::new(&vec![phone]),
            municipality: Some("Portoverde".to_owned()),
            name_confirmed: true,
            ..Person::named(
                self.given_name.to_owned(),
                self.family_name.to_owned(),
                self.language.to_owned(),
            )
        }
    }
}
